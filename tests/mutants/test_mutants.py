"""The lists of mutants fit the code, and a sample of ten is killed; `make mutants` runs all."""

import re
from pathlib import Path

import pytest
import yaml

from .run_mutants import LIST, ROOT, Mutant, MutantError, mutated, read_mutants, sample, survivors

MUTANTS = read_mutants()
PAGE = (ROOT / "docs/reliability.md").read_text("utf-8")
CODES = set(re.findall(r"^\| ([A-Z]\d\d) \|", PAGE, re.MULTILINE))


def test_names_are_unique() -> None:
    """A name stands for one mutant."""
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_each_mutant_fits_the_code(mutant: Mutant) -> None:
    """Its text is in the file once, the change compiles, and its tests and its row exist."""
    changed = mutated(mutant, (ROOT / mutant.file).read_text("utf-8"))
    if mutant.file.endswith(".py"):
        compile(changed, mutant.file, "exec")
    assert mutant.protects in CODES
    for test in mutant.tests:
        path, _, name = test.partition("::")
        assert re.search(
            rf"^def {re.escape(name)}\(", (ROOT / "tests" / path).read_text("utf-8"), re.MULTILINE
        )


def test_a_mutant_whose_text_is_gone_is_an_error() -> None:
    """The message names the list to correct."""
    gone = Mutant("gone", "", "a.py", "no such text", "", ())
    with pytest.raises(MutantError, match=rf"gone: its old text is 0 times in a.py.*{LIST.name}"):
        mutated(gone, Path(__file__).read_text("utf-8").replace(gone.old, ""))


def test_each_explained_survivor_fits_the_code() -> None:
    """What `make mutation` may leave alive changes a line that is there, for a reason."""
    for entry in yaml.safe_load(LIST.with_name("equivalents.yaml").read_text("utf-8")):
        assert entry.keys() == {"file", "old", "new", "reason"}
        assert entry["old"] in " ".join((ROOT / entry["file"]).read_text("utf-8").split()), entry


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.timeout(1500)
def test_ten_mutants_are_killed() -> None:
    """Chosen by the SHA-256 of their names."""
    assert survivors(sample(MUTANTS)) == []
