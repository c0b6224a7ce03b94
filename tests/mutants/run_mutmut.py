"""Changes the code of claims, analysis and audit in small ways and runs its tests: `make mutation`.

mutmut makes the changes and runs the tests that reach a changed function; `[tool.mutmut]` in
pyproject.toml says which code and tests. This draws the sample, and tells which survivors nobody
has explained in `equivalents.yaml`.
"""

import argparse
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import yaml
from mutmut.__main__ import create_mutants
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir, walk_mutatable_files

EQUIVALENTS: Final = Path(__file__).with_name("equivalents.yaml")
KILLED: Final = {"killed", "timeout"}
GOAL: Final = 0.9


class Equivalent(NamedTuple):
    """A change that no test can notice: in `file` the line `old` became `new`."""

    file: str
    old: str
    new: str
    reason: str


def read_equivalents() -> list[Equivalent]:
    """Return the changes of the list, in its order."""
    return [Equivalent(**entry) for entry in yaml.safe_load(EQUIVALENTS.read_text("utf-8"))]


def generate() -> None:
    """Write the changed code to `mutants/`, as `mutmut run` does first."""
    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    create_mutants(2)


def outcomes() -> dict[str, tuple[str, str]]:
    """Return the file and the outcome of each mutant, by its name."""
    found = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            found[name] = (str(path), status_by_exit_code[code])
    return found


def package(name: str) -> str:
    """Return the package of a mutant, such as `audit` of `report_helpers.audit.groups.x_of`."""
    return name.split(".")[1]


def sample(names: Iterable[str], size: int, seed: int) -> list[str]:
    """Return about `size` names, of each package by its share of all."""
    names = sorted(names)
    draw = random.Random(seed)  # noqa: S311 (the same names for the same seed)
    return [
        name
        for key, count in sorted(Counter(map(package, names)).items())
        for name in draw.sample(
            [name for name in names if package(name) == key], round(size * count / len(names))
        )
    ]


def change(file: str, name: str) -> tuple[str, str]:
    """Return what a mutant changes: the lines before and after, with single spaces."""
    lines = get_diff_for_mutant(name, path=file).splitlines()[3:]
    old, new = ("".join(line[1:] + " " for line in lines if line[0] == sign) for sign in "-+")
    return " ".join(old.split()), " ".join(new.split())


def summary(found: Mapping[str, tuple[str, str]]) -> tuple[list[str], bool]:
    """Return the survivors and shares in words, and whether enough are killed."""
    explained = {each[:3] for each in read_equivalents()}
    alive = {name: file for name, (file, status) in found.items() if status not in KILLED}
    lines, equivalent = [], 0
    for name, file in alive.items():
        old, new = change(file, name)
        if (file, old, new) in explained:
            equivalent += 1
        else:
            lines.append(f"{found[name][1]} {name}\n  {file}\n  - {old}\n  + {new}")
    for key, count in sorted(Counter(map(package, found)).items()):
        dead = count - sum(package(name) == key for name in alive)
        lines.append(f"{key}: {dead} of {count} killed ({dead / count:.1%})")
    killed, rest = len(found) - len(alive), len(found) - equivalent
    lines += [
        f"all: {killed} of {len(found)} killed ({killed / len(found):.1%})",
        f"without {equivalent} explained survivors: {killed / rest:.1%}",
    ]
    return lines, killed / rest >= GOAL


def main() -> int:
    """Run a sample or all mutants; return 1 if too few are killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sample", type=int, default=400, help="how many; 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws others")
    arguments = parser.parse_args()
    generate()
    names = outcomes()
    drawn = sample(names, arguments.sample, arguments.seed) if arguments.sample else []
    program = Path(sys.executable).with_name("mutmut")
    subprocess.run([program, "run", *drawn], check=True)
    found = outcomes()
    lines, good = summary({name: found[name] for name in drawn or found})
    print(*lines, sep="\n")  # noqa: T201
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
