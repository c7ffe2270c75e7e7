"""The PDF's tables have the columns and rows that Typst would give them by itself, which takes it longer."""

from __future__ import annotations

import pytest

from groupreport.parameters import Project, packaged_folder

TEMPLATE = "templates/typst-template.typ"
SIZED = "table(columns: widths, rows: heights,"
# Where the table fits, Typst is left to find both; the widths of one that does not are the template's alone.
LEFT_TO_TYPST = "table(columns: if most.sum() > page.width { widths } else { (auto,) * count }, rows: auto,"


@pytest.fixture
def slow_project(tmp_path):
    """A program's folder whose page template leaves sizes to Typst."""
    template = (packaged_folder() / TEMPLATE).read_text(encoding="utf-8")
    assert template.count(SIZED) == 1
    (tmp_path / "slow" / "templates").mkdir(parents=True)
    (tmp_path / "slow" / TEMPLATE).write_text(template.replace(SIZED, LEFT_TO_TYPST), encoding="utf-8")
    return Project(tmp_path / "slow")


@pytest.mark.parametrize(
    "rows",
    [
        [["Engaged", "3.6"], ["Avoiding", "\u22121.2"]],
        [["**Engaged**", "3.6"], ["Avoiding", "**1.2**"]],
        [["*Engaged*", ""], ["", "1.2"], ["Conflict", "0"]],
        [["\u222e \U0001d552 \u25b2 \u03b1 \u0416", "3.6"], ["gjpqy", "\u2265 5"]],
        [["A name that " + "goes on and " * 12 + "ends", "3.6"], ["Avoiding", "1.2"]],
        [["Engaged", f"{number}"] for number in range(80)],
    ],
    ids=["plain", "bold", "empty", "other fonts", "too wide", "long"],
)
def test_a_table_looks_as_if_typst_had_sized_it(render, sample, slow_project, rows):
    """The same PDF, byte for byte: no line is broken or cut, and no row is closer to the next."""
    cells = [sample.prose("# Tables"), sample.shown(sample.table("one", "**A finding.**", ["Scale", "Mean"], rows))]
    given = render(cells, formats=("pdf",))["pdf"].read_bytes()
    assert given == render(cells, formats=("pdf",), templates=slow_project)["pdf"].read_bytes()
