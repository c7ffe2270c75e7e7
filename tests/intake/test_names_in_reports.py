"""Names by which reports tell programs, categories, questionnaires and scales apart are different ones."""

from __future__ import annotations

import pytest
import yaml

from groupreport.disclosure.published import TOTAL
from groupreport.errors import ParameterError
from groupreport.instruments import load_catalog
from groupreport.intake import check_term
from groupreport.intake.checks.names_of_totals import NAMES_OF_TOTALS
from groupreport.parameters import read_parameters
from groupreport.summaries.records import ALL_PROGRAMS


def own(small_term, name, short_name, scales=()):
    """A copy of the PHQ-9 under another id and name, with these outcome scales instead of its own."""
    entry = load_catalog()["phq9"].model_dump(mode="json", exclude_none=True)
    entry |= {"id": name, "short_name": short_name, "confusable_with": []}
    if scales:
        kept = ("aggregation", "higher_is", "domain", "reliable_change")
        whole = {key: entry["scales"][0][key] for key in kept}
        parts = ([1, 2, 3, 4], [5, 6, 7, 8, 9])  # outcome scales of one questionnaire share no items
        entry["scales"] = [
            whole | {"scale": scale, "label": label, "items": items}
            for (scale, label), items in zip(scales, parts, strict=True)
        ]
    folder = small_term.folder / "params" / "instruments"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yml").write_text(yaml.safe_dump(entry), encoding="utf-8")
    return small_term


def listed(small_term, *instruments):
    names = ", ".join(("alliance_1_10", "phq9", *instruments))
    small_term.set_program(f"program: {{name: x}}\ninstruments: [{names}]\ncharacteristics: [age_band]\n")
    catalog = load_catalog(small_term.project)
    problems = check_term(small_term.project, read_parameters(small_term.project, "2026-fall"), catalog)
    return [each for each in problems if each.rule == "instrument-same-name"]


def test_the_names_are_those_that_tables_use():
    """A third name for the rows of totals would be a name that nobody looks for."""
    assert set(NAMES_OF_TOTALS) == {TOTAL, ALL_PROGRAMS}


@pytest.mark.parametrize("name", NAMES_OF_TOTALS)
@pytest.mark.parametrize(
    ("table", "old", "new", "line", "column"),
    [
        ("roster", "completed,30-44", "completed,{}", 5, "age_band"),
        ("groups", "Grief,Evening", "Grief,{}", 3, "program"),
        ("groups", "Grief,Evening", "{},Evening", 3, "group_name"),
    ],
)
def test_nothing_is_called_as_the_rows_that_add_others_up(small_term, name, table, old, new, line, column):
    """A program called 'All programs' would be taken for all of them, a category called 'Total' for everybody."""
    small_term.change(table, old, new.format(name))
    problem = small_term.the("name-of-a-total")

    assert (problem.severity, problem.line, problem.column) == ("error", line, column)


def test_two_questionnaires_of_one_short_name_are_refused(small_term):
    """In a table two rows of one name are two numbers of which nobody can say which is whose."""
    (problem,) = listed(own(small_term, "mood", "phq-9"), "mood")

    assert (problem.file, problem.line, problem.column) == ("params/program.yml", 2, "instruments")
    assert "'phq9' and 'mood', which have one name in the reports" in problem.message
    assert "another short_name or label" in problem.remedy


def test_a_scale_is_not_called_as_another_questionnaire(small_term):
    """The scale Sleep of Mood stands in tables as Mood Sleep, and so would a questionnaire of that name."""
    own(small_term, "mood", "Mood", [("low", "Low"), ("sleep", "Sleep")])
    own(small_term, "nights", "Mood Sleep")

    assert len(listed(small_term, "mood", "nights")) == 1
    assert not listed(small_term, "mood")


def test_the_words_of_tables_of_counts_are_different_ones(small_term):
    """The scale sleep of mood has tables called mood_sleep: another questionnaire's would take their place."""
    own(small_term, "mood", "Mood", [("low", "Low"), ("sleep", "Sleep")])
    own(small_term, "mood_sleep", "Nights")
    (problem,) = listed(small_term, "mood", "mood_sleep")

    assert "'mood_sleep'" in problem.message
    assert "another id" in problem.remedy


def test_two_scales_of_one_label_are_refused(small_term):
    """Of a questionnaire's two scales called alike, one would take the other's place."""
    own(small_term, "mood", "Mood", [("low", "Low"), ("high", "Low")])
    small_term.set_program("program: {name: x}\ninstruments: [mood]\n")

    with pytest.raises(ParameterError, match="scales of the same label"):
        load_catalog(small_term.project)
