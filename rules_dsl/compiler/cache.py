"""Compiled rules kept in memory by what they are made of, so that the same matter in many towns is compiled once.

The key is the SHA-256 of the rules' texts, the vocabulary they were read against, the rulebook and the version of the
language. Nothing is kept on disk: compiling a matter costs two milliseconds, and code in a file would have to be
trusted.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.tree.rule import Rule
from rules_dsl.tree.scope import Rulebook
from rules_dsl.values.folding import digest_of

from .matter_function import Compiled, Purpose, compile_rules

LANGUAGE = 1  # counts up when the same text comes to mean something else
MOST_KEPT = 8192
_kept: OrderedDict[str, Compiled] = OrderedDict()
_lock = Lock()


def compile_kept(
    rules: Sequence[Rule], vocabulary: Vocabulary, rulebook: Rulebook, purpose: Purpose = "demand"
) -> Compiled:
    """What `compile_rules` gives, made once for all that are made of the same. Its rulebook may be another object, but
    says the same."""
    key = key_of(rules, vocabulary, rulebook, purpose)
    if key is None:
        return compile_rules(rules, vocabulary, rulebook, purpose)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    made = compile_rules(rules, vocabulary, rulebook, purpose)
    with _lock:
        _kept[key] = made
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def key_of(rules: Sequence[Rule], vocabulary: Vocabulary, rulebook: Rulebook, purpose: Purpose) -> str | None:
    """The digest of everything the code depends on; None for rules that were not read from a text."""
    if not all(rule.text for rule in rules):
        return None
    texts = [f"{rule.group or ''}|{rule.text}" for rule in rules]
    return digest_of(str(LANGUAGE), purpose, vocabulary.digest, rulebook.digest, *texts)
