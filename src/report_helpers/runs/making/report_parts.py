"""The chapters of a report: which notebook runs with which parameters, in which order.

The settings list them. Without such a list each notebook is a chapter, and one that is a chapter of
a topic runs once for each topic with such figures.
"""

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pandas as pd

from report_helpers.analysis.chapters import TopicChapter, topic_chapters
from report_helpers.claims.wording import topic_title
from report_helpers.errors import UsageError
from report_helpers.execution.notebook_settings import notebook_settings
from report_helpers.execution.parameters import Parameter, Value, typed_values
from report_helpers.runs.making.known_values import refuse_unknown
from report_helpers.settings.active import settings
from report_helpers.settings.model import Chapter
from report_helpers.settings.settings_file import NAME

__all__ = ["Part", "report_parts"]


class Part(NamedTuple):
    """A run of a notebook.

    Attributes:
        name: the file name of the executed notebook.
        notebook: the path of the notebook.
        parameters: values for its parameters.
        title: the heading on the page; empty: the notebook's.
        text: the paragraph under it; empty: the notebook's.
        again: whether an earlier part is of the same notebook, so that its words stand there.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Value] = {}
    title: str = ""
    text: str = ""
    again: bool = False


def report_parts(
    notebooks: Sequence[Path],
    known: Mapping[str, Parameter],
    claims: pd.DataFrame,
    given: Mapping[str, Value],
) -> list[Part]:
    """Return the runs of notebooks that make a report, in the order of the page.

    Args:
        notebooks: the notebooks of its folder.
        known: the parameters that they declare.
        claims: the validated table.
        given: parameters of the user's, which have precedence.

    Raises:
        UsageError: the settings list a notebook or parameter that there is not.
    """
    if settings().chapters is not None:
        listed = [
            _listed(f"{NAME}:chapters.{number}", chapter, notebooks, known, claims)
            for number, chapter in enumerate(settings().chapters or (), 1)
        ]
        return _named(listed)
    kinds = {path: notebook_settings(path.name, _metadata(path)).each for path in notebooks}
    chapters = topic_chapters(claims) if any(kinds.values()) else []
    own = [path for path, kind in kinds.items() if not kind or given.keys() & {"topic", "measure"}]
    of_topics: dict[str, Path] = {kind: path for path, kind in kinds.items() if path not in own}
    parts: list[Part] = []
    for path in notebooks:
        if path in own:
            parts.append(Part(path.name, path))
        elif of_topics:
            parts += _of_topics(of_topics, chapters)
            of_topics = {}
    return _named(parts)


def _metadata(path: Path) -> Mapping[str, Any]:
    metadata: Mapping[str, Any] = nbformat.read(path, as_version=4).metadata
    return metadata


def _listed(
    place: str,
    chapter: Chapter,
    notebooks: Sequence[Path],
    known: Mapping[str, Parameter],
    claims: pd.DataFrame,
) -> Part:
    path = next((one for one in notebooks if one.stem == chapter.notebook), None)
    if path is None:
        stems = [one.stem for one in notebooks]
        near = difflib.get_close_matches(chapter.notebook, stems, n=1, cutoff=0.5)
        fix = f"did you mean {near[0]}?" if near else f"known are {', '.join(stems)}"
        raise UsageError(place, f"there is no notebook {chapter.notebook!a}", fix)
    own = {name: one for name, one in known.items() if path.name in one.notebooks}
    try:
        texts = {name: _text(value) for name, value in chapter.parameters.items()}
        values = typed_values(texts, own)
    except UsageError as error:
        raise UsageError(place, f"{error.place}: {error.what}", error.fix) from error
    refuse_unknown(claims, values, own, f"{place}.parameters.")
    return Part(path.name, path, values, chapter.title, chapter.text)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of_topics(notebooks: Mapping[str, Path], chapters: Sequence[TopicChapter]) -> list[Part]:
    parts, begun = list[Part](), set[str]()
    for chapter in chapters:
        path = notebooks.get(chapter.kind)
        if path is None:
            continue
        title = topic_title(chapter.topic)
        if chapter.topic in begun:
            title = f"{title}: {chapter.kind}"
        begun.add(chapter.topic)
        again = any(part.notebook == path for part in parts)
        parts.append(Part(path.name, path, _parameters(chapter), title, again=again))
    return parts


def _parameters(chapter: TopicChapter) -> dict[str, Value]:
    match chapter.kind:
        case "growth":
            return {"measure": chapter.measure}
        case "changes":
            return {"topic": chapter.topic, "shares_of": chapter.topic}
        case "values":
            return {"topic": chapter.topic, "rest": not chapter.alone}


def _named(parts: Sequence[Part]) -> list[Part]:
    """Return the parts, each with a name of its own on any file system."""
    taken: set[str] = set()
    named = []
    for part in parts:
        name, number = part.name, 2
        while _folded(name) in taken:
            name, number = f"{part.notebook.stem}-{number}.ipynb", number + 1
        taken.add(_folded(name))
        named.append(part._replace(name=name))
    return named


def _folded(name: str) -> str:
    # Some file systems ignore case, others the form of an accent.
    return unicodedata.normalize("NFC", name).casefold()
