"""What changed since the earlier term was published."""

from __future__ import annotations

import dataclasses
import importlib.metadata

import pytest

from groupreport.intake.earlier_edition import EarlierEdition
from groupreport.intake.hashes import seal_of
from groupreport.parameters.definitions import definitions_of
from groupreport.summaries.changes import changes_since
from groupreport.summaries.records import Changed, Changes, Unavailable

VERSION = importlib.metadata.version("groupreport")


@pytest.fixture
def edition_of():
    """How a term would be published today."""

    def edition(term) -> EarlierEdition:
        parameters = term.parameters
        return EarlierEdition(
            definitions=definitions_of(
                parameters.settings.model_dump(mode="json"), parameters.term_settings.model_dump(mode="json")
            ),
            instruments={name: seal_of(entry.model_dump(mode="json")) for name, entry in term.instruments.items()},
            package=VERSION,
            data=term.data_hash,
        )

    return edition


def test_a_term_published_alike_changed_in_nothing(small, edition_of):
    """The same settings, questionnaires, exports and version: an empty list, which is not the same as not knowing."""
    term = dataclasses.replace(small, previous=small, earlier_edition=edition_of(small))

    assert changes_since(term) == Changes("2026-fall", ())


def test_what_is_not_known_is_not_called_the_same(small):
    """Without an earlier term, or without its manifest, nothing is said to have changed or stayed."""
    assert changes_since(small) == Unavailable("not_collected", "no_earlier_term")
    unpublished = dataclasses.replace(small, previous=small)
    assert changes_since(unpublished) == Unavailable("not_collected", "earlier_not_published")


def test_another_definition_is_told_with_both_values(small, tables, open_small, edition_of):
    """The earlier term was published with a dose of 60 % of sessions and repairs within three, this one otherwise."""
    changed = open_small(tables, previous=small, attendance={"dose_share": 0.75}, ruptures={"repair_window": 5})
    changed = dataclasses.replace(changed, earlier_edition=edition_of(small))

    assert changes_since(changed).found == (
        Changed("definition", "attendance.dose_share", 0.6, 0.75),
        Changed("definition", "ruptures.repair_window", 3, 5),
    )


def test_other_exports_another_version_and_another_key_are_told(small, edition_of):
    """A restated export, an upgrade and a corrected questionnaire each change what the earlier report said."""
    then = edition_of(small).model_copy(
        update={"data": "1" * 64, "package": "0.0.1", "instruments": {"phq9": "2" * 64, "long_gone": "3" * 64}}
    )
    term = dataclasses.replace(small, previous=small, earlier_edition=then)

    assert changes_since(term).found == (
        Changed("data", "2026-fall"),
        Changed("package", "groupreport", "0.0.1", VERSION),
        Changed("questionnaire", "phq9"),
    )


def test_a_setting_that_an_older_version_did_not_know_is_told_as_unset(small, edition_of):
    """It may have counted otherwise; the earlier value is missing, not today's."""
    then = edition_of(small)
    older = {name: value for name, value in then.definitions.items() if name != "attendance.absence_run"}
    earlier = then.model_copy(update={"definitions": older})
    term = dataclasses.replace(small, previous=small, earlier_edition=earlier)

    assert changes_since(term).found == (Changed("definition", "attendance.absence_run", None, 2),)
