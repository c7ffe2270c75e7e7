"""Members' stays in groups: in order, not two at once, and around what is recorded of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_rows, first_rows, rows_that_agree
from groupreport.intake.checks.references import References, pair_key, places_in
from groupreport.intake.checks.session_order import doubtful_days
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable
from groupreport.parameters import TermFacts

_FAR = pd.Timestamp("2262-01-01")
_IN_TWO_GROUPS = (
    "Correct the dates if that is wrong. If it is right, nothing needs to be done: the member counts in each group's "
    "report, and once in the program's and the funder's."
)


def note_stays(roster: TextTable, known: References, findings: Findings) -> None:
    """Note stays that end before they begin, and stays of one member that overlap."""
    if not roster.has("member_id", "group_id", "enrolled_on"):
        return
    rows = roster.rows
    backwards = (rows["ended_on"] < rows["enrolled_on"]).to_numpy()
    message, remedy = "is a stay that ends before it begins", "Correct enrolled_on or ended_on."
    findings.add_rows("stay-order", roster, "ended_on", backwards, message, remedy)
    stays = pd.DataFrame(
        {
            "member": places_in(known.members, rows["member_id"]),
            "group": places_in(known.groups, rows["group_id"]),
            "begins": rows["enrolled_on"],
            "ends": rows["ended_on"].fillna(_FAR),
            "row": np.arange(len(rows)),
        }
    )
    _note_missing_reasons(roster, stays, findings)
    usable = stays[(stays["member"] >= 0) & stays["begins"].notna() & ~backwards]
    together = usable.merge(usable, on="member", suffixes=("", "_other"))
    # A transfer on one day is no overlap; equal starts are judged once, for the later row.
    overlap = together[
        (together["row"] != together["row_other"])
        & (together["begins"] < together["ends_other"])
        & (together["begins_other"] < together["ends"])
        & ((together["begins"] > together["begins_other"]) | (together["row"] > together["row_other"]))
        & (together["begins"] >= together["begins_other"])
    ]
    for same, rule, message, remedy, severity in (
        (
            True,
            "stay-twice",
            "begins a stay while the member still has another one in the same group",
            "Make them one stay.",
            "error",
        ),
        (
            False,
            "stay-overlap",
            "begins a stay while the member is still in another group",
            _IN_TWO_GROUPS,
            "warning",
        ),
    ):
        picked = overlap[(overlap["group"] == overlap["group_other"]) == same]["row"].unique()
        mask = np.zeros(len(rows), dtype=bool)
        mask[picked] = True
        findings.add_rows(rule, roster, "enrolled_on", mask, message, remedy, severity)  # type: ignore[arg-type]


def _note_missing_reasons(roster: TextTable, stays: pd.DataFrame, findings: Findings) -> None:
    """Warn of stays that have ended without a reason, so that they are neither completed nor dropped out.

    Where no stay has a reason at all, reports say that nobody is on record as having completed or dropped out. A stay
    that the member took up again later decides nothing.
    """
    rows = roster.rows
    reasons = rows["end_reason"].notna().to_numpy()
    if not reasons.any():
        return
    last = stays.groupby(["member", "group"])["begins"].transform("max")
    taken_up_again = (stays["begins"] < last).to_numpy()
    findings.add_rows(
        "end-missing",
        roster,
        "end_reason",
        rows["ended_on"].notna().to_numpy() & ~reasons & roster.could_read("end_reason") & ~taken_up_again,
        "is empty although the stay has a day in ended_on, so it counts neither as completed nor as dropped out",
        "Fill in end_reason, or empty ended_on if the stay goes on.",
        "warning",
    )


def note_outside_stays(
    text: TextTable, roster: TextTable, known: References, term: TermFacts, findings: Findings
) -> None:
    """Warn of what is recorded of a member at a session before enrollment or after the stay's end.

    Sessions whose own day is doubtful are left out: that was noted, and explains it.
    """
    if known.sessions is None or not text.has("member_id", "group_id", "session") or not roster.has("enrolled_on"):
        return
    if known.sessions.empty:
        return
    held = known.sessions["held_on"].mask(doubtful_days(known.sessions, term)).to_numpy()
    places = known.session_places(text)
    recorded = pd.DataFrame(
        {
            "pair": pair_key(known.member_places(text), known.group_places(text)),
            "day": np.where(places >= 0, held[places], np.datetime64("NaT", "ns")),
        }
    )
    stays = pd.DataFrame(
        {
            "pair": pair_key(known.member_places(roster), known.group_places(roster)),
            "begins": roster.rows["enrolled_on"],
            "ends": roster.rows["ended_on"].fillna(_FAR),
        }
    ).dropna()
    different = recorded[(recorded["pair"] >= 0) & recorded["day"].notna()]
    different = different.take(first_rows(different, ["pair", "day"]))
    case, stay = agreeing_rows(different, stays, ["pair"])
    day = different["day"].to_numpy()[case]
    begins, ends = (stays[name].to_numpy()[stay] for name in ("begins", "ends"))
    every, inside, before = (
        np.bincount(case, weights=flag, minlength=len(different))
        for flag in (None, (begins <= day) & (day <= ends), day < begins)
    )
    outside, early = (every > 0) & (inside == 0), before == every
    for of_rule, rule, message in (
        (outside & early, "before-enrollment", "is about a session before the member was enrolled"),
        (outside & ~early, "after-end", "is about a session after the member's stay had ended"),
    ):
        found = rows_that_agree(recorded, different[of_rule], ["pair", "day"])
        remedy = "Correct the member's dates on the roster, or the session."
        findings.add_rows(rule, text, "session", found, message, remedy, "warning")
