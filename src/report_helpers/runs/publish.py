"""Put files where readers find them: whole, or not at all.

A reader, and a run that was killed half way, sees what was there before or what is there after.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from report_helpers.errors import OutputError
from report_helpers.files import is_folder, sync_folder, temporary_prefix, write_all
from report_helpers.runs.removal import MANIFEST, remove_files, written_names

__all__ = ["keep_run", "refuse_links"]


def refuse_links(out: Path, *names: str) -> None:
    """Refuse an output in which one of these folders is a link or another file.

    Raises:
        OutputError: whatever is written or removed there would lie somewhere else.
    """
    for path in (out / name for name in names):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            what = "is a link, which no run follows" if path.is_symlink() else "is no folder"
            raise OutputError(str(path), what, "put a folder there, or give another --out")


def keep_run(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a run's files, by relative path, into its folder, and return that.

    In a folder that is there already each file is replaced, the manifest last, and the files of the
    earlier run that this one lacks are removed; files of others stay.

    Raises:
        OutputError: the folder is a link, or no folder.
    """
    runs = folder.parent
    runs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=temporary_prefix(folder.name), dir=runs) as private:
        fresh = Path(private, "run")
        for name, content in files.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_all(file.fileno(), content)
        if folder.is_symlink() or folder.exists():
            _replace_files(folder, fresh, files)
        else:
            fresh.replace(folder)
    sync_folder(runs)
    return folder


def _replace_files(folder: Path, fresh: Path, names: Mapping[str, bytes]) -> None:
    refuse_links(folder.parent, folder.name)
    remove_files(folder, [name for name in written_names(folder) if name not in names])
    for name in sorted(names, key=lambda name: name == MANIFEST):
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        if not is_folder(target.parent):
            raise OutputError(str(target.parent), "is a link, which no run follows", "move it away")
        (fresh / name).replace(target)
    sync_folder(folder)
