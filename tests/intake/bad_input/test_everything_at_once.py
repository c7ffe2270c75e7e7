"""Half a hundred mistakes in one export: each is told once, none hides another, and nothing is made up."""

from __future__ import annotations

# Rows that are added to a table, and what is told of each: severity, column and rule.
ROWS = {
    "roster": [
        ("pat@example.org,G01,2026-12-11,,,", "warning", "member_id", "identifying-value"),
        ("X1,G09,2026-12-11,,,", "error", "group_id", "group-unknown"),
        ("X2,G01,12/10/2026,,,", "error", "enrolled_on", "date-ambiguous"),
        ("X3,G01,46000,,,", "error", "enrolled_on", "date-serial"),
        ("X4,G01,2026-12-11,2026-12-01,other,", "error", "ended_on", "stay-order"),
        ("X5,G01,2026-12-11,,graduated,", "error", "end_reason", "value-unknown"),
        ("X\u200b6,G01,2026-12-11,,,", "error", "member_id", "id-unprintable"),
        ("1.5E+11,G01,2026-12-11,,,", "error", "member_id", "id-number"),
        ("L1,G01,2026-12-11,,,", "warning", "member_id", "leader-as-member"),
        ("X7,G01,2026-12-11,,,,", "error", None, "fields-extra"),
        ("X8,G01", "error", None, "fields-missing"),
        ("102,G02,2026-10-01,,,", "error", "enrolled_on", "stay-twice"),
        ("008,G02,2026-10-01,,,", "warning", "enrolled_on", "stay-overlap"),
        ("9,G01,2026-12-11,,,", "warning", "member_id", "id-zeros-lost"),
    ],
    "sessions": [
        ("G01,3,2026-09-21,held", "error", "group_id", "duplicate-row"),
        ("G01,4,2026-09-28,cancelled", "error", "status", "value-unknown"),
        ("G01,5,2027-02-01,held", "warning", "held_on", "date-future"),
        ("G02,four,2026-09-29,held", "error", "session", "number-format"),
        ("G02,5,2026-13-01,held", "error", "held_on", "date-impossible"),
        ("G02,6,2026-09-10,held", "error", "held_on", "session-order"),
        ("G08,1,2026-09-08,held", "error", "group_id", "group-unknown"),
    ],
    "attendance": [
        ("007,G01,9,attended", "error", "session", "session-unknown"),
        ("999,G01,1,attended", "error", "member_id", "member-unknown"),
        ("7,G01,1,attended", "error", "member_id", "member-unknown"),
        ("008,G01,2,here", "error", "status", "value-unknown"),
        ("102,G01,1,attended", "error", "member_id", "member-not-in-group"),
        ("007,G01,1,late", "error", "member_id", "duplicate-conflict"),
        ("007,G01,2,attended", "error", "session", "session-canceled"),
        ("L2,G01,3,attended", "error", "member_id", "leader-as-member"),
        ("NA ,G01,2,no_show", "warning", "member_id", "id-spaces"),
        ("101,G02,3,attended", "warning", "session", "after-end"),
        ("007,,1,attended", "error", "group_id", "value-missing"),
    ],
    "ratings": [
        ("008,G01,1,alliance_1_10,2,99", "error", "value", "answer-out-of-range"),
        ("008,G01,1,alliance_1_10,3,11", "error", "value", "answer-out-of-range"),
        ('008,G01,3,alliance_1_10,1,"3,5"', "error", "value", "number-decimal"),
        ('008,G01,3,alliance_1_10,2,"1,005"', "error", "value", "number-grouped"),
        ("008,G01,3,alliance_1_10,3,agree", "error", "value", "number-format"),
        ("007,G01,3,alliance_1_10,2,4.5", "error", "value", "answer-not-whole"),
        ("007,G01,3,alliance_1_10,3,#REF!", "error", "value", "spreadsheet-error"),
        ("007,G01,3,alliance_1_10,9,4", "error", "item", "item-unknown"),
        ("007,G01,3,aliance_1_10,1,4", "error", "instrument", "instrument-unknown"),
        ("007,G01,3,wai_sr,1,4", "error", "instrument", "instrument-not-listed"),
        ("007,G01,3,phq9,1,2", "warning", "instrument", "instrument-place"),
        ("NA,G01,1,alliance_1_10,1,4", "warning", "member_id", "rating-while-absent"),
        ("102,G02,2,alliance_1_10,1,4", "warning", "member_id", "rating-while-absent"),
    ],
    "outcomes": [
        ("102,before,,phq9,1,", "error", "occasion", "value-unknown"),
        ("998,post,,phq9,1,2", "error", "member_id", "member-unknown"),
        ("102,pre,2025-01-01,phq9,2,2", "warning", "measured_on", "date-outside-term"),
        ("007,mid,,phq9,1,TRUE", "error", "value", "number-yes-no"),
    ],
    "events": [
        ("E2,G01,3,leader,member_member,x,no,007,full,1,", "error", "resolved_session", "resolved-before"),
        ("E3,G01,1,leader,member_member,x,no,007;997,none,,", "error", "member_ids", "member-unknown"),
        ("E4,G01,1,leader,members,x,no,,none,,", "error", "level", "value-unknown"),
    ],
}
# What is spoilt in other ways, and what is told of it.
OTHERS = [
    ("error", "groups.csv", 2, "modality", "value-unknown"),
    ("error", "groups.csv", 2, "planned_sessions", "number-format"),
    ("error", "groups.csv", 3, "group_name", "text-unprintable"),
    ("error", "feedback.csv", 1, "viewed", "header-duplicate"),
    ("warning", "feedback.csv", 1, "email", "identifying-column"),
    ("error", "participation.csv", 1, None, "delimiter"),
    ("warning", "waiting_list.csv", None, None, "file-unknown"),
    ("warning", "params/program.yml", None, "instruments", "instrument-without-data"),
]


