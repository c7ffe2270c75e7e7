"""Designs that cannot be simulated are refused when they are made."""

from __future__ import annotations

import datetime

import pytest

from groupreport.simulation import GroupDesign, PlannedRupture, TermDesign, Transfer, even_design, simulate_term

MONDAY = datetime.date(2026, 9, 7)


def group(**changes) -> GroupDesign:
    return GroupDesign(**({"group_id": "G01", "name": "Group", "program": "Grief", "first_session": MONDAY} | changes))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: PlannedRupture(session=1, level="member_group"), "needs a session before it"),
        (lambda: PlannedRupture(session=3, level="member_group", involved=0), "needs one member or more"),
        (lambda: group(members=0), "needs a member and a session"),
        (lambda: group(sessions=3, canceled=(4,)), "canceled must be some, not all, of sessions 1 to 3"),
        (lambda: group(sessions=2, canceled=(1, 2)), "canceled must be some, not all"),
        (
            lambda: group(sessions=6, canceled=(6,), ruptures=(PlannedRupture(session=6, level="member_group"),)),
            r"ruptures in \[6\], after the last held session 5",
        ),
        (
            lambda: group(canceled=(1,), ruptures=(PlannedRupture(session=2, level="member_group"),)),
            r"ruptures in \[2\], with no held session before",
        ),
        (lambda: TermDesign(groups=()), "needs groups"),
        (lambda: TermDesign(groups=(group(), group())), "each with an id of its own"),
        (
            lambda: TermDesign(groups=(group(),), transfers=(Transfer(from_group="G01", to_group="G09", session=3),)),
            "a transfer needs two of the groups",
        ),
        (lambda: TermDesign(groups=(group(),), group_variance=0.5, person_variance=0.5), "must leave room for change"),
    ],
)
def test_impossible_designs(make, message):
    """What does not fit together is refused with the reason."""
    with pytest.raises(ValueError, match=message):
        make()


def test_a_transfer_needs_somewhere_to_go():
    """A transfer to a group that has ended is refused when it is simulated."""
    groups = (group(sessions=12), group(group_id="G02", sessions=3))
    design = TermDesign(groups=groups, transfers=(Transfer(from_group="G01", to_group="G02", session=8),))

    with pytest.raises(ValueError, match="nobody can move as planned"):
        simulate_term(design, seed=1)


def test_sessions_are_weekly():
    """Session 3 of a group that starts on September 7 is on September 21."""
    assert group().date_of(3) == datetime.date(2026, 9, 21)


def test_canceled_sessions_are_not_held():
    """A canceled session keeps its number and is not held."""
    assert group(sessions=4, canceled=(2,)).held == (1, 3, 4)


def test_unknown_questionnaire():
    """A questionnaire that is not in the catalog is named."""
    design = TermDesign(groups=(group(),), session_instruments=("gcq",))

    with pytest.raises(ValueError, match=r"no questionnaire \['gcq'\] in the catalog"):
        simulate_term(design, seed=1)


def test_questionnaire_without_items():
    """A questionnaire that comes as scores cannot be simulated, and says so."""
    design = TermDesign(groups=(group(),), session_instruments=("gq",))

    with pytest.raises(ValueError, match="gq comes as scores"):
        simulate_term(design, seed=1)


def test_even_design():
    """The plain term has equal groups in which everybody is expected every time and hands in every form."""
    tables = simulate_term(even_design(groups=2, members=5, sessions=4), seed=3).tables
    present = tables["attendance"]["status"].isin(["attended", "late", "left_early"]).sum()

    assert len(tables["attendance"]) == 2 * 5 * 4
    assert len(tables["ratings"].query("instrument == 'wai_sr'")) == present * 12
    assert tables["ratings"]["value"].notna().all()
    assert tables["events"].empty
