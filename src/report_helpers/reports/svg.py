"""A drawn picture as the page takes it: small, the same every time, in the page's inks.

Nothing of the drawing is trusted. It is written anew from allow-lists of elements, attributes and
style properties, so that text in a chart stays text.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markupsafe import Markup

from report_helpers.charts.theme import INKS

__all__ = ["BadPictureError", "clean_svg"]

DECIMALS: Final = 1
ELEMENTS: Final = frozenset(
    "circle clipPath defs ellipse g image line linearGradient mask path pattern polygon polyline "
    "radialGradient rect stop svg text tspan use".split()
)
NUMERIC: Final = frozenset(
    "cx cy d dx dy fx fy height points r rx ry transform viewBox width x x1 x2 y y1 y2 "
    "gradientTransform patternTransform".split()
)
PLAIN: Final = frozenset(
    "gradientUnits clipPathUnits maskUnits offset patternUnits preserveAspectRatio text-anchor "
    "fill stroke stroke-width stop-color stop-opacity".split()
)
REFERRING: Final = frozenset({"clip-path", "mask", "fill", "stroke"})
# The values that hold without being said; `font-family` and `white-space` are the page's.
DEFAULTS: Final = frozenset(
    "fill-opacity:1 font-style:normal font-variant:normal font-weight:400 font-weight:normal "
    "opacity:1 stroke-miterlimit:2 stroke-opacity:1 stroke-dasharray:none vector-effect:none "
    "text-decoration:none text-transform:none shape-rendering:auto".split()
)
PROPERTIES: Final = frozenset(
    "fill fill-opacity fill-rule font-size font-style font-weight opacity paint-order "
    "shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-linecap "
    "stroke-linejoin stroke-opacity stroke-width text-anchor text-decoration vector-effect "
    "visibility display".split()
)
NUMBER: Final = re.compile(r"-?\d*\.\d+(?:e[-+]?\d+)?|-?\d+e[-+]?\d+")
REFERENCE: Final = re.compile(r"""url\(\s*["']?#([^"')]+)["']?\s*\)""")
RGB: Final = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
BITMAP: Final = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
NOT_INHERITED: Final = re.compile(r"(^|;)(opacity|vector-effect|text-decoration|display):")
SAFE_VALUE: Final = re.compile(r"[\w\s.,#%()+-]*")
VARIABLES: Final = {ink.light.lower(): f"var(--{name})" for name, ink in INKS.items()}


class BadPictureError(ValueError):
    """A drawing is not an SVG, or holds something that a picture of a chart does not."""


def clean_svg(text: str, prefix: str) -> Markup:
    """Return the inside of an SVG drawing, its ids beginning with the prefix.

    Args:
        text: an SVG document.
        prefix: what makes its ids unique on the page.

    Raises:
        BadPictureError: the drawing is damaged, empty or holds an unexpected element.
    """
    if "<!" in text:
        raise BadPictureError("a declaration")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise BadPictureError(f"not XML: {error}") from error
    names = _names(root, prefix)
    kept = _shared([child for node in root for child in _rewritten(node, names)])
    if _local(root) != "svg" or not kept:
        raise BadPictureError("nothing drawn")
    drawn = "".join(ElementTree.tostring(child, encoding="unicode") for child in kept)
    return Markup(drawn.replace(" />", "/>"))


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _names(root: Element, prefix: str) -> dict[str, str]:
    """Return new names of the ids that something refers to, numbered as they appear."""
    values = [value for node in root.iter() for value in node.attrib.values()]
    used = {name for value in values for name in REFERENCE.findall(value)}
    used |= {value[1:] for value in values if value.startswith("#")}
    ids = [node.get("id", "") for node in root.iter()]
    found = dict.fromkeys(name for name in ids if name in used)
    return {name: f"{prefix}-{number}" for number, name in enumerate(found)}


def _rewritten(node: Element, names: dict[str, str]) -> Iterator[Element]:
    """Yield an element as the page takes it: nothing, itself, or what it holds."""
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
    """Say the style of three or more alike neighbours once, in a group around them."""
    result: list[Element] = []
    for style, alike in groupby(children, key=lambda child: child.get("style", "")):
        run = list(alike)
        if len(run) > 2 and style and not NOT_INHERITED.search(style):
            group = Element("g", {"style": style})
            for child in run:
                del child.attrib["style"]
            group.extend(run)
            result.append(group)
        else:
            result.extend(run)
    return result


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
        if name == "id":
            if value in names:
                yield name, names[value]
        elif name == "style":
            if style := ";".join(_declarations(value, names)):
                yield name, style
        elif name == "href":
            yield name, _address(node, value, names)
        elif name in REFERRING and REFERENCE.fullmatch(value):
            yield name, _referring(value, names)
        elif name in NUMERIC:
            yield name, _rounded(_safe(value))
        elif name in PLAIN:
            yield name, _inked(_safe(value))


def _declarations(style: str, names: dict[str, str]) -> Iterator[str]:
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name in REFERRING and REFERENCE.fullmatch(value):
            yield f"{name}:{_referring(value, names)}"
        elif name == "stroke-width" and "stroke:" not in style:
            continue
        elif name in PROPERTIES and f"{name}:{value}" not in DEFAULTS:
            yield f"{name}:{_inked(_rounded(_safe(value)))}"


def _address(node: Element, value: str, names: dict[str, str]) -> str:
    if _local(node) == "image" and BITMAP.fullmatch(value):
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


def _inked(value: str) -> str:
    """Return a colour as the page's variable where it is one of the inks."""
    code = RGB.sub(lambda found: "#" + "".join(f"{int(part):02x}" for part in found.groups()), value)
    return VARIABLES.get(code.lower(), code)
