"""Formulas in LaTeX as MathML, which every browser sets without a library."""

import re
import textwrap
from html import escape
from typing import Final
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert
from markupsafe import Markup

__all__ = ["FormulaError", "mathml", "mathml_of_output"]

TAGS: Final = {
    "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none",
}  # fmt: skip
ATTRIBUTES: Final = {
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display",
    "displaystyle", "fence", "form", "height", "largeop", "linethickness", "lspace", "mathsize",
    "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing",
    "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width",
}  # fmt: skip
"""What is kept of the converter's elements: it passes text and attributes on unescaped."""

PARTS: Final = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3,
    "munder": 2, "mover": 2, "munderover": 3,
}  # fmt: skip
"""How many parts an element has: the converter leaves out what a formula lacks."""
WRITTEN: Final = re.compile(
    r"\s*(?:\$\$(?P<block>.+)\$\$|\$(?P<inline>[^$]+)\$|\\\[(?P<brackets>.+)\\\]"
    r"|\\\((?P<round>.+)\\\)|(?P<environment>\\begin\{(?!tabular).+\\end\{.+\}))\s*",
    re.DOTALL,
)
SHOWN: Final = 60
"""Characters of a formula in an error."""
LONGEST: Final = 5000
"""Characters of a formula: the converter calls itself for every brace."""


class FormulaError(ValueError):
    """A formula cannot be written as MathML."""


def mathml(latex: str, *, block: bool = False) -> Markup:
    r"""Return a formula as a `<math>` element.

    Args:
        latex: the formula without its dollars, such as `g = (V_n / V_0)^{1/n} - 1`.
        block: whether it stands in a line of its own.

    Raises:
        FormulaError: it is too long, or holds something that has no MathML.
    """
    if len(latex) > LONGEST:
        raise FormulaError(f"a formula of {len(latex)} characters")
    try:
        made = ET.fromstring(convert(latex, display="block" if block else "inline"))  # noqa: S314 made here
    except Exception as error:  # its errors share no class
        raise FormulaError(f"the formula {_short(latex)}") from error
    return Markup(_written(made, latex))  # noqa: S704 written from allow-lists


def mathml_of_output(text: str) -> Markup:
    """Return the formula of an output of type `text/latex`.

    Raises:
        FormulaError: the text is not one formula, or it has no MathML.
    """
    found = WRITTEN.fullmatch(text)
    if not found:
        raise FormulaError(f"LaTeX that is not one formula, {_short(text)}")
    latex = next(part for part in found.groups() if part is not None)
    return mathml(latex, block=found.lastgroup in {"block", "brackets", "environment"})


def _short(text: str) -> str:
    return f"'{textwrap.shorten(text, SHOWN, placeholder=' ...')}'"


def _written(element: ET.Element, latex: str) -> str:
    tag = element.tag.rpartition("}")[2]
    text = element.text or ""
    if tag not in TAGS:
        raise FormulaError(f"<{tag}> in the formula {_short(latex)}")
    if len(element) != PARTS.get(tag, len(element)):
        raise FormulaError(f"an unfinished <{tag}> in the formula {_short(latex)}")
    if text.startswith("\\") and len(text) > 1:
        raise FormulaError(f"{text} in the formula {_short(latex)}")
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in element.items() if name in ATTRIBUTES
    )
    inside = "".join(_written(child, latex) + escape(child.tail or "") for child in element)
    return f"<{tag}{attributes}>{escape(text)}{inside}</{tag}>"
