"""Rules for rating drops are worded with the numbers that they went by, and say what the program set."""

from __future__ import annotations

import dataclasses

import pytest

from groupreport.display.group.drop_methods import drop_definitions
from groupreport.display.rule_words import rule_definition
from groupreport.display.wording import wording
from groupreport.instruments import load_catalog
from groupreport.measures.ruptures import RULES, rule_named
from groupreport.parameters import RuptureSettings


@pytest.fixture(name="words")
def _words():
    return wording()


@pytest.fixture(name="said")
def _said(group_summary, words):
    """What a group's methods say of drops under some settings."""

    def said(leading="own_level", instruments=("alliance_1_10", "gq"), **settings):
        own = RuptureSettings.model_validate(settings)
        drops, term, catalog = group_summary.ruptures, group_summary.term, load_catalog()
        program = term.parameters.settings.model_copy(update={"ruptures": own})
        parameters = term.parameters.model_copy(update={"settings": program})
        term = dataclasses.replace(
            term, parameters=parameters, instruments=tuple(catalog[name] for name in instruments)
        )
        names = [*own.rules[:2], own.rules[-1]]
        found = dataclasses.replace(drops, headline=leading, rules=drops.rules.assign(rule=names))
        return " ".join(map(str, drop_definitions(found, term, words))).replace("\\", "").replace("’", "'")

    return said


def test_every_rule_has_its_words_and_every_words_their_rule(words):
    """What it counts, where it comes from and where to doubt it; nothing for a rule that is no more."""
    assert set(words.words("rule_source")) == set(words.words("rule_doubt")) == set(RULES)
    for name, rule in RULES.items():
        assert str(rule_definition(name, rule, words)).strip()


def test_a_rule_is_told_with_the_programs_numbers(words):
    """A program that asks for 3 SD added up reads so; one that asks for 12.5% does not read of 12 or 13."""
    numbers = {"sd_strict": {"factor": 3, "cumulative": True}, "sudden_loss": {"share": 0.125}}
    settings = RuptureSettings.model_validate({"numbers": numbers})
    strict, loss = (str(rule_definition(name, rule_named(name, settings), words)) for name in numbers)

    assert "in one step or added up while ratings do not rise, of more than 3 standard deviations" in strict
    assert "at least 12.5%" in loss.replace("\\", "")


def test_which_deviation_counts_and_how_steps_are_added_up(words):
    """A reader who works a drop by hand needs both."""
    assert str(rule_definition("sd_strict", rule_named("sd_strict"), words)).replace("’", "'") == (
        "A fall, in one step, of more than 2 standard deviations: the larger of that of the member's own ratings and"
        " that of all the group's ratings over the term"
    )


def test_the_rule_that_leads_says_whether_it_is_the_programs(said):
    """Single ratings have no reliability: who asks for reliable change gets the own level, and is told so."""
    rules = ["own_level", "sd_strict", "reliable_change"]
    told = said(leading="own_level", rules=rules, headline="reliable_change")

    assert "in place of" not in said(leading="own_level", rules=rules)
    assert "It leads in place of Reliable change, which the program sets" in told
    assert "no reliability is known for Alliance 1-10" in told


def test_scales_on_one_level_are_told_to_count_once(said):
    """Two questionnaires on the leader would count one drop twice."""
    assert (
        "Where WAI-SR Working alliance and Alliance 1-10 Alliance with the leader fall in the same sessions, only the"
        " drop on the first is counted." in said(instruments=("wai_sr", "alliance_1_10"))
    )


def test_the_programs_cutoffs_are_told_by_scale(said):
    """No alert is not good news where no cut-off is set."""
    alerts = {"gq": {"positive_bond": {"status": 30, "change": 6}}}
    rules = ["own_level", "sd_strict", "alert_change"]

    assert "GQ Positive bond 6 points." in said(rules=rules, alerts=alerts)
    assert "the program sets no such cut-off, so nothing is judged" in said(rules=rules)
    assert "counts from an intensity of 1 on" in said(rules=["own_level", "sd_strict", "reported"])
