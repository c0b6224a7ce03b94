"""The published page on paper: numbered sheets, or an error, the file of before and no process."""

import io
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import psutil
import pytest
from pypdf import PdfReader, PdfWriter
from tests.runs.place import ordinary

from report_helpers.drawing.browser import find_browser
from report_helpers.page.images.printing import is_printed
from report_helpers.page.running_heads import running_heads
from report_helpers.variables import CHROME

pytestmark = pytest.mark.slow

NAME = 'Figures of "Łódź" \\ </style>'
PAGE = """<!doctype html><meta charset="utf-8"><title>Report</title><style>{}</style>
<h1>One</h1><p style="break-after: page"><a href="#two">two</a></p><h1 id="two">Two</h1>
<script>document.body.append("script")</script>"""

BEFORE = b"%PDF-1.4\n% Printed by market-report\nstartxref\n9\n%%EOF\n"
"""The end of a file that the command printed."""

needs_browser = pytest.mark.skipif(
    find_browser() is None, reason="no Chrome or Chromium to print with"
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a page of two sheets and an earlier PDF."""
    html = PAGE.format(running_heads(NAME, "2026-11-23"))
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "index.html").write_text(html, encoding="utf-8")
    (folder / "report.pdf").write_bytes(BEFORE)
    return folder


def command(out: Path, *more: str) -> list[str]:
    """Return the command that prints."""
    return [sys.executable, "-m", "report_helpers", "pdf", str(out), *more]


def printed(
    out: Path,
    *more: str,
    chrome: str | None = None,
    prepare: Callable[[], None] | None = None,
) -> "subprocess.CompletedProcess[str]":
    """Run the command, with another browser or none, its process prepared by a function."""
    environment = os.environ | ({} if chrome is None else {CHROME: chrome})
    return subprocess.run(
        command(out, *more), capture_output=True, text=True, check=False, env=environment,
        timeout=150, preexec_fn=prepare,
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
    assert (out / "report.pdf").read_bytes() == BEFORE


def test_a_browser_that_fails_ends_it_with_78(out: Path) -> None:
    """The error names the browser."""
    done = printed(out, chrome="/bin/false")
    assert done.returncode == 78
    assert done.stderr.startswith("error: /bin/false: ")
    assert "Traceback" not in done.stderr


@pytest.mark.browser
@needs_browser
@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_file_that_cannot_be_written_ends_it_with_73(out: Path) -> None:
    """The earlier file stays."""
    out.chmod(0o555)
    done = printed(out, prepare=ordinary)
    out.chmod(0o755)
    assert done.returncode == 73, done.stderr
    assert done.stderr.startswith(f"error: {out / 'report.pdf'}: ")
    assert (out / "report.pdf").read_bytes() == BEFORE


@pytest.mark.browser
@needs_browser
def test_what_it_printed_it_replaces_and_what_was_changed_since_it_does_not(out: Path) -> None:
    """B19: notes that a reader added are not lost, be they written at the end or anew."""
    file = out / "report.pdf"
    for _ in range(2):
        done = printed(out)
        assert (done.returncode, done.stderr) == (0, "")
        assert is_printed(file.read_bytes())
    for incremental in (True, False):
        noted = io.BytesIO()
        writer = PdfWriter(file, incremental=incremental, full=True)
        writer.add_metadata({"/Subject": "a note"})
        writer.write(noted)
        assert not is_printed(noted.getvalue())


def put_file(path: Path, theirs: Path) -> None:
    """Give their file the name of ours."""
    theirs.rename(path)


def put_link(path: Path, theirs: Path) -> None:
    """Let a link lead to their file."""
    path.symlink_to(theirs)


def put_hard_link(path: Path, theirs: Path) -> None:
    """Give their file a second name."""
    path.hardlink_to(theirs)


def put_folder(path: Path, theirs: Path) -> None:
    """Put a folder in its place, with their file."""
    path.mkdir()
    theirs.rename(path / "theirs.pdf")


def put_pipe(path: Path, theirs: Path) -> None:
    """Put a pipe in its place."""
    theirs.unlink()
    os.mkfifo(path)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("put", [put_file, put_link, put_hard_link, put_folder, put_pipe])
def test_a_file_of_somebody_else_is_not_replaced(
    out: Path, put: Callable[[Path, Path], None]
) -> None:
    """B19: 73, before the browser starts; what is there stays, and the error says what to do."""
    (out / "report.pdf").unlink()
    theirs = out / "theirs.pdf"
    theirs.write_bytes(b"%PDF-1.4\nstartxref\n9\n%%EOF\n")
    put(out / "report.pdf", theirs)
    before = state(out)
    done = printed(out, "--time-limit", "3", chrome=str(hanging(out.parent)))
    assert done.returncode == 73, done.stderr
    assert done.stderr.startswith(f"error: {out / 'report.pdf'}: ")
    assert "move it away" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert state(out) == before


def state(out: Path) -> list[tuple[str, int, int, int, bytes]]:
    """Return the name, mode, inode, links and content of all in a folder."""
    found = []
    for path in sorted(out.rglob("*")):
        status = path.lstat()
        content = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
        found.append((str(path), status.st_mode, status.st_ino, status.st_nlink, content))
    return found


@pytest.mark.browser
@needs_browser
@pytest.mark.skipif(os.name != "posix", reason="a program of the shell")
def test_a_file_that_somebody_writes_meanwhile_is_not_replaced(out: Path, tmp_path: Path) -> None:
    """B19: it is looked at once more before the name is taken."""
    (out / "report.pdf").unlink()
    program = tmp_path / "chrome"
    text = f"#!/bin/sh\necho theirs > '{out}/report.pdf'\nexec '{find_browser()}' \"$@\"\n"
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    done = printed(out, chrome=str(program))
    assert done.returncode == 73, done.stderr
    assert (out / "report.pdf").read_bytes() == b"theirs\n"


def test_a_browser_that_hangs_meets_the_time_limit(out: Path, tmp_path: Path) -> None:
    """It ends with 124, the earlier file and no process left."""
    program = hanging(tmp_path)
    done = printed(out, "--time-limit", "3", chrome=str(program))
    assert done.returncode == 124
    assert "within 3 s" in done.stderr
    assert (out / "report.pdf").read_bytes() == BEFORE
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
    assert (out / "report.pdf").read_bytes() == BEFORE
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
