"""The command, run as its users run it: exit codes, messages, and what is left behind."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from report_helpers.package_files import shipped

pytestmark = pytest.mark.slow

SHIPPED = shipped("data/market_stats.csv")


def market_report(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run the command and return what it said."""
    words = [str(argument) for argument in arguments]
    return subprocess.run(
        [sys.executable, "-m", "report_helpers", *words],
        capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip


def broken_copy(folder: Path) -> Path:
    """Return a copy of the shipped claims with a word for a number on line 3."""
    lines = SHIPPED.read_text(encoding="utf-8").splitlines(keepends=True)
    assert ",74,," in lines[2]
    lines[2] = lines[2].replace(",74,,", ",many,,", 1)
    path = folder / "broken.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def notebooks(folder: Path, *sources: str) -> Path:
    """Write a folder with one notebook of these code cells."""
    folder.mkdir()
    book = nbformat.v4.new_notebook()
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    book.cells = [nbformat.v4.new_markdown_cell("# Trial")]
    book.cells += [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(book, folder / "trial.ipynb")
    return folder


def test_check_accepts_the_shipped_claims() -> None:
    """A good file exits 0 and says how many claims it holds."""
    done = market_report("check", SHIPPED)
    assert (done.returncode, done.stderr) == (0, "")
    assert "claims, no errors" in done.stdout


def test_check_names_the_line_and_column(tmp_path: Path) -> None:
    """A bad file exits 65 with file, line, column, what and what to do."""
    path = broken_copy(tmp_path)
    done = market_report("check", path)
    assert done.returncode == 65
    assert done.stderr.startswith(f"error: {path}:3:value: ")
    assert "plain decimal" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_prints_json_for_bad_data_too(tmp_path: Path) -> None:
    """One object on stdout, with the same exit code."""
    done = market_report("check", broken_copy(tmp_path), "--format", "json")
    said = json.loads(done.stdout)
    assert done.returncode == 65
    assert set(said) == {
        "claims", "errors", "notes", "findings", "verdicts", "articles", "marks",
    }  # fmt: skip
    assert (said["errors"][0]["line"], said["errors"][0]["column"]) == (3, "value")


def test_check_lists_verdicts_and_marks_in_every_format() -> None:
    """A mark (no credit, repeated, ...) is listed with the verdict of its claim."""
    found = json.loads(market_report("check", SHIPPED, "--format", "json").stdout)
    assert found["verdicts"]["a12_python_usage_again"] == "differs"
    assert found["marks"]["a12_python_usage_again"] == ["repeated"]
    assert "a06_python_usage" not in found["marks"]
    text = market_report("check", SHIPPED).stdout
    assert text.endswith("\n  repeated: a12_python_usage_again\n")
    annotations = market_report("check", SHIPPED, "--format", "github").stdout.splitlines()
    (line,) = (each for each in annotations if "title=verdict::a12_python_usage_again: " in each)
    assert line.startswith("::notice file=")
    assert line.endswith(",title=verdict::a12_python_usage_again: differs, repeated")


def test_check_counts_what_its_json_does_not_list(
    tmp_path: Path, csv_of: Callable[..., bytes]
) -> None:
    """A thousand errors are listed, and `error_count` is the number of all."""
    data = tmp_path / "bad.csv"
    data.write_bytes(csv_of(*[{"value": "x"}] * 1200))
    found = json.loads(market_report("check", data, "--format", "json").stdout)
    assert (len(found["errors"]), found["error_count"]) == (1000, 1200)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_letters_that_a_terminal_lacks_change_no_exit_code(tmp_path: Path, encoding: str) -> None:
    """`check`, `render --out` and `diff` keep their exit codes and replace letters."""
    place = tmp_path / "\u4e07\u017e"
    place.mkdir()
    data = broken_copy(place)
    calls: dict[int, list[tuple[object, ...]]] = {
        65: [("check", data), ("render", "--data", data, "--out", place / "out")],
        66: [("diff", place, place)],
    }
    for code, commands in calls.items():
        for arguments in commands:
            done = subprocess.run(
                [sys.executable, "-m", "report_helpers", *map(str, arguments)],
                capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding},
            )  # fmt: skip
            assert done.returncode == code
            assert done.stderr.startswith(b"error: ")
            assert b"Traceback" not in done.stderr


def test_check_annotates_for_github(tmp_path: Path) -> None:
    """Each problem is an annotation on the file's line."""
    path = broken_copy(tmp_path)
    done = market_report("check", path, "--format", "github")
    assert f"::error file={path},line=3," in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["check", "/no/such/file.csv"], 66, "/no/such/file.csv"),
        (["render", "-p", "horizon_yaer", "2035"], 2, "did you mean horizon_year?"),
        (["render", "-p", "horizon_year", "soon"], 2, "give a whole number"),
        (["render", "-p", "horizon_year", "2030", "-p", "horizon_year", "2031"], 2, "twice"),
        (["render", "--as-of", "yesterday"], 2, "YYYY-MM-DD"),
        (["render", "--locale", "xx"], 2, "`pybabel --list-locales` lists all"),
        (["render", "-p", "locale", "xx"], 2, "'xx' is not a known locale"),
        (["check", "--as-of", "yesterday"], 2, "YYYY-MM-DD"),
        (["check", "--as-of", "2026-1-5"], 2, "YYYY-MM-DD"),
        (["render", "-p", "measure", "ml_market_revenu"], 2, "did you mean ml_market_revenue?"),
        (["render", "-p", "topic", "ai_job"], 2, "did you mean ai_jobs?"),
        (["render", "-p", "model", "compund"], 2, "parameter model: there is no model 'compund'"),
        (["render", "-p", "growth", "fast"], 2, "a fraction like 0.3, or a percentage like 30%"),
        (["render", "-p", "ceiling", "0.5"], 2, "0.5 is out of range; give 1.05 to 20"),
        (
            ["render", "-p", "growth", "250"],
            2,
            "parameter growth: 2.5 is out of range; give -0.5 to",
        ),
        (["render", "-p", "base_year", "1950"], 2, "parameter base_year: 1950 is out of range"),
        (["render", "-p", "base_year", "2032"], 2, "parameter base_year: the base year is not bef"),
        (
            ["render", "-p", "claim_id", "o10_dataintelo", "-p", "growth", "stated"],
            2,
            "choose one of implied, low, base, high, or give a number",
        ),
        (["render", "--notebooks", "/no/such/folder"], 2, "no notebooks there"),
        (["render", "--nope"], 2, "--nope"),
        (["rendre"], 2, "rendre"),
    ],
)
def test_a_wrong_call_is_one_line_of_error(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    """Before any kernel starts: the documented exit code, one line, and nothing is published."""
    out = ["--out", tmp_path / "out"] if arguments[0] == "render" else []
    done = market_report(*arguments, *out)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out" / "index.html").exists()


def test_a_traceback_needs_debug() -> None:
    """--debug shows where an error came from; without it there is none."""
    assert "Traceback" not in market_report("check", "/no/such.csv").stderr
    assert "Traceback" in market_report("check", "/no/such.csv", "--debug").stderr


def test_notebooks_lists_every_parameter() -> None:
    """Names, types, defaults and help of the shipped notebooks."""
    said = market_report("notebooks").stdout
    for words in ("01_overview.ipynb", "horizon_year", "int", "2035", "last year"):
        assert words in said
    assert re.search(r"no part of the report: .*08_explore\.ipynb$", said, flags=re.MULTILINE)


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("sources", "code", "words"),
    [
        (("1 / 0",), 70, "ZeroDivisionError"),
        (("import sys; sys.exit(0)", "print('never')"), 70, "ended early"),
        (("import os; os._exit(0)",), 137, "kernel died"),
        (("import time; time.sleep(60)",), 124, "time limit"),
    ],
)
def test_a_failing_notebook_publishes_nothing(
    tmp_path: Path, sources: tuple[str, ...], code: int, words: str
) -> None:
    """The documented exit code, one line, and the old page untouched byte for byte."""
    out = tmp_path / "out"
    out.mkdir()
    page = out / "index.html"
    page.write_text('<meta name="generator" content="market-report 1">before', encoding="utf-8")
    before = (hashlib.sha256(page.read_bytes()).hexdigest(), page.stat().st_mtime_ns)
    folder = notebooks(tmp_path / "books", *sources)
    done = market_report("render", "--notebooks", folder, "--out", out, "--time-limit", 20)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert (hashlib.sha256(page.read_bytes()).hexdigest(), page.stat().st_mtime_ns) == before
    assert not (out / "runs").exists()


