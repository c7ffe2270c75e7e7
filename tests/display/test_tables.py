"""Tables mark their header, align their numbers and cannot be broken by a cell."""

from __future__ import annotations

import pytest

from groupreport.display import tables
from groupreport.display.escaping import Markdown

from .pages import blocks_of, table, walk


def test_a_cell_with_a_bar_stays_one_cell():
    """A group called "A | B" does not add a column."""
    made = tables.table("x", "Caption.", [tables.text("Name"), tables.numbers("n")], [["A | B", "3"], ["`c`", "4"]])

    assert table(made.markdown, "x") == [["Name", "n"], ["A | B", "3"], ["`c`", "4"]]


def test_words_stand_left_and_numbers_right():
    """Decimals stand below each other."""
    made = tables.table("x", "Caption.", [tables.text("Name"), tables.numbers("n")], [["a", "1"]])
    (found,) = [node for node in walk(blocks_of(made.markdown)) if node["t"] == "Table"]

    assert [align["t"] for align, _ in found["c"][2]] == ["AlignLeft", "AlignRight"]


def test_the_caption_is_the_last_paragraph_of_the_labelled_block():
    """Both renderers take the caption from there."""
    (block,) = blocks_of(tables.table("flow", "All of them.", [tables.text("Name")], [["a"]]).markdown)

    assert block["t"] == "Div"
    assert block["c"][0][0] == "tbl-flow"
    assert [inner["t"] for inner in block["c"][1]] == ["Table", "Para"]


def test_markdown_cells_are_kept():
    """A cell that a statement wrote is not escaped twice."""
    made = tables.table("x", "Caption.", [tables.text("Name")], [[Markdown(r"a\_b")]])

    assert table(made.markdown, "x")[1] == ["a_b"]


def test_a_row_of_the_wrong_length_is_refused():
    """A shifted row would be a wrong table that looks right."""
    with pytest.raises(ValueError, match="another number of cells"):
        tables.table("x", "Caption.", [tables.text("Name"), tables.numbers("n")], [["a"]])


def test_a_wide_table_gives_its_long_column_the_most_room():
    """Where cells must wrap, the text wraps and not the numbers."""
    columns = [tables.text("What"), tables.numbers("n"), tables.numbers("Rate")]
    made = tables.table("x", "Caption.", columns, [["word " * 30, "12", "50%"]])
    (found,) = [node for node in walk(blocks_of(made.markdown)) if node["t"] == "Table"]
    widths = [width["c"] for _, width in found["c"][2]]

    assert widths[0] > 2 * widths[1]
