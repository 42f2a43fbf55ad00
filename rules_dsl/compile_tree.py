"""The Python tree of generated code: a few constructors, what may stand in such a tree, and the one place where it
becomes code. No attribute, no import, no float, no name but `v0 v1 …` (variables) and `k0 k1 …` (what is passed in).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from types import CodeType
from typing import Any

from .values import RuleError

ALLOWED: frozenset[type] = frozenset(
    {
        ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.If, ast.For,
        ast.Break, ast.Expr, ast.Name, ast.Load, ast.Store, ast.Constant, ast.Tuple, ast.List, ast.NamedExpr,
        ast.IfExp, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult,
        ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.In, ast.NotIn,
        ast.Call,
    }
)  # fmt: skip
MOST_NODES = 100_000  # of one function; a matter of twenty rules has some two thousand
MOST_DEPTH = 90  # CPython's compiler recurses

_NAME = re.compile(r"[vk][0-9]+")
_CONSTANTS = (bool, int, str, type(None), type(...))
_LOAD, _STORE = ast.Load(), ast.Store()
_AT: dict[str, Any] = {"lineno": 1, "col_offset": 0}
_OPERATORS: dict[str, ast.cmpop] = {
    "==": ast.Eq(), "!=": ast.NotEq(), "<": ast.Lt(), "<=": ast.LtE(), ">": ast.Gt(), ">=": ast.GtE(),
    "is": ast.Is(), "is not": ast.IsNot(), "in": ast.In(), "not in": ast.NotIn(),
}  # fmt: skip
_OPPOSITE = {
    ast.Eq: "!=", ast.NotEq: "==", ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<", ast.Is: "is not",
    ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
_ARITHMETIC: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult()}
_NOT, _AND, _OR = ast.Not(), ast.And(), ast.Or()


def name(variable: str) -> ast.expr:
    """The value of a variable."""
    return ast.Name(variable, _LOAD, **_AT)


def constant(value: Any) -> ast.expr:
    """A literal: bool, int, str, None, Ellipsis, or a tuple of them."""
    return ast.Constant(value, **_AT)


def compare(left: ast.expr, operator: str, right: ast.expr) -> ast.expr:
    """`left operator right`."""
    return ast.Compare(left, [_OPERATORS[operator]], [right], **_AT)


def within(low: ast.expr, value: ast.expr, high: ast.expr) -> ast.expr:
    """`low <= value <= high`."""
    return ast.Compare(low, [_OPERATORS["<="], _OPERATORS["<="]], [value, high], **_AT)


def negation(expression: ast.expr) -> ast.expr:
    """`not expression`, carried into a comparison; both are bool. What is compared must have a total order."""
    if isinstance(expression, ast.Compare) and len(expression.ops) == 1:
        operator = _OPERATORS[_OPPOSITE[type(expression.ops[0])]]
        return ast.Compare(expression.left, [operator], expression.comparators, **_AT)
    if isinstance(expression, ast.UnaryOp) and isinstance(expression.op, ast.Not):
        return expression.operand
    if isinstance(expression, ast.Constant):
        return constant(not expression.value)
    return ast.UnaryOp(_NOT, expression, **_AT)


def both(parts: Sequence[ast.expr]) -> ast.expr:
    """`a and b and …`; True where there are none."""
    return _joined(parts, _AND, True)


def either(parts: Sequence[ast.expr]) -> ast.expr:
    """`a or b or …`; False where there are none."""
    return _joined(parts, _OR, False)


def _joined(parts: Sequence[ast.expr], operator: ast.boolop, empty: bool) -> ast.expr:
    flat: list[ast.expr] = []
    for part in parts:
        if isinstance(part, ast.Constant) and part.value is empty:
            continue
        flat.extend(part.values if isinstance(part, ast.BoolOp) and part.op is operator else [part])
    if not flat:
        return constant(empty)
    return flat[0] if len(flat) == 1 else ast.BoolOp(operator, flat, **_AT)


def choice(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    """`then if test else otherwise`."""
    if isinstance(test, ast.Constant):
        return then if test.value else otherwise
    return ast.IfExp(test, then, otherwise, **_AT)


def arithmetic(left: ast.expr, operator: str, right: ast.expr) -> ast.expr:
    """`left + right`, − or ×; a quotient is a call, so that it stays exact."""
    return ast.BinOp(left, _ARITHMETIC[operator], right, **_AT)


def call(function: str, arguments: Iterable[ast.expr]) -> ast.expr:
    """A function that was passed in."""
    return ast.Call(name(function), list(arguments), [], **_AT)


def group(parts: Sequence[ast.expr]) -> ast.expr:
    """A tuple."""
    return ast.Tuple(list(parts), _LOAD, **_AT)


def kept(variable: str, value: ast.expr) -> ast.expr:
    """`(variable := value)`."""
    return ast.NamedExpr(ast.Name(variable, _STORE, **_AT), value, **_AT)


def assign(variable: str, value: ast.expr) -> ast.stmt:
    """`variable = value`."""
    return ast.Assign([ast.Name(variable, _STORE, **_AT)], value, **_AT)


def unpack(variables: Sequence[str], value: ast.expr) -> ast.stmt:
    """`(a, b, …) = value`."""
    return ast.Assign([targets(variables)], value, **_AT)


def target(variable: str) -> ast.expr:
    """A variable to assign to."""
    return ast.Name(variable, _STORE, **_AT)


def targets(variables: Sequence[str]) -> ast.expr:
    """A tuple of variables to assign to."""
    return ast.Tuple([ast.Name(each, _STORE, **_AT) for each in variables], _STORE, **_AT)


def when(test: ast.expr, body: list[ast.stmt], otherwise: list[ast.stmt]) -> ast.stmt:
    """`if test: … else: …`."""
    return ast.If(test, body, otherwise, **_AT)


def loop(target: ast.expr, rows: ast.expr, body: list[ast.stmt]) -> ast.stmt:
    """`for target in rows: …`."""
    return ast.For(target, rows, body, [], None, **_AT)


def leave() -> ast.stmt:
    """`break`."""
    return ast.Break(**_AT)


def add(variable: str, value: ast.expr) -> ast.stmt:
    """`variable += value`."""
    return ast.AugAssign(ast.Name(variable, _STORE, **_AT), _ARITHMETIC["+"], value, **_AT)


def give(value: ast.expr) -> ast.stmt:
    """`return value`."""
    return ast.Return(value, **_AT)


def evaluated(expression: ast.expr) -> ast.stmt:
    """An expression for what it does."""
    return ast.Expr(expression, **_AT)


def nothing() -> ast.stmt:
    """A statement that does nothing."""
    return ast.Expr(constant(None), **_AT)


def function(parameters: Sequence[str], body: list[ast.stmt]) -> ast.Module:
    """The module that defines the one function, with these positional parameters."""
    arguments = ast.arguments([ast.arg(each, **_AT) for each in parameters], [], None, [], [], None, [])
    return ast.Module([ast.FunctionDef("v0", arguments, body, [], None, **_AT)], [])


def check(tree: ast.AST) -> None:
    """That nothing but what is allowed stands in the tree, and not too much or too deep."""
    count = 0
    pending = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        count += 1
        if type(node) not in ALLOWED:
            raise RuleError(f"规则不能编译：{type(node).__name__} 不在允许的范围内。")
        if isinstance(node, ast.Name) and not _NAME.fullmatch(node.id):
            raise RuleError(f"规则不能编译：名称 {node.id} 不是编译器自己的。")
        if isinstance(node, ast.Constant) and not _is_plain(node.value):
            raise RuleError(f"规则不能编译：{type(node.value).__name__} 不能写在代码里。")
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id[0] == "k"):
            raise RuleError("规则不能编译：只能调用传入的函数。")
        if count > MOST_NODES or depth > MOST_DEPTH:
            raise RuleError("规则不能编译：太长，或套得太深。")
        pending.extend((child, depth + 1) for child in ast.iter_child_nodes(node))


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(_is_plain(each) for each in value)
    return type(value) in _CONSTANTS


def code_of(tree: ast.Module) -> CodeType:
    """The code of the function that a checked tree defines."""
    check(tree)
    module = compile(tree, "<规则>", "exec")
    return next(each for each in module.co_consts if isinstance(each, CodeType))
