from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import pandas as pd
import pytest

from groupreport.disclosure.forbidden import ForbiddenTokens
from groupreport.disclosure.pseudonyms import pseudonyms
from groupreport.errors import DisclosureError
from groupreport.parameters import Parameters


@dataclass(frozen=True)
class HandmadeTerm:
    """The public side of a frozen term."""

    parameters: Parameters
    tables: dict[str, pd.DataFrame] = field(repr=False)
    previous: HandmadeTerm | None = None

    @property
    def collected(self) -> frozenset[str]:
        return frozenset(self.tables)

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def make_term(
    term_id: str,
    starts: str,
    ends: str,
    tables: dict,
    previous: HandmadeTerm | None = None,
    evaluator: dict | None = None,
) -> HandmadeTerm:
    parameters = Parameters.model_validate(
        {
            "settings": {
                "program": {"name": "Grief program", "contact": "grief@example.org"},
                "instruments": ["phq9"],
                "audiences": {"evaluator": evaluator or {}},
            },
            "term_settings": {"term": {"id": term_id, "starts": starts, "ends": ends}},
        }
    )
    return HandmadeTerm(parameters, {name: pd.DataFrame(rows) for name, rows in tables.items()}, previous)


@pytest.fixture
def term():
    spring = make_term("spring", "2026-01-19", "2026-05-08", {"roster": {"member_id": ["OLD-1"]}})
    return make_term(
        "fall",
        "2026-08-24",
        "2026-12-11",
        {
            "groups": {
                "group_id": ["G01", "G02"],
                "group_name": ["Monday mothers", "Grief program"],
                "program": ["Grief", "Grief"],
                "leaders": ["Dr. Rowan;L7", None],
            },
            "roster": {"member_id": ["M-1", "M-2"]},
            "ratings": {"member_id": ["M-2", "M-3"]},
            "events": {"member_ids": ["M-4; M-5"], "note": ["Cried when the leader went away"]},
            "feedback": {"leader_id": ["L8"]},
        },
        spring,
    )


def test_people_of_both_terms_are_forbidden_to_leadership(term):
    """Members wherever they are named, and leaders."""
    forbidden = ForbiddenTokens.of_term(term, "leadership")

    assert forbidden.ids == {
        "M-1", "M-2", "M-3", "M-4", "M-5", "OLD-1", "Dr. Rowan", "L7", "L8"
    }  # fmt: skip
    assert forbidden.notes == ("Cried when the leader went away",)


def test_pseudonyms_are_forbidden_to_others(tmp_path, monkeypatch):
    """A token of the evaluators' reports stands for one member, and no other audience has a use for it."""
    key = tmp_path / "key"
    key.write_text("00" * 32)
    key.chmod(0o600)
    monkeypatch.setenv("GROUPREPORT_PSEUDONYM_KEY_FILE", str(key))
    tables = {"roster": {"member_id": ["M-1"]}}
    term = make_term("fall", "2026-08-24", "2026-12-11", tables, evaluator={"pseudonyms": True})

    assert ForbiddenTokens.of_term(term, "funder").ids == {"M-1", pseudonyms(["M-1"], bytes(32), "fall")["M-1"]}
    key.unlink()
    with pytest.raises(DisclosureError, match="does not exist"):
        ForbiddenTokens.of_term(term, "leadership")


def test_groups_are_forbidden_to_funders_unless_the_program_is_called_so(term):
    """A group named like its program cannot be told from it."""
    assert {"G01", "G02", "Monday mothers"} <= ForbiddenTokens.of_term(term, "funder").ids
    assert "Grief program" not in ForbiddenTokens.of_term(term, "funder").ids


def test_days_of_the_terms_and_given_days_may_stand(term):
    """The first and last days are printed; so may the day of the report be."""
    day = datetime.date(2026, 12, 20)

    assert ForbiddenTokens.of_term(term, "funder", dates=[day]).allowed_dates == {
        day,
        datetime.date(2026, 1, 19),
        datetime.date(2026, 5, 8),
        datetime.date(2026, 8, 24),
        datetime.date(2026, 12, 11),
    }


def test_contact_of_the_program_may_stand(term):
    """It is printed so that people write to it."""
    assert "grief@example.org" in ForbiddenTokens.of_term(term, "funder").allowed
