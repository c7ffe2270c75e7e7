"""Leaders' use of feedback beside what there was to use, group by group."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.stages import thirds
from groupreport.summaries.scope import Scope


def feedback_use(scope: Scope) -> pd.DataFrame | None:
    """In how many of the sessions with questionnaires the use of feedback was recorded, and what became of it.

    Returns:
        One row a group with answers: group_id, group_name, with_answers (held sessions that members answered about),
        recorded (of these, with a feedback record), viewed, discussed (of the recorded ones, by at least one leader),
        early_recorded, early_discussed, late_recorded, late_discussed (the same in the first and the last third of
        the held sessions), response_rate (members who answered any questionnaire over members asked, in the
        sessions with answers). None where the use of feedback was not collected.
    """
    if not scope.collected("feedback"):
        return None
    sessions = scope.answers[["group_id", "session"]].drop_duplicates()
    used = (
        scope.table("feedback")
        .groupby(["group_id", "session"])[["viewed", "discussed"]]
        .max()
        .fillna(False)
        .astype(bool)
    )
    rows = sessions.merge(used.assign(recorded=True), left_on=["group_id", "session"], right_index=True, how="left")
    flags = rows[["recorded", "viewed", "discussed"]].fillna(False).astype(bool)
    rows = pd.concat([rows[["group_id", "session"]], flags], axis=1).assign(with_answers=True)
    ends = {group: thirds(own) for group, own in scope.held.groupby("group_id")["session"]}
    for place, part in enumerate(("early", "late")):
        inside = [
            session in ends[group][place] for group, session in zip(rows["group_id"], rows["session"], strict=True)
        ]
        chosen = pd.Series(inside, index=rows.index, dtype=bool)
        rows[f"{part}_recorded"], rows[f"{part}_discussed"] = rows["recorded"] & chosen, rows["discussed"] & chosen
    counts = ["with_answers", "recorded", "viewed", "discussed"]
    counts += ["early_recorded", "early_discussed", "late_recorded", "late_discussed"]
    by_group = rows.groupby("group_id")[counts].sum().astype("int64")
    found = scope.groups[["group_id", "group_name"]].join(by_group, on="group_id", how="inner")
    return found.join(_response_rates(scope, sessions), on="group_id").reset_index(drop=True)


def _response_rates(scope: Scope, sessions: pd.DataFrame) -> pd.Series:
    """Members with any answer over members asked, in the sessions that anybody answered about."""
    key = ["group_id", "session", "member_id"]
    asked = scope.asked.merge(sessions, on=["group_id", "session"])
    answered = scope.answers.loc[scope.answers["value"].notna(), key].drop_duplicates()
    counts = asked.merge(answered.assign(answered=True), on=key, how="left")
    return counts["answered"].notna().groupby(counts["group_id"]).mean().rename("response_rate")
