"""The mail: under 100 kB, with looks and pictures of its own, and the same bytes each time."""

import re
from collections.abc import Callable
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pandas as pd
import pytest
from markupsafe import Markup

from report_helpers.audit.audit import audit
from report_helpers.drawing.browser import find_browser
from report_helpers.page.mail.body import mail
from report_helpers.page.mail.inlining import inlined
from report_helpers.page.mail.message import Mail, eml
from report_helpers.text.figures import lines

Claims = Callable[..., pd.DataFrame]
DAY = date(2026, 11, 23)
READ = {"url": "https://example.org", "accessed": "2026-11-20"}
LIMIT = 100_000


def mail_of(claims: pd.DataFrame, *, pictures: bool = False, **more: str) -> Mail:
    """Return the mail of these claims."""
    findings = audit(claims, as_of=DAY)
    return mail(claims, findings, as_of=DAY, pictures=pictures, **more)


def parsed(content: bytes) -> EmailMessage:
    """Return a mail as a mail program reads it."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_a_mail_shows_the_first_screen_and_each_figure(shipped_claims: pd.DataFrame) -> None:
    """Headline, date, what changed, verdicts, gravest finding, and a row a figure."""
    shown = mail_of(shipped_claims, changed="1 claim added since 2026-11-16")
    rows = lines(shipped_claims, audit(shipped_claims, as_of=DAY))
    words = Markup(shown.html).striptags()  # noqa: S704 only read
    for text in (words, shown.text):
        assert shown.subject in text
        assert "As of 2026-11-23. 1 claim added since 2026-11-16." in text
        assert "The gravest: " in text
        assert "Everything about this figure" not in text
        for row in rows:
            assert row.why.striptags() in text
    assert all(row.printed.striptags() in words and row.text in shown.text for row in rows)
    assert "74 %: Rise in AI job opportunities · LinkedIn |" in shown.text


def test_what_changed_is_a_sentence(shipped_claims: pd.DataFrame) -> None:
    """It begins with a capital letter and ends with a full stop."""
    shown = mail_of(shipped_claims, changed="the first report")
    for text in (Markup(shown.html).striptags(), shown.text):  # noqa: S704 only read
        assert "As of 2026-11-23. The first report." in text


def test_each_verdict_has_a_color_of_its_own(shipped_claims: pd.DataFrame) -> None:
    """As on the page: what differs is not as red as what is contradicted."""
    html = mail_of(shipped_claims).html
    found = re.findall(
        r'<span style="font-weight:600;color:(#\w+)"><span>. ?</span> ([a-z ]+)<', html
    )
    colors = {verdict: color for color, verdict in found}
    assert len(colors) == len(set(colors.values())) == 5


def test_a_mail_needs_no_style_sheet_and_leads_nowhere_within_a_page(
    shipped_claims: pd.DataFrame,
) -> None:
    """No class, no id, no script, no fragment; looks stand at the elements."""
    html = mail_of(shipped_claims).html
    assert not re.search(r'<style|<script|<link|class=|id=|href="#', html)
    assert html.count("style=") > 50
    assert re.findall(r'src="(?!cid:)', html) == []


def test_the_figures_that_fit_are_shown_and_the_others_counted(
    claims_of: Claims,
) -> None:
    """A hundred figures with long titles do not make the mail too large."""
    cited = {"role": "cited", "value": "5", "title": "long title " * 150 + "end"}
    shown = mail_of(claims_of(*[cited] * 100))
    assert LIMIT / 2 < len(eml(shown)) < LIMIT
    found = re.search(r"(\d+) figures more\.", shown.html)
    assert found
    assert found[0] in shown.text
    assert shown.html.count("<tr>") - 1 - 5 + int(found[1]) == 100


def test_a_mail_without_an_article_says_so(claims_of: Claims) -> None:
    """There is no list and no verdict."""
    shown = mail_of(claims_of({"role": "comparator", "value": "5", **READ}))
    assert "The figures" not in shown.html
    assert shown.subject in shown.text


def test_hostile_words_stay_words(claims_of: Claims) -> None:
    """A title brings no element and no header."""
    title = "<script>alert(1)</script><img src=http://x.example>"
    shown = mail_of(claims_of({"role": "cited", "value": "5", "title": title}))
    assert "<script" not in shown.html
    assert "&lt;script&gt;" in shown.html
    assert "x.example>" not in shown.html


def test_a_file_has_all_parts_and_the_same_bytes() -> None:
    """Text, HTML, a picture that it names; nothing depends on the clock or on chance."""
    html = '<p>größer</p><img src="cid:chart.png">'
    sent = Mail("Größer\n→", DAY, "größer", html, {"chart.png": b"\x89PNG\0"})
    content = eml(sent)
    assert eml(sent) == content
    assert eml(Mail("x", DAY, "größer", html)) != content
    message = parsed(content)
    assert message["subject"] == "Größer →"
    assert message["date"].datetime.date() == DAY
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
    ]  # fmt: skip
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert rich
    assert plain.get_content().strip() == "größer"
    assert rich.get_content().strip() == html
    picture = list(message.walk())[-1]
    assert picture["Content-ID"] == "<chart.png>"
    assert picture.get_content() == b"\x89PNG\0"
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_inlining_keeps_words_and_gives_looks() -> None:
    """What only screen readers get, classes and links within the page go."""
    html = '<p class="label" id="x">a <span class="spoken">b <b>c</b></span><a href="#d">d</a></p>'
    assert re.sub(r'style="[^"]*"', "S", inlined(html)) == "<p S>a d</p>"
    linked = inlined('<a href="https://a.example/?b&amp;c" rel="x">e &lt;</a><br>')
    assert linked.startswith('<a href="https://a.example/?b&amp;c" style=')
    assert linked.endswith(">e &lt;</a><br>")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(find_browser() is None, reason="no Chrome or Chromium to draw with")
def test_the_gravest_finding_is_drawn(shipped_claims: pd.DataFrame) -> None:
    """Its chart is a PNG part that the HTML names and describes, in a mail of less than 100 kB."""
    shown = mail_of(shipped_claims, pictures=True)
    ((name, picture),) = shown.pictures.items()
    assert picture.startswith(b"\x89PNG\r\n")
    found = re.search(rf'<img src="cid:{re.escape(name)}"[^>]* alt="([^"]+)"', shown.html)
    assert found
    assert len(found[1]) > 20
    assert len(eml(shown)) < LIMIT
