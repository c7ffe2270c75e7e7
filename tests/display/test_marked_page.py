"""Pages of the documentation with parts that are made."""

from __future__ import annotations

import pytest

from groupreport.display.marked_page import table_lines, with_made_parts

PAGE = "Text before.\n\n<!-- list: begin -->\n\nold\n\n<!-- list: end -->\n\nText after.\n"


def test_only_what_stands_between_the_marks_is_made_anew() -> None:
    """A writer's own text is never touched, and making the page twice changes nothing."""
    made = with_made_parts(PAGE, "list", ["one", "two"])

    assert made == PAGE.replace("old", "one\n\ntwo")
    assert with_made_parts(made, "list", ["one", "two"]) == made


@pytest.mark.parametrize("lost", ["<!-- list: begin -->", "<!-- list: end -->"])
def test_a_page_without_its_marks_is_refused(lost: str) -> None:
    """Without both marks nobody can say where the made part belongs."""
    with pytest.raises(ValueError, match="needs the marks <!-- list: begin --> and <!-- list: end -->"):
        with_made_parts(PAGE.replace(lost, ""), "list", [])


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    """Every row has as many cells as the head, whatever stands in them."""
    assert table_lines([("a", "b"), ("1|2", "3")]).splitlines() == ["| a | b |", "| --- | --- |", "| 1&#124;2 | 3 |"]
