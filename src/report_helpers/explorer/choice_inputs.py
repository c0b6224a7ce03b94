"""What claims are chosen by, as inputs: lists with counts, years, and words."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

# ipywidgets has no type hints.
import ipywidgets as widgets  # type: ignore[import-untyped]
import pandas as pd

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import VERDICTS
from report_helpers.claims.citations import evidence_label
from report_helpers.claims.wording import measure_titles, topic_title
from report_helpers.projection.widget_parts import OwnChanges
from report_helpers.reader_locale import remembered
from report_helpers.tables.chosen_claims import (
    FACETS,
    NONE,
    facets,
    masks,
)

__all__ = ["ChoiceInputs", "Choices"]

Choices = dict[str, Any]
"""Arguments of `mr.tables.chosen`, without those that choose nothing."""

NO: Final = {
    "region": "no region named", "publisher": "no publisher named", "verdict": "no verdict",
}  # fmt: skip
ANY: Final = "all"
LONGEST: Final = 34
"""Characters of an entry in a list."""


class ChoiceInputs:
    """The inputs of all choices.

    Attributes:
        lists: a list for each of `FACETS`, with the number of claims that each entry would leave.
        years: the first and the last year.
        words: the text that is searched.
        reset: the button that takes all choices and picks back; the panel acts on it.
    """

    def __init__(
        self, claims: pd.DataFrame, findings: Sequence[Finding], change: Callable[[], None]
    ) -> None:
        self._values = facets(claims, findings)
        self._claims, self._change, self._own_changes = claims, change, OwnChanges()
        self._titles = {name: _titles(claims, self._values[name], name) for name in FACETS}
        self._ends = _ends(claims)
        self.lists = {name: _list(name) for name in FACETS}
        self.years = widgets.IntRangeSlider(
            value=self._ends, min=self._ends[0], max=self._ends[1], description="Years",
            layout=widgets.Layout(width="24em"), style={"description_width": "6em"},
            disabled=self._ends[0] == self._ends[1],
        )  # fmt: skip
        self.words = widgets.Text(
            placeholder="in titles, figures, sources", description="Words", continuous_update=True,
            layout=widgets.Layout(width="24em"), style={"description_width": "6em"},
        )  # fmt: skip
        self.reset = widgets.Button(description="All claims", layout=widgets.Layout(width="auto"))
        for each in (*self.lists.values(), self.years, self.words):
            each.observe(remembered(self._changed), names="value")
        self._count()

    @property
    def choices(self) -> Choices:
        """What is chosen."""
        low, high = self.years.value
        given = {name: each.value for name, each in self.lists.items()} | {
            "from_year": low if low > self._ends[0] else 0,
            "to_year": high if high < self._ends[1] else 0,
            "words": self.words.value.strip(),
        }
        return {name: value for name, value in given.items() if value}

    def place(self, choices: Choices) -> None:
        """Choose these, and nothing else."""
        with self._own_changes:
            for name, each in self.lists.items():
                each.options = self._options(name, self._values[name])
                each.value = choices.get(name, "")
            self.years.value = (
                choices.get("from_year") or self._ends[0],
                choices.get("to_year") or self._ends[1],
            )
            self.words.value = choices.get("words", "")
        self._changed()

    def box(self) -> Any:
        """Return the inputs in rows that wrap."""
        shown = [*self.lists.values(), self.years, self.words, self.reset]
        box = widgets.Box(shown, layout=widgets.Layout(flex_flow="row wrap", grid_gap="2px 12px"))
        return box.add_class("market-report-choices")

    def kept(self) -> "pd.Series[bool]":
        """Return which claims meet all choices."""
        return self._all_but("")

    def _all_but(self, name: str) -> "pd.Series[bool]":
        kept = pd.Series(data=True, index=self._claims.index)
        for each, mask in self._masks.items():
            if each != name:
                kept &= mask
        return kept

    def _changed(self, _change: object = None) -> None:
        if not self._own_changes:
            self._count()
            self._change()

    def _count(self) -> None:
        """Give each list the entries that the other choices leave, with their numbers."""
        self._masks = masks(self._claims, self._values, self.choices)
        with self._own_changes:
            for name, each in self.lists.items():
                chosen, left = each.value, self._values.loc[self._all_but(name), name]
                each.options = self._options(name, left, chosen)
                each.value = chosen

    def _options(
        self, name: str, left: "pd.Series[str]", chosen: str = ""
    ) -> list[tuple[str, str]]:
        counts = left.value_counts().to_dict()
        values = [each for each in self._titles[name] if counts.get(each) or each == chosen]
        entries = [(f"{self._titles[name][each]} ({counts.get(each, 0)})", each) for each in values]
        return [(f"{ANY} ({len(left)})", ""), *entries]


def _list(name: str) -> Any:
    return widgets.Dropdown(
        options=[("", "")], value="", description=name.capitalize(),
        layout=widgets.Layout(width="24em"), style={"description_width": "6em"},
    )  # fmt: skip


def _ends(claims: pd.DataFrame) -> tuple[int, int]:
    years = pd.concat([claims["base_year"], claims["year"]]).dropna()
    return (int(years.min()), int(years.max())) if len(years) else (0, 0)


def _titles(claims: pd.DataFrame, values: "pd.Series[str]", name: str) -> dict[str, str]:
    """Return the entries of a list in their order: the titles by the values."""
    known = [str(each) for each in values.unique()]
    if name == "verdict":
        known = [*(each for each in VERDICTS if each in known), *([NONE] if NONE in known else [])]
    elif name in {"region", "publisher"}:
        known.sort(key=lambda each: (each == NONE, each.casefold()))
    words = measure_titles(claims) if name == "measure" else {}
    titles = {each: _title(name, each, words.get(each, each)) for each in known}
    counts = Counter(titles.values())
    return {
        each: f"{title}, {each}" if counts[title] > 1 else title for each, title in titles.items()
    }


def _title(name: str, value: str, title: str) -> str:
    if value == NONE and name in NO:
        return NO[name]
    if name == "topic":
        title = topic_title(value)
    if name == "evidence":
        title = evidence_label(value)
    return title if len(title) <= LONGEST else f"{title[:LONGEST]}…"
