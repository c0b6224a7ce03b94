"""Changes in words, the same on the page, in a mail and in a pull request."""

from report_helpers.analysis.projection_inputs import GROWTHS, INPUTS, PHRASES
from report_helpers.analysis.projection_models import MODELS
from report_helpers.changes.changes import ProjectionMove
from report_helpers.changes.snapshot import Projected
from report_helpers.claims.wording import MINUS, percent

__all__ = ["assumptions", "excerpts", "moved", "number", "share", "value"]

LONG = 240
"""Letters of a text that are shown where there is little room."""
BEFORE = 40
"""Letters before the first that differs, where the beginning of a long text is left out."""
DIGITS, ELLIPSIS = 6, "\N{HORIZONTAL ELLIPSIS}"


def number(computed: float) -> str:
    """Return a computed number with six significant digits at most: "1,811.75", "1,900"."""
    return f"{float(f'{computed:.{DIGITS}g}'):,.15g}".replace("-", MINUS)


def share(change: float | None) -> str:
    """Return a change in percent with its sign, "+4.9 %"; an empty text where there is none."""
    if change is None:
        return ""
    # What is there is never said to be nothing.
    short = float(f"{change:.{DIGITS}g}")
    said = f"{short:+,.1f}" if abs(change) >= 0.05 else f"{change:+.1g}"  # noqa: PLR2004
    return f"{said} %".replace("-", MINUS)


def moved(move: ProjectionMove) -> str:
    """Return how a value moved: "1,811.75 -> 1,900 billion US dollars, +4.9 %"."""
    said = f"{number(move.old.value)} -> {number(move.new.value)} {move.new.unit}"
    return ", ".join(part for part in (said, share(move.percent)) if part)


def value(projection: Projected) -> str:
    """Return the value that a projection shows, with its unit."""
    return f"{number(projection.value)} {projection.unit}"


def assumptions(projection: Projected) -> str:
    """Return what a projection starts from and assumes: "Article, 2023-2030; Logistic; ...".

    Last comes the year of its value.
    """
    model = MODELS.get(projection.model)
    inputs = [known.phrase.format(number=f"{projection.inputs[name]:g}")
              for name, known in INPUTS.items() if name in projection.inputs]  # fmt: skip
    parts = [projection.label or projection.claim, model.title if model else projection.model,
             _growth(projection), *inputs, f"in {projection.horizon}"]  # fmt: skip
    return "; ".join(part for part in parts if part)


def _growth(projection: Projected) -> str:
    growth = projection.growth
    if growth is None:
        return ""
    if isinstance(growth, str):
        return f"growth: {GROWTHS.get(growth, growth)}"
    return PHRASES["a_year"].format(number=percent(growth))


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Return two texts, of long ones the part in which they differ."""
    alike = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    first = min(len(old), len(new)) if alike is None else alike
    short = max(len(old), len(new)) <= LONG or old == new
    start = 0 if short else max(0, first - BEFORE)
    return _excerpt(old, start), _excerpt(new, start)


def _excerpt(text: str, start: int) -> str:
    end = start + LONG
    return f"{ELLIPSIS * (start > 0)}{text[start:end]}{ELLIPSIS * (end < len(text))}"
