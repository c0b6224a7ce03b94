"""The page computes what Python computes, to the last bit, or shows no inputs."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Open
from .moving import CHART, expected, island, ready, rehashed, states, walk
from .sample_projection import CONTENT, Content

pytestmark = pytest.mark.browser

FORMULA = "value=value*(1.0+growth);"
CHANGED = "value=value*(1.0000001+growth);"


def differing(content: Content, page: Path, visit: Open, *, by_address: bool) -> list[object]:
    """Return of 50 random states those whose path on the page is not Python's."""
    seen = visit(page)
    ready(seen.page)
    wanted = states(content, 50, seed=by_address)
    shown = walk(seen.page, wanted, content["traces"]["path"], by_address=by_address)
    paths = [expected(content, state) for state in wanted]
    assert sum(path is not None for path in paths) > 25
    assert seen.messages == []
    assert seen.requests == []
    return [
        state
        for state, path, found in zip(wanted, paths, shown, strict=True)
        if found["refused"] != (path is None) or (path and found["path"] != path)
    ]


@pytest.mark.parametrize("by_address", [False, True], ids=["inputs", "address"])
@pytest.mark.parametrize("made", ["projection_page", "shipped_page"])
def test_every_point_is_pythons(
    request: pytest.FixtureRequest, visit: Open, made: str, *, by_address: bool
) -> None:
    """50 states of all inputs: every value of the path is equal, and no path is none in both."""
    page: Path = request.getfixturevalue(made)
    assert differing(island(page), page, visit, by_address=by_address) == []


def written(folder: Path, html: str) -> Path:
    """Return a page in a file of its own."""
    path = folder / "changed.html"
    path.write_text(html, encoding="utf-8")
    return path


def with_content(page: Path, content: Content) -> str:
    """Return the page with another projection in it, of which the script knows nothing else."""
    html = page.read_text(encoding="utf-8")
    head, _, rest = html.partition('data-projection="projection">')
    tail = rest[rest.index("</script>") :]
    return f'{head}data-projection="projection">{safe(content)}{tail}'


def safe(content: Content) -> str:
    """Return JSON that is safe in an HTML element."""
    return json.dumps(content).replace("<", "\\u003c")


def test_a_changed_formula_is_noticed(projection_page: Path, visit: Open, tmp_path: Path) -> None:
    """A constant 1e-7 off changes paths, which shows that the comparison above can fail."""
    checks = [check for check in CONTENT["checks"] if check["state"]["model"] != "compound"]
    unchecked = with_content(projection_page, {**CONTENT, "checks": checks})
    page = written(tmp_path, rehashed(unchecked, FORMULA, CHANGED))
    assert differing(CONTENT, page, visit, by_address=False)


def refuses(page: Path, visit: Open) -> None:
    """Assert that a page says why there are no inputs, and keeps its picture and chart."""
    seen = visit(page)
    chart = seen.page.locator(CHART)
    expect(chart.locator(".disagrees")).to_be_visible()
    expect(chart.locator(".disagrees")).to_contain_text("other numbers than the notebook")
    assert seen.page.locator(":is(form, .tools, select, input):visible").count() == 0
    expect(chart.locator(".stage svg:visible").first).to_be_visible()
    assert seen.draw_all() == []
    assert seen.messages == []


def test_a_changed_formula_removes_the_inputs(
    projection_page: Path, visit: Open, tmp_path: Path
) -> None:
    """With the notebook's numbers to compare with, the page itself notices."""
    html = projection_page.read_text(encoding="utf-8")
    refuses(written(tmp_path, rehashed(html, FORMULA, CHANGED)), visit)


@pytest.mark.parametrize("key", ["length", "last", "total", "fan"])
def test_another_number_removes_the_inputs(
    projection_page: Path, visit: Open, tmp_path: Path, key: str
) -> None:
    """A check value that is off by its last digits is another number."""
    checks = CONTENT["checks"]
    check = next(check for check in checks if key in check)
    others = [other for other in checks if other != check]
    off = {**check, key: check[key] * (1 + 1e-15) + (key == "length")}
    assert off[key] != check[key]
    refuses(
        written(tmp_path, with_content(projection_page, {**CONTENT, "checks": [*others, off]})),
        visit,
    )


@pytest.mark.parametrize("damage", ["", "null", '{"checks": []}', '{"checks": [{"state": {}}]}'])
def test_a_damaged_projection_removes_the_inputs(
    projection_page: Path, visit: Open, tmp_path: Path, damage: str
) -> None:
    """What proves nothing is not believed."""
    html = projection_page.read_text(encoding="utf-8").replace(safe_island(projection_page), damage)
    refuses(written(tmp_path, html), visit)


def safe_island(page: Path) -> str:
    """Return the text of a page's projection."""
    html = page.read_text(encoding="utf-8")
    return html.partition('data-projection="projection">')[2].partition("</script>")[0]
