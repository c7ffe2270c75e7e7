"""Rules about ids, members' stays and sessions."""

from __future__ import annotations

from groupreport.rules.rule import ERROR_OR_WARNING, LINK, NORMALIZED, NOTE, NOTHING, WARNING, Rule, Section

_SPELLING = "One person under two spellings counts as two, and each of them has half of the data."
_ORDER = "Courses over sessions rest on their order."
_NOT_HELD = "What is recorded of a session that was not held is left out of every number."
_THERE = "Response rates rest on who was there."
_ASSUMED = "What is assumed where the export says nothing is told, so that you can object."

IDS = Section(
    "Ids",
    {
        "group-unknown": Rule(
            "A group that the table `groups` does not have",
            LINK,
            "Correct the id, add the group to the table `groups`, or leave the rows out.",
        ),
        "member-unknown": Rule(
            "A member who is not on the roster",
            LINK,
            "Add the member to the roster, or export the id as text, exactly as on the roster: spreadsheets take "
            "zeros away from ids.",
        ),
        "member-not-in-group": Rule(
            "A member who is on the roster, but in another group",
            LINK,
            "Add the member's stay in this group to the roster, or correct the group.",
        ),
        "session-unknown": Rule(
            "A session that the table `sessions` does not have for the group",
            LINK,
            "Add the session to the table `sessions`, or correct its number.",
        ),
        "leader-unknown": Rule(
            "Somebody who is not among the group's leaders",
            LINK,
            "Correct the id, or add the leader to the table `groups`.",
            WARNING,
        ),
        "leader-as-member": Rule(
            "A leader stands among the members",
            "A leader among the members is counted as somebody who is in therapy.",
            "Take the leader off the roster; rows by leaders have `leader` as their rater.",
            ERROR_OR_WARNING,
        ),
        "rater-unknown": Rule(
            "A rating by somebody who is neither on the roster nor a leader",
            LINK,
            "Write the leader's id as in the table `groups`, or the id of the member whom the rating is about.",
            WARNING,
        ),
        "value-missing": Rule(
            "A cell that every row needs is empty",
            "A row without this value belongs nowhere.",
            "Fill it in, or leave the whole row out.",
        ),
        "id-number": Rule(
            "A spreadsheet has made a number of an id",
            "A spreadsheet that takes an id for a number changes it, and the person is lost.",
            "Format the column as text before the ids are entered, and enter them again.",
            ERROR_OR_WARNING,
        ),
        "id-zeros-lost": Rule(
            "An id has fewer digits than others, so it may have lost leading zeros",
            _SPELLING,
            "Format the column as text before the ids are entered, and export it again. If the id is right, nothing "
            "needs to be done.",
            WARNING,
        ),
        "id-word": Rule(
            "A word that often stands for a missing value was read as an id",
            NORMALIZED,
            "Leave the row out if it has no id. If it is an id, nothing needs to be done.",
            NOTE,
        ),
        "id-spaces": Rule("Spaces around an id were left out", _SPELLING, "Correct the export.", WARNING),
        "id-unprintable": Rule(
            "An id holds a line break or another character that cannot be seen",
            _SPELLING,
            "Retype the id in the program that the export comes from.",
        ),
        "id-too-long": Rule(
            "An id is as long as a sentence",
            "An id of this length is free text, and may hold what nobody else should read.",
            "Export the id alone in this column.",
        ),
        "member-two-spellings": Rule(
            "Two members' ids differ by letter case, leading zeros, spaces, dashes or look-alike letters only",
            _SPELLING,
            "If both are the same member, write the id in one way. Otherwise nothing needs to be done.",
            WARNING,
        ),
        "group-two-spellings": Rule(
            "Two groups' ids differ by letter case, leading zeros, spaces, dashes or look-alike letters only",
            _SPELLING,
            "If both are the same group, write the id in one way. Otherwise nothing needs to be done.",
            WARNING,
        ),
        "group-letter-case": Rule(
            "Two groups' ids differ by letter case only",
            "On some computers both groups' reports would be one file.",
            "Write the id in one way, or give one of the groups another id.",
        ),
    },
)

