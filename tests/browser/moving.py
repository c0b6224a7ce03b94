"""Moves the inputs of a projection in the page, and reads what it shows."""

import base64
import hashlib
import json
import random
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from report_helpers.analysis.projection_inputs import SCENARIOS
from report_helpers.analysis.projection_models import DomainError

from .conftest import Open
from .sample_projection import CONTENT, Content, State
from .sample_projection import path_of as path_in

__all__ = [
    "CHART", "after_frame", "at", "button", "expected", "field", "fragment", "island", "path_of",
    "ready", "rehashed", "shown_path", "states", "typed", "walk",
]  # fmt: skip

CHART = "#figure-projection"
AFTER_FRAME = """await new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));"""
WALK = """async ([steps, chart, trace]) => {
  const form = document.querySelector(`${chart} form`);
  const read = () => ({
    path: [...document.querySelector(`${chart} .live`).data[trace].y],
    refused: [...document.querySelectorAll(`${chart} :is(.message, .wrong)`)]
      .some(({ textContent }) => textContent !== ""),
  });
  const seen = [];
  for (const step of steps) {
    if (typeof step === "string") location.hash = step;
    else for (const [name, value] of step) {
      form.elements[name].value = value;
      form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
    }
    // The browser reports a change of the address in a later task.
    await new Promise((done) => setTimeout(done));
    AFTER
    seen.push(read());
  }
  return seen;
}""".replace("AFTER", AFTER_FRAME)


def ready(page: Page) -> None:
    """Bring the projection to the screen, its inputs shown and its chart drawn."""
    page.locator(CHART).scroll_into_view_if_needed()
    expect(page.locator(CHART)).to_have_attribute("data-drawn", "true", timeout=20_000)
    expect(page.locator(f"{CHART} form")).to_be_visible()


def after_frame(page: Page) -> None:
    """Wait until what was asked for before is on the screen."""
    page.evaluate(f"async () => {{ {AFTER_FRAME} }}")


def shown_path(page: Page, trace: int = CONTENT["traces"]["path"]) -> list[float]:
    """Return the values of the path that the chart shows."""
    after_frame(page)
    found: list[float] = page.evaluate(
        "([chart, trace]) => [...document.querySelector(`${chart} .live`).data[trace].y]",
        [CHART, trace],
    )
    return found


def states(content: Content, count: int, seed: int) -> list[State]:
    """Return random states of all inputs, each value on a step of its input."""
    chance = random.Random(seed)  # noqa: S311  # the same states each time
    return [_state(content, chance) for _ in range(count)]


def _state(content: Content, chance: random.Random) -> State:
    claim = chance.choice(content["claims"])
    words = [
        "implied",
        *(SCENARIOS if claim["growths"] else ()),
        *(["stated"] if claim["stated"] is not None else []),
    ]
    values = {name: _value(chance, entry) for name, entry in content["inputs"].items()}
    return {
        **values,
        "claim": claim["id"],
        "model": chance.choice(content["models"])["name"],
        "growth": chance.choice([*words, values["growth"], values["growth"]]),
        "horizon": int(values["horizon"]),
        # Half of the states start as printed.
        "base": chance.choice([0.0, values["base"]]),
        "base_year": chance.choice([0, int(values["base_year"])]),
    }


def _value(chance: random.Random, entry: dict[str, Any]) -> float:
    low, high, step = (entry[name] for name in ("min", "max", "step"))
    steps = chance.randint(0, int((high - low) / step + 1e-9))
    return float(f"{low + steps * step:.10g}")


def expected(content: Content, state: State) -> list[float] | None:
    """Return the path of a state, or none where it has none."""
    try:
        return path_in(content, state)
    except DomainError:
        return None


def fragment(state: State) -> str:
    """Return a state as an address holds it."""
    return "&".join(f"{name}={value}" for name, value in state.items())


def moves(state: State) -> list[tuple[str, str]]:
    """Return a state as the inputs to set."""
    growth = state["growth"]
    name = "source" if isinstance(growth, str) else "growth"
    plain = [key for key in state if key not in ("claim", "model", "growth")]
    steps = [("claim", state["claim"]), ("model", state["model"]), (name, str(growth))]
    return steps + [(key, str(state[key])) for key in plain]


def walk(page: Page, wanted: list[State], trace: int, *, by_address: bool) -> list[dict[str, Any]]:
    """Set one state after the other in the page; return what it shows of each."""
    steps = [fragment(state) if by_address else moves(state) for state in wanted]
    found: list[dict[str, Any]] = page.evaluate(WALK, [steps, CHART, trace])
    return found


def at(page: Path, fragment_text: str, visit: Open, chart: str = CHART, **settings: Any) -> Page:
    """Open a page at a fragment, as from a link, and return it when it is there and drawn."""
    seen = visit(page, **settings)
    seen.page.goto("about:blank")
    seen.page.goto(f"{page.as_uri()}#{fragment_text}")
    expect(seen.page.locator(f"{chart}[data-drawn=true]")).to_be_in_viewport(timeout=20_000)
    return seen.page


def path_of(**changes: Any) -> list[float] | None:
    """Return the path of the state at first with some changes."""
    return expected(CONTENT, {**CONTENT["state"], **changes})


def field(page: Page, name: str) -> Any:
    """Return an input by its name."""
    return page.locator(f"{CHART} [name={name}]")


def button(page: Page, name: str) -> Any:
    """Return a button of the projection by its words."""
    return page.locator(CHART).get_by_role("button", name=name, exact=True)


def typed(page: Page, name: str, text: str) -> None:
    """Type a text into the field of an input, and leave it."""
    exact = field(page, name)
    exact.click()
    exact.press("Control+a")
    exact.press("Delete")
    exact.press_sequentially(text)
    exact.press("Tab")


def rehashed(html: str, old: str, new: str) -> str:
    """Return the page with one of its scripts changed, and the policy that lets the change run."""
    scripts = re.findall(r'<script>("use strict".*?)</script>', html, re.DOTALL)
    (script,) = [script for script in scripts if old in script]
    assert script.count(old) == 1
    changed = script.replace(old, new)
    return html.replace(script, changed).replace(_digest(script), _digest(changed))


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def island(page: Path) -> Content:
    """Return what a page holds for its first projection."""
    html = page.read_text(encoding="utf-8")
    found = re.search(r"data-projection=[^>]*>([^<]*)<", html)
    assert found
    content: Content = json.loads(found[1])
    return content
