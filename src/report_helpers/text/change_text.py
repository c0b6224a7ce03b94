"""Words for changes, the same on the page, in mails and in pull requests."""

from typing import TYPE_CHECKING

from report_helpers.analysis.projection_inputs import GROWTHS, INPUTS, PHRASES, shown_value
from report_helpers.analysis.projection_models import MODELS
from report_helpers.claims.wording import MINUS, percent
from report_helpers.reader_locale import localized, localized_percent

if TYPE_CHECKING:
    from report_helpers.changes.changes import ProjectionMove
    from report_helpers.changes.snapshot import Projected

__all__ = ["assumptions", "excerpts", "moved", "number", "share", "value"]

LONG = 240
"""Characters of a text that are shown if space is short."""
BEFORE = 40
"""Characters shown before the first difference in a long text."""
DIGITS, ELLIPSIS = 6, "\N{HORIZONTAL ELLIPSIS}"


def number(computed: float) -> str:
    """Return a computed number with six significant digits at most: "1,811.75", "1,900"."""
    return localized(f"{float(f'{computed:.{DIGITS}g}'):,.15g}".replace("-", MINUS))


def share(change: float | None) -> str:
    """Return a change in percent with its sign, "+4.9 %", or "" for None."""
    if change is None:
        return ""
    # A small change must not be shown as zero.
    short = float(f"{change:.{DIGITS}g}")
    decimals = ",.1f" if abs(change) >= 0.05 else ".1g"  # noqa: PLR2004
    return localized_percent(f"{short:+{decimals}}".replace("-", MINUS))


def moved(move: "ProjectionMove") -> str:
    """Return the change of a value: "1,811.75 -> 1,900 billion US dollars, +4.9 %"."""
    values = f"{number(move.old.value)} -> {number(move.new.value)} {move.new.unit}"
    return ", ".join(part for part in (values, share(move.percent)) if part)


def value(projection: "Projected") -> str:
    """Return the value that a projection shows, with its unit."""
    return f"{number(projection.value)} {projection.unit}"


def assumptions(projection: "Projected") -> str:
    """Return the start and assumptions of a projection: "Article, 2023-2030; Logistic; ...".

    The last part is the year of its value.
    """
    model = MODELS.get(projection.model)
    inputs = [known.phrase.format(number=shown_value(known.kind, projection.inputs[name]))
              for name, known in INPUTS.items() if name in projection.inputs]  # fmt: skip
    parts = [projection.label or projection.claim, _own_base(projection),
             model.title if model else projection.model,
             _growth(projection), *inputs, f"in {projection.horizon}"]  # fmt: skip
    return "; ".join(part for part in parts if part)


def _own_base(projection: "Projected") -> str:
    base, year = projection.inputs.get("base"), projection.inputs.get("base_year")
    if base is None or year is None:
        return ""
    amount = f"{number(base)} {projection.unit}"
    return PHRASES["own_base"].format(base=amount, base_year=int(year))


def _growth(projection: "Projected") -> str:
    growth = projection.growth
    if growth is None:
        return ""
    if isinstance(growth, str):
        return f"growth: {GROWTHS.get(growth, growth)}"
    return PHRASES["a_year"].format(number=percent(growth))


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Return two texts, shortened around their first difference if they are long."""
    alike = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    first = min(len(old), len(new)) if alike is None else alike
    short = max(len(old), len(new)) <= LONG or old == new
    start = 0 if short else max(0, first - BEFORE)
    return _excerpt(old, start), _excerpt(new, start)


def _excerpt(text: str, start: int) -> str:
    end = start + LONG
    return f"{ELLIPSIS * (start > 0)}{text[start:end]}{ELLIPSIS * (end < len(text))}"
