"""Models: equal to their closed form, fitted through their end, refused outside their domain."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from report_helpers.analysis.formulas import (
    bass,
    compound,
    fit_compound,
    fit_linear,
    fit_logistic,
    linear,
    logistic,
    root,
)
from report_helpers.analysis.milestones import (
    cumulative,
    doubling_time,
    implied_growth,
    years_until,
)
from report_helpers.analysis.projection_models import (
    FORMULAS,
    MODELS,
    DomainError,
    fitted_growth,
    formula_inputs,
    project,
)
from report_helpers.errors import UsageError

BASES = st.floats(1e-3, 1e13)
GROWTHS = st.floats(-0.9, 5)
YEARS = st.integers(0, 60)
ROOMS = st.floats(1.001, 1e4)
"""How often the base goes into the ceiling."""


def close(value: float, relative: float = 1e-12) -> object:
    """Return what equals a number within a relative error alone."""
    return pytest.approx(value, rel=relative, abs=0)


@given(BASES, GROWTHS, YEARS)
def test_compound_growth_is_a_power(base: float, growth: float, years: int) -> None:
    """The value of year t is base * (1 + growth) ** t."""
    path = compound(base, growth, years)
    assert path == [close(base * (1 + growth) ** year) for year in range(years + 1)]


@given(BASES, st.floats(-0.01, 5), YEARS)
def test_a_line_adds_the_same_every_year(base: float, growth: float, years: int) -> None:
    """Each year adds base * growth."""
    path = linear(base, growth, years)
    assert path == [close(base + base * growth * year) for year in range(years + 1)]


def test_a_falling_line_ends_at_nothing() -> None:
    """No market is below zero."""
    assert linear(100.0, -0.4, 4) == [100, 60, close(20), 0, 0]


@given(BASES, GROWTHS, ROOMS, YEARS)
def test_logistic_values_are_on_the_continuous_curve(
    base: float, growth: float, room: float, years: int
) -> None:
    """The yearly values are those of the logistic function, to rounding."""
    ceiling = base * room
    curve = [
        ceiling / (1 + (ceiling / base - 1) * (1 + growth) ** -year) for year in range(years + 1)
    ]
    assert logistic(base, growth, ceiling, years) == [close(value, 1e-9) for value in curve]


@given(BASES, st.floats(0, 5), st.floats(1e4, 1e6))
def test_logistic_starts_as_compound_growth(base: float, growth: float, room: float) -> None:
    """Far below its ceiling it grows at nearly its growth, and never faster."""
    first, second = logistic(base, growth, base * room, 1)
    assert first * (1 + growth) * (1 - growth / room) <= second * (1 + 1e-12)
    assert second <= first * (1 + growth)


@given(BASES, ROOMS, st.integers(1, 60), st.floats(0, 1), st.floats(0, 1))
def test_bass_rises_and_stays_below_its_ceiling(
    base: float, room: float, years: int, p: float, share: float
) -> None:
    """Whatever its coefficients, no year falls and none passes the market potential."""
    ceiling = base * room
    path = bass(base, ceiling, years, p, (1 - p) * share)
    assert all(before <= after for before, after in pairwise(path))
    assert path[-1] <= ceiling * (1 + 1e-12)


@given(BASES, ROOMS, st.integers(1, 60), st.floats(0, 0.9))
def test_bass_without_imitation_closes_a_share_of_the_gap(
    base: float, room: float, years: int, p: float
) -> None:
    """With q of 0 the gap to the ceiling shrinks by p a year."""
    ceiling = base * room
    gaps = [ceiling - (ceiling - base) * (1 - p) ** year for year in range(years + 1)]
    assert bass(base, ceiling, years, p, 0.0) == [close(gap, 1e-9) for gap in gaps]


def test_bass_has_the_coefficients_of_the_meta_analysis() -> None:
    """By default p is 0.03 and q 0.38."""
    assert bass(10.0, 100.0, 20) == bass(10.0, 100.0, 20, 0.03, 0.38)
    assert bass(10.0, 100.0, 1)[1] == close(10 + (0.03 + 0.038) * 90)


@given(st.floats(1e-60, 1e60), st.integers(1, 200))
def test_a_root_is_nearly_a_power(number: float, degree: int) -> None:
    """The bisected root is the power's, to rounding."""
    assert root(number, degree) == close(number ** (1 / degree), 1e-13)


