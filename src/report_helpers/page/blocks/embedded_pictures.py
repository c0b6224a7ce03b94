"""Pictures of notebooks, embedded in the page: an output's, a file's, or one in HTML."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from markupsafe import Markup, escape

from report_helpers.claims.amounts import whole
from report_helpers.files import open_regular, read_beginning

__all__ = [
    "EMBEDDED",
    "PictureError",
    "local_pictures",
    "picture",
    "picture_bytes",
    "picture_file",
    "picture_of_output",
]

SVG: Final = "image/svg+xml"
SIGNATURES: Final = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
"""How a file of each kind begins."""
EMBEDDED: Final = re.compile(
    r"data:(?P<kind>image/(?:png|jpeg|gif|webp|svg\+xml));base64,(?P<data>[A-Za-z0-9+/=\s]*)"
)
LARGEST: Final = 5_000_000
"""The largest picture, in bytes; a page has at most 25 MB."""
LONGEST_NAME: Final = 300
"""Characters of a picture's address that a message shows."""
NAMESPACE: Final = "http://www.w3.org/2000/svg"
IN_MARKDOWN: Final = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)")


class PictureError(ValueError):
    """A picture cannot be embedded."""


def picture_of_output(data: Mapping[str, Any], metadata: Mapping[str, Any]) -> Markup | None:
    """Return the picture of an output, the sharpest of its forms; None if it has none.

    Its description is the `alt` of its metadata, or its plain text if that is not the `<...>` of
    an object.

    Raises:
        PictureError: the picture is damaged or too large.
    """
    for kind in (SVG, *SIGNATURES):
        if kind in data:
            text = str(data.get("text/plain", ""))
            alt = _of(metadata, kind, "alt") or ("" if text.startswith("<") else text)
            width = _of(metadata, kind, "width")
            return _element(kind, _content(kind, data[kind]), alt, width)
    return None


def picture_file(folder: Path | None, address: str, alt: str) -> Markup:
    """Return the picture of a file.

    Args:
        folder: the notebook's; None if it is not known.
        address: the path of the picture relative to it, as Markdown has it.
        alt: its description.

    Raises:
        PictureError: the file is missing, no picture, or too large.
    """
    if folder is None:
        raise PictureError(f"the local picture {address!a} of a notebook without a folder")
    name = ascii(address[:LONGEST_NAME])
    try:
        content = picture_bytes(folder / unquote(address))
    except (FileNotFoundError, IsADirectoryError, ValueError) as error:
        raise PictureError(f"the picture {name}, which is not there") from error
    except OSError as error:
        what = "which cannot be read or is no file"
        raise PictureError(f"the picture {name}, {what}") from error
    return picture(content, alt, name)


def picture(content: bytes, alt: str, name: str) -> Markup:
    """Return the picture of a file's bytes; errors call it `name`.

    Raises:
        PictureError: it is no picture, or too large.
    """
    kind = next((kind for kind, begin in SIGNATURES.items() if begin.match(content)), SVG)
    return _element(kind, _checked(kind, content, name), alt)


def local_pictures(notebook: Path) -> Iterator[Path]:
    """Return the files that Markdown in a notebook may name as pictures, as far as they exist."""
    text = notebook.read_text(encoding="utf-8", errors="replace")
    for address in sorted(set(IN_MARKDOWN.findall(text))):
        path = notebook.parent / unquote(address)
        # A name may be too long to ask for.
        with suppress(OSError):
            if ":" not in address and path.is_file():
                yield path


def picture_bytes(path: Path) -> bytes:
    """Return the bytes of a picture's file; of one that is too large, more than it may have.

    Raises:
        OSError: it cannot be read or is not a regular file.
    """
    with open_regular(path, follow_links=True) as file:
        return read_beginning(file, LARGEST + 1)


def _of(metadata: Mapping[str, Any], kind: str, name: str) -> str:
    """Return an entry of an output's metadata: of its form, or of the whole output."""
    own = metadata.get(kind)
    found = own.get(name) if isinstance(own, Mapping) else None
    return str(found or metadata.get(name) or "")


def _content(kind: str, held: object) -> bytes:
    text = held if isinstance(held, str) else ""
    if kind == SVG:
        return _checked(kind, text.encode(), "an output")
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PictureError(f"a damaged picture ({kind})") from error
    return _checked(kind, content, "an output")


def _checked(kind: str, content: bytes, name: str) -> bytes:
    if len(content) > LARGEST:
        raise PictureError(f"a picture of more than {whole(LARGEST)} bytes, {name}")
    if kind == SVG:
        return _svg(content, name)
    if not SIGNATURES[kind].match(content):
        raise PictureError(f"a damaged picture ({kind}), {name}")
    return content


def _svg(content: bytes, name: str) -> bytes:
    """Return an SVG with its namespace, without which no browser draws it as a picture."""
    try:
        root = ET.fromstring(content)  # noqa: S314 expat bounds what entities grow to
    # An unknown encoding is a LookupError, one of several bytes a ValueError.
    except (ET.ParseError, LookupError, ValueError) as error:
        raise PictureError(f"what is no PNG, JPEG, GIF, WebP or SVG, {name}") from error
    if root.tag == "svg":
        return content.replace(b"<svg", f'<svg xmlns="{NAMESPACE}"'.encode(), 1)
    if root.tag != f"{{{NAMESPACE}}}svg":
        raise PictureError(f"what is no picture, {name}")
    return content


def _element(kind: str, content: bytes, alt: str, width: str = "") -> Markup:
    # In <img> a browser runs no script of an SVG and loads nothing that it names.
    data = base64.b64encode(content).decode()
    sized = f' width="{width}"' if width.isdecimal() else ""
    return Markup(f'<img src="data:{kind};base64,{data}" alt="{escape(alt)}"{sized}>')  # noqa: S704
