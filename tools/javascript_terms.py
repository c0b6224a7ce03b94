"""Expressions of plain arithmetic from Python to JavaScript, each with the kind of its value."""

import ast
import inspect
import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import NamedTuple, NoReturn

__all__ = ["INTEGERS", "Expressions", "InexactError", "Signature", "Term", "accepted"]

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.Eq: "===", ast.NotEq: "!==", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.And: "&&", ast.Or: "||",
}  # fmt: skip
INTEGERS = ("int", "count")
NUMBERS = ("float", *INTEGERS)
LARGEST_INTEGER = 2**31
"""Whole numbers are written below it, so that sums of a few stay far below 2**53."""


class InexactError(SyntaxError):
    """A formula holds what JavaScript would not compute alike; has its file and line."""


class Term(NamedTuple):
    """An expression in JavaScript, the kind of its value, and whether an operator joins parts."""

    text: str
    kind: str
    joined: bool = False

    def operand(self) -> str:
        """Return the text as it stands beside an operator."""
        return f"({self.text})" if self.joined else self.text


def accepted(kind: str) -> tuple[str, ...]:
    """Return the kinds of values that may stand where a kind is annotated."""
    wider = {"int": INTEGERS, "float | None": ("float", "None", "float | None")}
    return wider.get(kind, (kind,))


@dataclass(frozen=True, slots=True)
class Signature:
    """A translated function: the kinds that it takes and gives, and how many it requires."""

    function: FunctionType
    kinds: tuple[str, ...]
    required: int
    result: str


