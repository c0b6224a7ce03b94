"""Whatever stands in the records of an output, a run reads it, sets it aside, and goes on."""

import json
import shutil
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.errors import InputError
from report_helpers.page.site_pages import history_page
from report_helpers.runs.history import (
    append_to_log,
    attempts,
    current_run,
    history_row,
    kept_runs,
    last_other,
    mend,
    split_runs,
)
from report_helpers.runs.lock import held
from report_helpers.runs.removal import remove_runs, sweep
from report_helpers.runs.results import read_snapshot

pytestmark = pytest.mark.slow

ID = "2026-11-23-0123456789"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
WORDS = st.text(max_size=9)
NAMES = ["a.ipynb", "../x.ipynb", "page", "/etc/x.ipynb", ".ipynb", "a/b.ipynb", "\0.ipynb"]
VALID = st.fixed_dictionaries(
    {"parameters": st.fixed_dictionaries(
        {"as_of": st.sampled_from(["2026-11-23", "2026-13-77", "9999-99-99"])}),
     "data": st.fixed_dictionaries({"name": WORDS, "sha256": WORDS}),
     "rendered": st.text(min_size=1, max_size=9)},
    optional={"run_id": st.just(ID), "inputs": WORDS, "claims": st.integers(), "changed": WORDS,
              "findings": st.dictionaries(WORDS, st.integers(), max_size=2),
              "durations_seconds": st.dictionaries(st.sampled_from(NAMES), st.floats())},
)  # fmt: skip
ENTRY = st.fixed_dictionaries(
    {"outcome": st.sampled_from(["failed", "published", "died"]) | WORDS},
    optional={"started": WORDS, "as_of": WORDS, "exit_code": st.integers(), "error": WORDS},
)
KEYS = ["claims", "findings", "verdicts", "projections", "pid", "started", "run_id"]


def written(valid: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    """Return what a file may hold: what it should, other JSON, or bytes."""
    other = st.dictionaries(st.sampled_from(KEYS), JSON, max_size=3) | JSON
    return (valid | other).map(lambda held: json.dumps(held).encode()) | st.binary(max_size=40)


@settings(max_examples=100, derandomize=True, database=None)
@given(
    written(VALID),
    st.lists(written(ENTRY), max_size=3),
    st.fixed_dictionaries({"results.json": written(JSON), "claims.csv": st.binary(max_size=40)}),
    written(JSON),
)
def test_no_record_stops_a_run(
    tmp_path_factory: pytest.TempPathFactory,
    manifest: bytes,
    log: list[bytes],
    others: dict[str, bytes],
    holder: bytes,
) -> None:
    """B08: the history is written, a damaged record is kept under another name, theirs stay."""
    out = tmp_path_factory.mktemp("out")
    theirs = out / "x.ipynb"
    run = out / "runs" / ID
    (run / "notebooks").mkdir(parents=True)
    before = {
        run / "manifest.json": manifest,
        **{run / name: content for name, content in others.items()},
        out / "log.jsonl": b"".join(line + b"\n" for line in log), out / ".running.json": holder,
        theirs: b"theirs",
    }  # fmt: skip
    for path, content in before.items():
        path.write_bytes(content)
    told: list[str] = []
    with held(out, {"started": "now"}, timeout=0, warn=told.append):
        sweep(out)
        mend(out, told.append)
        runs = kept_runs(out)
        assert history_page([history_row(each) for each in runs], "", attempts(out)).encode()
        append_to_log(out, {"outcome": "failed", "error": "x"})
        assert attempts(out)[-1]["error"] == "x"
        assert current_run(out, runs) is None
        assert last_other(runs, "2026-11-24", "\0") in [None, *runs]
        with pytest.raises(InputError):
            read_snapshot(run)
        aside = [path.read_bytes() for path in out.rglob(".damaged-*")]
        assert len(aside) == len(told)
        assert set(aside) <= set(before.values())
        assert bool(runs) or manifest in aside
        remove_runs([each.folder for each in split_runs(runs, 1, "")[1] or runs], told.append)
    assert theirs.read_bytes() == b"theirs"
    shutil.rmtree(out)
