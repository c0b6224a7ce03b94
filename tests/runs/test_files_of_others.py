"""B19: whatever a command writes by a fixed name, a file of somebody else there stays as it is."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from report_helpers.runs.publish import refuse_their_report

from .place import Ended, Place

pytestmark = pytest.mark.kernel

WEB_APP = '{"name": "Mine", "icons": []}'
NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


def batch(place: Place, *cells: str) -> Ended:
    """Run a batch of one report."""
    place.write(*cells)
    (place.folder / "grid.yaml").write_text("as_of: 2026-11-23\n", encoding="utf-8")
    return place.run("grid.yaml", command="batch")


def put(path: Path, text: str) -> Path:
    """Write a file of the user."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def writes(path: Path, text: str) -> str:
    """Return a cell that writes a file of the user while the run goes on."""
    return f"open({str(path)!r}, 'w').write({text!r})"


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_a_manifest_of_somebody_else_is_not_replaced(place: Place, kind: str) -> None:
    """B19: 73 before the first report: the manifest of a web application, a link, a folder."""
    path = place.out / "manifest.json"
    theirs = put(path if kind == "file" else place.out / "theirs.json", WEB_APP)
    if kind == "link":
        path.symlink_to(theirs)
    if kind == "folder":
        path.mkdir()
    ended = batch(place)
    assert ended.code == 73
    assert ended.error.startswith(f"error: {path}: ")
    assert "move it away" in ended.error
    assert theirs.read_text("utf-8") == WEB_APP
    assert (path.is_symlink(), path.is_dir()) == (kind == "link", kind == "folder")
    assert not (place.out / "reports").exists()


def test_a_page_beside_a_manifest_of_somebody_else_is_not_replaced(place: Place) -> None:
    """B19: as in the folder of a web application."""
    page, app = put(place.page, "<h1>Mine</h1>"), put(place.out / "manifest.json", WEB_APP)
    assert batch(place).code == 73
    assert (page.read_text("utf-8"), app.read_text("utf-8")) == ("<h1>Mine</h1>", WEB_APP)


def test_a_batch_replaces_its_own_list(place: Place) -> None:
    """Also a list of no reports, as a batch that failed at once leaves it."""
    put(place.out / "manifest.json", '{"written": "2026-11-22T00:00:00Z", "reports": []}')
    for _ in range(2):
        ended = batch(place)
        assert (ended.code, ended.error) == (0, "")
    listed = json.loads((place.out / "manifest.json").read_text("utf-8"))
    assert [row["outcome"] for row in listed["reports"]] == ["published"]


@pytest.mark.parametrize("name", ["manifest.json", "index.html"])
def test_a_list_that_somebody_writes_meanwhile_is_not_replaced(place: Place, name: str) -> None:
    """B19: it is looked at once more before either is written."""
    ended = batch(place, writes(place.out / name, "theirs"))
    assert ended.code == 73
    assert ended.error.startswith(f"error: {place.out / name}: ")
    assert (place.out / name).read_text("utf-8") == "theirs"
    assert (place.out / "reports" / "report" / "report.html").exists()


@pytest.mark.parametrize("name", ["index.html", "history.html"])
def test_a_page_that_somebody_writes_meanwhile_is_not_replaced(place: Place, name: str) -> None:
    """B19: nor by the history of the run that fails for it."""
    place.write(writes(place.out / name, "theirs"))
    ended = place.run()
    assert ended.code == 73
    assert ended.error.startswith(f"error: {place.out / name}: is not a page of market-report;")
    assert (place.out / name).read_text("utf-8") == "theirs"
    assert place.log()[-1]["exit_code"] == 73


def test_a_history_of_somebody_else_beside_a_log_is_not_replaced(published: Place) -> None:
    """B19: that a run wrote the log says nothing of the page."""
    history = put(published.out / "history.html", "<h1>Mine</h1>")
    before = published.page.read_bytes()
    assert published.run().code == 73
    assert history.read_text("utf-8") == "<h1>Mine</h1>"
    assert published.page.read_bytes() == before


def test_a_log_of_somebody_else_stays(place: Place) -> None:
    """B19: 73; beside a page of ours it would be a damaged one, which is renamed."""
    place.write()
    log = put(place.out / "log.jsonl", '{"level": "info"}\n')
    ended = place.run()
    assert ended.code == 73
    assert ended.error.startswith(f"error: {log}: is not a log of market-report; move it away")
    assert log.read_text("utf-8") == '{"level": "info"}\n'
    assert not [path for path in place.out.iterdir() if path.name.startswith(".damaged-")]


@pytest.mark.parametrize(
    "name", ["claims.csv", "report.toml", "manifest.json", "notebooks/small.ipynb"]
)
def test_a_report_s_folder_of_somebody_else_stays(place: Place, name: str) -> None:
    """B19: neither replaced nor, as `report.toml`, removed: 73 before the first report."""
    theirs = put(place.out / "reports" / "report" / name, NOTEBOOK)
    ended = batch(place)
    assert ended.code == 73
    assert ended.error.startswith(f"error: {theirs}: is not a file of a report of market-report;")
    assert list(theirs.parent.iterdir()) == [theirs]
    assert theirs.read_text("utf-8") == NOTEBOOK
    assert not place.page.exists()


