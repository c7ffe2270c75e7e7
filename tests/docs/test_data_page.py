"""The page about a program's own data names every column that can be handed in."""

from __future__ import annotations

import re

import pytest

from groupreport.intake.contract import TABLES, Table
from groupreport.parameters import packaged_folder

PAGE = packaged_folder() / "docs" / "data.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not part of an installed package")


def row_of(table: Table) -> tuple[str, str]:
    """What the page says one row of a table is, and its columns."""
    found = re.findall(rf"^\| `{table.name}` \| (.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_page_names_every_column(table):
    """All columns stand there in the contract's order, those that may be left out with a question mark."""
    row, columns = row_of(table)
    names = re.sub(r" \([^)]*\)|, and the columns that `characteristics` names", "", columns).split(", ")

    assert row == table.row
    assert names == [column.name if column.required else f"{column.name}?" for column in table.columns]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_page_lists_the_words_of_every_column_that_has_a_list(table):
    """A word that the page leaves out, or that is refused, would cost somebody an export."""
    _, columns = row_of(table)
    listed = {name: words.split(", ") for name, words in re.findall(r"(\w+)\?? \(([a-z_, ]+)\)", columns)}

    assert {name: words for name, words in listed.items() if name != "occasion"} == {
        column.name: list(column.allowed) for column in table.columns if column.allowed
    }
