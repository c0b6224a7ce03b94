"""Translates the projection's formulas from Python to JavaScript that computes the same bits.

`python tools/python_to_javascript.py` writes the page's `formulas.js`; a test compares it
with the formulas. What might differ is refused.

Both languages compute + - * / and comparisons on IEEE 754 doubles, rounded to nearest
(ECMA-262, section 6.1.6.1), so those translate exactly. Everything else is refused when the
translation is made, not found out when a page shows another number than its notebook:

- Every value has one kind, from the annotations: float, bool, list[float], int, or `count`, an int
  that is never negative. A float is never an int by another name.
- An int counts: it is set once and never multiplied by another, so it stays below 2**53, above
  which JavaScript rounds. Lists are read at counts only, since -1 means the end in Python alone.
- Division by zero and reading past the end of a list raise in Python; the helpers `$over` and
  `$item` make them throw in JavaScript.
- A name is known in the block that sets it and in those inside, as with `let`.

Callers pass floats where a float is annotated, as `analysis.projection_models` sees to.
"""

import ast
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any, Final

from javascript_terms import (
    INTEGERS,
    Expressions,
    InexactError,
    Signature,
    Term,
    accepted,
)
from report_helpers.analysis.projection_models import FORMULAS, MODELS

__all__ = ["SCRIPT", "InexactError", "formulas_script", "javascript"]

SCRIPT: Final = (
    Path(__file__).parents[1] / "src/report_helpers/page/templates/projection/formulas.js"
)
HEAD: Final = """\
// Made by tools/python_to_javascript.py from the formulas of report_helpers/analysis: do not edit.
// `make generated` writes it anew.
"""

HELPERS: Final = """\
const $over = (a, b) => {
  if (b === 0) throw new RangeError("division by zero");
  return a / b;
};
const $item = (list, index) => {
  if (index >= list.length) throw new RangeError("list index out of range");
  return list[index];
};
"""
KINDS: Final = ("float", "int", "bool", "list[float]", "float | None")
RESERVED: Final = frozenset({
    "NaN", "Infinity", "arguments", "case", "catch", "const", "debugger", "default", "delete",
    "do", "enum", "eval", "export", "extends", "false", "function", "implements", "instanceof",
    "interface", "let", "new", "null", "package", "private", "protected", "public", "static",
    "super", "switch", "this", "throw", "true", "typeof", "undefined", "var", "void",
})  # fmt: skip
"""Words of JavaScript that may be names in Python."""


def javascript(*functions: Callable[..., Any]) -> str:
    """Return functions of plain arithmetic as JavaScript functions of the same names.

    Args:
        functions: annotated module functions, each after those that it calls; module constants
            that they read are written into them as numbers.

    Raises:
        InexactError: a function holds anything that might not give the same bits.
    """
    known: dict[str, Signature] = {}
    parts = [HELPERS]
    for function in functions:
        if not isinstance(function, FunctionType) or function.__name__ in known:
            raise InexactError(f"{function!r} is not a function of its own name")
        translation = Translation(function, known)
        parts.append(translation.text())
        known[function.__name__] = translation.signature
    return "\n".join(parts)


def formulas_script() -> str:
    """Return every formula in JavaScript, as one object that holds nothing else.

    `FORMULAS.models` has `path`, `fit` and `drawn` (or null) by the model's name, and the others
    are beside it by their own names.
    """
    models = [
        f"    {name}: {{ path: {model.formula.__name__}, fit: {_named(model.fit)}, "
        f"drawn: {_named(model.drawn)} }},"
        for name, model in MODELS.items()
    ]
    used = {each for model in MODELS.values() for each in (model.formula, model.fit, model.drawn)}
    others = [f"  {formula.__name__}," for formula in FORMULAS if formula not in used]
    result = "\n".join(["return {", "  models: {", *models, "  },", *others, "};"])
    body = textwrap.indent(f"{javascript(*FORMULAS)}\n{result}\n", "  ")
    return f"{HEAD}const FORMULAS = (() => {{\n{body}}})();\n"


def _named(formula: Callable[..., Any] | None) -> str:
    return formula.__name__ if formula else "null"