def spoilt(term):
    """The term with every mistake, and what should be told."""
    expected = list(OTHERS)
    for table, rows in ROWS.items():
        text = term.path(table).read_text()
        first = text.count("\n") + 1
        term.write(table, text + "".join(f"{row}\n" for row, *_ in rows))
        expected += [
            (severity, f"{table}.csv", first + number, column, rule)
            for number, (_, severity, column, rule) in enumerate(rows)
        ]
    term.change("groups", "in_person,closed,3", "in person,closed,three").change("groups", "Grief", "Gri\u202eef")
    term.write("feedback", "group_id,session,leader_id,viewed,discussed,viewed,email\nG01,1,L1,yes,no,no,x\n")
    term.write("participation", "member_id;group_id;session;minutes\n007;G01;1;2,5\n")
    term.write("waiting_list", "member_id\n1\n")
    term.set_program("program: {name: x}\ninstruments: [alliance_1_10, phq9, gcs7]\ncharacteristics: [age_band]\n")
    return expected


def test_each_of_many_mistakes_is_told_once(small_term):
    """One pass finds everything: no mistake hides another one, and none makes a second one of itself."""
    expected = spoilt(small_term)
    found = []
    for problem in small_term.problems():
        if problem.severity != "info":
            file = problem.file.removeprefix("data/2026-fall/")
            # Several rows of one mistake are one problem; each of them is among its lines.
            lines = problem.lines if problem.count > 1 else (problem.line,)
            found += [(problem.severity, file, line, problem.column, problem.rule) for line in lines]

    assert sorted(map(str, found)) == sorted(map(str, expected))


def test_mending_one_mistake_takes_away_one_problem(small_term):
    """What is left is what was there before, without the mended one."""
    spoilt(small_term)
    before = {str(problem) for problem in small_term.problems()}
    small_term.change("ratings", "alliance_1_10,2,4.5", "alliance_1_10,2,4").change("roster", "graduated", "completed")
    after = {str(problem) for problem in small_term.problems()}

    assert after < before
    assert {line.split("[")[1].split("]")[0] for line in before - after} == {"answer-not-whole", "value-unknown"}
