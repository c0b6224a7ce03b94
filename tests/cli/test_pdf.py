"""The published page on paper: numbered sheets, or an error, the file of before and no process."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from unicodedata import normalize

import psutil
import pytest
from pypdf import PdfReader

from report_helpers.drawing.browser import find_browser
from report_helpers.page.running_heads import running_heads
from report_helpers.variables import CHROME

pytestmark = pytest.mark.slow

NAME = 'Figures of "Łódź" \\ </style>'
PAGE = """<!doctype html><meta charset="utf-8"><title>Report</title><style>{}</style>
<h1>One</h1><p style="break-after: page"><a href="#two">two</a></p><h1 id="two">Two</h1>
<script>document.body.append("script")</script>"""

needs_browser = pytest.mark.skipif(
    find_browser() is None, reason="no Chrome or Chromium to print with"
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a page of two sheets and an earlier PDF."""
    html = PAGE.format(running_heads(NAME, "2026-11-23"))
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(b"before")
    return tmp_path


def command(out: Path, *more: str) -> list[str]:
    """Return the command that prints."""
    return [sys.executable, "-m", "report_helpers", "pdf", str(out), *more]


def printed(out: Path, *more: str, chrome: str | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the command, with another browser or none."""
    environment = os.environ | ({} if chrome is None else {CHROME: chrome})
    return subprocess.run(
        command(out, *more), capture_output=True, text=True, check=False, env=environment,
        timeout=150,
    )  # fmt: skip


def hanging(folder: Path) -> Path:
    """Write a browser that never answers."""
    program = folder / "chrome"
    program.write_text("#!/bin/sh\nexec sleep 300\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def running(program: Path) -> list[int]:
    """Return the processes that name a program."""
    found = psutil.process_iter(["cmdline"])
    return [each.pid for each in found if str(program) in " ".join(each.info["cmdline"] or [])]


@pytest.mark.browser
@needs_browser
def test_sheets_have_name_date_and_number(out: Path) -> None:
    """Each sheet says the report's name, its date and its place among all; no script ran."""
    done = printed(out, "--paper", "letter")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == str(out / "report.pdf")
    pages = PdfReader(io.BytesIO((out / "report.pdf").read_bytes())).pages
    texts = [normalize("NFKC", page.extract_text()) for page in pages]
    assert len(texts) == 2
    for number, text in enumerate(texts, 1):
        assert all(word in text for word in (NAME, "as of 2026-11-23", f"Page {number} of 2"))
        assert "script" not in text
    assert [float(side) for side in pages[0].mediabox[2:]] == [612, 792]
    assert sorted(path.name for path in out.iterdir()) == ["index.html", "report.pdf"]


def test_without_a_page_it_ends_with_66(tmp_path: Path) -> None:
    """The message names the page and says what to do."""
    done = printed(tmp_path)
    assert done.returncode == 66
    assert done.stderr.startswith(f"error: {tmp_path / 'index.html'}: ")
    assert "render the report first" in done.stderr


def test_without_a_browser_it_ends_with_78(out: Path) -> None:
    """The earlier file stays."""
    done = printed(out, chrome="")
    assert done.returncode == 78
    assert CHROME in done.stderr
    assert (out / "report.pdf").read_bytes() == b"before"


def test_a_browser_that_fails_ends_it_with_78(out: Path) -> None:
    """The error names the browser."""
    done = printed(out, chrome="/bin/false")
    assert done.returncode == 78
    assert done.stderr.startswith("error: /bin/false: ")
    assert "Traceback" not in done.stderr


@pytest.mark.browser
@needs_browser
def test_a_file_that_cannot_be_written_ends_it_with_73(out: Path) -> None:
    """A folder in its place is not touched."""
    (out / "report.pdf").unlink()
    (out / "report.pdf").mkdir()
    done = printed(out)
    assert done.returncode == 73
    assert done.stderr.startswith(f"error: {out / 'report.pdf'}: ")
    assert sorted(path.name for path in out.iterdir()) == ["index.html", "report.pdf"]


def test_a_browser_that_hangs_meets_the_time_limit(out: Path, tmp_path: Path) -> None:
    """It ends with 124, the earlier file and no process left."""
    program = hanging(tmp_path)
    done = printed(out, "--time-limit", "3", chrome=str(program))
    assert done.returncode == 124
    assert "within 3 s" in done.stderr
    assert (out / "report.pdf").read_bytes() == b"before"
    assert running(program) == []


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_signal_ends_it(out: Path, tmp_path: Path) -> None:
    """SIGTERM ends it with 143, the earlier file and no process left."""
    program = hanging(tmp_path)
    process = subprocess.Popen(
        command(out), env=os.environ | {CHROME: str(program)}, stderr=subprocess.PIPE, text=True
    )
    while not running(program):
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 143
    assert "Traceback" not in said
    assert (out / "report.pdf").read_bytes() == b"before"
    assert running(program) == []


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_starts_no_other_browser(out: Path, tmp_path: Path, number: int) -> None:
    """X06, X07: the one that ends with the signal is not taken for one that failed."""
    program = hanging(tmp_path)
    starts = tmp_path / "starts"
    program.write_text(f"#!/bin/sh\necho >> {starts}\nexec sleep 300\n", encoding="utf-8")
    process = subprocess.Popen(
        command(out), env=os.environ | {CHROME: str(program)}, stderr=subprocess.PIPE, text=True
    )
    while not starts.exists():
        time.sleep(0.01)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "Traceback" not in said
    assert starts.read_text("utf-8") == "\n"
    assert running(program) == []


def test_no_title_ends_its_string() -> None:
    """Whatever a title holds, the style stays one rule."""
    style = str(running_heads(NAME + "市\n{}@import;", None))
    assert "</style" not in style
    assert style.count("{") == style.count("}") == 4
    assert style.count('"') == 8