@pytest.mark.kernel
def test_bad_data_starts_no_notebook(tmp_path: Path) -> None:
    """The claims are validated first: exit 65, and nothing is published."""
    done = market_report("render", "--data", broken_copy(tmp_path), "--out", tmp_path / "out")
    assert done.returncode == 65
    assert not (tmp_path / "out" / "index.html").exists()
    assert not (tmp_path / "out" / "runs").exists()


@pytest.mark.kernel
def test_a_destination_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """Exit 73 with the place."""
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    folder = notebooks(tmp_path / "books", "'fine'")
    done = market_report(
        "render", "--notebooks", folder, "--out", tmp_path / "out", "--no-pictures"
    )
    assert done.returncode == 73
    assert str(tmp_path / "out") in done.stderr


def test_alone_it_prints_its_help() -> None:
    """Without arguments nothing went wrong that a message must name."""
    done = market_report()
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: market-report ")
    assert "error:" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(("stream", "code"), [("stdout", 73), ("stderr", 2)])
def test_an_output_that_takes_nothing(stream: str, code: int) -> None:
    """E11: what cannot be shown is an error; an error that cannot be shown keeps its code."""
    words = ["check", "--format", "json"] if stream == "stdout" else ["check", "--no-such-option"]
    with Path("/dev/full").open("wb") as full:
        streams: dict[str, Any] = {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            stream: full,
        }
        done = subprocess.run(
            [sys.executable, "-m", "report_helpers", *words], **streams, text=True, check=False
        )
    assert done.returncode == code
    if stream == "stdout":
        assert done.stderr.startswith("error: standard output: cannot be written (No space left")
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["report.toml", "claims.csv"])
def test_a_link_to_nowhere_in_a_project_is_an_error(tmp_path: Path, name: str) -> None:
    """D26: no other report is made instead of the one that is broken."""
    assert market_report("new", tmp_path / "mine").returncode == 0
    (tmp_path / "mine" / "claims.csv").rename(tmp_path / "mine" / "claims.xlsx")
    (tmp_path / "mine" / name).unlink(missing_ok=True)
    (tmp_path / "mine" / name).symlink_to("gone")
    done = subprocess.run(
        [sys.executable, "-m", "report_helpers", "render"], cwd=tmp_path / "mine",
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == {"report.toml": 2, "claims.csv": 66}[name]
    assert done.stderr.startswith(f"error: {name}: ")
    assert not (tmp_path / "mine" / "report" / "index.html").exists()


@pytest.mark.parametrize("option", ["--time-limit", "--lock-timeout"])
@pytest.mark.parametrize("value", ["nan", "inf", "1e300", "-1"])
def test_seconds_that_no_clock_counts_are_refused(option: str, value: str, tmp_path: Path) -> None:
    """X04: exit code 2, before anything starts."""
    done = market_report("render", option, value, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert f"'{option}'" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("line", "words"), [
    ("growth: [0.1, .inf]", "parameter growth: '.inf' is no growth"),
    ("model: [compound, nosuch]", "parameter model: there is no model 'nosuch'"),
])  # fmt: skip
def test_a_batch_starts_with_no_value_that_is_impossible(
    tmp_path: Path, line: str, words: str
) -> None:
    """Exit code 2, and no report is made of the other points."""
    (tmp_path / "grid.yaml").write_text(line, encoding="utf-8")
    done = market_report("batch", tmp_path / "grid.yaml", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()
