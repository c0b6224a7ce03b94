"""Single files: what is on the disk before what."""

import os
from pathlib import Path

import pytest

from report_helpers.files import replace_file


def test_a_file_is_on_the_disk_before_its_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B01: a power failure leaves the old file or the new one, and no empty one."""
    events: list[tuple[str, int]] = []
    sync, rename = os.fsync, os.replace

    def synced(handle: int) -> None:
        sync(handle)
        events.append(("on the disk", os.fstat(handle).st_ino))

    def renamed(source: Path, target: Path) -> None:
        rename(source, target)
        events.append(("renamed", target.stat().st_ino))

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    path = tmp_path / "a.html"
    replace_file(path, b"new")
    file, folder = path.stat().st_ino, tmp_path.stat().st_ino
    assert events == [("on the disk", file), ("renamed", file), ("on the disk", folder)]
