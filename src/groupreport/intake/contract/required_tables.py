"""The tables without which there is no report: groups, roster, sessions, attendance, ratings."""

from __future__ import annotations

from groupreport.intake.contract.columns import Table, may, must

MODALITIES = ("in_person", "online", "hybrid")

GROUPS = Table(
    name="groups",
    row="a group",
    required=True,
    key=("group_id",),
    columns=(
        must("group_id", "id", "The group's id, the same in every table; its report is named after it.", "G07"),
        must("group_name", "text", "What the group is called in reports.", "Monday evening anxiety group"),
        must("program", "text", "The program or kind of treatment under which groups are summed up.", "Anxiety"),
        may("site", "text", "The clinic, campus or office where the group meets.", "North clinic"),
        must(
            "modality",
            "choice",
            "How the group usually meets: in one room, online, or some members each way (hybrid).",
            "in_person",
            allowed=MODALITIES,
        ),
        must(
            "enrollment",
            "choice",
            "Whether members may join after the group has begun (open) or not (closed).",
            "closed",
            allowed=("open", "closed"),
        ),
        must(
            "planned_sessions",
            "whole",
            "How many sessions the group plans to hold in this term.",
            "12",
            minimum=1,
            unit="sessions",
        ),
        may("leaders", "ids", "The ids of those who lead the group, joined by a semicolon.", "L01;L02"),
    ),
)

ROSTER = Table(
    name="roster",
    row="a member's stay in a group",
    required=True,
    key=("member_id", "group_id", "enrolled_on"),
    columns=(
        must(
            "member_id",
            "id",
            "The member's id, the same in every table; it must say nothing about the person.",
            "0042",
        ),
        must("group_id", "id", "The group in which the member was enrolled.", "G07"),
        must(
            "enrolled_on",
            "date",
            "The day from which the member belonged to the group, whether or not they ever came.",
            "2026-08-24",
        ),
        may("ended_on", "date", "The day on which the stay ended; empty while it goes on.", "2026-11-16"),
        may(
            "end_reason",
            "choice",
            "Why the stay ended; empty while it goes on.",
            "completed",
            allowed=("completed", "dropped_out", "transferred", "referred", "other"),
        ),
    ),
)

# `planned` is set by the intake for a session that lies ahead and of which nothing is recorded; a program may write
# it too. A missing status means held.
SESSIONS = Table(
    name="sessions",
    row="a planned session",
    required=True,
    key=("group_id", "session"),
    columns=(
        must("group_id", "id", "The group whose session it is.", "G07"),
        must(
            "session",
            "whole",
            "The session's number within the group, from 1 on; a canceled session keeps its number.",
            "3",
            minimum=1,
        ),
        must("held_on", "date", "The day for which the session was planned, or on which it was held.", "2026-09-14"),
        may(
            "status",
            "choice",
            "Whether the session was held, was canceled, or is still planned; empty means held.",
            "held",
            allowed=("held", "canceled", "planned"),
        ),
        may(
            "stage",
            "choice",
            "The stage of the group's work; where empty, it follows from stages in params/program.yml.",
            "commitment",
            allowed=("commitment", "process", "change", "termination"),
        ),
        may(
            "modality",
            "choice",
            "How this session was held; empty means as the group usually meets.",
            "in_person",
            allowed=MODALITIES,
        ),
    ),
)

ATTENDANCE = Table(
    name="attendance",
    row="a member at a session",
    required=True,
    key=("member_id", "group_id", "session"),
    columns=(
        must("member_id", "id", "The member, also one who was absent.", "0042"),
        must("group_id", "id", "The group whose session it was.", "G07"),
        must("session", "whole", "The session's number within the group.", "3", minimum=1),
        must(
            "status",
            "choice",
            "Whether the member attended, came late, left early, was excused beforehand, or did not come (no_show).",
            "attended",
            allowed=("attended", "late", "left_early", "excused", "no_show"),
        ),
    ),
)

RATINGS = Table(
    name="ratings",
    row="an answer about a session",
    required=True,
    key=("member_id", "group_id", "session", "instrument", "item", "rater", "target"),
    columns=(
        must(
            "member_id",
            "id",
            "The member who answered; for a leader or an observer, their own id or that of the member it is about.",
            "0042",
            filled=False,
        ),
        must("group_id", "id", "The group whose session it was.", "G07"),
        must("session", "whole", "The number of the session that the answer is about.", "3", minimum=1),
        must("instrument", "id", "The questionnaire, by its id in the catalog.", "alliance_1_10"),
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
            "8",
            filled=False,
        ),
        may(
            "rater",
            "choice",
            "Who answered: a member, a leader or an observer; empty means the member.",
            "member",
            allowed=("member", "leader", "observer"),
        ),
        may(
            "target",
            "choice",
            "Whom the answer is about, where a questionnaire is given once about each: leader, other members, group.",
            "group",
            allowed=("leader", "members", "group"),
        ),
    ),
)
