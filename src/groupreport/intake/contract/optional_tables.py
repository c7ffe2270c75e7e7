"""The tables that a program may have: outcomes, events, participation, feedback."""

from __future__ import annotations

from groupreport.intake.contract.columns import Table, may, must

OUTCOMES = Table(
    name="outcomes",
    row="an answer on an occasion",
    key=("member_id", "group_id", "occasion", "instrument", "item"),
    columns=(
        must("member_id", "id", "The member who answered.", "0042"),
        may("group_id", "id", "The group in which the member was when asked.", "G07"),
        must(
            "occasion",
            "occasion",
            "When the member was asked: pre, mid, post or follow_up, or the number of a session.",
            "pre",
        ),
        may("measured_on", "date", "The day on which the member answered.", "2026-08-20"),
        must("instrument", "id", "The questionnaire, by its id in the catalog.", "phq9"),
        must(
            "item",
            "item",
            "The item's number in the questionnaire, or the scale's name where only its score is handed in.",
            "1",
        ),
        must(
            "value",
            "number",
            "The answer as the number that was marked, before any item is reversed; empty if it was left out.",
            "2",
            filled=False,
        ),
    ),
)

EVENTS = Table(
    name="events",
    row="an observed rupture",
    key=("event_id",),
    columns=(
        must("event_id", "id", "The id of the observed rupture.", "E001"),
        must("group_id", "id", "The group in which it was observed.", "G07"),
        must("session", "whole", "The number of the session in which it was observed.", "3", minimum=1),
        must("reported_by", "text", "Who reported it: leader, co-leader, member, observer or supervisor.", "leader"),
        must(
            "level",
            "choice",
            "Between whom it was: member and leader, two members, a member and the group, leaders, or a subgroup.",
            "member_member",
            allowed=("member_leader", "member_member", "member_group", "leader_leader", "subgroup"),
        ),
        must(
            "kind",
            "text",
            "Withdrawal, confrontation, microaggression, boundary, subgrouping or attendance; any other word is other.",
            "microaggression",
        ),
        may("cultural", "yes_no", "Whether it was a cultural rupture: one that touched a member's identity.", "yes"),
        may("identity_domain", "text", "The identity that it touched.", "race_ethnicity"),
        may("intensity", "number", "How strong it was, on your program's own scale.", "3", minimum=0),
        may("member_ids", "ids", "The members who were involved, joined by a semicolon.", "0042;0043"),
        may("named", "yes_no", "Whether the leader named what had happened.", "yes"),
        may("disarmed", "yes_no", "Whether the leader disarmed it, so that it went no further.", "yes"),
        may("supported_target", "yes_no", "Whether the leader supported the member whom it hurt.", "yes"),
        may(
            "educated",
            "yes_no",
            "Whether the leader explained to the group what such an event is and what it does.",
            "no",
        ),
        may(
            "supported_other",
            "yes_no",
            "Whether the leader helped the other member with their own reaction, without shaming.",
            "yes",
        ),
        may("corrective", "yes_no", "Whether it became a corrective emotional experience for the group.", "yes"),
        may(
            "repair_started_by",
            "text",
            "Who took the first step towards a repair: leader, co-leader or member.",
            "member",
        ),
        must(
            "repair_status",
            "choice",
            "How far it was repaired: nobody tried, it was attempted, partly, or in full.",
            "full",
            allowed=("none", "attempted", "partial", "full"),
        ),
        may(
            "resolved_session",
            "whole",
            "The number of the session in which it was resolved; empty if it was not.",
            "4",
            minimum=1,
        ),
        may("note", "text", "A note for the evaluator, without names; it is never printed in a report.", ""),
    ),
)

PARTICIPATION = Table(
    name="participation",
    row="a member's share in a session",
    key=("member_id", "group_id", "session"),
    columns=(
        must("member_id", "id", "The member whose share it is.", "0042"),
        must("group_id", "id", "The group whose session it was.", "G07"),
        must("session", "whole", "The session's number within the group.", "3", minimum=1),
        may("turns", "number", "How often the member spoke.", "17", minimum=0, unit="turns"),
        may("minutes", "number", "For how long the member spoke.", "6.5", minimum=0, unit="minutes"),
    ),
)

FEEDBACK = Table(
    name="feedback",
    row="a leader's use of feedback",
    key=("group_id", "session", "leader_id"),
    columns=(
        must("group_id", "id", "The group whose session it was.", "G07"),
        must("session", "whole", "The number of the session that the members' feedback was about.", "3", minimum=1),
        must("leader_id", "id", "The leader who was given the feedback.", "L01"),
        must("viewed", "yes_no", "Whether the leader looked at the members' feedback.", "yes"),
        must("discussed", "yes_no", "Whether the leader talked about it with the group.", "no"),
    ),
)
