"""Groups of rows: numbered keys, extremes and members."""

import numpy as np

from report_helpers.audit.groups import Groups, numbered_keys


def test_keys_are_numbered_as_they_appear() -> None:
    """A missing key is a key like any other; arrays and lists mix."""
    codes = numbered_keys(["a", None, "a", None], np.array([1, 1, 1, 2]))
    assert codes.tolist() == [0, 1, 0, 2]


def test_what_is_in_no_group_counts_nowhere() -> None:
    """Among some rows there are as many groups as before, some of them empty."""
    numbers = np.array([3.0, 1.0, 1.0, 9.0])
    groups = Groups(np.array([0, 0, 0, 1])).among(np.array([True, True, True, False]))
    assert groups.least(numbers).tolist() == [1.0, np.inf]
    assert groups.most(numbers).tolist() == [3.0, -np.inf]
    assert groups.first_least(numbers).tolist() == [1, -1]
    assert list(groups.members(np.array([True, True]))) == [[0, 1, 2]]
