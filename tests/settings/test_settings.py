"""`report.toml`: what it may hold, and how what it may not is told."""

import os
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_helpers.claims.read import read_claims
from report_helpers.claims.units import is_unit, unit
from report_helpers.claims.wording import topic_title
from report_helpers.colors import COLORS, contrast
from report_helpers.errors import UsageError
from report_helpers.package_files import shipped
from report_helpers.settings.active import NONE, settings
from report_helpers.settings.model import Article, Chapter, OwnUnit, Settings
from report_helpers.settings.settings_file import NAME, parse_settings, read_files

FULL = """
title = "Batteries"
subtitle = "What articles say"
authors = ["A", "B"]
licence = "CC BY 4.0"
locale = "de"
main_measure = "battery_market"
logo = "logo.svg"

[topics]
ev_cars = "Electric cars"

[[articles]]
source_id = "art"
publisher = "P"
published = "2026-01"

[[units]]
code = "pack"
name = "battery packs"

[[chapters]]
notebook = "02 growth"
title = "Growth"
parameters = { measure = "a", horizon_year = 2040 }

[colors]
article = { light = "#7a1fa2", dark = "#ce93d8" }
"""


def test_every_setting() -> None:
    """All that the file may hold is read."""
    found = parse_settings(FULL.encode())
    assert (found.title, found.authors, found.locale) == ("Batteries", ("A", "B"), "de")
    assert found.topics == {"ev_cars": "Electric cars"}
    assert found.chapters
    assert found.chapters[0].parameters == {"measure": "a", "horizon_year": 2040}
    assert found.palette["article"].dark == "#ce93d8"
    assert found.palette["blue"] == COLORS["blue"]
    article = found.article("art")
    assert article
    assert article.publisher == "P"
    assert found.article("other") is None


def test_no_file_is_no_settings() -> None:
    """And an empty file neither."""
    assert parse_settings(b"") == NONE
    assert parse_settings(b"\xef\xbb\xbf") == NONE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = ", f"{NAME}: it is no TOML: Invalid value"),
        ('title = "a"\ntitle "b"\n', f"{NAME}:2: it is no TOML: "),
        ("titel = 'a'", f"{NAME}:titel: there is no such setting"),
        ("title = 1", f"{NAME}:title: input should be a valid string"),
        ('title = """a\nb"""', f"{NAME}:title: write it in one line"),
        ("[topics]\n'A b' = 'c'", f"{NAME}:topics.A b.[key]: 'A b' will not do: use small"),
        ("[[chapters]]\ntitle = 'a'", f"{NAME}:chapters.1.notebook: field required"),
        (
            "[[chapters]]\nnotebook = '../a'",
            f"{NAME}:chapters.1.notebook: '../a' will not do: write the name of a notebook",
        ),
        ("[colors]\nred = {light='#000000', dark='#ffffff'}", "no colour is named red: known are"),
        ("[colors]\nblue = {light='#eeeeee', dark='#ffffff'}", "contrast of #eeeeee with #ffffff"),
        (
            "[colors]\nblue = {light='blue', dark='#ffffff'}",
            "colors.blue.light: 'blue' will not do: write a color like #b83e00",
        ),
        (
            "[[units]]\ncode = 'a'\nname = 'b'\nfactor = 0",
            "units.1.factor: input should be greater",
        ),
        ("a = 1\nb = 2", "(and 1 more problems)"),
        ("locale = 'xx-YY'", f"{NAME}:locale: 'xx-YY' "),
        ("[[articles]]\nsource_id = 'a'\npublished = 'May'", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        (f"title = {'[' * 1000}{']' * 1000}", f"{NAME}: its lists or tables are nested too deeply"),
        (f"a = {'{a=' * 1000}1{'}' * 1000}", f"{NAME}: its lists or tables are nested too deeply"),
        (f"title = {'9' * 6000}", f"{NAME}: a number has too many digits"),
    ],
)
def test_a_wrong_setting_is_named(text: str, words: str) -> None:
    """With its line, or its key; exit code 2."""
    with pytest.raises(UsageError) as raised:
        parse_settings(text.encode())
    assert words in str(raised.value)
    assert raised.value.exit_code == 2


