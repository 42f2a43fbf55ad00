"""The Python tree of generated code: the constructors it is built with. What they make may be shared between places,
and is never changed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

_Node = TypeVar("_Node", bound=ast.AST)


def _placed(kind: type[_Node]) -> type[_Node]:
    """The kind of node with one place in the source for all: generated code has no source, and giving each node its
    own costs half the time of making it."""
    return type(kind.__name__, (kind,), {"lineno": 1, "col_offset": 0})


_arg = _placed(ast.arg)
_FunctionDef = _placed(ast.FunctionDef)
_Name = _placed(ast.Name)
_Constant = _placed(ast.Constant)
_Compare = _placed(ast.Compare)
_UnaryOp = _placed(ast.UnaryOp)
_BoolOp = _placed(ast.BoolOp)
_IfExp = _placed(ast.IfExp)
_BinOp = _placed(ast.BinOp)
_Call = _placed(ast.Call)
_Tuple = _placed(ast.Tuple)
_NamedExpr = _placed(ast.NamedExpr)
_Assign = _placed(ast.Assign)
_If = _placed(ast.If)
_For = _placed(ast.For)
_Break = _placed(ast.Break)
_AugAssign = _placed(ast.AugAssign)
_Return = _placed(ast.Return)
_Expr = _placed(ast.Expr)
_LOAD, _STORE = ast.Load(), ast.Store()
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
_COMMON = {(type(each), each): _Constant(each) for each in (None, ..., True, False, -2, -1, 0, 1, 2, 3, 4)}


def name(variable: str) -> ast.expr:
    """The value of a variable."""
    return _Name(variable, _LOAD)


def constant(value: Any) -> ast.expr:
    """A literal: bool, int, str, None, Ellipsis, or a tuple of them."""
    common = _COMMON.get((type(value), value)) if type(value) is not tuple else None
    return common or _Constant(value)


def compare(left: ast.expr, operator: str, right: ast.expr) -> ast.expr:
    """`left operator right`."""
    return _Compare(left, [_OPERATORS[operator]], [right])


def within(low: ast.expr, value: ast.expr, high: ast.expr) -> ast.expr:
    """`low <= value <= high`."""
    return _Compare(low, [_OPERATORS["<="], _OPERATORS["<="]], [value, high])


def negation(expression: ast.expr) -> ast.expr:
    """`not expression`, carried into a comparison; both are bool. What is compared must have a total order."""
    if isinstance(expression, ast.Compare) and len(expression.ops) == 1:
        operator = _OPERATORS[_OPPOSITE[type(expression.ops[0])]]
        return _Compare(expression.left, [operator], expression.comparators)
    if isinstance(expression, ast.UnaryOp) and isinstance(expression.op, ast.Not):
        return expression.operand
    if isinstance(expression, ast.Constant):
        return constant(not expression.value)
    return _UnaryOp(_NOT, expression)


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
    return flat[0] if len(flat) == 1 else _BoolOp(operator, flat)


def choice(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    """`then if test else otherwise`."""
    if isinstance(test, ast.Constant):
        return then if test.value else otherwise
    return _IfExp(test, then, otherwise)


def arithmetic(left: ast.expr, operator: str, right: ast.expr) -> ast.expr:
    """`left + right`, − or ×; a quotient is a call, so that it stays exact."""
    return _BinOp(left, _ARITHMETIC[operator], right)


def call(function: str, arguments: Iterable[ast.expr]) -> ast.expr:
    """A function that was passed in."""
    return _Call(name(function), list(arguments), [])


def group(parts: Sequence[ast.expr]) -> ast.expr:
    """A tuple."""
    return _Tuple(list(parts), _LOAD)


def kept(variable: str, value: ast.expr) -> ast.expr:
    """`(variable := value)`."""
    return _NamedExpr(_Name(variable, _STORE), value)


def assign(variable: str, value: ast.expr) -> ast.stmt:
    """`variable = value`."""
    return _Assign([_Name(variable, _STORE)], value)


def unpack(variables: Sequence[str], value: ast.expr) -> ast.stmt:
    """`(a, b, …) = value`."""
    return _Assign([targets(variables)], value)


def target(variable: str) -> ast.expr:
    """A variable to assign to."""
    return _Name(variable, _STORE)


def targets(variables: Sequence[str]) -> ast.Tuple:
    """A tuple of variables to assign to."""
    return _Tuple([_Name(each, _STORE) for each in variables], _STORE)


def when(test: ast.expr, body: list[ast.stmt], otherwise: list[ast.stmt]) -> ast.stmt:
    """`if test: … else: …`."""
    return _If(test, body, otherwise)


def loop(target: ast.expr, rows: ast.expr, body: list[ast.stmt]) -> ast.stmt:
    """`for target in rows: …`."""
    return _For(target, rows, body, [], None)


def leave() -> ast.stmt:
    """`break`."""
    return _Break()


def add(variable: str, value: ast.expr) -> ast.stmt:
    """`variable += value`."""
    return _AugAssign(_Name(variable, _STORE), _ARITHMETIC["+"], value)


def give(value: ast.expr) -> ast.stmt:
    """`return value`."""
    return _Return(value)


def evaluated(expression: ast.expr) -> ast.stmt:
    """An expression for what it does."""
    return _Expr(expression)


def nothing() -> ast.stmt:
    """A statement that does nothing."""
    return _Expr(constant(None))


def function(parameters: Sequence[str], body: list[ast.stmt]) -> ast.Module:
    """The module that defines the one function, with these positional parameters."""
    arguments = ast.arguments([_arg(each) for each in parameters], [], None, [], [], None, [])
    more: dict[str, Any] = {"type_params": []}  # a part of it since Python 3.12
    return ast.Module([_FunctionDef("v0", arguments, body, [], None, **more)], [])