@pytest.mark.parametrize(
    ("number", "degree", "expected"), [(1.0, 7, 1), (8.0, 3, 2), (0.25, 2, 0.5)]
)
def test_whole_roots_are_exact(number: float, degree: int, expected: float) -> None:
    """What has an exact root gets it, so that no growth is none."""
    assert root(number, degree) == expected


@given(BASES, st.floats(1e-3, 1e3), st.integers(1, 60))
def test_fitted_paths_end_at_the_printed_end(base: float, ratio: float, span: int) -> None:
    """Compound growth and the line come back to the end, and go on from there."""
    end = base * ratio
    for name in ("compound", "linear"):
        growth = fitted_growth(name, {"base": base, "end": end, "span": span})
        path = MODELS[name].formula(base, growth, span + 5)
        assert path[span] == close(end, 1e-9)


@given(BASES, ROOMS, ROOMS, st.integers(1, 60))
def test_a_fitted_logistic_ends_at_the_printed_end(
    base: float, room: float, above: float, span: int
) -> None:
    """Wherever the ceiling moves, the refitted path leads through base and end, either way."""
    for start, end in ((base, base * room), (base * room, base)):
        state = {"base": start, "end": end, "span": span, "ceiling": base * room * above}
        state["growth"] = fitted_growth("logistic", state)
        assume(state["growth"] > -1 + 1e-5)
        path = project("logistic", {**state, "years": span})
        assert path[-1] == close(end, 1e-9)


def test_fits_are_called_with_plain_numbers_too() -> None:
    """The formulas contain no checks."""
    assert fit_compound(100.0, 121.0, 2) == close(0.1)
    assert fit_linear(100.0, 121.0, 2) == close(0.105)
    assert fit_logistic(10.0, 50.0, 100.0, 2) == close(2)


# ---- by name ---------------------------------------------------------------------------------

STATE = {
    "base": 100, "growth": 0.2, "ceiling": 500, "p": 0.03, "q": 0.38, "years": 7,
    "end": 225, "span": 7,
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_every_model_takes_its_inputs_of_one_state(name: str) -> None:
    """A state may hold more than a model needs; the path is the base and a value a year."""
    path = project(name, STATE)
    assert len(path) == 8
    assert path[0] == 100
    assert path == MODELS[name].formula(
        *(STATE[part] if part in ("years", "span") else float(STATE[part])
          for part in formula_inputs(MODELS[name].formula))
    )  # fmt: skip
    assert all(type(value) is float for value in path)


def test_bass_needs_no_coefficients() -> None:
    """What has a default may be missing from the state."""
    state = {"base": 10, "ceiling": 100, "years": 3}
    assert project("bass", state) == bass(10.0, 100.0, 3)


def test_every_formula_comes_after_those_it_calls() -> None:
    """The page needs all of them, each once."""
    names = [formula.__name__ for formula in FORMULAS]
    assert len(names) == len(set(names))
    assert {"root", "compound", "linear", "logistic", "bass", "fit_logistic"} < set(names)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("compound", {"base": 0}, "base: 0 is not above 0; choose a number above 0"),
        ("compound", {"base": -3}, "base: -3 is not above 0"),
        ("compound", {"base": math.nan}, "base: nan is not a finite number"),
        ("compound", {"growth": -1}, "growth: -1 is not above -1"),
        ("linear", {"growth": -2}, "growth: -2 is not above -1"),
        ("logistic", {"growth": math.inf}, "growth: inf is not a finite number"),
        ("logistic", {"ceiling": 100}, "ceiling: 100 is not above the base 100"),
        ("bass", {"ceiling": 99}, "ceiling: 99 is not above the base 100"),
        ("bass", {"p": -0.1}, "p: -0.1 is negative"),
        ("bass", {"q": -0.1}, "q: -0.1 is negative"),
        ("bass", {"p": 0.7, "q": 0.7}, "q: the sum of p and q is 1.4"),
        ("compound", {"years": -1}, "years: the end is before the start"),
        ("compound", {"years": 2.5}, "years: 2.5 is not a number of years"),
        ("compound", {"years": math.nan}, "years: nan is not a number of years"),
        ("compound", {"years": 201}, "years: 201 is not a number of years"),
        ("compound", {"growth": 1e100}, "growth: the path leaves the range of numbers"),
        ("gompertz", {}, "model: there is no model 'gompertz'; choose one of compound, linear"),
    ],
)
def test_inputs_outside_a_models_domain_are_refused(
    name: str, change: dict[str, float], message: str
) -> None:
    """The error names the input, what is wrong, and what to do."""
    with pytest.raises(DomainError) as caught:
        project(name, {**STATE, **change})
    assert str(caught.value).startswith(message)
    assert isinstance(caught.value, UsageError)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("compound", {"end": 0}, "end: 0 is not above 0"),
        ("linear", {"span": 0}, "span: the end is before the start"),
        ("logistic", {"ceiling": 200}, "ceiling: 200 is not above the end 225"),
        ("logistic", {"base": 300, "ceiling": 250}, "ceiling: 250 is not above the base 300"),
        ("bass", {}, "model: bass has no growth to fit"),
    ],
)
def test_growth_that_cannot_be_fitted_is_refused(
    name: str, change: dict[str, float], message: str
) -> None:
    """The same for a fit."""
    with pytest.raises(DomainError) as caught:
        fitted_growth(name, {**STATE, **change})
    assert str(caught.value).startswith(message)


