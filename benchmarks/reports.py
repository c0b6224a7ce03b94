# ruff: noqa: INP001 (a script, no module)
"""Reports against the peers' ways, in one run: `python benchmarks/reports.py [--quick]`.

A: the commands `papermill` and `jupyter nbconvert --to html`, one after the other, a notebook at a
time. B: one process that calls papermill and nbconvert's HTMLExporter. Both give one HTML file a
notebook, of the same notebooks and parameters. c: `market-report render` with its charts drawn
before; d: with nothing drawn before. The ways take turns, so that what else the machine does meets
all of them. Then the same of many reports: `market-report batch` against A and B for some points.
Every batch begins with no chart drawn.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from measuring import DAY, ROOT, Taken, ratio, render, say, surroundings, table, taken

from report_helpers.execution.parameters import find_notebooks

NOTEBOOKS = find_notebooks(ROOT / "notebooks")
FIRST_YEAR = 2031
THRESHOLDS = 10
"""Values of the second parameter of a grid; the years are as many as the points then need."""
WAYS = {
    "A": "papermill and nbconvert, commands",
    "B": "papermill and nbconvert, one process",
    "c": "market-report render, charts drawn before",
    "d": "market-report render, no chart drawn before",
}
QUICK = {"rounds": 1, "points": 10, "sampled": 1, "sizes": [5, 10]}
Point = dict[str, str]


def main() -> None:
    """Measure single reports, then batches; or be way B's process."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3, help="turns of each way")
    options.add_argument("--points", type=int, default=100, help="reports of the batch")
    options.add_argument("--sampled", type=int, default=3, help="reports that A and B make")
    options.add_argument("--sizes", type=int, nargs="*", default=[10, 50, 100, 200])
    options.add_argument("--quick", action="store_true", help="a few minutes instead of an hour")
    options.add_argument("--peer", nargs="+", help=argparse.SUPPRESS)
    if "--quick" in sys.argv:
        options.set_defaults(**QUICK)
    chosen = options.parse_args()
    if chosen.peer:
        peer_process(Path(chosen.peer[0]), chosen.peer[1:])
        return
    say(surroundings())
    with TemporaryDirectory() as folder:
        place = Place(Path(folder))
        one_report(place, chosen.rounds)
        many_reports(place, chosen.points, chosen.sampled)
        sizes(place, chosen.sizes)
    say(f"\n{surroundings()}")


