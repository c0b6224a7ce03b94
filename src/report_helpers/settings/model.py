"""What `report.toml` may hold: the words, chapters, units and looks of a report.

Everything is optional. Without settings a report is about whatever its claims are about, and its
words are neutral.
"""

import re
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from report_helpers.colors import COLORS, Color, contrast
from report_helpers.errors import UsageError
from report_helpers.reader_locale import known_locale

__all__ = ["Article", "Chapter", "OwnUnit", "Settings"]

LEAST_CONTRAST: Final = 3.0
"""Of a colour with the paper: WCAG 2.2, success criterion 1.4.11, for graphics."""


def _matching(pattern: str, advice: str) -> AfterValidator:
    """Return the check that a text has a form; the advice is what an error says to do."""
    form = re.compile(pattern)

    def checked(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(f"{text!a} will not do: {advice}")
        return text

    return AfterValidator(checked)


def _locale(tag: str) -> str:
    try:
        return known_locale(tag) if tag else tag
    except UsageError as error:
        raise ValueError(f"{error.what}: {error.fix}") from error


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("write it in one line, without control characters")
    return text


Line = Annotated[str, Field(max_length=300), AfterValidator(_one_line)]
Key = Annotated[
    str, Field(max_length=100), _matching("[a-z0-9_]+", "use small letters, digits and _")
]
Day = Annotated[str, _matching(r"(\d{4}(-\d{2}(-\d{2})?)?)?", "write YYYY, YYYY-MM or YYYY-MM-DD")]
Hex = Annotated[str, _matching("#[0-9a-f]{6}", "write a color like #b83e00")]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Article(_Part):
    """An article whose figures the file checks.

    Attributes:
        source_id: that of its claims.
        title: how the report calls it; empty: as its claims do.
        publisher: who published it.
        authors: their names.
        published: its date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """

    source_id: Key
    title: Line = ""
    publisher: Line = ""
    authors: tuple[Line, ...] = Field(default=(), strict=False)
    published: Day = ""


class Chapter(_Part):
    """A chapter of the page.

    Attributes:
        notebook: the name of its notebook without `.ipynb`.
        title: its heading; empty: the notebook's.
        text: the paragraph under the heading, as Markdown; empty: the notebook's.
        parameters: values of the notebook's parameters.
    """

    notebook: Annotated[
        str,
        Field(max_length=100),
        _matching(r"[\w-][\w .-]*", "write the name of a notebook without its folder and .ipynb"),
    ]
    title: Line = ""
    text: Annotated[str, Field(max_length=2000)] = ""
    parameters: dict[str, str | int | float | bool] = {}


class OwnUnit(_Part):
    """A quantity that units may have beside those that are built in.

    Attributes:
        code: how units name it, such as `pack` in `pack_million`.
        name: its name in titles of axes: `battery packs`.
        after: the text after a number; empty: the name.
        before: the text before a number.
        dimension: units of one dimension are compared; empty: a dimension of its own.
        factor: base units of the dimension in one of it.
    """

    code: Annotated[str, Field(max_length=30), _matching("[a-z]+", "use small letters")]
    name: Line
    after: Line = ""
    before: Line = ""
    dimension: Key = ""
    factor: Annotated[float, Field(gt=0, allow_inf_nan=False, strict=False)] = 1.0


class OwnColor(_Part):
    """A colour on a light and on a dark background, as `#rrggbb`."""

    light: Hex
    dark: Hex

    @model_validator(mode="after")
    def legible(self) -> Self:
        """Refuse a colour that cannot be seen on its background."""
        paper = COLORS["paper"]
        for own, ground in ((self.light, paper.light), (self.dark, paper.dark)):
            found = contrast(own, ground)
            if found < LEAST_CONTRAST:
                message = f"the contrast of {own} with {ground} is {found:.1f}, less than 3"
                raise ValueError(message)
        return self


class Settings(_Part):
    """The settings of a report.

    Attributes:
        title: the page's name in its bar and in its citation.
        subtitle: a line under the first heading.
        authors: who made the report.
        licence: of the claims.
        locale: how numbers and dates are written, unless the command says so.
        main_measure: the measure that charts of one measure show first; empty: the article's.
        logo: the path of a picture, relative to `report.toml`.
        articles: in the order of the page.
        topics: the title of each topic, in the order of the page.
        chapters: in the order of the page; None: those that the claims give.
        units: quantities of one's own.
        colors: colours of one's own, by the names in `colors.py`.
    """

    title: Line = ""
    subtitle: Line = ""
    authors: tuple[Line, ...] = Field(default=(), strict=False)
    licence: Line = ""
    locale: Annotated[Line, AfterValidator(_locale)] = ""
    main_measure: Key = ""
    logo: Line = ""
    articles: tuple[Article, ...] = Field(default=(), strict=False)
    topics: dict[Key, Line] = {}
    chapters: tuple[Chapter, ...] | None = Field(default=None, strict=False)
    units: tuple[OwnUnit, ...] = Field(default=(), strict=False)
    colors: dict[str, OwnColor] = {}

    @model_validator(mode="after")
    def known_colors(self) -> Self:
        """Refuse a colour that nothing uses."""
        inks = [name for name in COLORS if name != "paper"]
        unknown = [name for name in self.colors if name not in inks]
        if unknown:
            message = f"no colour is named {unknown[0]}: known are {', '.join(inks)}"
            raise ValueError(message)
        return self

    @property
    def palette(self) -> dict[str, Color]:
        """Every colour of the report by name, those of one's own among them."""
        own = {name: Color(color.light, color.dark) for name, color in self.colors.items()}
        return {**COLORS, **own}

    def article(self, source_id: str) -> Article | None:
        """Return what the settings say of an article, if anything."""
        return next((one for one in self.articles if one.source_id == source_id), None)