def test_a_missing_input_is_named() -> None:
    """The error names the missing input."""
    with pytest.raises(DomainError, match="ceiling: logistic needs this input"):
        project("logistic", {"base": 1, "growth": 0.1, "years": 3})


# ---- milestones ------------------------------------------------------------------------------

PATHS = st.lists(st.floats(1e-3, 1e12), min_size=1, max_size=40)


@given(PATHS, st.floats(1e-3, 1e12))
def test_a_threshold_is_met_where_the_path_is_drawn(path: list[float], threshold: float) -> None:
    """The interpolated value at the found time is the threshold; before, the path is on one side.

    Without a time, the path stays on one side.
    """
    found = years_until(path, threshold)
    last = len(path) - 1 if found is None else math.ceil(found) - 1
    sides = {value > threshold for value in path[: last + 1]}
    if found is None:
        assert len(sides) == 1
        return
    assert len(sides) <= 1
    year = min(int(found), len(path) - 1)
    after = path[min(year + 1, len(path) - 1)]
    here = path[year] + (found - year) * (after - path[year])
    assert here == pytest.approx(threshold, abs=1e-12 * len(path) * max(path))


@pytest.mark.parametrize(
    ("path", "threshold", "expected"),
    [
        ([100.0, 200.0], 150.0, 0.5),
        ([100.0, 200.0], 200.0, 1.0),
        ([100.0, 200.0], 100.0, 0.0),
        ([200.0, 100.0, 50.0], 75.0, 1.5),
        ([100.0, 300.0, 100.0], 200.0, 0.5),
        ([100.0, 200.0], 201.0, None),
        ([100.0], 50.0, None),
    ],
)
def test_thresholds_are_interpolated(
    path: list[float], threshold: float, expected: float | None
) -> None:
    """Rising or falling, the first time counts; never is missing."""
    assert years_until(path, threshold) == expected


@given(BASES, st.floats(0.02, 1))
def test_doubling_is_near_its_closed_form(base: float, growth: float) -> None:
    """Between two years the path is straight, so it is within the year of log 2 / log(1 + g)."""
    found = doubling_time(compound(base, growth, 60))
    exact = math.log(2) / math.log1p(growth)
    assert found is not None
    assert math.floor(exact + 1e-9) - 1e-9 <= found <= math.ceil(exact - 1e-9) + 1e-9
    assert found == pytest.approx(exact, abs=0.1)


def test_a_path_without_growth_never_doubles() -> None:
    """There is no doubling time then."""
    assert doubling_time(compound(10.0, 0.0, 60)) is None


@given(BASES, st.floats(0.01, 2), YEARS)
def test_the_total_of_compound_growth_is_a_geometric_sum(
    base: float, growth: float, years: int
) -> None:
    """The base year is counted, and each year after it once."""
    total = base * ((1 + growth) ** (years + 1) - 1) / growth
    assert cumulative(compound(base, growth, years)) == close(total, 1e-9)


@given(BASES, GROWTHS, st.integers(1, 60))
def test_growth_is_implied_by_the_ends_of_a_path(base: float, growth: float, years: int) -> None:
    """Of compound growth it is the growth itself."""
    assert implied_growth(compound(base, growth, years)) == pytest.approx(growth, abs=1e-12)


def test_one_value_implies_no_growth() -> None:
    """And a path that ends at nothing has lost everything."""
    assert implied_growth([5.0]) is None
    assert implied_growth([5.0, 2.0, 0.0]) == -1
