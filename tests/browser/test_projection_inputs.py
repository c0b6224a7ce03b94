"""The inputs of a projection: exact numbers, keys, thresholds, axes, and the way back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from report_helpers.analysis.milestones import years_until
from report_helpers.projection.evaluate import drawn_paths

from .conftest import Open
from .moving import CHART, button, field, path_of, ready, shown_path, typed
from .quarters import QUARTERS
from .sample_projection import CONTENT

pytestmark = pytest.mark.browser

TRACES = CONTENT["traces"]


def wrong_of(page: Page, name: str) -> str:
    """Return the id of what says what is wrong with an input, in the input's own block."""
    described = field(page, name).get_attribute("aria-describedby") or ""
    block = field(page, name).locator("xpath=ancestor::div[@data-input]")
    expect(block.locator(f"#{described}")).to_have_attribute("role", "alert")
    return described


def test_exact_numbers_are_typed_in_percent(projection_page: Path, visit: Open) -> None:
    """With its sign or without; what is none is said, and the value before stays."""
    page = visit(projection_page).page
    ready(page)
    exact, wrong = field(page, "growth-exact"), page.locator(f"#{wrong_of(page, 'growth-exact')}")
    assert exact.input_value() == "36.2 %"
    for text in QUARTERS:
        field(page, "source").select_option("implied")
        typed(page, "growth-exact", text)
        assert shown_path(page) == path_of(growth=0.25)
        assert exact.input_value() == "25 %"
    for text, why in (("0,3", "has a comma"), ("180", "out of range"), ("x", "not a number")):
        typed(page, "growth-exact", text)
        expect(wrong).to_contain_text(f"Growth a year: “{text}”")
        expect(wrong).to_contain_text(why)
        expect(exact).to_have_attribute("aria-invalid", "true")
        assert shown_path(page) == path_of(growth=0.25)
    typed(page, "horizon-exact", "2041")
    expect(wrong).to_be_empty()
    assert shown_path(page) == path_of(growth=0.25, horizon=2041)
    assert exact.input_value() == "25 %"


def test_a_base_of_ones_own_is_typed(projection_page: Path, visit: Open) -> None:
    """The chart starts from it, words say whose it is, and an empty field is the printed one."""
    page = visit(projection_page).page
    ready(page)
    base, year = field(page, "base"), field(page, "base_year")
    assert (base.input_value(), base.get_attribute("placeholder")) == ("", "26.03, as printed")
    assert (year.input_value(), year.get_attribute("placeholder")) == ("", "2023, as printed")
    typed(page, "base", "40")
    typed(page, "base_year", "2024")
    assert shown_path(page) == path_of(base=40.0, base_year=2024)
    assert shown_path(page, TRACES["printed"]) == [26.03, 225.91]
    own = "the reader's own $40 billion for 2024"
    expect(page.locator(f"{CHART} .title")).to_contain_text(own)
    typed(page, "base_year", "2030")
    wrong = page.locator(f"#{wrong_of(page, 'base_year')}")
    expect(wrong).to_contain_text("not before the year of the printed")
    assert shown_path(page) == path_of(base=40.0, base_year=2024)
    typed(page, "base_year", "")
    typed(page, "base", "")
    assert shown_path(page) == path_of()
    expect(page.locator(f"{CHART} .title")).not_to_contain_text("own")


def test_the_last_path_stays_however_fast_it_is_typed(projection_page: Path, visit: Open) -> None:
    """A year without a path leaves the one before it was begun, though no frame showed that."""
    page = visit(projection_page).page
    ready(page)
    typed(page, "base_year", "2024")
    assert shown_path(page) == path_of(base_year=2024)
    for texts, path in (([""], path_of()), (["2", "2030"], path_of(base_year=2024))):
        field(page, "base_year").evaluate(
            """(input, texts) => {
              for (const text of texts) {
                input.value = text;
                input.dispatchEvent(new Event("input", { bubbles: true }));
              }
            }""",
            texts,
        )
        assert shown_path(page) == path


def test_the_paths_of_growths_drawn_anew_are_shaded(projection_page: Path, visit: Open) -> None:
    """A choice, with how many paths and which seed; it is in the address, and undone."""
    page = visit(projection_page).page
    ready(page)
    subtitle = page.locator(f"{CHART} .subtitle")
    kept = shown_path(page, TRACES["fan"][0])
    field(page, "fan").select_option("drawn")
    expect(subtitle).to_contain_text("10,000 paths")
    expect(subtitle).to_contain_text("seed 1")
    expect(subtitle).to_contain_text("not a confidence interval")
    page.wait_for_url("**/*#fan=drawn")
    paths = drawn_paths(CONTENT, CONTENT["state"])
    assert shown_path(page, TRACES["fan"][0]) == []
    assert shown_path(page, TRACES["median"]) == paths[2]
    assert shown_path(page, TRACES["drawn"][0]) == [*paths[0], *paths[4][::-1]]
    assert shown_path(page, TRACES["drawn"][1]) == [*paths[1], *paths[3][::-1]]
    field(page, "model").select_option("bass")
    expect(field(page, "fan")).to_be_hidden()
    button(page, "Undo").click()
    button(page, "Undo").click()
    assert shown_path(page, TRACES["fan"][0]) == kept
    assert shown_path(page, TRACES["median"]) == []


