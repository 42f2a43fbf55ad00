"""The walk over lark's table gives the tree that lark's own walk gives, and stops where it stops."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token, Tree, UnexpectedToken
from lark.lexer import Lexer

from rules_dsl.syntax import grammar
from rules_dsl.syntax.grammar import Branch, tree_of
from rules_dsl.syntax.lexer import cuttings
from tests.rules_dsl.evaluator.test_six_matters import MATTERS, as_written
from tests.rules_dsl.support.rule_sample import rulebook, vocabulary


class Given(Lexer):
    def __init__(self, lexer_conf):
        pass

    def lex(self, lexer_state, parser_state=None):
        return iter(lexer_state)


GRAMMAR = Path(grammar.__file__).with_name("rules.lark").read_text(encoding="utf-8")
LARK = Lark(GRAMMAR, parser="lalr", lexer=Given, start=["start", "cell"], strict=True)  # no conflicts


def cut():
    for matter in MATTERS:
        words = vocabulary(matter["names"])
        tables = {name: tuple(as_written(value)) for name, value in matter.get("tables", {}).items()}
        _, words = rulebook(words, as_written(matter.get("parameters", {})), tables)
        for entry in matter["rules"]:
            yield from (one.tokens for one in cuttings(entry.get("rule") or entry["when"], words))


SENTENCES = list(cut())


def as_tree(part):
    return Tree(part.kind, [as_tree(each) for each in part.parts]) if isinstance(part, Branch) else str(part)


def by_lark(tokens):
    try:
        tree = LARK.parse([Token(word.type, str(word), place) for place, word in enumerate(tokens)], "start")
    except UnexpectedToken as unexpected:
        return len(tokens) if unexpected.token.type == "$END" else unexpected.token.start_pos
    return tree


def test_every_sentence_has_the_tree_of_lark():
    trees = [tree_of(tokens) for tokens in SENTENCES]
    assert [as_tree(tree) if isinstance(tree, Branch) else tree for tree in trees] == [
        by_lark(tokens) for tokens in SENTENCES
    ]
    assert sum(isinstance(tree, Branch) for tree in trees) > 40


@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES), st.integers(0, 30), st.integers(0, 30))
def test_what_is_no_sentence_stops_where_lark_stops(one, other, end, start):
    tokens = (*one[:end], *other[start:])
    tree = tree_of(tokens)
    assert (as_tree(tree) if isinstance(tree, Branch) else tree) == by_lark(tokens)


def test_all_who_ask_at_once_walk_by_the_same_table() -> None:
    """As at the start of a server: two tables number their states differently, and no walk may mix them."""
    grammar._made.cache_clear()
    grammar._past_lone.cache_clear()
    together = Barrier(4)

    def asked(_: int) -> object:
        together.wait()
        return grammar._table()

    with ThreadPoolExecutor(4) as people:
        first, *others = people.map(asked, range(4))
    assert [other is first for other in others] == [True, True, True]
