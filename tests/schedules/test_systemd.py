"""systemd takes the units without a word, knows when the timer elapses, and finds them closed."""

import subprocess
from pathlib import Path

import pytest

from .helpers import tool


def analyze(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run systemd's own checker."""
    return subprocess.run(
        [tool("systemd-analyze"), *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture
def units(recipes: Path, command: Path, tmp_path: Path) -> Path:
    """The units, with the command of this environment: systemd looks whether it is there."""
    text = (recipes / "market-report.service").read_text()
    shipped = "ExecStart=/opt/market-report/.venv/bin/market-report render "
    assert text.count(shipped) == 1
    own = text.replace(shipped, f"ExecStart={command} render ")
    (tmp_path / "market-report.service").write_text(own)
    (tmp_path / "market-report.timer").write_text((recipes / "market-report.timer").read_text())
    return tmp_path


def test_systemd_takes_the_units(units: Path) -> None:
    """No error and no warning."""
    done = analyze(
        "verify", str(units / "market-report.timer"), str(units / "market-report.service")
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_systemd_warns_of_a_wrong_setting(units: Path) -> None:
    """The check above would see one."""
    service = units / "market-report.service"
    service.write_text(service.read_text().replace("KillMode=control-group", "KilMode=mixed"))
    assert "KilMode" in analyze("verify", str(service)).stderr


def test_the_timer_elapses_once_a_week(units: Path) -> None:
    """Its expression means Mondays at 06:17 UTC."""
    lines = (units / "market-report.timer").read_text().splitlines()
    (when,) = (line.removeprefix("OnCalendar=") for line in lines if line.startswith("OnCalendar="))
    done = analyze("calendar", "--iterations=3", "--base-time=2026-11-24 12:00 UTC", when)
    assert done.returncode == 0, done.stderr
    for day in ("Mon 2026-11-30", "Mon 2026-12-07", "Mon 2026-12-14"):
        assert f"{day} 06:17:00 UTC" in done.stdout


def test_the_service_is_closed(units: Path) -> None:
    """What it may do is little, by systemd's own measure (10 is everything)."""
    done = analyze(
        "security", "--offline=yes", "--threshold=40", str(units / "market-report.service")
    )
    assert done.returncode == 0, done.stdout + done.stderr
