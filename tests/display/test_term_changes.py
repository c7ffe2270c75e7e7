"""What changed since the earlier term was published, as readers see it."""

from __future__ import annotations

import dataclasses

import pytest

from groupreport.display.term_changes import changed_for_funders, changes_found, changes_table
from groupreport.display.wording import wording
from groupreport.parameters import Parameters
from groupreport.parameters.definitions import definitions_of
from groupreport.summaries.records import Changed, Changes, TermFacts, Unavailable

WORDS = wording()
DOSE = Changed("definition", "attendance.dose_share", 0.6, 0.5)
TOLERANCE = Changed("definition", "ruptures.repair_tolerance", 0.25, 0.3)
WINDOW = Changed("definition", "ruptures.repair_window", 3, 5)


def facts(*found: Changed, **given) -> TermFacts:
    """Fall 2026, compared with Spring 2026."""
    term = {"id": "2026-fall", "starts": "2026-08-24", "ends": "2026-12-11", "name": "Fall 2026"}
    settings = {"program": {"name": "Evening groups"}, "instruments": ["phq9"]}
    parameters = Parameters.model_validate(
        {"settings": settings, "term_settings": {"term": term, "compare_with": "2026-spring"}}
    )
    whole = TermFacts(
        program_name="Evening groups",
        term_id="2026-fall",
        term_name="Fall 2026",
        starts=parameters.term.starts,
        ends=parameters.term.ends,
        confidentiality="",
        data_hash="0" * 64,
        parameters=parameters,
        instruments=(),
        changes=Changes("Spring 2026", found),
    )
    return dataclasses.replace(whole, **given)


def test_what_changed_is_named_once_and_what_follows_is_said():
    """Two settings of one definition are one thing to a reader; the earlier report may show other numbers."""
    said = changes_found(facts(DOSE, TOLERANCE, WINDOW), WORDS)

    assert said.count("what counts as a repair") == 1
    assert "the share of sessions that counts as regular attendance and what counts as a repair" in said
    assert "can show other numbers" in said


def test_nothing_changed_and_nothing_known_are_two_answers():
    """The one is said as a fact; the other as what it is, not known."""
    unknown = facts(changes=Unavailable("not_collected", "earlier_not_published"))

    assert "are the same as when Spring 2026 was last published" in changes_found(facts(), WORDS)
    assert "is not known" in changes_found(unknown, WORDS)


def test_restated_exports_are_said_alone():
    """Where only the exports are others, no definition is said to have changed."""
    said = changes_found(facts(Changed("data", "2026-spring")), WORDS)

    assert said == WORDS.say("changes.data", term="Spring 2026")
    assert "Different" not in said


def test_the_table_has_a_row_a_setting_with_both_values():
    """The evaluator sees which line of program.yml to put back."""
    table = changes_table(facts(DOSE, TOLERANCE, Changed("questionnaire", "phq9")), WORDS)

    assert table is not None
    rows = [line.split("  ") for line in table.text.splitlines()]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert ["the share of sessions that counts as regular attendance", "attendance.dose_share", "0.6", "0.5"] in cells
    assert ["the entry of the questionnaire phq9", "phq9", "another one"] in cells


@pytest.mark.parametrize("found", [(), (Changed("data", "2026-spring"),)], ids=["nothing", "exports alone"])
def test_no_table_stands_over_nothing(found):
    """A table without rows would look cut off."""
    assert changes_table(facts(*found), WORDS) is None


def test_funders_read_names_alone():
    """Beside the earlier report; of restated exports nothing is said to them, and where nothing changed nothing."""
    said = changed_for_funders(Changes("Spring 2026", (Changed("data", "2026-spring"), DOSE)), WORDS)

    assert "Spring 2026" in said
    assert "the share of sessions that counts as regular attendance" in said
    assert "exports" not in said
    assert not any(digit in said.replace("2026", "") for digit in "0123456789")
    assert changed_for_funders(Changes("Spring 2026", ()), WORDS) == ""


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_definition_has_its_words(language):
    """A setting without words would stop the report of the term after it was changed."""
    parameters = facts().parameters
    names = definitions_of(
        parameters.settings.model_dump(mode="json"), parameters.term_settings.model_dump(mode="json")
    )

    assert set(wording(language).words("definition")) == set(names)