class Expressions(ast.NodeVisitor):
    """Visits the expressions of one function; `names` holds the kinds of the names in sight."""

    def __init__(self, function: FunctionType, known: Mapping[str, Signature]) -> None:
        source, first = inspect.getsourcelines(function)
        self.file = inspect.getsourcefile(function) or "?"
        tree = ast.parse(textwrap.dedent("".join(source))).body[0]
        self.tree = ast.increment_lineno(tree, first - 1)
        self.function, self.known = function, known
        self.locals = frozenset(function.__code__.co_varnames)
        self.names: dict[str, str] = {}

    def visit_Constant(self, node: ast.Constant) -> Term:
        """Return a number, a truth value or null."""
        if isinstance(node.value, bool):
            return Term(str(node.value).lower(), "bool")
        return Term("null", "None") if node.value is None else self.number(node, node.value)

    def visit_Name(self, node: ast.Name) -> Term:
        """Return a name in sight, or the number that a module constant holds."""
        if node.id in self.names:
            return Term(node.id, self.names[node.id])
        if node.id in self.locals:
            self.refuse(node, "it may not be set yet on every way here")
        return self.number(node, self.function.__globals__.get(node.id))

    def visit_BinOp(self, node: ast.BinOp) -> Term:
        """Return a sum, a difference, a product or a quotient."""
        left, right = self.visit(node.left), self.visit(node.right)
        kinds = {self.fits(node, term, *NUMBERS).kind for term in (left, right)}
        operator = self.operator(node, node.op)
        if operator == "/":
            return Term(f"$over({left.text}, {right.text})", "float")
        if operator == "*" and "float" not in kinds:
            self.refuse(node, "a product of integers may pass 2**53")
        whole = "count" if kinds == {"count"} and operator == "+" else "int"
        kind = "float" if "float" in kinds else whole
        return Term(f"{left.operand()} {operator} {right.operand()}", kind, joined=True)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Term:
        """Return a denial, or a negative float: the integer 0 has no sign in Python."""
        if isinstance(node.op, ast.Not):
            return Term(f"!{self.fits(node, self.visit(node.operand), 'bool').operand()}", "bool")
        if not isinstance(node.op, ast.USub):
            self.refuse(node, f"{type(node.op).__name__} differs between the languages")
        operand = self.fits(node, self.visit(node.operand), "float").operand()
        return Term(f"-{operand}", "float", joined=True)

    def visit_Compare(self, node: ast.Compare) -> Term:
        """Return comparisons of numbers; in a chain a middle term, without effects, is repeated."""
        terms = [self.visit(part) for part in (node.left, *node.comparators)]
        texts = [self.fits(node, term, *NUMBERS).operand() for term in terms]
        signs = [self.operator(node, sign) for sign in node.ops]
        pairs = zip(texts, signs, texts[1:], strict=False)
        return Term(" && ".join(" ".join(pair) for pair in pairs), "bool", joined=True)

    def visit_BoolOp(self, node: ast.BoolOp) -> Term:
        """Return truth values joined by and, or by or."""
        texts = [self.fits(part, self.visit(part), "bool").operand() for part in node.values]
        return Term(f" {self.operator(node, node.op)} ".join(texts), "bool", joined=True)

    def visit_IfExp(self, node: ast.IfExp) -> Term:
        """Return a choice of two terms of one kind."""
        condition = self.fits(node.test, self.visit(node.test), "bool")
        left, right = self.visit(node.body), self.visit(node.orelse)
        self.fits(node, right, left.kind)
        text = f"{condition.operand()} ? {left.operand()} : {right.operand()}"
        return Term(text, left.kind, joined=True)

    def visit_List(self, node: ast.List) -> Term:
        """Return a list of floats."""
        texts = [self.fits(part, self.visit(part), "float").text for part in node.elts]
        return Term(f"[{', '.join(texts)}]", "list[float]")

    def visit_Subscript(self, node: ast.Subscript) -> Term:
        """Return one value of a list, counted from its start."""
        items = self.fits(node, self.visit(node.value), "list[float]").text
        return Term(f"$item({items}, {self.fits(node, self.visit(node.slice), 'count').text})",
                    "float")  # fmt: skip

    def visit_Call(self, node: ast.Call) -> Term:
        """Return the length of a list, or the call of a function that was translated before."""
        match node:
            case ast.Call(ast.Name("len"), [items], []) if self.is_builtin("len"):
                text = self.fits(node, self.visit(items), "list[float]").text
                return Term(f"{text}.length", "count")
            case ast.Call(ast.Name(name), [*arguments], []):
                return self.call(node, name, [self.visit(argument) for argument in arguments])
        return self.refuse(node, "this call is not translated")

    def call(self, node: ast.Call, name: str, arguments: list[Term]) -> Term:
        """Return the call of a function in `known`, under the name that it has there."""
        function = self.function.__globals__.get(name)
        called = self.known.get(getattr(function, "__name__", ""))
        if called is None or called.function is not function:
            self.refuse(node, "it calls what is not translated before it")
        if self.locals & {name, function.__name__}:
            self.refuse(node, "a local name hides the function")
        if not called.required <= len(arguments) <= len(called.kinds):
            self.refuse(node, "it has another number of arguments")
        for argument, kind in zip(arguments, called.kinds, strict=False):
            self.fits(node, argument, *accepted(kind))
        texts = ", ".join(argument.text for argument in arguments)
        return Term(f"{function.__name__}({texts})", called.result)

    def is_builtin(self, name: str) -> bool:
        """Return whether nothing here hides a function that Python has itself."""
        return name not in self.locals and name not in self.function.__globals__

    def number(self, node: ast.AST, value: object) -> Term:
        """Return a constant, if it is a number that both languages write and hold alike."""
        if type(value) is float and math.isfinite(value):
            return Term(repr(value), "float", joined=math.copysign(1, value) < 0)
        if type(value) is int and 0 <= value < LARGEST_INTEGER:
            return Term(repr(value), "count")
        return self.refuse(node, "it is no finite float and no small whole number")

    def operator(self, node: ast.AST, operator: ast.AST) -> str:
        """Return the JavaScript of an operator that is alike in both languages."""
        if type(operator) not in OPERATORS:
            self.refuse(node, f"{type(operator).__name__} differs between the languages")
        return OPERATORS[type(operator)]

    def fits(self, node: ast.AST, term: Term, *kinds: str) -> Term:
        """Return a term if its value is of one of these kinds."""
        if term.kind not in kinds:
            self.refuse(node, f"{term.kind} where {' or '.join(kinds)} is needed")
        return term

    def generic_visit(self, node: ast.AST) -> NoReturn:
        """Refuse every kind of syntax that has no method of its own."""
        self.refuse(node, f"{type(node).__name__} is not translated")

    def refuse(self, node: ast.AST, reason: str) -> NoReturn:
        """Raise the error that tells the place and the reason."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        source = ast.unparse(node).splitlines()[0]
        place = (self.file, line, column + 1, source)
        raise InexactError(f"{self.function.__name__}: {source!r}: {reason}", place)
