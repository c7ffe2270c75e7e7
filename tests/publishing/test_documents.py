"""One executed notebook as a report and its technical appendix."""

from __future__ import annotations

import json

import pytest

from groupreport.errors import RenderError
from groupreport.publishing.cells import read_cells
from groupreport.publishing.document_reader import read_document, read_documents
from groupreport.publishing.documents import documents_of


def _cell(kind, source, *, tags=(), shows=None):
    cell = {"cell_type": kind, "id": f"c{abs(hash(source))}", "metadata": {"tags": list(tags)}, "source": source}
    if kind == "code":
        data = {"output_type": "display_data", "data": {"text/markdown": shows}, "metadata": {}}
        cell |= {"execution_count": 1, "outputs": [] if shows is None else [data]}
    return cell


def _notebook(path, *cells):
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def _markdown(document):
    return [cell.markdown for cell in read_cells(document.notebook, "g01")]


def test_the_tagged_cell_parts_the_report_from_its_appendix(tmp_path):
    """What stands before it is the report, what stands behind it the appendix; the cell itself is in neither."""
    executed = _notebook(
        tmp_path / "g01.ipynb",
        _cell("markdown", "# Outcomes"),
        _cell("code", "a", shows="They improved."),
        _cell("markdown", "# Technical appendix", tags=["appendix"]),
        _cell("markdown", "# Rules"),
        _cell("code", "b", shows="Each rule."),
    )

    report, appendix = documents_of(executed, tmp_path / "documents")

    assert (report.kind, _markdown(report)) == ("report", ["# Outcomes", "They improved."])
    assert (appendix.kind, _markdown(appendix)) == ("appendix", ["# Rules", "Each rule."])


def test_an_appendix_that_shows_an_audience_nothing_is_not_made(tmp_path):
    """Leadership's report has no appendix, though the notebook that it shares with evaluators has one."""
    executed = _notebook(
        tmp_path / "program.ipynb",
        _cell("code", "a", shows="For everybody."),
        _cell("markdown", "# Technical appendix", tags=["appendix"]),
        _cell("markdown", "# Rules"),
        _cell("code", "b", shows=""),
    )

    assert [document.kind for document in documents_of(executed, tmp_path / "documents")] == ["report"]


def test_a_notebook_without_an_appendix_is_one_document(tmp_path):
    """It is rendered from where it is, and nothing is written."""
    executed = _notebook(tmp_path / "outcomes.ipynb", _cell("code", "a", shows="All of it."))

    (report,) = documents_of(executed, tmp_path / "documents")

    assert report.notebook == executed
    assert not (tmp_path / "documents").exists()


def test_a_message_about_the_appendix_counts_the_notebooks_own_cells(tmp_path):
    """Whoever opens the notebook finds the cell that a message names."""
    wrong = _cell("code", "b", shows="x")
    wrong["outputs"][0]["data"] = {"text/plain": "x"}
    executed = _notebook(
        tmp_path / "g01.ipynb",
        _cell("code", "a", shows="The report."),
        _cell("markdown", "# Technical appendix", tags=["appendix"]),
        _cell("markdown", "# Rules"),
        wrong,
    )

    _, appendix = documents_of(executed, tmp_path / "documents")

    with pytest.raises(RenderError, match="cell 4: an output without Markdown"):
        read_cells(appendix.notebook, "g01")


def test_a_notebook_that_cannot_be_read_is_left_to_the_renderer(tmp_path):
    """The renderer names what is wrong with it; nothing is guessed here."""
    executed = tmp_path / "g01.ipynb"
    executed.write_text("{", encoding="utf-8")

    assert [document.notebook for document in documents_of(executed, tmp_path / "documents")] == [executed]


def test_documents_that_are_read_together_are_as_if_read_one_by_one(tmp_path, sample):
    """Both have a first figure of the same name, each refers to its own, and no cell moves over."""
    cells = (
        [
            sample.prose("# Outcomes"),
            sample.shown(sample.figure("one", "**It rose.**", "A line")),
            sample.shown("See @fig-one."),
        ],
        [
            sample.prose("# Rules"),
            sample.shown("[A link][1] is not for others."),
            sample.shown(sample.figure("one", "**It fell.**", "B")),
        ],
    )
    notebooks = [sample.write_notebook(tmp_path / f"{place}.ipynb", each) for place, each in enumerate(cells)]

    together = read_documents(notebooks, "G07", sample.FACTS)

    assert together == [read_document(notebook, "G07", sample.FACTS) for notebook in notebooks]
    assert [len(document.blocks) for document in together] == [3, 3]


def test_a_cell_that_is_left_open_does_not_swallow_the_other_document(tmp_path, sample):
    """The error names the cell of the document that it stands in."""
    open_end = sample.write_notebook(tmp_path / "0.ipynb", [sample.shown("::: {.callout-note}\n## Open\n\nText")])
    whole = sample.write_notebook(tmp_path / "1.ipynb", [sample.shown("Text")])

    with pytest.raises(RenderError, match="cell 2: a block is left open"):
        read_documents([open_end, whole], "G07", sample.FACTS)