def test_other_bytes_than_utf_8_are_told() -> None:
    """As a spreadsheet program or an old editor saves them."""
    with pytest.raises(UsageError, match=r"report\.toml: it is not UTF-8; save it as UTF-8"):
        parse_settings("title = 'ä'".encode("latin-1"))


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_bytes_are_settings_or_an_error(raw: str | bytes) -> None:
    """Never a traceback."""
    with suppress(UsageError):
        parse_settings(raw if isinstance(raw, bytes) else raw.encode(errors="replace"))


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "nowhere", "itself", "2 GB"])
@pytest.mark.parametrize("name", [NAME, "logo.svg"])
def test_files_that_are_no_files_are_refused_at_once(tmp_path: Path, kind: str, name: str) -> None:
    """D26: the settings and their logo, also links that lead nowhere."""
    (tmp_path / NAME).write_text("logo = 'logo.svg'", encoding="utf-8")
    path = tmp_path / name
    path.unlink(missing_ok=True)
    links = {"device": "/dev/zero", "nowhere": "lost", "itself": name}
    if kind in links:
        path.symlink_to(links[kind])
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.touch()
        os.truncate(path, 2 << 30)
    with pytest.raises(UsageError, match=f"{name} cannot be read"):
        read_files(tmp_path)


def test_claims_are_read_with_the_settings_beside_them(tmp_path: Path) -> None:
    """Its units are units, its topics have its titles; claims without settings end that."""
    (tmp_path / NAME).write_text(FULL, encoding="utf-8")
    (tmp_path / "claims.csv").write_bytes(shipped("data/market_stats.csv").read_bytes())
    read_claims(str(tmp_path / "claims.csv"))
    assert settings().title == "Batteries"
    assert topic_title("ev_cars") == "Electric cars"
    assert unit("pack_million").factor == 1e6
    (tmp_path / NAME).unlink()
    read_claims(str(tmp_path / "claims.csv"))
    assert settings() == NONE
    assert topic_title("ev_cars") == "EV cars"
    assert not is_unit("pack_million")


def test_the_logo_is_read_with_the_settings(tmp_path: Path) -> None:
    """A logo that is not there is told with the key that names it."""
    (tmp_path / NAME).write_text(FULL, encoding="utf-8")
    with pytest.raises(UsageError, match=r"report.toml:logo: logo.svg cannot be read"):
        read_files(tmp_path)
    (tmp_path / "logo.svg").write_bytes(b"<svg/>")
    assert read_files(tmp_path).logo == b"<svg/>"


def test_the_shipped_settings_are_valid() -> None:
    """The report's own file."""
    assert parse_settings(shipped(f"data/{NAME}").read_bytes()).licence == "CC BY 4.0"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#fff000", "#fff000", 1.0)],
)
def test_contrast(one: str, other: str, ratio: float) -> None:
    """The examples of WCAG."""
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


def test_own_colours_must_be_seen() -> None:
    """Every colour of the report itself keeps the rule for one's own."""
    own = {
        name: {"light": color.light, "dark": color.dark}
        for name, color in COLORS.items()
        if name not in {"paper", "grid"}
    }
    assert Settings.model_validate({"colors": own}).palette == COLORS


def test_every_setting_is_documented() -> None:
    """In the table of docs/your-own-data.md, by its name."""
    text = (Path(__file__).parents[2] / "docs" / "your-own-data.md").read_text(encoding="utf-8")
    table = text[text.index("| Setting |") : text.index("**Chapters.**")]
    known = set(re.findall(r"[a-z_]+", table))
    for model in (Settings, Article, Chapter, OwnUnit):
        assert set(model.model_fields) <= known, model
