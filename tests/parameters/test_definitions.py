"""Which settings say what a number means."""

from __future__ import annotations

from groupreport.parameters import Parameters
from groupreport.parameters.definitions import definitions_of

# What may differ between two terms without any number meaning something else.
LOOK_AND_PLACE = {
    *("program.name", "program.contact", "program.confidentiality", "language", "data", "render", "brand"),
    *(f"audiences.evaluator.{name}" for name in ("pseudonyms", "pseudonym_key_file", "pseudonym_scope")),
    *("audiences.leadership.boilerplate", "audiences.funder.text", "audiences.funder.boilerplate"),
    *("term.term", "term.costs", "term.compare_with"),
}
WHOLE = {"data", "render", "brand", "stages", "instruments", "characteristics", "language"}


def parameters() -> Parameters:
    term = {"id": "2026-fall", "starts": "2026-08-24", "ends": "2026-12-11"}
    settings = {"program": {"name": "Evening groups"}, "instruments": ["phq9"]}
    return Parameters.model_validate({"settings": settings, "term_settings": {"term": term}})


def all_settings() -> set[str]:
    given = parameters()
    names = set()
    for part, value in given.settings.model_dump(mode="json").items():
        if part in WHOLE:
            names.add(part)
        elif part == "audiences":
            names |= {f"{part}.{audience}.{name}" for audience, own in value.items() for name in own}
        else:
            names |= {f"{part}.{name}" for name in value}
    return names | {f"term.{name}" for name in given.term_settings.model_dump()}


def test_every_setting_defines_numbers_or_is_known_not_to():
    """A new setting must be told from term to term, or be put down here as one that defines nothing."""
    given = parameters()
    settings, term = given.settings.model_dump(mode="json"), given.term_settings.model_dump(mode="json")

    assert set(definitions_of(settings, term)) == all_settings() - LOOK_AND_PLACE


def test_settings_of_an_older_version_are_taken_as_far_as_they_go():
    """A manifest of a version that knew no signs in attendance names the share of sessions, and nothing is made up."""
    old = {"instruments": ["phq9"], "attendance": {"dose_share": 0.5}, "audiences": {}}

    assert definitions_of(old, {}) == {"attendance.dose_share": 0.5, "instruments": ["phq9"]}