def test_other_files_in_a_report_s_folder_are_no_obstacle(place: Place) -> None:
    """A note of the user stays beside the report, which is replaced, also without its manifest."""
    note = put(place.out / "reports" / "report" / "note.txt", "theirs")
    assert batch(place).code == 0
    (note.parent / "manifest.json").unlink()
    ended = batch(place)
    assert (ended.code, ended.error) == (0, "")
    assert note.read_text("utf-8") == "theirs"


def test_a_notebook_that_somebody_puts_into_a_report_stays(place: Place) -> None:
    """B19: the manifest does not name it, and no run kept it."""
    assert batch(place).code == 0
    folder = place.out / "reports" / "report"
    # As a batch that was killed before it replaced the manifest leaves it: no obstacle.
    shutil.copy(folder / "notebooks" / "small.ipynb", folder / "notebooks" / "new.ipynb")
    refuse_their_report(folder, ["notebooks/small.ipynb", "notebooks/new.ipynb"])
    put(folder / "notebooks" / "new.ipynb", NOTEBOOK)
    (place.folder / "notebooks" / "small.ipynb").rename(place.folder / "notebooks" / "new.ipynb")
    (place.folder / "grid.yaml").write_text("as_of: 2026-11-23\n", encoding="utf-8")
    ended = place.run("grid.yaml", command="batch")
    assert ended.code == 73
    assert (folder / "notebooks" / "new.ipynb").read_text("utf-8") == NOTEBOOK


def no_notebook(failed: Path) -> None:
    """Put a notebook in the place of the failed one."""
    put(failed / "small.ipynb", NOTEBOOK)


def own_claims(failed: Path) -> None:
    """Put claims there, with no failed run beside them."""
    put(failed / "claims.csv", "theirs")


def own_run(failed: Path) -> None:
    """Put a notebook there that the user ran with papermill."""
    notes = {"parameters": {}, "input_path": "a.ipynb", "output_path": "small.ipynb"}
    put(failed / "small.ipynb", json.dumps({"metadata": {"papermill": notes}}))


@pytest.mark.parametrize("theirs", [no_notebook, own_claims, own_run])
def test_what_somebody_put_into_failed_stays(place: Place, theirs: Callable[[Path], None]) -> None:
    """B19: the cell's error comes first, then that the notebook is not kept."""
    place.write("1/0")
    failed = place.out / "failed"
    theirs(failed)
    before = {path: path.read_bytes() for path in failed.iterdir()}
    ended = place.run()
    assert ended.code == 70
    assert ended.error.startswith("error: small.ipynb:cell 3: ZeroDivisionError")
    assert "there is not of a failed run: move it away)" in ended.error
    assert {path: path.read_bytes() for path in failed.iterdir()} == before


def test_the_next_failure_takes_the_place_of_the_last(place: Place) -> None:
    """Notebook and claims of a failed run are replaced by those of the next."""
    claims = place.out / "failed" / "claims.csv"
    for divided in ("1/0", "2/0"):
        place.write(divided)
        assert "look at" in place.run().error
        assert divided in (place.out / "failed" / "small.ipynb").read_text("utf-8")
        assert claims.read_bytes() != b"of an older run"
        claims.write_bytes(b"of an older run")


@pytest.mark.parametrize("kind", ["file", "mail", "link"])
def test_a_file_of_somebody_else_takes_no_mail(place: Place, kind: str) -> None:
    """B19: 73 before the run, also for a mail that is not of ours."""
    place.write()
    mail = "From: me@example.org\r\nSubject: x\r\nMessage-ID: <1@example.org>\r\n\r\ntext\r\n"
    theirs = put(place.folder / "theirs.eml", mail if kind == "mail" else "theirs")
    before = theirs.read_bytes()
    file = place.folder / "link.eml" if kind == "link" else theirs
    if kind == "link":
        file.symlink_to(theirs)
    ended = place.run("--email", str(file))
    assert ended.code == 73
    assert ended.error.startswith(f"error: {file}: ")
    assert "give --email another file" in ended.error
    assert theirs.read_bytes() == before
    assert file.is_symlink() == (kind == "link")
    assert not place.page.exists()


def test_a_mail_takes_the_place_of_an_earlier_one(published: Place) -> None:
    """As a schedule writes it."""
    file = published.folder / "mail.eml"
    for day in ("2026-11-23", "2026-11-24"):
        ended = published.run("--email", str(file), "--as-of", day)
        assert (ended.code, ended.error) == (0, "")
        assert f"Date: {'Mon, 23' if day.endswith('23') else 'Tue, 24'} Nov" in file.read_text()
