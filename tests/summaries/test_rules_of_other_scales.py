"""Alerts on the program's own cut-offs, what members report themselves, and splits between levels, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.instruments import load_catalog
from groupreport.summaries import summarize_group

CATALOG = load_catalog()


def with_scores(tables: dict[str, pd.DataFrame], rows: list[tuple[str, int, str, str, float]]) -> None:
    """Add scores that members handed in: member, session, instrument, scale, value."""
    columns = ["member_id", "session", "instrument", "item", "value"]
    added = pd.DataFrame(rows, columns=columns).assign(group_id="G1", rater=None, target=None)
    ratings = tables["ratings"]
    tables["ratings"] = pd.concat([ratings, added[ratings.columns].astype(ratings.dtypes.to_dict())], ignore_index=True)


def rules_of(term) -> pd.DataFrame:
    return summarize_group(term, "G1").ruptures.rules.set_index("rule")


def test_alerts_are_looked_for_on_the_scales_that_have_cutoffs(tables, open_small) -> None:
    """A's bond 40, 34, 29, 35 passes 30 once, and falls by 6 and by 5; negative relationship 10, 24 passes 20 up."""
    bond = [("A", session, "gq", "positive_bond", value) for session, value in ((1, 40), (2, 34), (4, 29), (5, 35))]
    negative = [("A", 1, "gq", "negative_relationship", 10), ("A", 2, "gq", "negative_relationship", 24)]
    with_scores(tables, [*bond, *negative])
    term = open_small(
        tables,
        instruments=["alliance_1_10", "gq", "phq9"],
        ruptures={
            "rules": ["own_level", "alert_status", "alert_change"],
            "alerts": {"gq": {"positive_bond": {"status": 30, "change": 6}, "negative_relationship": {"status": 20}}},
        },
    )
    found = summarize_group(term, "G1").ruptures
    status, change = (found.episodes[found.episodes["rule"] == name] for name in ("alert_status", "alert_change"))

    assert status[["scale", "onset_session", "score_before", "score_nadir", "status"]].values.tolist() == [
        ["positive_bond", 4, 34.0, 29.0, "repaired"],
        ["negative_relationship", 2, 10.0, 24.0, "undetermined"],
    ]
    assert change[["scale", "onset_session", "depth"]].values.tolist() == [["positive_bond", 2, 11.0]]
    assert rules_of(term).loc["alert_change", "series_judged"] == 1


def test_without_cutoffs_nothing_is_judged(tables, open_small) -> None:
    """No alert is not good news where no cut-off is set."""
    rules = rules_of(open_small(tables, ruptures={"rules": ["own_level", "alert_status"]}))

    assert rules.loc["alert_status", ["series", "series_judged", "episodes"]].tolist() == [0, 0, 0]
    assert pd.isna(rules.loc["alert_status", "expected_members"])


def test_members_own_reports_are_episodes_of_their_own(tables, open_small) -> None:
    """A reports a tension of 3 in session 2, resolved only in session 4; D's in session 4 has no answer to that."""
    answers = [
        *(("A", session, "psq", "tension", value) for session, value in ((1, 0), (2, 1), (4, 1), (5, 0))),
        *(("A", session, "psq", "intensity", value) for session, value in ((2, 3), (4, 2))),
        *(("A", session, "psq", "resolution", value) for session, value in ((2, 2), (4, 5))),
        *(("D", session, "psq", "tension", value) for session, value in ((4, 1), (5, 0))),
    ]
    with_scores(tables, answers)
    term = open_small(
        tables,
        instruments=["alliance_1_10", "psq", "phq9"],
        ruptures={"rules": ["own_level", "reported"]},
    )
    episodes = summarize_group(term, "G1").ruptures.episodes
    reported = episodes[episodes["rule"] == "reported"]
    columns = ["member_id", "onset_session", "nadir_session", "end_session", "depth", "status"]

    assert reported[columns].values.tolist() == [
        ["A", 2, 2, 4, 3.0, "repaired"],
        ["D", 4, 4, 5, 1.0, "undetermined"],
    ]
    assert rules_of(term).loc["reported", "members_judged"] == 2


@pytest.mark.parametrize(
    ("rules", "headline"),
    [(["own_level", "split_alliance"], "own_level"), (["sd_strict", "split_alliance"], "sd_strict")],
)
def test_a_single_level_cannot_split(tables, open_small, rules: list[str], headline: str) -> None:
    """The small term rates the group alone: the rule says why it judges nobody."""
    found = rules_of(open_small(tables, ruptures={"headline": headline, "rules": rules}))

    assert found.loc["split_alliance", "series_judged"] == 0
    assert ("no_other_level", 1) in found.loc["split_alliance", "not_judged"]


def test_levels_that_come_apart_are_found(tables, open_small) -> None:
    """A rates the leaders 2 in session 4 and all else as before, where the group alone falls no more."""
    ratings = tables["ratings"]
    group = ratings[(ratings["instrument"] == "alliance_1_10") & (ratings["group_id"] == "G1")]
    tables["ratings"] = pd.concat(
        [
            ratings.assign(value=ratings["value"].mask((ratings["member_id"] == "A") & (ratings["session"] == 4), 8)),
            group.assign(item="1", value=group["value"].mask((group["session"] == 4) & (group["member_id"] == "A"), 2)),
        ],
        ignore_index=True,
    )
    episodes = summarize_group(
        open_small(tables, ruptures={"rules": ["own_level", "split_alliance"]}), "G1"
    ).ruptures.episodes
    split = episodes[episodes["rule"] == "split_alliance"]

    assert split[["member_id", "level", "onset_session"]].values.tolist() == [["A", "member_leader", 4]]