def test_a_page_key_is_five_steps(projection_page: Path, visit: Open) -> None:
    """As in JupyterLab."""
    page = visit(projection_page).page
    ready(page)
    field(page, "horizon").focus()
    for key, year in (("PageUp", 2040), ("ArrowLeft", 2039), ("PageDown", 2034), ("End", 2050)):
        page.keyboard.press(key)
        assert shown_path(page) == path_of(horizon=year)


def test_a_threshold_is_drawn_where_it_is_met(projection_page: Path, visit: Open) -> None:
    """A line, and a point with its year; what is no threshold is said and changes nothing."""
    page = visit(projection_page).page
    ready(page)
    told = page.locator(f"{CHART} [data-told=passing]")
    message = page.locator(f"#{wrong_of(page, 'threshold')}")
    field(page, "threshold").fill("500")
    path = path_of()
    assert path is not None
    year = f"{2023 + (years_until(path, 500.0) or 0):.1f}"
    expect(told).to_have_text(year)
    assert shown_path(page, TRACES["threshold"]) == [500, 500]
    assert shown_path(page, TRACES["reached"]) == [500]
    label = page.locator(f"{CHART} .live .textpoint text", has_text="billion in")
    expect(label).to_have_text(f"$500 billion in {year}")
    field(page, "growth").fill("0.4")
    moved = path_of(growth=0.4)
    assert moved is not None
    year = f"{2023 + (years_until(moved, 500.0) or 0):.1f}"
    expect(label).to_have_text(f"$500 billion in {year}")
    for wrong in ("-3", "1e9", "0,5", "99999"):
        field(page, "threshold").fill(wrong)
        expect(message).to_contain_text("The last value stays.")
        expect(message).to_contain_text(f"“{wrong}”")
        expect(told).to_have_text(year)
    field(page, "threshold").fill("9000")
    expect(told).to_have_text("not by 2035")
    assert shown_path(page, TRACES["threshold"]) == []
    field(page, "threshold").press("Enter")
    expect(page.locator(f"{CHART} form")).to_be_visible()
    typed(page, "threshold", "")
    expect(field(page, "threshold")).to_have_value("1000")
    expect(message).to_be_empty()


def test_what_was_done_is_undone_and_done_again(projection_page: Path, visit: Open) -> None:
    """By buttons and by keys in the form; moves of one gesture are one step."""
    page = visit(projection_page).page
    ready(page)
    field(page, "model").select_option("linear")
    field(page, "horizon").evaluate(
        """(slider) => {
          for (const year of [2036, 2037, 2038]) {
            slider.value = year;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
          }
          slider.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    typed(page, "growth-exact", "25")
    last = path_of(model="linear", horizon=2038, growth=0.25)
    assert shown_path(page) == last
    button(page, "Undo").click()
    assert shown_path(page) == path_of(model="linear", horizon=2038)
    field(page, "model").press("Control+z")
    assert shown_path(page) == path_of(model="linear")
    field(page, "growth").press("Control+z")
    assert shown_path(page) == path_of()
    expect(button(page, "Undo")).to_have_attribute("aria-disabled", "true")
    button(page, "Undo").click(force=True)
    field(page, "growth").press("Control+y")
    field(page, "growth").press("Control+Shift+Z")
    button(page, "Redo").click()
    assert shown_path(page) == last
    button(page, "Reset").click()
    assert shown_path(page) == path_of()
    button(page, "Undo").click()
    assert shown_path(page) == last


def test_a_text_that_is_being_typed_is_the_browsers(projection_page: Path, visit: Open) -> None:
    """There Ctrl+Z takes back letters, not paths."""
    page = visit(projection_page).page
    ready(page)
    field(page, "model").select_option("linear")
    exact = field(page, "growth-exact")
    exact.click()
    exact.press("End")
    exact.press_sequentially("x")
    exact.press("Control+z")
    assert field(page, "model").input_value() == "linear"


def test_a_logarithmic_axis(projection_page: Path, visit: Open) -> None:
    """It is one of the inputs: in the address, with ticks in plain numbers, and undone."""
    page = visit(projection_page).page
    ready(page)
    field(page, "axis").select_option("log")
    page.wait_for_url("**/*#axis=log")
    ticks = page.locator(f"{CHART} .live .ytick text")
    expect(ticks).to_have_text(["30", "100", "300", "1,000"])
    field(page, "horizon").fill("2050")
    expect(ticks).to_have_text(["100", "1,000", "10,000", "100,000"])
    button(page, "Undo").click()
    button(page, "Undo").click()
    expect(ticks.first).to_have_text("0")


def test_the_title_follows(projection_page: Path, visit: Open) -> None:
    """It says how much of what the path makes, and the subtitle what is shaded, if anything."""
    page = visit(projection_page).page
    ready(page)
    title, subtitle = (page.locator(f"{CHART} {part}") for part in (".title", ".subtitle"))
    expect(subtitle).to_contain_text("Shaded: this model at the growth of each source")
    field(page, "horizon").fill("2030")
    expect(title).to_have_text("At 36.2 % a year, $26.03 billion becomes $225.91 billion in 2030")
    field(page, "model").select_option("bass")
    expect(title).to_contain_text("By Bass diffusion up to $451.82 billion, $26.03 billion becomes")
    expect(subtitle).not_to_contain_text("Shaded")
