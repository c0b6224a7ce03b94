"""Debian's cron takes the shipped crontab, runs its line, and mails what went wrong."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .helpers import missing, tool, write_notebook

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(600)]

# A cron of its own: in these namespaces nothing but the test's crontab is there, mail goes to a
# file, and all that runs ends with the first process.
OWN_CRON = """\
set -e
mount -t tmpfs own /run
mount -t tmpfs own /etc/cron.d
mount --bind /dev/null /etc/crontab
mount -t tmpfs own /var/spool/cron
install -d -m 1730 -g crontab /var/spool/cron/crontabs
mkdir "$1/mail"; mount -t tmpfs own "$1/mail"; mkdir "$1/mail/upper" "$1/mail/work"
printf '#!/bin/sh\\ncat >> %s/mail.txt\\n' "$1" > "$1/mail/upper/sendmail"
chmod 755 "$1/mail/upper/sendmail"
mount -t overlay own -o "lowerdir=/usr/sbin,upperdir=$1/mail/upper,workdir=$1/mail/work" /usr/sbin
crontab "$1/crontab"
exec cron -f
"""
SPACE = ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child"]
PATIENCE = 300
"""Seconds that a slow machine may take; nothing is measured by it."""


@contextmanager
def cron(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the daemon with the crontab of a folder."""
    with (folder / "log").open("wb") as log:
        daemon = subprocess.Popen(
            [tool("unshare"), *SPACE, "sh", "-c", OWN_CRON, "sh", str(folder)],
            stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield daemon
        finally:
            daemon.kill()
            daemon.wait()


def wait_for(path: Path, daemon: "subprocess.Popen[bytes]") -> None:
    """Wait for a file that cron's job writes."""
    for _ in range(2 * PATIENCE):
        if path.exists() and path.stat().st_size:
            return
        assert daemon.poll() is None, (path.parent / "log").read_text()
        time.sleep(0.5)
    pytest.fail(f"no {path.name}: {(path.parent / 'log').read_text()}")


def own(crontab: str, command: Path, out: Path, notebooks: Path) -> str:
    """Return the shipped crontab, but every minute, with other paths and notebooks."""
    changes = [
        (r"^17 6 \* \* 1 ", "* * * * * "),
        (r"/opt/market-report/\.venv/bin/market-report", str(command)),
        (r"/var/lib/market-report", str(out)),
        (r"^(\*.*)$", rf"\1 --no-pictures --notebooks {notebooks}"),
    ]
    for shipped, changed in changes:
        crontab, count = re.subn(shipped, changed, crontab, flags=re.MULTILINE)
        assert count == 1
    return crontab


def test_cron_renders_the_report_and_mails_errors_alone(
    recipes: Path, command: Path, notebooks: Path, tmp_path: Path
) -> None:
    """The page appears and nothing is mailed of it; a run that fails mails its line to MAILTO."""
    tool("cron")
    if os.geteuid() or subprocess.run([tool("unshare"), *SPACE, "true"], check=False).returncode:
        missing("only root can start a cron")
    failing = write_notebook(
        tmp_path / "failing" / "fails.ipynb", "raise RuntimeError('no figures today')"
    )
    shipped = (recipes / "crontab").read_text()
    good, bad = tmp_path / "good", tmp_path / "bad"
    (tmp_path / "crontab").write_text(
        own(shipped, command, good, notebooks) + own(shipped, command, bad, failing.parent)
    )
    mail = tmp_path / "mail.txt"
    with cron(tmp_path) as daemon:
        wait_for(good / "index.html", daemon)
        wait_for(mail, daemon)
    page = (good / "index.html").read_text(encoding="utf-8")
    assert '<figure id="figure-two-bars-on-' in page
    mails = mail.read_text().split("From: ")[1:]
    assert mails
    for text in mails:
        assert "To: root" in text
        assert f"--out {bad} " in text
        assert re.search(r"^error: .*no figures today", text, re.MULTILINE), text
    assert not (bad / "index.html").exists()
