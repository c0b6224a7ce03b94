"""Physical units, through pint: `gwh`, `kilotonne`, `barrel`, `square_metre`, `petabyte`."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pint import UnitRegistry

__all__ = ["Measured", "measured", "symbol"]

PREFIXES = {"": "", "k": "kilo", "m": "mega", "g": "giga", "t": "tera", "p": "peta", "e": "exa",
            "z": "zetta"}  # fmt: skip
SYMBOLS = {"w": "watt", "wh": "watt_hour", "j": "joule", "b": "byte", "hz": "hertz"}
SHORT = re.compile(rf"([{''.join(PREFIXES)}]?)({'|'.join(SYMBOLS)})")
"""Codes that are lower-case symbols: in market data `mw` means megawatt, never milliwatt."""

ALSO = {"barrel": "oil_barrel", "kg": "kilogram", "km": "kilometre"}
"""Codes that pint does not know or that have another meaning there, with pint's name."""

POWERS = {"square": 2, "cubic": 3}
PLURALS = {
    "foot": "feet",
    "inch": "inches",
    "hertz": "hertz",
    "feet": "feet",
    "kg": "kg",
    "km": "km",
}
"""Irregular plurals: all others add an s."""

DIMENSIONS = (
    "length", "area", "volume", "mass", "time", "energy", "power", "frequency", "speed",
    "pressure", "temperature", "volumetric_flow_rate",
)  # fmt: skip


class Measured(NamedTuple):
    """A physical unit.

    Attributes:
        dimension: such as `energy`.
        factor: base units in one unit.
        words: the symbol or plural after a number.
    """

    dimension: str
    factor: float
    words: str


@cache
def registry() -> "UnitRegistry[Any]":
    """Return pint's default registry."""
    # Slow to import, and few files contain a physical unit.
    from pint import UnitRegistry  # noqa: PLC0415

    return UnitRegistry()


def measured(code: str) -> Measured | None:
    """Return the physical unit of a code, `None` if the code is not one."""
    short = SHORT.fullmatch(code)
    if short:
        prefix, name = short.groups()
        one = registry().Quantity(1.0, PREFIXES[prefix] + SYMBOLS[name])
        return Measured(*sized(one), symbol(code))
    power, _, base = code.rpartition("_")
    if power and power not in POWERS:
        base, power = code, ""
    if not spelled(ALSO.get(base, base)):
        return None
    one = registry().Quantity(1.0, ALSO.get(base, base)) ** POWERS.get(power, 1)
    dimension, factor = sized(one)
    return Measured(dimension, factor, plural(code)) if dimension else None


def symbol(code: str) -> str:
    """Return the symbol of a code (`kwh`: "kWh"), empty if the code is not a symbol."""
    short = SHORT.fullmatch(code)
    if not short:
        return ""
    prefix, unit = short.groups()
    return f"{registry().Unit(PREFIXES[prefix] + SYMBOLS[unit]):~}"


def spelled(name: str) -> bool:
    """Return whether a name is one of pint's units, written out and in the singular."""
    found = registry().parse_unit_name(name)
    if not found:
        return False
    prefix, unit, plural_s = found[0]
    known = registry().get_name(unit), *registry()._units[unit].aliases  # noqa: SLF001
    return not plural_s and name.removeprefix(prefix) in known


def sized(one: Any) -> tuple[str, float]:
    """Return the dimension of a quantity (empty if it has none) and its size in base units."""
    base = one.to_base_units()
    if base.dimensionless:
        return ("information" if str(base.units) == "bit" else ""), float(base.magnitude)
    names = (name for name in DIMENSIONS if one.check(f"[{name}]"))
    return next(names, str(one.dimensionality)), float(base.magnitude)


def plural(code: str) -> str:
    """Return the plural of a unit."""
    *start, last = code.split("_")
    return " ".join([*start, PLURALS.get(last, f"{last}s")])