STAYS = Section(
    "Members' stays and attendance",
    {
        "stay-order": Rule(
            "A stay ends before it begins",
            "A stay that ends before it begins holds no session.",
            "Correct `enrolled_on` or `ended_on`.",
        ),
        "end-missing": Rule(
            "A stay has ended, but not why",
            "A stay with `ended_on` and no `end_reason` counts as ended otherwise. If the member completed or dropped "
            "out, too few are said to have.",
            "Fill in `end_reason`, or empty `ended_on` if the stay goes on.",
            WARNING,
        ),
        "stay-twice": Rule(
            "Two stays of a member in one group overlap",
            "Two stays at once count every session twice.",
            "Make them one stay.",
        ),
        "stay-overlap": Rule(
            "A member is in two groups at once",
            "A member in two groups at once is in both groups' numbers.",
            "Correct the dates if that is wrong. If it is right, nothing needs to be done.",
            WARNING,
        ),
        "before-enrollment": Rule(
            "Something is recorded of a member at a session before enrollment",
            "What happened before enrollment counts for no member's share: a wrong date loses sessions.",
            "Correct the member's dates on the roster, or the session.",
            WARNING,
        ),
        "after-end": Rule(
            "Something is recorded of a member at a session after the stay had ended",
            "What happened after the end counts for no member's share, so a wrong date loses sessions.",
            "Correct the member's dates on the roster, or the session.",
            WARNING,
        ),
        "attendance-missing": Rule(
            "A member has no attendance row at a session that was held",
            "Whoever has no attendance row at a held session is counted as neither there nor absent.",
            "Add the row with its status.",
            ("warning", "info"),
        ),
        "attendance-only-present": Rule(
            "Only those who came have attendance rows",
            "Where only those who came have rows, every rate of attendance would be 100%.",
            "Export the absences too, or say in `params/program.yml` what a missing row means.",
            ERROR_OR_WARNING,
        ),
        "rating-without-attendance": Rule(
            "A rating by a member who has no attendance row for the session",
            _THERE,
            "Correct whichever of the two tables is wrong.",
            WARNING,
        ),
        "rating-while-absent": Rule(
            "A rating by a member whom attendance calls absent",
            _THERE,
            "Correct whichever of the two tables is wrong.",
            WARNING,
        ),
    },
)

SESSIONS = Section(
    "Sessions and groups",
    {
        "session-order": Rule(
            "A session is dated before one with a lower number",
            _ORDER,
            "Correct the date, or number the sessions in the order in which they were held.",
        ),
        "session-same-day": Rule(
            "Two sessions of a group are dated on one day",
            _ORDER,
            "Correct the date unless the group met twice that day.",
            WARNING,
        ),
        "session-gap": Rule(
            "A group's session numbers have a gap",
            _ORDER,
            "List the sessions in between as well, with the status `canceled` if they were not held.",
            NOTE,
        ),
        "session-stage-order": Rule(
            "A session's stage comes before the stage of an earlier session",
            "Comparisons by stage rest on stages that follow one another.",
            "Correct the stage or the number of the session, unless the group really went back.",
            WARNING,
        ),
        "session-canceled": Rule(
            "Something is recorded of a session that was canceled",
            _NOT_HELD,
            "Correct the session's status or number, or leave the row out.",
        ),
        "session-planned": Rule(
            "Something is recorded of a session that is only planned",
            _NOT_HELD,
            "Correct the session's status or number, or leave the row out.",
        ),
        "session-ahead": Rule("A session lies ahead", _ASSUMED, NOTHING, NOTE),
        "resolved-before": Rule(
            "A rupture was repaired before it happened",
            "A repair that comes before its rupture gives a negative time to repair.",
            "Correct `session` or `resolved_session` of the event.",
        ),
        "resolved-without-repair": Rule(
            "A rupture was resolved although nobody tried to repair it",
            "The two columns contradict each other, so that nothing is said of when it was resolved.",
            "Correct `repair_status`, or leave `resolved_session` empty.",
            WARNING,
        ),
        "kind-misspelled": Rule(
            "The kind of a rupture looks misspelled",
            "A word on no list counts as another kind, so that a slip of the pen hides the kind.",
            "Correct the spelling. Another kind of your own may stay.",
            WARNING,
        ),
        "kind-on-no-list": Rule(
            "The kind of a rupture is on no list",
            "It counts as another kind, and its words are on no page, because they may tell who it was.",
            "Use one of the listed kinds if one fits. Otherwise nothing needs to be done.",
            NOTE,
        ),
        "cultural-denied": Rule(
            "A rupture of a cultural kind is marked as not cultural",
            "The two columns contradict each other, so that the rupture counts as one of another kind.",
            "Correct `kind`, or write yes into `cultural`.",
            WARNING,
        ),
        "group-without-roster": Rule(
            "A group without any member",
            "A group without members has no numbers.",
            "Add its members to the roster, or leave the group out.",
            WARNING,
        ),
        "group-without-sessions": Rule(
            "A group without any session",
            "A group without sessions has no numbers.",
            "Add its sessions, or leave the group out.",
            WARNING,
        ),
        "group-without-ratings": Rule(
            "A group without any rating",
            "A group without ratings has no course of cohesion or alliance.",
            "Add its ratings. If none were collected, nothing needs to be done.",
            NOTE,
        ),
        "groups-left-out": Rule("The term's file lists some of the groups only", _ASSUMED, NOTHING, NOTE),
        "default-status": Rule(
            "Sessions without a status count as held", _ASSUMED, "Write the status to say otherwise.", NOTE
        ),
        "default-stage": Rule(
            "Stages are taken from the session numbers in `params/program.yml`",
            _ASSUMED,
            "Add the column `stage` to the table `sessions` to say otherwise.",
            NOTE,
        ),
        "default-rater": Rule(
            "Ratings without a rater count as the member's own",
            _ASSUMED,
            "Write the rater to say otherwise.",
            NOTE,
        ),
    },
)
