"""Problems in full: each line that the command prints about a file, with what to do about it.

`problems.yaml` has rows, or an edit of the good file, and the lines. Whoever rewrites a message
rewrites it there.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from report_helpers.claims.read import parse_claims
from report_helpers.errors import DataError

pytestmark = pytest.mark.slow

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("problems.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_problem_is_told_in_full(
    csv_of: Callable[..., bytes], edited: Callable[[str, str], str], case: dict[str, Any]
) -> None:
    """The place, what is wrong, and what to do."""
    raw = csv_of(*case["rows"]) if "rows" in case else edited(case["old"], case["new"]).encode()
    with pytest.raises(DataError) as caught:
        parse_claims(raw, "my.csv")
    assert caught.value.lines() == case["says"]
