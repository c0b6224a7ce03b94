"""Formulas become MathML, and nothing else; prices stay prices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.page.blocks.markdown import Anchors, render_markdown
from report_helpers.page.blocks.mathml import LONGEST, FormulaError, mathml, mathml_of_output


def html(markdown: str) -> str:
    """Return Markdown as the page has it."""
    return str(render_markdown(markdown, Anchors()).html)


@pytest.mark.parametrize(
    ("markdown", "formulas"),
    [
        ("growth $g = x^2$ a year", 1),
        ("$a$, $b$ and\n\n$$\n\\frac{a}{b}\n$$", 3),
        ("$a$ | $b$\n--|--\n$c$ | d", 3),
        ("from $1 to $2", 0),
        ("US$1/US$2, $26 billion (up from $21 billion), $20-$30", 0),
        ("`$x$` and \\$5 and 5\\$", 0),
        ("    $x$ in code", 0),
    ],
)
def test_formulas_in_text(markdown: str, formulas: int) -> None:
    """A pair of dollars is a formula where it encloses one without spaces at its ends."""
    assert html(markdown).count("<math") == formulas


def test_prices_stay_as_written() -> None:
    """No dollar of a price is lost."""
    assert html("from $1 to $2 (US$3)") == "<p>from $1 to $2 (US$3)</p>\n"


def test_a_fraction_with_a_power() -> None:
    """The formula of yearly growth, with its parts where they belong."""
    made = mathml(r"\left(\frac{V_n}{V_0}\right)^{1/n} - 1")
    assert made.startswith('<math display="inline">')
    assert "<mfrac><mrow><msub><mi>V</mi><mi>n</mi></msub></mrow><mrow><msub>" in made
    assert "<msup>" in made


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("$x$", "inline"),
        (r"$\displaystyle x$", "inline"),
        (r"\(x\)", "inline"),
        ("$$x$$", "block"),
        (r"\[x\]", "block"),
        (r"\begin{equation}x\end{equation}", "block"),
    ],
)
def test_formulas_of_outputs(text: str, display: str) -> None:
    """As IPython's `Math` and `Latex` and as SymPy write them."""
    assert mathml_of_output(text).startswith(f'<math display="{display}">')


@pytest.mark.parametrize(
    "text", [r"\begin{tabular}{l}a\end{tabular}", "where $a$ and $b$", "x", "", "$$"]
)
def test_an_output_that_is_not_one_formula(text: str) -> None:
    """LaTeX with words between its formulas is no formula."""
    with pytest.raises(FormulaError, match="not one formula"):
        mathml_of_output(text)


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\undefined{x}",
        r"\frac{1}",
        "x_1_2",
        "{" * (LONGEST - 1),
        "x" * (LONGEST + 1),
    ],
)
def test_what_has_no_mathml(latex: str) -> None:
    """Is refused, and neither left out nor passed on."""
    with pytest.raises(FormulaError):
        mathml(latex)


def test_addresses_styles_and_handlers_are_left_out() -> None:
    """Of the converter's attributes only those for setting formulas arrive."""
    made = mathml(r"\href{javascript:alert(1)}{x} \style{color:red}{y} \class{a}{z}")
    assert "<mi>x</mi>" in made
    assert not any(word in made for word in ("href", "style=", "class", "javascript"))


@given(st.text(alphabet=r"\{}_^&<>$'\"abc12+ /=", max_size=40))
def test_any_text_gives_a_formula_or_an_error(latex: str) -> None:
    """Never another error, and never an element that is no MathML."""
    try:
        made = mathml(latex)
    except FormulaError:
        return
    assert made.startswith("<math ")
    assert made.endswith("</math>")
    assert "<script" not in made
