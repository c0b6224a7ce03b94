"""Rules across rows: unique keys, references to other claims, one description a source."""

from collections.abc import Iterator

import pandas as pd

from report_helpers.claims.defects import Defect, Unlisted, flagged
from report_helpers.claims.schema import SOURCE_COLUMNS
from report_helpers.errors import Problem

__all__ = ["broken_references", "changing_sources"]


def broken_references(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield repeated keys, and references that lead to no other row or back to their own.

    Args:
        text: the frame of `cells.text_rows`.
    """
    yield from repeated_ids(text)
    yield from missing_references(text)
    yield from wrong_references(text)


def repeated_ids(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the claims whose key an earlier row already uses."""
    rows = text[text["claim_id"] != ""]
    rows = rows.assign(first=rows.groupby("claim_id", sort=False)["line"].transform("first"))
    message = "line {first} already has the claim_id {claim_id!a}"
    defect = Defect("claim_id", "primary-key", message, "give one of them another claim_id")
    yield from flagged(rows, rows["claim_id"].duplicated(), defect)


def missing_references(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the references to a claim that is not in the file."""
    for column in ("original_id", "repeats_id"):
        wrong = (text[column] != "") & ~text[column].isin(text["claim_id"])
        message = f"there is no claim {{{column}!a}}"
        fix = "write the claim_id of another row, or leave it empty"
        yield from flagged(text, wrong, Defect(column, "foreign-key", message, fix))


def wrong_references(text: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield references to a row whose role is not `original`, and circular references."""
    names = ["claim_id", "original_id", "repeats_id"]
    links = (text["original_id"] != "") | (text["repeats_id"] != "")
    # As plain text: columns of other categories cannot be compared.
    linked = text.loc[links, names].astype(object).assign(line=text["line"][links])
    referred = text["claim_id"].isin(linked["original_id"])
    roles = dict(zip(text["claim_id"][referred], text["role"][referred], strict=True))
    role = linked["original_id"].map(lambda name: roles.get(name, ""))
    linked = linked.assign(role_there=role)
    wrong = ~role.isin(["original", ""]) & (linked["original_id"] != linked["claim_id"])
    message = "{original_id} has the role {role_there}, not original"
    fix = "write the claim_id of a row with the role original, or correct the role"
    yield from flagged(linked, wrong, Defect("original_id", "foreign-key", message, fix))
    circle = circular({row[0]: [name for name in row[1:] if name]
                       for row in linked[names].to_numpy().tolist()})  # fmt: skip
    for column in ("original_id", "repeats_id"):
        message = f"the reference to {{{column}}} leads back to {{claim_id}}"
        fix = "write the claim_id of another row, or leave it empty"
        wrong = linked["claim_id"].isin(circle) & linked[column].isin(circle)
        yield from flagged(linked, wrong, Defect(column, "circular-reference", message, fix))


def circular(links: dict[str, list[str]]) -> set[str]:
    """Return the keys on a cycle of links, and the keys on a path between two cycles."""
    leading = without_ends(links)
    backward: dict[str, list[str]] = {key: [] for key in leading}
    for key, names in leading.items():
        for name in names:
            backward[name].append(key)
    return set(without_ends(backward))


def without_ends(links: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the links that can be followed forever, without those that lead to an end."""
    users: dict[str, list[str]] = {key: [] for key in links}
    for key, names in links.items():
        for name in names:
            users.setdefault(name, []).append(key)
    count = {key: len(names) for key, names in links.items()}
    ended = [key for key in users if not count.get(key)]
    while ended:
        for key in users[ended.pop()]:
            count[key] -= 1
            if not count[key]:
                ended.append(key)
    endless = {key for key, left in count.items() if left}
    return {key: [name for name in links[key] if name in endless] for key in endless}


def changing_sources(rows: pd.DataFrame) -> Iterator[Problem | Unlisted]:
    """Yield the rows that describe their source differently from its first row."""
    sources = rows.groupby("source_id", sort=False)
    rows = rows.assign(first_line=sources["line"].transform("first"))
    for column in (column.name for column in SOURCE_COLUMNS[1:]):
        described = rows.assign(first=sources[column].transform("first"))
        message = f"{{source_id}} has {{{column}!a}} here and {{first!a}} on line {{first_line}}"
        fix = "write the same in all rows of a source, or give it its own source_id"
        wrong = described[column] != described["first"]
        yield from flagged(described, wrong, Defect(column, "source-conflict", message, fix))
