"""From a tree to code: the one place where one becomes code, and what that code must not be able to do.

The constructors of `python_tree` make no other kinds of node than they name, and a test holds every generated tree to
that list. Here the result is looked at once more: it can reach nothing but what it is given.
"""

from __future__ import annotations

import ast
import re
from types import CodeType

from rules_dsl.values.kinds import RuleError

MOST_BYTES = 1_000_000  # of one function; a matter of twenty rules has some ten thousand
_VARIABLE = re.compile(r"[vk][0-9]+").fullmatch
_GIVEN = re.compile(r"k[0-9]+").fullmatch
_PLAIN = frozenset({bool, int, str, type(None), type(...)})


class TooLarge(RuleError):
    """There is more code, or deeper, than is compiled."""


def code_of(tree: ast.Module) -> CodeType:
    """The code of the one function that a tree defines. RuleError where it is not of our making, TooLarge where it is
    too much."""
    try:
        module = compile(tree, "<规则>", "exec")
    except RecursionError:
        raise TooLarge("规则套得太深，不能编译。") from None
    found = [each for each in module.co_consts if isinstance(each, CodeType)]
    if len(found) != 1:
        raise RuleError("规则不能编译：要正好一个函数。")
    require_harmless(found[0])
    return found[0]


def require_harmless(code: CodeType) -> None:
    """That code uses no attribute, no import and no name but its own variables and what is passed in (`k0 k1 …`), holds
    no function and no constant but plain ones (no float), and is not too large."""
    if len(code.co_code) > MOST_BYTES:
        raise TooLarge("规则太长，不能编译。")
    foreign = [name for name in code.co_names if not _GIVEN(name)]  # globals, attributes and imports
    foreign += [name for name in code.co_varnames if not _VARIABLE(name)]
    if foreign or code.co_freevars or code.co_cellvars:
        raise RuleError(f"规则不能编译：名称 {'、'.join(foreign)} 不是编译器自己的。")
    if not _is_plain(code.co_consts):
        raise RuleError("规则不能编译：代码里只能有整数、文本、是否和空值。")


def _is_plain(values: tuple[object, ...]) -> bool:
    for value in values:
        kind = type(value)
        if kind is tuple:
            if not _is_plain(value):  # type: ignore[arg-type]
                return False
        elif kind not in _PLAIN:
            return False
    return True
