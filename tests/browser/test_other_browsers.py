"""The main things of the page in Firefox and WebKit; skipped, with the reason, without them."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest

from report_helpers.claims import read_claims
from report_helpers.package_files import shipped
from report_helpers.page.builder import build_page
from report_helpers.projection.display import projection

from .sample_projection import SHIPPED, projection_notebooks
from .web_drivers import DRIVERS, Driver

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LISTENER = """window.said = [];
const note = (words) => window.said.push(String(words));
addEventListener("error", (event) => note(event.message ?? event.target));
addEventListener("unhandledrejection", (event) => note(event.reason));
addEventListener("securitypolicyviolation", (event) => note(event.violatedDirective));
for (const name of ["error", "warn"]) console[name] = note;"""
REQUESTS = """return performance.getEntriesByType("resource").map((entry) => entry.name)
  .filter((name) => !/^(data|blob):/.test(name));"""


@pytest.fixture(scope="module", params=sorted(DRIVERS))
def driver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driver]:
    """A browser that reaches no host."""
    with DRIVERS[request.param](tmp_path_factory.mktemp(request.param)) as found:
        if isinstance(found, str):
            pytest.skip(found)
        yield found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shipped first screen and projection, with a listener that the policy knows."""
    first = nbformat.read(shipped("notebooks") / "01_overview.ipynb", as_version=4)
    figure = projection(read_claims(str(SHIPPED))).figure
    html = build_page([first, *projection_notebooks(figure)], as_of="2026-11-23").html
    digest = base64.b64encode(hashlib.sha256(LISTENER.encode()).digest()).decode()
    html = html.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    html = html.replace("<title>", f"<script>{LISTENER}</script><title>", 1)
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(html, encoding="utf-8")
    return path.as_uri()


def until(driver: Driver, script: str) -> Any:
    """Return what a script returns, as soon as that is true."""
    for _ in range(200):
        if found := driver.run(script):
            return found
        time.sleep(0.1)
    pytest.fail(f"never true: {script}; {driver.run('return window.said')}")


def test_the_page_opens_and_draws(driver: Driver, address: str) -> None:
    """Charts come alive without a message or a request, and nothing is wider than the window."""
    driver.open(address)
    until(driver, "return document.querySelector('[data-drawn=true]') !== null")
    assert driver.run("return document.documentElement.scrollWidth <= innerWidth")
    assert driver.run("return window.said") == []
    assert driver.run(REQUESTS) == []


def test_an_address_opens_a_dossier(driver: Driver, address: str) -> None:
    """The address of a claim opens its line and brings it to the screen."""
    driver.open("about:blank")
    driver.open(f"{address}#claim-a05_ai_demand")
    place = until(
        driver,
        """const box = document.getElementById("claim-a05_ai_demand")
      .getBoundingClientRect();
      return box.height > 0 && box.top < innerHeight && box.bottom > 0 && {...box.toJSON()};""",
    )
    assert place["height"] > 100
    assert driver.run("return window.said") == []


def test_the_slider_computes(driver: Driver, address: str) -> None:
    """The browser computes the kernel's numbers to the last bit, and others when a slider moves."""
    driver.open(address)
    told = "return document.querySelector('.headline dd').textContent"
    form = "document.querySelector('form.projection')"
    until(driver, f"return {form} !== null && !{form}.hidden")
    before = until(driver, told)
    driver.run(f"""const slider = {form}.querySelector("[data-input=growth] input[type=range]");
      slider.value = Number(slider.max);
      for (const kind of ["input", "change"])
        slider.dispatchEvent(new Event(kind, {{bubbles: true}}));""")
    until(driver, f"{told} !== {json.dumps(before)}")
    assert driver.run("return document.querySelector('.disagrees').hidden")
    assert driver.run("return window.said") == []


def test_the_switch_changes_the_theme(driver: Driver, address: str) -> None:
    """The page's ground becomes dark, or light."""
    driver.open(address)
    ground = "return getComputedStyle(document.body).backgroundColor"
    seen = {until(driver, ground)}
    for _ in range(2):
        driver.run("document.querySelector('.theme').click()")
        seen.add(driver.run(ground))
    assert seen == {"rgb(255, 255, 255)", "rgb(20, 24, 31)"}
    assert driver.run("return window.said") == []
