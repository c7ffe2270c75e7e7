from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.disclosure import EvaluatorGroupView, FunderView, ProgramView, for_audience
from groupreport.disclosure.safe import SafeNumber, SafeScale, SafeTable
from groupreport.errors import DisclosureError


@pytest.mark.parametrize("kind", [EvaluatorGroupView, ProgramView, FunderView, SafeTable, SafeNumber, SafeScale])
def test_no_view_and_no_safe_number_can_be_made_by_hand(kind):
    """Only the check makes them."""
    with pytest.raises(DisclosureError, match=f"A {kind.__name__} is made only by disclosure control"):
        kind()


def test_a_safe_number_cannot_be_changed_into_another(make_funder_summary):
    """Neither by assignment nor by `dataclasses.replace`."""
    number = for_audience(make_funder_summary(), "funder").process[0]

    with pytest.raises(dataclasses.FrozenInstanceError):
        number.value = 1.0
    with pytest.raises(DisclosureError, match="made only by disclosure control"):
        dataclasses.replace(number, value=1.0)


@pytest.mark.parametrize("audience", ["leadership", "funder"])
def test_a_group_is_for_evaluators_only(make_group_summary, audience):
    """A group's page holds member rows."""
    with pytest.raises(DisclosureError, match=f"The {audience} audience may not see a GroupSummary"):
        for_audience(make_group_summary(), audience)


def test_funders_do_not_see_the_program_summary(make_program_summary):
    """It has a row a group."""
    with pytest.raises(DisclosureError, match="The funder audience may not see a ProgramSummary"):
        for_audience(make_program_summary(), "funder")


@pytest.mark.parametrize("audience", ["evaluator", "leadership"])
def test_the_funder_summary_is_for_funders_only(make_funder_summary, audience):
    """Its counts are not yet checked."""
    with pytest.raises(DisclosureError, match="may not see a FunderSummary"):
        for_audience(make_funder_summary(), audience)


@pytest.mark.parametrize("audience", ["not set", "Funder", "public"])
def test_an_unknown_audience_is_refused(make_group_summary, audience):
    """No default decides who sees members."""
    with pytest.raises(DisclosureError, match="audience must be one of evaluator, leadership, funder"):
        for_audience(make_group_summary(), audience)


@pytest.mark.parametrize(
    ("audience", "view", "make"),
    [("leadership", ProgramView, "make_program_summary"), ("funder", FunderView, "make_funder_summary")],
)
def test_a_mistake_in_disclosure_control_is_a_refusal(monkeypatch, request, audience, view, make):
    """What cannot be decided is refused, so that nothing stays released, and the mistake's own words are not told."""

    def fail(*_: object) -> None:
        raise KeyError("Maria K.")

    monkeypatch.setattr(view, "from_summary", fail)
    with pytest.raises(
        DisclosureError, match=rf"What the {audience} audience may see could not be decided \(KeyError"
    ) as refused:
        for_audience(request.getfixturevalue(make)(), audience)

    assert "Maria" not in str(refused.value)


def test_something_else_than_a_summary_is_refused():
    """A frame has no audience."""
    with pytest.raises(DisclosureError, match="may not see a DataFrame"):
        for_audience(pd.DataFrame(), "evaluator")


def test_evaluators_see_the_group_as_it_is(make_group_summary):
    """Ids as given, unless pseudonyms are asked for."""
    summary = make_group_summary()
    view = for_audience(summary, "evaluator")

    assert view.summary is summary
    assert not view.pseudonyms
    assert not view.withheld


def texts(thing: object) -> list[str]:
    """Every text anywhere in a record."""
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, (pd.DataFrame, pd.Series)):
        labels = [*thing.index, *(thing.columns if isinstance(thing, pd.DataFrame) else [thing.name])]
        return [str(value) for value in [*labels, *thing.to_numpy().ravel()]]
    if dataclasses.is_dataclass(thing):
        return [text for value in vars(thing).values() for text in texts(value)]
    if hasattr(thing, "items"):
        return [text for key, value in thing.items() for text in [*texts(key), *texts(value)]]
    if isinstance(thing, (list, tuple, set, frozenset)):
        return [text for value in thing for text in texts(value)]
    return [str(thing)]


def test_texts_finds_what_it_is_to_find(make_group_summary):
    """The walk below can fail."""
    assert "B-03" in texts(for_audience(make_group_summary(), "evaluator"))


def test_funder_view_holds_no_group_no_parameters_and_no_note(make_funder_summary):
    """Walked through whole, private fields too."""
    summary = make_funder_summary()
    found = texts(for_audience(summary, "funder"))

    assert "Anxiety" in found
    assert not any("roster.csv" in text or "dose_share" in text for text in found)


def test_funder_view_holds_no_withheld_count(make_funder_summary):
    """The four men in Loss, the three others in Anxiety: gone, not hidden."""
    view = for_audience(make_funder_summary(), "funder")
    numbers = {float(value) for table in view.tables.values() for value in table.with_margins().stack().dropna()}

    assert numbers.isdisjoint({1.0, 3.0, 4.0, 7.0})
