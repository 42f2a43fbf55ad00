"""From a tree to code: what may stand in such a tree, and the one place where one becomes code. No attribute, no
import, no float, no name but `v0 v1 …` (variables) and `k0 k1 …` (what is passed in), no loop but over rows.
"""

from __future__ import annotations

import ast
import re
from types import CodeType
from typing import Any

from .compile_tree import PLACED
from .values import RuleError

# What may stand in a tree, and where its parts are.
ALLOWED: dict[type, tuple[str, ...]] = {
    ast.Module: ("body",), ast.FunctionDef: ("args", "body"), ast.arguments: ("posonlyargs",), ast.arg: (),
    ast.Return: ("value",), ast.Assign: ("targets", "value"), ast.AugAssign: ("target", "op", "value"),
    ast.If: ("test", "body", "orelse"), ast.For: ("target", "iter", "body", "orelse"), ast.Break: (),
    ast.Expr: ("value",), ast.NamedExpr: ("target", "value"), ast.IfExp: ("test", "body", "orelse"),
    ast.BoolOp: ("op", "values"), ast.UnaryOp: ("op", "operand"), ast.BinOp: ("left", "op", "right"),
    ast.Compare: ("left", "ops", "comparators"), ast.Call: ("func", "args"), ast.Tuple: ("elts",),
    ast.Name: (), ast.Constant: (),
}  # fmt: skip
_OPERATORS = frozenset(
    {
        ast.And, ast.Or, ast.Not, ast.Add, ast.Sub, ast.Mult, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
        ast.Is, ast.IsNot, ast.In, ast.NotIn,
    }
)  # fmt: skip
MOST_NODES = 100_000  # of one function; a matter of twenty rules has some two thousand
MOST_DEPTH = 300  # CPython's compiler recurses

_PARTS = {**ALLOWED, **{placed: ALLOWED[kind] for kind, placed in PLACED.items()}}
_NAMES = frozenset({ast.Name, PLACED[ast.Name]})
_LITERALS = frozenset({ast.Constant, PLACED[ast.Constant]})
_CALLS = frozenset({ast.Call, PLACED[ast.Call]})
_FUNCTIONS = frozenset({ast.FunctionDef, PLACED[ast.FunctionDef]})
_PARAMETERS = frozenset({ast.arg, PLACED[ast.arg]})
_NAME = re.compile(r"[vk][0-9]+").fullmatch
_PLAIN = frozenset({bool, int, str, type(None), type(...)})


class TooLarge(RuleError):
    """There is more code, or deeper, than is compiled."""


def code_of(tree: ast.Module) -> CodeType:
    """The code of the function that a tree defines, once it is checked."""
    check(tree)
    module = compile(tree, "<规则>", "exec")
    return next(each for each in module.co_consts if isinstance(each, CodeType))


def check(tree: ast.Module) -> None:
    """That nothing but what is allowed stands in the tree (RuleError), and not too much or too deep (TooLarge)."""
    size, depth = _measure(tree, MOST_DEPTH, {})
    if size > MOST_NODES or depth > MOST_DEPTH:
        raise TooLarge("规则太长，或套得太深，不能编译。")


def _measure(node: Any, deepest: int, measured: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """How many nodes stand here, and how deep, all of them checked; what stands in several places counts in each."""
    kind = type(node)
    if kind in _NAMES:
        if not _NAME(node.id):
            raise RuleError(f"规则不能编译：名称 {node.id} 不是编译器自己的。")
        return 1, 1
    if kind in _LITERALS:
        if not _is_plain(node.value):
            raise RuleError(f"规则不能编译：{type(node.value).__name__} 不能写在代码里。")
        return 1, 1
    known = measured.get(id(node))
    if known is not None:
        return known
    if kind not in _PARTS:
        raise RuleError(f"规则不能编译：{kind.__name__} 不在允许的范围内。")
    if deepest < 0:
        raise TooLarge("规则套得太深，不能编译。")
    size, depth = 1, 0
    for name in _PARTS[kind]:
        part = getattr(node, name)
        for child in part if type(part) is list else (part,):
            if type(child) not in _OPERATORS:
                more, deep = _measure(child, deepest - 1, measured)
                size += more
                if deep > depth:
                    depth = deep
    _check_whole(node, kind)
    measured[id(node)] = size, depth + 1
    return size, depth + 1


def _check_whole(node: Any, kind: type) -> None:
    """That what `ALLOWED` does not name of a node is not there, and only what was passed in is called."""
    if kind in _CALLS:
        if node.keywords or type(node.func) not in _NAMES or node.func.id[0] != "k":
            raise RuleError("规则不能编译：只能调用传入的函数。")
    elif kind in _FUNCTIONS:
        if node.decorator_list or node.returns:
            raise RuleError("规则不能编译：函数不能有装饰。")
    elif kind is ast.arguments:
        if node.args or node.vararg or node.kwonlyargs or node.kwarg or node.defaults:
            raise RuleError("规则不能编译：函数只能有位置参数。")
    elif kind in _PARAMETERS and (node.annotation or not _NAME(node.arg)):
        raise RuleError(f"规则不能编译：名称 {node.arg} 不是编译器自己的。")


def _is_plain(value: object) -> bool:
    kind = type(value)
    if kind is tuple:
        return all(_is_plain(each) for each in value)  # type: ignore[attr-defined]
    return kind in _PLAIN