class Place:
    """A folder that gives new folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count()

    def new(self) -> Path:
        """Return an empty folder that nobody has used."""
        made = self.folder / str(next(self._numbers))
        made.mkdir()
        return made


# ---- one report --------------------------------------------------------------------------------


def one_report(place: Place, rounds: int) -> None:
    """Measure the four ways in turns; print their medians and ratios."""
    warm = place.new()
    # The first run of anything reads its files from the disk; this one also draws the charts.
    render(place.new(), MARKET_REPORT_CACHE=warm)
    ways: dict[str, Callable[[], Taken]] = {
        "A": lambda: commands(place.new(), point(0)),
        "B": lambda: process(place.new(), [point(0)]),
        "c": lambda: render(place.new(), MARKET_REPORT_CACHE=warm),
        "d": lambda: render(place.new(), MARKET_REPORT_CACHE=place.new()),
    }
    found: dict[str, list[Taken]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    seconds = {name: median(each.seconds for each in all_) for name, all_ in found.items()}
    head = ("way", "median s", "least s", "most s", "peak MB", "times c", "times d",
            "other work %")  # fmt: skip
    title = f"One report of {len(NOTEBOOKS)} notebooks, {rounds} rounds"
    table(title, head, _ways(found, seconds))


def _ways(found: dict[str, list[Taken]], seconds: dict[str, float]) -> Iterator[Sequence[str]]:
    for name, each in found.items():
        spread = [one.seconds for one in each]
        peak = max(one.peak for one in each)
        others = max(one.others for one in each)
        yield (f"{name}: {WAYS[name]}", f"{seconds[name]:.1f}", f"{min(spread):.1f}",
               f"{max(spread):.1f}", f"{peak:,.0f}", ratio(seconds["c"], seconds[name]),
               ratio(seconds["d"], seconds[name]), f"{100 * others:.0f}")  # fmt: skip


def point(number: int) -> Point:
    """Return the parameters of one of the reports that the peers make."""
    return {"as_of": DAY, "horizon_year": str(FIRST_YEAR + number)}


def commands(folder: Path, parameters: Point) -> Taken:
    """Make a report as A does: two commands a notebook."""
    given = [word for name, text in parameters.items() for word in ("-p", name, text)]
    found = []
    for notebook in NOTEBOOKS:
        out = folder / notebook.name
        found.append(taken(["papermill", "--no-progress-bar", notebook, out, *given]))
        found.append(taken(["jupyter", "nbconvert", "--to", "html", out]))
    _check(folder, 1)
    seconds = sum(each.seconds for each in found)
    others = sum(each.others * each.seconds for each in found) / seconds
    return Taken(seconds, max(each.peak for each in found), others)


def process(folder: Path, points: Sequence[Point]) -> Taken:
    """Make reports as B does: one process for all of them."""
    years = [each["horizon_year"] for each in points]
    found = taken(["python", __file__, "--peer", folder, *years])
    _check(folder, len(points))
    return found


def _check(folder: Path, reports: int) -> None:
    pages = len(list(folder.rglob("*.html")))
    if pages != reports * len(NOTEBOOKS):
        raise SystemExit(f"{folder} holds {pages} pages")


def peer_process(folder: Path, years: Sequence[str]) -> None:
    """Be B: run every notebook and write its page, for each year."""
    import papermill  # noqa: PLC0415 (in B's process alone: loading it is a part of its time)
    from nbconvert import HTMLExporter  # noqa: PLC0415

    exporter = HTMLExporter()
    for year in years:
        (folder / year).mkdir()
        given = {"as_of": DAY, "horizon_year": int(year)}
        for notebook in NOTEBOOKS:
            out = folder / year / notebook.name
            papermill.execute_notebook(notebook, out, parameters=given, progress_bar=False)
            body, _ = exporter.from_filename(str(out))
            out.with_suffix(".html").write_text(body, encoding="utf-8")


# ---- many reports ------------------------------------------------------------------------------


def many_reports(place: Place, points: int, sampled: int) -> None:
    """Measure reports a minute: batches with one worker and two, the peers for some points."""
    two = per_minute(batch(place, points, workers=2), points)
    head = ("way", "reports", "reports a minute", "batch of two workers is times as fast")
    table("Many reports", head, _rates(place, points, sampled, two))


def _rates(place: Place, points: int, sampled: int, two: float) -> Iterator[Sequence[object]]:
    """Yield a line a way; the peers also side by side, as two workers are."""
    yield "batch --workers 2", points, f"{two:.2f}", ratio(two, two)
    one = per_minute(batch(place, points, workers=1), points)
    some = [point(number) for number in range(sampled)]
    a = per_minute(sum(commands(place.new(), each).seconds for each in some), sampled)
    b = per_minute(process(place.new(), some).seconds, sampled)
    both = per_minute(side_by_side(place, some), 2 * sampled)
    yield "batch --workers 1", points, f"{one:.2f}", ratio(one, two)
    yield f"A: {WAYS['A']}", sampled, f"{a:.2f}", ratio(a, two)
    yield f"B: {WAYS['B']}", sampled, f"{b:.2f}", ratio(b, two)
    yield "B, two processes at once", 2 * sampled, f"{both:.2f}", ratio(both, two)


def per_minute(found: Taken | float, reports: int) -> float:
    """Return a rate."""
    return 60 * reports / (found.seconds if isinstance(found, Taken) else found)


def side_by_side(place: Place, points: Sequence[Point]) -> float:
    """Return the seconds of two processes of B at once, each with all the points."""
    folders = [place.new(), place.new()]
    with ThreadPoolExecutor() as pool:
        return max(each.seconds for each in pool.map(lambda out: process(out, points), folders))


@cache
def batch(place: Place, points: int, *, workers: int) -> Taken:
    """Make a batch of so many reports, no chart drawn before; what was measured is not again."""
    grid = place.new() / "grid.yaml"
    thresholds = min(points, THRESHOLDS)
    years, rest = divmod(points, thresholds)
    if rest:
        raise SystemExit(f"{points} points: above {THRESHOLDS}, take a multiple of it")
    grid.write_text(
        f"horizon_year: {[FIRST_YEAR + number for number in range(years)]}\n"
        f"threshold: {[1000 + 10 * number for number in range(thresholds)]}\n",
        encoding="utf-8",
    )
    out = place.new()
    command = ["market-report", "batch", grid, "--out", out, "--as-of", DAY]
    found = taken([*command, "--workers", str(workers)], MARKET_REPORT_CACHE=place.new())
    pages = len(list(out.glob("reports/*/report.html")))
    if pages != points:
        raise SystemExit(f"{out} holds {pages} of {points} reports")
    return found


def sizes(place: Place, points: Sequence[int]) -> None:
    """Measure batches of several sizes: time and memory as they grow."""
    head = ("reports", "seconds", "seconds a report", "peak MB, all processes")
    table("Batches of two workers", head, _sizes(place, points))


def _sizes(place: Place, points: Sequence[int]) -> Iterator[Sequence[object]]:
    for size in points:
        found = batch(place, size, workers=2)
        yield size, f"{found.seconds:.1f}", f"{found.seconds / size:.2f}", f"{found.peak:,.0f}"


if __name__ == "__main__":
    main()
