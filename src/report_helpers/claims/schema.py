"""The claim row, as data: every column, what it means and what it may hold.

The validator, the data dictionary, the tests and `data/datapackage.json` all read `COLUMNS`.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "COLUMNS",
    "COLUMN_NAMES",
    "FIXES",
    "METRIC_UNITS",
    "NO_LEVEL",
    "PATTERNS",
    "REQUIRED",
    "SOURCE_COLUMNS",
    "Column",
    "Kind",
]

QUALIFIERS = ("exact", "about", "at_least", "at_most")
PERIODS = ("fiscal_year", "quarter", "half", "month", "cumulative", "run_rate")
SOURCE_KINDS = (
    "official_statistics", "academic", "industry_survey", "consultancy", "vendor_forecast",
    "company", "index", "news", "article", "aggregator",
)  # fmt: skip

METRIC_UNITS: dict[str, tuple[str, ...]] = {
    "level": (),
    "growth_rate": ("percent",),
    "change": ("percent", "percentage_points"),
    "remaining": ("percent",),
    "share": ("percent",),
    "multiple": ("times",),
    "ratio": ("times",),
}
"""The units that each metric may have; a level has every other one: only like metrics share an
axis."""

NO_LEVEL = ("percentage_points", "times")
"""Units that no level has."""

Kind = Literal["text", "number", "year", "date", "day", "url", "key", "unit"]

PATTERNS: dict[Kind, str] = {
    "text": r"^[^\r\n]+$",
    "number": r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?$",
    "year": r"^(19[0-9]{2}|20[0-9]{2}|2100)$",
    "date": r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "day": r"^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "url": r"^https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][!#-&(-;=?-\[\]-~]*)?$",
    "key": r"^[a-z0-9_]+$",
    "unit": r"^[a-z0-9]+(_[a-z0-9]+)*$",
}
"""What the text of each kind of cell must match, in full."""

FIXES: dict[Kind, str] = {
    "text": "write it on one line",
    "number": "write a plain decimal like 1632.0, without separators, signs of unit or words",
    "year": "write a whole year between 1900 and 2100",
    "date": "write YYYY, YYYY-MM or YYYY-MM-DD",
    "day": "write YYYY-MM-DD",
    "url": "write a full http or https address in plain ASCII, without user name or quotes",
    "key": "use small letters, digits and underscores only",
    "unit": "write QUANTITY[_SCALE][_per_THING]",
}
"""What to do about a cell that does not match its kind."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the claims: its kind, whether it is required, and its meaning.

    `of_source` marks what describes the document, so that it may stand once in `sources.csv`.
    """

    name: str
    kind: Kind
    meaning: str
    example: str
    required: bool = False
    unique: bool = False
    allowed: tuple[str, ...] = ()
    of_source: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("claim_id", "key", "key of the claim, never reused", "a01_market_size",
           required=True, unique=True),
    Column("topic", "key", "chapter that the claim belongs to, a free key", "market_size",
           required=True),
    Column("metric", "key", "what kind of figure it is; only like metrics share an axis", "level",
           required=True, allowed=tuple(METRIC_UNITS)),
    Column("measure", "key",
           "what is measured; only rows of one measure are compared or pooled",
           "market_revenue", required=True),
    Column("title", "text", "the quantity, in our own words", "Battery market size",
           required=True),
    Column("scope", "text", "the definition as the source has it, in our own words",
           "worldwide revenue of makers of battery cells", required=True),
    Column("region", "text", "the place that the figure covers", "world"),
    Column("sample", "text", "of whom a share or a change is", "403 respondents"),
    Column("base_year", "year", "first year of the path or window, as printed", "2023"),
    Column("base_value", "number", "value in the base year, as printed", "26.03"),
    Column("year", "year", "last year of the path or window, as printed", "2030"),
    Column("value", "number",
           "value in that year, or the rate, change or share; a fall is negative", "225.91"),
    Column("value_low", "number", "lower end of a printed range, instead of a value", "6"),
    Column("value_high", "number", "upper end of a printed range, instead of a value", "13"),
    Column("qualifier", "key", "how the value is hedged; at_least is more than, at_most is up to",
           "exact", required=True, allowed=QUALIFIERS),
    Column("unit", "unit", "unit of all values of the row", "usd_billion", required=True),
    Column("base_qualifier", "key", "how base_value is hedged; empty is exact", "about",
           allowed=QUALIFIERS),
    Column("period", "key", "what the years are; empty is calendar years, cumulative is added up "
           "over base_year to year", "fiscal_year", allowed=PERIODS),
    Column("period_label", "text", "a fiscal year, quarter, half or month as printed", "FY2024"),
    Column("growth_percent", "number",
           "compound annual growth that the source states for a level, in percent", "39.2"),
    Column("growth_low", "number", "lower end of a printed range of that growth, instead of it",
           "12"),
    Column("growth_high", "number", "upper end of a printed range of that growth", "15"),
    Column("growth_qualifier", "key", "how that growth is hedged; empty is exact", "at_least",
           allowed=QUALIFIERS),
    Column("growth_from", "year", "first year that the growth is stated for, if not base_year",
           "2026"),
    Column("growth_to", "year", "last year that the growth is stated for, if not year", "2034"),
    Column("kind", "key", "how the figure came to be", "projection", required=True,
           allowed=("observed", "estimate", "projection", "survey", "target", "requirement")),
    Column("as_printed", "text", "the figures as printed, separated by semicolons",
           "$26.03 billion; 2023; $225.91 billion; 2030; 39.2%", required=True),
    Column("locator", "text", "section, page or table where the figures stand", "Introduction"),
    Column("role", "key",
           "cited by the article, printed by the original, by a comparator, or actual", "cited",
           required=True, allowed=("cited", "original", "comparator", "actual")),
    Column("original_id", "key", "the claim that this one cites", "a01_original"),
    Column("repeats_id", "key", "the claim that this one prints again", "a06_market_share"),
    Column("producer", "text", "who made the figure; empty if no one is credited",
           "Example Research"),
    Column("edition", "text", "the publication that the figure belongs to",
           "Battery market, 2023 edition"),
    Column("published", "date", "when that publication came out", "2023"),
    Column("attribution", "key", "whether the page read names the producer", "named",
           allowed=("named", "inferred")),
    Column("source_id", "key", "key of the document in which the figure was read",
           "battery_article", required=True, of_source=True),
    Column("source_title", "text", "title of that document", "The battery market in figures",
           required=True, of_source=True),
    Column("source_kind", "key", "what kind of document that is", "article", required=True,
           allowed=SOURCE_KINDS, of_source=True),
    Column("url", "url", "address of that document", "https://www.example.org/batteries",
           of_source=True),
    Column("accessed", "day", "the day on which it was read", "2026-11-23",
           of_source=True),
    Column("evidence", "key", "where the figure was really read; of a cited row, its original: the "
           "evidence of that row counts where original_id names one", "secondary_page",
           required=True, allowed=("publisher_page", "secondary_page", "not_found", "not_searched",
                    "not_applicable")),
    Column("status", "key", "draft: proposed by reading an article, not yet looked at", "draft",
           allowed=("draft",)),
    Column("note", "text", "our view, never mixed with what the source says",
           "The end points imply a lower growth."),
)  # fmt: skip

COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
REQUIRED: tuple[str, ...] = tuple(column.name for column in COLUMNS if column.required)
SOURCE_COLUMNS: tuple[Column, ...] = tuple(column for column in COLUMNS if column.of_source)
"""The columns of `sources.csv`: the key of a document, then what describes it."""
