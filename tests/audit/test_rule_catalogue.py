"""The catalogue of rules: every rule in it, and the committed page is the generated one."""

from pathlib import Path

from report_helpers.audit.rule_catalogue import catalogue
from report_helpers.audit.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_committed_page_is_the_generated_one() -> None:
    """`make generated` was run after the last change to a rule's docstring."""
    assert PAGE.read_text(encoding="utf-8") == catalogue()


def test_every_rule_has_its_section() -> None:
    """What it checks, an example and its limits, under a heading that the list links to."""
    sections = catalogue().split("\n## ")
    assert [section.splitlines()[0] for section in sections[1:]] == list(RULES)
    for section in sections[1:]:
        assert all(label in section for label in ("**Checks.** ", "**Example.** ", "**Limits.** "))
        assert f"](#{section.splitlines()[0]})" in sections[0]
