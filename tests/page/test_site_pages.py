"""The page of kept runs and of attempts that published nothing."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from report_helpers.page.site_pages import history_page
from report_helpers.reader_locale import using_locale

HOSTILE = "</td><script>alert(1)</script>\"'&{{ 7 * 7 }}\ud800"


def run(run_id: str = "2026-11-23-143157d01e", **more: Any) -> dict[str, Any]:
    """Return a kept run."""
    return {
        "run_id": run_id, "as_of": run_id[:10], "rendered": "2026-11-23T06:00:02+00:00",
        "data_name": "market_stats.csv", "data_sha256": "0123456789abcdef", "claims": 1063,
        "contradictions": 1, "cautions": 0, "notes": 12, "changed": "One claim is new.", **more,
    }  # fmt: skip


def attempt(**more: Any) -> dict[str, Any]:
    """Return an attempt that published nothing."""
    return {
        "started": "2026-11-22T06:00:01+00:00", "as_of": "2026-11-22",
        "outcome": "the data break the schema", "exit_code": 65, "error": "line 2: no year", **more,
    }  # fmt: skip


class Seen(HTMLParser):
    """Collects rows of words, addresses and elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.inside = self.inside or tag == "table"
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
        elif tag == "a":
            self.links.append(str(dict(attrs)["href"]))

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a table."""
        self.inside = self.inside and tag != "table"

    def handle_data(self, data: str) -> None:
        """Note words in a cell."""
        if self.inside and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def cells(html: str) -> list[list[str]]:
    """Return the rows of the tables, without their heads, in plain words."""
    rows = [[" ".join(cell.split()) for cell in row] for row in Seen(html).rows]
    return [row for row in rows if row[0] not in {"As of", "Started (UTC)"}]


def test_a_run_in_words() -> None:
    """A row says all that is known of a run, and leads to its files."""
    html = history_page([run()], "another", [])
    assert cells(html)[0][:6] == [
        "2026-11-23 rendered 2026-11-23, 06:00", "2026-11-23, 06:00",
        "market_stats.csv 0123456789", "1,063", "1 contradiction, 0 cautions, 12 notes",
        "One claim is new.",
    ]  # fmt: skip
    folder = "runs/2026-11-23-143157d01e"
    files = [f"{folder}/{name}" for name in ("report.html", "claims.csv", "manifest.json")]
    assert Seen(html).links == ["#history", "index.html", *files]


def test_the_newest_first() -> None:
    """By date, then by the time of rendering, in any time zone."""
    runs = [
        run("2026-11-16-b", rendered="2026-11-16T09:00:00+09:00"),
        run("2026-11-23-c", rendered="2026-11-23T06:00:00+00:00"),
        run("2026-11-16-a", rendered="2026-11-16T06:00:00+00:00"),
    ]
    starts = [attempt(started=f"2026-11-{day}T06:00:00+00:00") for day in ("20", "22", "21")]
    html = history_page(runs, "", starts)
    assert re.findall(r"runs/([^/]*)/report", html) == [
        "2026-11-23-c", "2026-11-16-a", "2026-11-16-b"
    ]  # fmt: skip
    assert [row[0] for row in cells(html)[3:]] == [
        "2026-11-22, 06:00", "2026-11-21, 06:00", "2026-11-20, 06:00"
    ]  # fmt: skip
    assert history_page(runs[::-1], "", starts[::-1]) == html


def test_the_current_one_is_marked() -> None:
    """One run is, in words and for a screen reader."""
    html = history_page([run(), run("2026-11-16-aa")], "2026-11-16-aa", [])
    first, second = cells(html)
    assert "current" not in first[0]
    assert second[0].endswith(" current")
    assert html.count('aria-current="true"') == 1


def test_an_attempt_in_words() -> None:
    """A row says when, for which day, what came of it and why."""
    html = history_page([], "", [attempt(), attempt(exit_code=None, error="")])
    assert cells(html) == [
        ["2026-11-22, 06:00", "2026-11-22", "the data break the schema", "65", "line 2: no year"],
        ["2026-11-22, 06:00", "2026-11-22", "the data break the schema", "", ""],
    ]


def test_nothing_to_list() -> None:
    """Empty lists are said, not shown as empty tables."""
    html = history_page([], "", [])
    assert "None is kept yet." in html
    assert "None is on record." in html
    assert "table" not in Seen(html).tags


def test_a_run_without_counts_has_empty_cells() -> None:
    """A run whose findings were not counted shows no zero."""
    unknown: dict[str, Any] = dict.fromkeys(("claims", "contradictions", "cautions", "notes"))
    assert cells(history_page([run(**unknown)], "", []))[0][3:5] == ["", ""]


@pytest.mark.parametrize("name", list(run()))
def test_hostile_words_of_a_run(name: str) -> None:
    """Whatever a run's manifest says is text."""
    check_harmless(history_page([run(**{name: HOSTILE})], HOSTILE, []))


@pytest.mark.parametrize("name", list(attempt()))
def test_hostile_words_of_an_attempt(name: str) -> None:
    """Whatever went wrong is text, half a character included."""
    html = history_page([], "", [attempt(**{name: HOSTILE})])
    check_harmless(html)
    assert "{{ 7 * 7 }}?" in " ".join(cells(html)[0])


def check_harmless(html: str) -> None:
    """Fail where the attack became more than words."""
    seen = Seen(html)
    assert "script" not in seen.tags
    assert "49" not in html[html.index("<main") :]
    assert html.encode()
    assert all(len(row) in {5, 7} for row in seen.rows)
    assert all(
        re.fullmatch(r"#\w+|index\.html|runs/[\w%.-]+/\w+\.\w+", link) for link in seen.links
    )


def test_a_folder_is_one_step_down() -> None:
    """A name cannot lead out of the folder of runs, nor to another scheme."""
    links = Seen(history_page([run("../../x:y?z#")], "", [])).links
    assert links[-1] == "runs/..%2F..%2Fx%3Ay%3Fz%23/manifest.json"


def test_nothing_runs_and_nothing_loads() -> None:
    """The policy comes first and allows neither; the same input gives the same bytes."""
    html = history_page([run()], "", [attempt()])
    head = html[html.index("<head>") + 6 :].lstrip()
    assert head.startswith('<meta http-equiv="Content-Security-Policy" content="default-src')
    assert "script-src &#39;none&#39;" in head[:300]
    assert not Seen(html).tags & {"script", "img", "iframe", "object", "form"}
    assert not re.search(r"@import|url\(|src=", html)
    assert html == history_page([run()], "", [attempt()])


def test_of_many_attempts_the_newest_are_listed() -> None:
    """The page stays small however long the log is, and says where the others are."""
    starts = [f"2026-11-22T{n // 60:02}:{n % 60:02}:00+00:00" for n in range(300)]
    html = history_page([], "", [attempt(started=start, error=start) for start in starts])
    assert [row[4] for row in cells(html)] == starts[:-201:-1]
    assert "These are the newest 200" in html
    assert "These are the newest" not in history_page([], "", [attempt()])


def test_dates_and_counts_in_the_readers_manner() -> None:
    """As elements that machines read, the time of a run too."""
    with using_locale("de"):
        html = history_page([run("2026-11-23-a", claims=10_000)], "2026-11-23-a", [])
    assert '<time datetime="2026-11-23" lang="de">23.11.2026</time>' in html
    assert '<time datetime="2026-11-23T06:00Z">23.11.2026, 06:00</time>' in html
    assert ">10.000</td>" in html
