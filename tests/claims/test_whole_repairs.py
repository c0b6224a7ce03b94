"""Repairs in full: every change that `check --fix` tells, and every byte that it writes."""

import pytest

from report_helpers.claims.inputs.claims_input import ClaimsInput
from report_helpers.claims.inputs.raw_tables import Table
from report_helpers.claims.repair.repaired_claims import Repaired, repaired
from report_helpers.errors import DataError


def fixed(raw: bytes, sources: bytes | None = None) -> Repaired:
    """Return what is certain about claims."""
    documents = None if sources is None else Table("sources.csv", sources)
    return repaired(ClaimsInput(Table("my.csv", raw), documents))


@pytest.mark.parametrize(
    ("raw", "changes", "written"),
    [
        pytest.param(
            b"\xef\xbb\xbfclaim_id,value\na,5\n",
            [(1, "-", "the byte-order mark is removed")],
            "claim_id,value\na,5\n",
            id="mark",
        ),
        pytest.param(
            "claim_id,value\na,5\n".encode("utf-16"),
            [(1, "-", "UTF-16 is now UTF-8")],
            "claim_id,value\na,5\n",
            id="utf-16",
        ),
        pytest.param(
            b'claim_id;value;note\na;5,5;"x;y"\n',
            [(1, "-", "cells were separated by semicolons"), (2, "value", "'5,5' is now '5.5'")],
            "claim_id,value,note\na,5.5,x;y\n",
            id="semicolons",
        ),
        pytest.param(
            b'claim_id\tnote\tvalue\na\t"one\ntwo"\t5\nb\t\t1\xe2\x80\xaf632\xe2\x80\xaf000\n',
            [
                (1, "-", "cells were separated by tabs"),
                (2, "note", "'one\\ntwo' is now 'one two'"),
                (4, "value", "'1\\u202f632\\u202f000' is now '1632000'"),
            ],
            "claim_id,note,value\na,one two,5\nb,,1632000\n",
            id="tabs",
        ),
        pytest.param(
            b"sep=;\nclaim_id;value\na;5\n",
            [
                (1, "-", "cells were separated by semicolons"),
                (1, "-", "the line that names the separator is removed"),
            ],
            "claim_id,value\na,5\n",
            id="separator",
        ),
        pytest.param(
            b"Claim ID,,VALUE, ,note\nA 1,,5,,\n,,,,\n b ,, 6,,  \n",
            [
                (1, "-", "column 2, which is blank, is removed"),
                (1, "-", "column 4, which is blank, is removed"),
                (1, "claim_id", "'Claim ID' is now claim_id"),
                (1, "value", "'VALUE' is now value"),
                (2, "claim_id", "'A 1' is now 'a_1'"),
                (3, "-", "the blank row is removed"),
                (4, "claim_id", "' b ' is now 'b'"),
                (4, "note", "the spaces are removed"),
                (4, "value", "' 6' is now '6'"),
            ],
            "claim_id,value,note\na_1,5,\nb,6,\n",
            id="blanks",
        ),
        pytest.param(
            b"claim_id,value\na,5,,\nb,x,\nc,6,y\n",
            [(2, "-", "blank cells at the end are removed")],
            "claim_id,value\na,5\nb,x,\nc,6,y\n",
            id="ends",
        ),
        pytest.param(
            b"claim_id,original_id,repeats_id\nA-1,B 2,a_1\nb_1,,\n",
            [(2, "original_id", "'B 2' is now 'b_2'")],
            "claim_id,original_id,repeats_id\nA-1,b_2,a_1\nb_1,,\n",
            id="keys-that-would-be-one",
        ),
        pytest.param(
            b'claim_id,unit,value,growth_percent\na,%,39 %,4 %\nb,USD bn,-1\xc2\xa0632.5,\n"c,,,\n',
            [
                (2, "growth_percent", "'4 %' is now '4'"),
                (2, "unit", "'%' is now 'percent'"),
                (2, "value", "'39 %' is now '39'"),
                (3, "unit", "'USD bn' is now 'usd_billion'"),
                (3, "value", "'-1\\xa0632.5' is now '-1632.5'"),
            ],
            'claim_id,unit,value,growth_percent\na,percent,39,4\nb,usd_billion,-1632.5,\n"c,,,\n',
            id="numbers",
        ),
    ],
)
def test_each_change_is_told_and_written(
    raw: bytes, changes: list[tuple[int, str, str]], written: str
) -> None:
    """Line, column and words of every change, in their order, and the whole file."""
    found = fixed(raw)
    assert [tuple(change) for change in found.changes] == [(*change, "") for change in changes]
    assert found.raw.decode() == written


def test_documents_are_told_and_written() -> None:
    """What each file changed, then what is filled in; a cell of the claims stays."""
    found = fixed(
        b"claim_id,source_id,source_title\nA,Page 1,\nb,other,Own\nc,page_1,Own\n",
        b"Source ID,source_title,url\nPage 1,Title, https://a.example \npage_2,Two,\n",
    )
    assert [tuple(change) for change in found.changes] == [
        (2, "claim_id", "'A' is now 'a'", ""),
        (1, "source_id", "'Source ID' is now source_id", "sources.csv"),
        (2, "url", "' https://a.example ' is now 'https://a.example'", "sources.csv"),
        (1, "-", "the cells of sources.csv are filled in", ""),
    ]
    assert found.raw.decode() == (
        "claim_id,source_id,source_title,url\na,Page 1,Title,https://a.example\n"
        "b,other,Own,\nc,page_1,Own,\n"
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "my.csv:1:-: the file is empty; save it as comma-separated UTF-8"),
        (b"# x\n", "my.csv:1:-: there is no header; add one"),
        (b"\xff\xfea", "my.csv:1:-: the file is no whole UTF-16; save it as UTF-8"),
        (b"%PDF-1.7", "my.csv:1:-: the file looks like a PDF; save it as comma-separated UTF-8"),
        (
            b'claim_id;topic;metric\na;"b;c\n',
            "my.csv:2:-: the row cannot be split (unexpected end of data); close its quotes",
        ),
    ],
)
def test_what_is_no_table_is_told_in_full(raw: bytes, says: str) -> None:
    """One line, and nothing is written."""
    with pytest.raises(DataError) as caught:
        fixed(raw)
    assert caught.value.lines()[:1] == [says]
