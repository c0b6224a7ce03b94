"""Cleans drawn SVG for the page: small, reproducible, and without styles.

Colors and fonts are attributes, which show where a host blocks styles; the page's style sheet sets
the colors of a dark page by their light values.

The drawing is not trusted. It is rewritten from allow-lists of elements, attributes and style
properties, so that text in a chart stays text.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from markupsafe import Markup

__all__ = ["BadPictureError", "clean_svg"]

DECIMALS: Final = 1
ALIKE: Final = 3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS: Final = _words(
    "circle clipPath defs ellipse g image line linearGradient mask path pattern polygon polyline "
    "radialGradient rect stop svg text tspan use"
)
ATTRIBUTES: Final = _words(
    "clipPathUnits cx cy d dx dy fill fx fy gradientTransform gradientUnits height maskUnits "
    "offset patternTransform patternUnits points preserveAspectRatio r rx ry stop-color "
    "stop-opacity stroke stroke-width text-anchor transform viewBox width x x1 x2 y y1 y2"
)
REFERRING: Final = frozenset({"clip-path", "mask", "fill", "stroke"})
# Default values; the page sets `font-family` and `white-space`.
DEFAULTS: Final = _words(
    "fill-opacity:1 font-style:normal font-variant:normal font-weight:400 font-weight:normal "
    "opacity:1 stroke-miterlimit:2 stroke-opacity:1 stroke-dasharray:none vector-effect:none "
    "text-decoration:none text-transform:none shape-rendering:auto"
)
PROPERTIES: Final = _words(
    "fill fill-opacity fill-rule font-size font-style font-weight opacity paint-order "
    "shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-linecap "
    "stroke-linejoin stroke-opacity stroke-width text-anchor text-decoration vector-effect "
    "visibility display"
)
NUMBER: Final = re.compile(r"-?\d*\.\d+(?:e[-+]?\d+)?|-?\d+e[-+]?\d+")
REFERENCE: Final = re.compile(r"""url\(\s*["']?#([^"')]+)["']?\s*\)""")
RGB: Final = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")
BITMAP: Final = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
NOT_INHERITED: Final = re.compile(r"(^|;)(opacity|vector-effect|text-decoration|display):")
SAFE_VALUE: Final = re.compile(r"[\w\s.,#%()+-]*")


class BadPictureError(ValueError):
    """A drawing is not SVG, or contains something that pictures of charts do not."""


def clean_svg(text: str, prefix: str) -> Markup:
    """Return the content of an SVG drawing, with the prefix before its ids.

    Args:
        text: an SVG document.
        prefix: what makes its ids unique on the page.

    Raises:
        BadPictureError: the drawing is damaged, empty or holds an unexpected element.
    """
    if "<!" in text:
        raise BadPictureError("a declaration")
    try:
        root = ET.fromstring(text)  # noqa: S314 without declarations no entity expands
    except ET.ParseError as error:
        raise BadPictureError(f"not XML: {error}") from error
    names = _names(root, prefix)
    kept = _shared([child for node in root for child in _rewritten(node, names)])
    if _local(root) != "svg" or not kept:
        raise BadPictureError("nothing drawn")
    _write_attributes(kept)
    drawn = "".join(ET.tostring(child, encoding="unicode") for child in kept)
    return Markup(drawn.replace(" />", "/>"))  # noqa: S704 written from allow-lists


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _names(root: Element, prefix: str) -> dict[str, str]:
    """Return new names for the referenced ids, numbered in order."""
    values = [value for node in root.iter() for value in node.attrib.values()]
    used = {name for value in values for name in REFERENCE.findall(value)}
    used |= {value[1:] for value in values if value.startswith("#")}
    ids = [node.get("id", "") for node in root.iter()]
    found = dict.fromkeys(name for name in ids if name in used)
    return {name: f"{prefix}-{number}" for number, name in enumerate(found)}


def _rewritten(node: Element, names: dict[str, str]) -> Iterator[Element]:
    """Yield the cleaned element, its content if the element is dropped, or nothing."""
    tag = "tspan" if _local(node) == "a" else _local(node)
    if tag not in ELEMENTS:
        raise BadPictureError(f"<{tag}>")
    fresh = Element(tag, dict(_attributes(node, names)))
    fresh.text = node.text
    children = [_tailed(kept, child) for child in node for kept in _rewritten(child, names)]
    fresh.extend(_shared(children) if tag == "g" else children)
    if _invisible(fresh):
        return
    if tag == "g" and not fresh.attrib:
        yield from fresh
    else:
        yield fresh


def _tailed(kept: Element, original: Element) -> Element:
    kept.tail = original.tail
    return kept


def _shared(children: list[Element]) -> list[Element]:
    """Group adjacent elements of the same style, and set the style on the group."""
    result: list[Element] = []
    for style, alike in groupby(children, key=lambda child: child.get("style", "")):
        run = list(alike)
        if len(run) >= ALIKE and style and not NOT_INHERITED.search(style):
            group = Element("g", {"style": style})
            for child in run:
                del child.attrib["style"]
            group.extend(run)
            result.append(group)
        else:
            result.extend(run)
    return result


def _write_attributes(nodes: Iterable[Element]) -> None:
    """Write each declaration of a style as an attribute of its element."""
    for node in (inner for outer in nodes for inner in outer.iter()):
        for declaration in filter(None, node.attrib.pop("style", "").split(";")):
            name, _, value = declaration.partition(":")
            node.set(name, value)


def _invisible(node: Element) -> bool:
    if node.tag in ("g", "defs", "text"):
        return not len(node) and not node.text
    if node.tag == "path" and "d" not in node.attrib:
        return True
    if node.tag == "clipPath":
        return "id" not in node.attrib
    style = node.get("style", "")
    clear = "fill-opacity:0" in style.split(";") or "fill:none" in style.split(";")
    stroked = "stroke:" in style and "stroke-width:0" not in style and "stroke:none" not in style
    return node.tag in ("rect", "path") and clear and not stroked


def _attributes(node: Element, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in node.attrib.items():
        name = key.rpartition("}")[2]
        kept = _attribute(_local(node), name, value, names)
        if kept:
            yield name, kept


def _attribute(tag: str, name: str, value: str, names: dict[str, str]) -> str | None:
    if name == "id":
        return names.get(value)
    if name == "style":
        return ";".join(_declarations(value, names))
    if name == "href":
        return _address(tag, value, names)
    if name in REFERRING and REFERENCE.fullmatch(value):
        return _referring(value, names)
    return _color(_rounded(_safe(value))) if name in ATTRIBUTES else None


def _declarations(style: str, names: dict[str, str]) -> Iterator[str]:
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name in REFERRING and REFERENCE.fullmatch(value):
            yield f"{name}:{_referring(value, names)}"
        elif name == "stroke-width" and "stroke:" not in style:
            continue
        elif name in PROPERTIES and f"{name}:{value}" not in DEFAULTS:
            yield f"{name}:{_color(_rounded(_safe(value)))}"


def _address(tag: str, value: str, names: dict[str, str]) -> str | None:
    if tag == "a":
        return None
    if tag == "image" and BITMAP.fullmatch(value):
        return value
    if value[:1] == "#" and value[1:] in names:
        return f"#{names[value[1:]]}"
    raise BadPictureError("an address")


def _referring(value: str, names: dict[str, str]) -> str:
    return REFERENCE.sub(lambda found: f"url(#{names.get(found[1], 'none')})", value)


def _safe(value: str) -> str:
    if not SAFE_VALUE.fullmatch(value) or "url(" in value:
        raise BadPictureError("an attribute's value")
    return value


def _rounded(value: str) -> str:
    return NUMBER.sub(lambda found: f"{round(float(found[0]), DECIMALS) + 0.0:.10g}", value)


def _color(value: str) -> str:
    """Return a color as six hexadecimal digits in small letters if it is written in numbers."""
    code = RGB.sub(lambda found: "#" + bytes(map(int, found.groups())).hex(), value)
    return code.lower() if HEX.fullmatch(code) else code
