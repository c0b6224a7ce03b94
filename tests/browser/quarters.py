"""The ways to write a growth of a quarter: cell, command, JupyterLab and page take each of them."""

from typing import Final

__all__ = ["QUARTERS"]

QUARTERS: Final = ("25", "25%", "25 %", "+25", "25.0 %", " 25\N{NO-BREAK SPACE}% ")