class Translation(Expressions, ast.NodeVisitor):
    """One function's way to JavaScript: a statement becomes lines."""

    def text(self) -> str:
        """Return the function in JavaScript."""
        node = self.tree
        if not isinstance(node, ast.FunctionDef) or node.decorator_list:
            self.refuse(node, "only plain functions have one meaning")
        if self.function.__code__.co_freevars:
            self.refuse(node, "it reads names of a function around it")
        parameters = self.parameters(node)
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        if not body or not isinstance(body[-1], ast.Return):
            self.refuse(node, "it does not end with a return")
        lines = self.block(body)
        return "\n".join([f"function {self.name(node, node.name)}({parameters}) {{", *lines, "}\n"])

    def parameters(self, node: ast.FunctionDef) -> str:
        """Return the parameters with their defaults, and keep the kinds of all."""
        given = node.args
        if given.vararg or given.kwonlyargs or given.kwarg or given.posonlyargs:
            self.refuse(node, "its parameters are not all plain ones")
        for part in given.args:
            self.names[self.name(part, part.arg)] = self.annotated(part, part.annotation)
        defaults = self.function.__defaults__ or ()
        required = len(given.args) - len(defaults)
        kinds = tuple(self.names.values())
        result = self.annotated(node, node.returns)
        self.signature = Signature(self.function, kinds, required, result)
        texts = list(self.names)
        for place, value in enumerate(defaults, start=required):
            part = given.args[place]
            default = self.fits(part, self.number(part, value), *accepted(kinds[place]))
            texts[place] += f" = {default.text}"
        return ", ".join(texts)

    def annotated(self, node: ast.AST, annotation: ast.expr | None) -> str:
        """Return the kind that an annotation names."""
        kind = ast.unparse(annotation) if annotation else ""
        if kind not in KINDS:
            self.refuse(node, f"its annotation is not one of {', '.join(KINDS)}")
        return kind

    def name(self, node: ast.AST, name: str) -> str:
        """Return a name if JavaScript may have it too."""
        if name in RESERVED or not name.isascii():
            self.refuse(node, f"{name} is no name in JavaScript")
        return name

    def block(self, body: Sequence[ast.stmt], **names: str) -> list[str]:
        """Return the lines of a block, which keeps the names that it sets to itself."""
        outer, self.names = self.names, {**self.names, **names}
        lines = [f"  {line}" for statement in body for line in self.visit(statement)]
        self.names = outer
        return lines

    def visit_Return(self, node: ast.Return) -> list[str]:
        """Return the lines of a return with a value."""
        if node.value is None:
            self.refuse(node, "it returns no value")
        value = self.fits(node, self.visit(node.value), *accepted(self.signature.result))
        return [f"return {value.text};"]

    def visit_Assign(self, node: ast.Assign) -> list[str]:
        """Return the line that sets a name."""
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Name):
            self.refuse(node, "only one name is set at a time")
        return [self.setting(node, target.id, self.visit(node.value))]

    def visit_AugAssign(self, node: ast.AugAssign) -> list[str]:
        """Return the line that adds to a name, or the like."""
        if not isinstance(node.target, ast.Name):
            self.refuse(node, "only names are set")
        before = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
        after = ast.copy_location(ast.BinOp(before, node.op, node.value), node)
        return [self.setting(node, node.target.id, self.visit(after))]

    def setting(self, node: ast.AST, name: str, value: Term) -> str:
        """Return the line that sets a new name, or one in sight to a value of its kind."""
        if name not in self.names:
            self.fits(node, value, "float", "bool", "list[float]", *INTEGERS)
            self.names[self.name(node, name)] = value.kind
            return f"let {name} = {value.text};"
        if value.kind in INTEGERS:
            self.refuse(node, "an integer is set once, so that it cannot pass 2**53")
        return f"{name} = {self.fits(node, value, self.names[name]).text};"

    def visit_Expr(self, node: ast.Expr) -> list[str]:
        """Return the line that appends to a list."""
        match node.value:
            case ast.Call(ast.Attribute(ast.Name() as target, "append"), [value], []):
                items = self.fits(node, self.visit(target), "list[float]").text
                return [f"{items}.push({self.fits(node, self.visit(value), 'float').text});"]
        return self.refuse(node, "it has no effect that is known here")

    def visit_If(self, node: ast.If) -> list[str]:
        """Return the lines of a condition and its blocks."""
        condition = self.fits(node.test, self.visit(node.test), "bool").text
        otherwise = ["} else {", *self.block(node.orelse)] if node.orelse else []
        return [f"if ({condition}) {{", *self.block(node.body), *otherwise, "}"]

    def visit_For(self, node: ast.For) -> list[str]:
        """Return the lines of a loop over a range or over the values of a list."""
        if not isinstance(node.target, ast.Name) or node.target.id in self.names or node.orelse:
            self.refuse(node, "a loop sets a new name of its own, and has no else")
        name = self.name(node, node.target.id)
        match node.iter:
            case ast.Call(ast.Name("range"), [_] | [_, _] as bounds, []) if self.is_builtin(
                "range"
            ):
                head, kind = self.counting(node, name, [self.visit(bound) for bound in bounds])
            case _:
                items = self.fits(node, self.visit(node.iter), "list[float]").text
                head, kind = f"let {name} of {items}", "float"
        return [f"for ({head}) {{", *self.block(node.body, **{name: kind}), "}"]

    def counting(self, node: ast.For, name: str, bounds: list[Term]) -> tuple[str, str]:
        """Return the head of a counted loop, and the kind of its counter."""
        start, end = [Term("0", "count"), *bounds][-2:]
        for bound in bounds:
            self.fits(node, bound, *INTEGERS)
        # The end is kept: Python too looks at it once, before the first turn.
        head = f"let {name} = {start.text}, {name}$ = {end.text}; {name} < {name}$; {name} += 1"
        return head, start.kind


if __name__ == "__main__":
    SCRIPT.write_text(formulas_script(), encoding="utf-8", newline="\n")
