"""`render --email`: the mail of the run as a file, or an error before the run."""

from email import message_from_bytes
from email.policy import default

import pytest

from .place import Place

pytestmark = pytest.mark.kernel


def test_a_run_writes_its_mail(published: Place) -> None:
    """It has a plain text and an HTML part, and is the same when the page is up to date."""
    first, second = published.folder / "first.eml", published.folder / "second.eml"
    for file, kind in ((first, ""), (second, " (up to date)")):
        ended = published.run("--email", str(file))
        assert (ended.code, ended.out, ended.error) == (0, f"{published.page}{kind}\n", "")
    assert first.read_bytes() == second.read_bytes()
    message = message_from_bytes(first.read_bytes(), policy=default)
    types = [part.get_content_type() for part in message.walk()]
    assert types == ["multipart/alternative", "text/plain", "text/html"]
    assert str(published.folder).encode() not in first.read_bytes()


def test_a_mail_without_a_folder_is_refused_before_the_run(place: Place) -> None:
    """It ends with 73, and nothing is published."""
    place.write()
    file = place.folder / "nowhere" / "mail.eml"
    ended = place.run("--email", str(file))
    assert ended.code == 73
    assert ended.error.startswith(f"error: {file}: its folder does not exist; ")
    assert not place.page.exists()
