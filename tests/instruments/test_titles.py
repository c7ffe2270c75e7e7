"""Names of questionnaires and scales in a report's language."""

from __future__ import annotations

import pytest

from groupreport.errors import ParameterError
from groupreport.instruments import load_catalog
from groupreport.instruments.titles import with_titles
from groupreport.parameters import WORDING_FOLDER, Project, packaged_folder

LANGUAGES = sorted(path.name for path in (packaged_folder() / WORDING_FOLDER).iterdir() if path.is_dir())


def titled(folder, text, language="nn"):
    path = folder / WORDING_FOLDER / language / "instruments.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return with_titles(load_catalog(), Project(folder), language)


def test_a_name_is_translated_and_nothing_else(tmp_path):
    """The key, the thresholds and the scales without a translation are the catalog's."""
    before, after = load_catalog(), titled(tmp_path, "phq9:\n  name: Spurning\n  scales: {total: Depresjon}\n")

    assert (after["phq9"].name, after["phq9"].scale("total").label) == ("Spurning", "Depresjon")
    assert after["phq9"].scale("total").key == before["phq9"].scale("total").key
    assert {name: entry for name, entry in after.items() if name != "phq9"} == {
        name: entry for name, entry in before.items() if name != "phq9"
    }


@pytest.mark.parametrize(
    ("text", "line", "nearest"),
    [
        ("phq8: {name: x}\n", 1, "phq9"),
        ("phq9:\n  scales:\n    totl: x\n", 3, "total"),
        ("phq9:\n  nme: x\n", 2, "name"),
        ("phq9:\n  scales: {total: 7}\n", 2, None),
    ],
)
def test_a_slip_is_refused_by_its_line(tmp_path, text, line, nearest):
    """A misspelt id would leave the English name in the middle of the page."""
    with pytest.raises(ParameterError) as raised:
        titled(tmp_path, text)
    (problem,) = raised.value.problems

    assert problem.line == line
    assert nearest is None or problem.suggestion == nearest


@pytest.mark.parametrize("language", LANGUAGES)
def test_packaged_names_are_of_questionnaires_that_there_are(language):
    """By the same rules as a program's own."""
    assert with_titles(load_catalog(), Project(packaged_folder()), language).keys() == load_catalog().keys()
