"""Takes protections away one by one and checks that their tests fail: `make mutants`.

Each mutant of `mutants.yaml` replaces one text in one file of a throwaway copy of the checkout.
First the named tests run without a mutant and must pass.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
LIST: Final = Path(__file__).with_name("mutants.yaml")
SAMPLE: Final = 10
"""How many mutants the everyday tests take."""
TEST_LIMIT, MUTANT_LIMIT, WHOLE_LIMIT = 100, 300, 1800
"""Seconds for one test, for the tests of one mutant, and for all tests without a mutant."""
PASSED, FAILED = 0, 1
"""Exit codes of pytest; any other says that it did not run the tests."""


class Mutant(NamedTuple):
    """A protection taken away: where, and the tests that must notice it."""

    name: str
    protects: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


class MutantError(Exception):
    """A mutant does not fit the code, or its tests do not run."""


def read_mutants() -> list[Mutant]:
    """Return the mutants of the list, in its order."""
    entries = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return [Mutant(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries]


def sample(mutants: Iterable[Mutant]) -> list[Mutant]:
    """Return ten mutants: the first ones by the SHA-256 of their names."""
    return sorted(mutants, key=lambda each: sha256(each.name.encode()).digest())[:SAMPLE]


def mutated(mutant: Mutant, text: str) -> str:
    """Return the text of a file with the mutant in it.

    Raises:
        MutantError: the mutant's old text is not in the file exactly once.
    """
    if (count := text.count(mutant.old)) != 1:
        what = f"its old text is {count} times in {mutant.file}"
        raise MutantError(f"{mutant.name}: {what}; write it anew in {LIST.name}")
    return text.replace(mutant.old, mutant.new)


@contextmanager
def checkout() -> Iterator[Path]:
    """Make a copy of the checkout with an environment that imports the copy."""
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "copy")
        listed = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        if (ROOT / "node_modules").is_dir():
            (copy / "node_modules").symlink_to(ROOT / "node_modules")
        _make_environment(copy)
        yield copy


def _make_environment(copy: Path) -> None:
    """Make a virtual environment: our packages, but the product from the copy.

    Not by PYTHONPATH, because a run does not hand it to its processes.
    """
    ours, own = Path(sys.prefix), copy / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", own], check=True)
    [packages] = own.glob("lib/python*/site-packages")
    installed = ours / packages.relative_to(own)
    (packages / "copy.pth").write_text(f"{copy / 'src'}\n{installed}\n", encoding="utf-8")
    for name in ("etc", "share"):
        if (ours / name).is_dir():
            (own / name).symlink_to(ours / name)
    for script in (ours / "bin").iterdir():
        target = own / "bin" / script.name
        if not target.exists() and script.is_file():
            _copy_script(script, target, ours, own)


def _copy_script(script: Path, target: Path, ours: Path, own: Path) -> None:
    first, _, rest = script.read_bytes().partition(b"\n")
    if first.startswith(b"#!" + os.fsencode(ours)):
        target.write_bytes(first.replace(os.fsencode(ours), os.fsencode(own)) + b"\n" + rest)
        target.chmod(0o755)
    else:
        target.symlink_to(script)


def tested(copy: Path, tests: Iterable[str], limit: float) -> tuple[int, str]:
    """Run tests in the copy; return pytest's exit code and output.

    Tests that are not done when the limit has passed are killed, and count as failed.
    """
    command = [
        str(copy / ".venv/bin/python"), "-m", "pytest", "-x", "-q", "--no-header",
        "-p", "no:cacheprovider", "-p", "no:xdist", "--timeout", str(TEST_LIMIT),
        *(f"tests/{test}" for test in tests),
    ]  # fmt: skip
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")
    }
    with subprocess.Popen(
        command, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"}, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            output, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            return FAILED, output
        return process.returncode, output


def refuse_failing(copy: Path, mutants: Iterable[Mutant]) -> None:
    """Check that the named tests pass without a mutant.

    Raises:
        MutantError: they do not.
    """
    tests = dict.fromkeys(test for mutant in mutants for test in mutant.tests)
    code, output = tested(copy, tests, WHOLE_LIMIT)
    if code != PASSED:
        raise MutantError(f"without a mutant the tests end with {code}:\n{output[-3000:]}")


def is_killed(copy: Path, mutant: Mutant) -> bool:
    """Return whether the mutant's tests fail with it.

    Raises:
        MutantError: the mutant does not fit its file, or its tests do not run.
    """
    path = copy / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(mutated(mutant, text), encoding="utf-8")
    # A compiled file of the same second and size would hide the change.
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    try:
        code, output = tested(copy, mutant.tests, MUTANT_LIMIT)
    finally:
        path.write_text(text, encoding="utf-8")
        shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    if code not in {PASSED, FAILED}:
        raise MutantError(f"{mutant.name}: its tests end with {code}:\n{output[-3000:]}")
    return code == FAILED


def survivors(mutants: Sequence[Mutant]) -> list[str]:
    """Run the mutants, print the outcome of each, and return the names of those that survive."""
    found = []
    with checkout() as copy:
        refuse_failing(copy, mutants)
        for mutant in mutants:
            start = time.monotonic()
            killed = is_killed(copy, mutant)
            outcome = "killed  " if killed else "SURVIVED"
            seconds = time.monotonic() - start
            print(f"{outcome} {mutant.protects} {mutant.name} ({seconds:.0f} s)", flush=True)  # noqa: T201
            if not killed:
                found.append(mutant.name)
    return found


def main() -> int:
    """Run the mutants that the arguments name, else all; return 1 if one survives."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", help="mutants to run (default: all)")
    names = parser.parse_args().names
    mutants = [each for each in read_mutants() if not names or each.name in names]
    try:
        survived = survivors(mutants)
    except MutantError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 1
    print(f"{len(mutants)} mutants, {len(survived)} survived")  # noqa: T201
    return 1 if survived or not mutants else 0


if __name__ == "__main__":
    sys.exit(main())
