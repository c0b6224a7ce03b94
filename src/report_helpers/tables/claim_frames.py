"""Frames with a row for each claim or document: plain numbers, verdicts, sources."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from report_helpers.analysis.growth import floats, middles, stated_growths
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import by_claim, reasons
from report_helpers.audit.verdicts import VERDICTS, marks
from report_helpers.audit.verdicts import verdicts as verdicts_of
from report_helpers.claims.units import dimensions, factors

__all__ = ["numbers", "sources", "verdicts"]

SOURCE: Final = ("source_title", "source_kind", "url", "accessed")


def numbers(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with their figures as floats in base units, for pandas to compute with.

    The columns of the claims keep the printed decimals. A number of another `dimension` is another
    thing (dollars, euros, pieces): choose one before you sort or take a mean.

    Args:
        claims: the validated table, or rows of it.

    Returns:
        The claims with these columns more, same index:

        - `base_number`: the base value;
        - `number`: the value, or the middle of a printed range;
        - `number_low`, `number_high`: the ends of the range; without one, both are `number`;
        - `growth_number`: the stated growth, or the middle of its range, a fraction a year;
        - `dimension`: what is counted: `usd`, `eur`, `count`, `energy`, `percent`, `times`.

        Base units are single dollars, pieces and so on; percentages stay percent. `NaN` is missing.

    Example:
        >>> frame = mr.tables.numbers(claims)
        >>> dollars = frame[frame["dimension"].eq("usd")]
        >>> largest = dollars.nlargest(5, "number")[["title", "producer", "year", "number"]]
        >>> means = dollars.groupby("measure")["number"].mean()
        >>> frame["number"].dtype
        dtype('float64')
    """
    factor = factors(claims["unit"])
    value = floats(claims["value"])
    return claims.assign(
        base_number=_in_base_units(floats(claims["base_value"]), factor),
        number=_in_base_units(middles(claims), factor),
        number_low=_in_base_units(value.fillna(floats(claims["value_low"])), factor),
        number_high=_in_base_units(value.fillna(floats(claims["value_high"])), factor),
        growth_number=stated_growths(claims),
        dimension=dimensions(claims["unit"]),
    )


def _in_base_units(values: "pd.Series[float]", factor: "pd.Series[float]") -> "pd.Series[float]":
    # All digits of a float that are sure: the product of 8.3 and a trillion ends with .001.
    return (values * factor).map(lambda number: float(f"{number:.15g}"))


def verdicts(claims: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    """Return the verdict on each cited claim, with its reasons, in the order of the article.

    Args:
        claims: the validated table.
        findings: the findings of its audit.

    Returns:
        Index `claim_id`; columns `title`, `verdict` (an ordered category, the most severe first),
        `marks` and `rules` (texts joined by commas: what is shown with the verdict, and the rules
        that caused it).

    Example:
        >>> frame = mr.tables.verdicts(claims, findings)
        >>> counts = frame["verdict"].value_counts(sort=False)
        >>> counts.index[0]
        'contradicted'
    """
    given, marked, found = (
        verdicts_of(claims, findings),
        marks(claims, findings),
        by_claim(findings),
    )
    rows = [
        (
            verdict,
            ", ".join(marked.get(claim_id, ())),
            ", ".join(
                dict.fromkeys(each.rule for each in reasons(verdict, found.get(claim_id, ())))
            ),
        )
        for claim_id, verdict in given.items()
    ]
    index = pd.Index(list(given), name=claims.index.name, dtype=claims.index.dtype)
    frame = pd.DataFrame(rows, index=index, columns=["verdict", "marks", "rules"])
    frame["verdict"] = pd.Categorical(frame["verdict"], VERDICTS, ordered=True)
    frame.insert(0, "title", claims["title"].reindex(index))
    return frame


def sources(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the documents in which the claims were read, in file order.

    Args:
        claims: the validated table.

    Returns:
        Index `source_id`; columns `source_title`, `source_kind`, `url`, `accessed` (missing where
        the file has none) and `claims`, the number of claims.

    Example:
        >>> frame = mr.tables.sources(claims)
        >>> int(frame["claims"].sum()) == len(claims)
        True
    """
    documents = claims.drop_duplicates("source_id").set_index("source_id")[[*SOURCE]]
    return documents.assign(claims=claims["source_id"].value_counts())
