"""One small term, written as each source would export it: the names are those of the program.yml that `init` writes."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

Row = dict[str, str]

ITEMS = {"gcq_s": (12, 0, 6), "wai_sr": (12, 1, 5), "alliance_1_10": (3, 1, 10)}
OUTCOME_ITEMS = {"phq9": (9, 0, 3), "gad7": (7, 0, 3)}
GROUPS: list[Row] = [
    {
        "group_id": name,
        "group_name": f"{title} group",
        "program": title,
        "site": "North clinic",
        "modality": "online",
        "enrollment": "open",
        "planned_sessions": "2",
        "leaders": "L01;L02",
    }
    for name, title in (("G01", "Anxiety"), ("G02", "Grief"))
]
ROSTER: list[Row] = [
    {
        "member_id": member,
        "group_id": group,
        "enrolled_on": "2026-09-01",
        "ended_on": ended,
        "end_reason": "dropped_out" if ended else "",
        "age_band": "25-34",
        "gender": "woman",
    }
    for member, group, ended in (
        ("0041", "G01", ""),
        ("0042", "G01", ""),
        ("0043", "G02", ""),
        ("0044", "G02", "2026-09-10"),
    )
]
SESSIONS: list[Row] = [
    {"group_id": group, "session": session, "held_on": day, "status": "held"}
    for group, session, day in (
        ("G01", "1", "2026-09-07"),
        ("G01", "2", "2026-09-14"),
        ("G02", "1", "2026-09-08"),
        ("G02", "2", "2026-09-15"),
    )
]
ATTENDANCE: list[Row] = [
    {"member_id": member, "group_id": group, "session": session, "status": status}
    for member, group, session, status in (
        ("0041", "G01", "1", "attended"),
        ("0041", "G01", "2", "late"),
        ("0042", "G01", "1", "attended"),
        ("0042", "G01", "2", "no_show"),
        ("0043", "G02", "1", "attended"),
        ("0043", "G02", "2", "attended"),
        ("0044", "G02", "1", "left_early"),
    )
]
VISITS = [row for row in ATTENDANCE if row["status"] != "no_show"]
OCCASIONS = [
    {"member_id": row["member_id"], "group_id": row["group_id"], "occasion": occasion, "measured_on": day}
    for row in ROSTER
    for occasion, day in (("pre", "2026-09-01"), ("post", "2026-12-01"))
]


def answers(row: Mapping[str, str], items: Mapping[str, tuple[int, int, int]]) -> dict[tuple[str, int], str]:
    """What somebody answered about a session or on an occasion; one item stays unanswered."""
    seed = sum(map(ord, f"{row['member_id']}{row.get('session', row.get('occasion'))}"))
    given = {
        (instrument, item): str(lowest + (seed + 3 * item) % (highest - lowest + 1))
        for instrument, (count, lowest, highest) in items.items()
        for item in range(1, count + 1)
    }
    first = next(iter(given))
    return given | ({first: ""} if row["member_id"] == "0043" else {})


def long_rows(rows: Iterable[Row], items: Mapping[str, tuple[int, int, int]]) -> list[Row]:
    return [
        {**_without(row, "status"), "instrument": name, "item": str(item), "value": value}
        for row in rows
        for (name, item), value in answers(row, items).items()
    ]  # fmt: skip


def as_csv(rows: Sequence[Row], above: Sequence[Sequence[str]] = ()) -> str:
    """Rows below their header; `above` are rows between the two."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([*above, *(row.values() for row in rows)])
    return written.getvalue()


def tables(*, groups_of_outcomes: bool) -> dict[str, list[Row]]:
    """The term as the contract's tables; survey exports do not say in which group an outcome was measured."""
    occasions = OCCASIONS if groups_of_outcomes else [_without(row, "group_id") for row in OCCASIONS]
    return {
        "groups": GROUPS,
        "roster": ROSTER,
        "sessions": SESSIONS,
        "attendance": ATTENDANCE,
        "ratings": long_rows(VISITS, ITEMS),
        "outcomes": long_rows(occasions, OUTCOME_ITEMS),
    }


def write_folder(folder: Path, names: Iterable[str] | None = None, *, groups_of_outcomes: bool = True) -> None:
    """The contract's own tables."""
    folder.mkdir(parents=True, exist_ok=True)
    own = tables(groups_of_outcomes=groups_of_outcomes)
    for name in own if names is None else names:
        (folder / f"{name}.csv").write_text(as_csv(own[name]), encoding="utf-8")


def write_qualtrics(folder: Path) -> None:
    """Three header rows, Qualtrics' own columns, a preview among the responses."""
    write_folder(folder, ("groups", "roster", "sessions", "attendance"))
    session_survey = [
        _response(row["member_id"], "2026-09-14 18:02:11", {"Q2": "gcq_s", "Q3": "wai_sr", "Q4": "alliance_1_10"},
                  answers(row, ITEMS), member=row["member_id"], group=row["group_id"], session=row["session"])
        for row in VISITS
    ]  # fmt: skip
    session_survey.append({**session_survey[0], "Status": "1", "member": "test"})
    outcome_survey = [
        _response(row["member_id"], f"{row['measured_on']} 09:00:00", {"Q2": "phq9", "Q3": "gad7"},
                  answers(row, OUTCOME_ITEMS), member=row["member_id"],
                  occasion={"pre": "intake", "post": "end"}[row["occasion"]])
        for row in OCCASIONS
    ]  # fmt: skip
    for name, rows in (("Session survey", session_survey), ("Outcome survey", outcome_survey)):
        questions = [f"Question {column}" for column in rows[0]]
        ids = [json.dumps({"ImportId": column}) for column in rows[0]]
        path = folder / f"{name}_December 11, 2026_10.15.csv"
        path.write_text(as_csv(rows, [questions, ids]), encoding="utf-8-sig")


def _response(key: str, recorded: str, questions: Row, given: dict[tuple[str, int], str], **embedded: str) -> Row:
    of_question = {instrument: question for question, instrument in questions.items()}
    return {
        "StartDate": recorded,
        "EndDate": recorded,
        "Status": "0",
        "IPAddress": "",
        "Progress": "100",
        "Duration (in seconds)": "240",
        "Finished": "1",
        "RecordedDate": recorded,
        "ResponseId": f"R_{key}{recorded[:10]}",
        "RecipientLastName": "",
        "RecipientFirstName": "",
        "RecipientEmail": "",
        "ExternalReference": "",
        "DistributionChannel": "anonymous",
        "UserLanguage": "EN",
        **{f"{of_question[instrument]}_{item}": value for (instrument, item), value in given.items()},
        **embedded,
    }


def write_google_forms(folder: Path) -> None:
    """Questions as column names, a time with its zone; neither the group nor the session is asked for."""
    write_folder(folder, ("groups", "roster", "sessions", "attendance"))
    days = {(row["group_id"], row["session"]): row["held_on"] for row in SESSIONS}
    asked = {"gcq_s": "Today's group [{}]", "wai_sr": "You and your leader [{}]"}
    rated = ("the leader", "the other members", "the group as a whole")

    def question(instrument: str, item: int) -> str:
        return f"From 1 to 10: {rated[item - 1]}" if instrument == "alliance_1_10" else asked[instrument].format(item)

    rows = [
        {
            "Timestamp": f"{days[row['group_id'], row['session']].replace('-', '/')} 7:05:00 PM GMT-5",
            "Your code": row["member_id"],
            **{question(*key): value for key, value in answers(row, ITEMS).items()},
        }
        for row in VISITS
    ]
    grids = {"phq9": "The last two weeks [{}]", "gad7": "Worries in the last two weeks [{}]"}
    when = {"pre": "Before the first session", "post": "After the last session"}
    outcome_rows = [
        {
            "Timestamp": f"{row['measured_on'].replace('-', '/')} 7:05:00 AM GMT-5",
            "Your code": row["member_id"],
            "When is this?": when[row["occasion"]],
            **{grids[name].format(item): value for (name, item), value in answers(row, OUTCOME_ITEMS).items()},
        }
        for row in OCCASIONS
    ]
    (folder / "Session form.csv").write_text(as_csv(rows), encoding="utf-8")
    (folder / "Outcome form.csv").write_text(as_csv(outcome_rows), encoding="utf-8")


def write_redcap(folder: Path) -> None:
    """One file for everything: a row an event, a row a repeated form, codes for choices, other forms' cells empty."""
    write_folder(folder, ("groups", "sessions"))
    reasons = {"": "", "dropped_out": "2"}
    attended = {"attended": "1", "late": "2", "left_early": "3", "excused": "4", "no_show": "5"}
    events = {"pre": "enrollment_arm_1", "post": "end_arm_1"}
    rows: list[Row] = []
    for stay in ROSTER:
        for occasion in (row for row in OCCASIONS if row["member_id"] == stay["member_id"]):
            own = {
                "record_id": stay["member_id"],
                "redcap_event_name": events[occasion["occasion"]],
                "outcome_date": occasion["measured_on"],
                **_variables(answers(occasion, OUTCOME_ITEMS)),
                "outcome_form_complete": "2",
            }
            if occasion["occasion"] == "pre":
                own |= {name: stay[name] for name in ("group_id", "enrolled_on", "ended_on")}
                own |= {"end_reason": reasons[stay["end_reason"]], "age_band": "2", "gender": "1"}
                own |= {"enrollment_form_complete": "2"}
            rows.append(own)
        for visit in (row for row in ATTENDANCE if row["member_id"] == stay["member_id"]):
            rows.append(
                {
                    "record_id": stay["member_id"],
                    "redcap_event_name": "sessions_arm_1",
                    "redcap_repeat_instrument": "session_form",
                    "redcap_repeat_instance": visit["session"],
                    "session_number": visit["session"],
                    "attendance": attended[visit["status"]],
                    **(_variables(answers(visit, ITEMS)) if visit in VISITS else {}),
                    "session_form_complete": "2",
                }
            )
    first = ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]
    columns = [*first, *dict.fromkeys(name for row in rows for name in row if name not in first)]
    whole = [{name: row.get(name, "") for name in columns} for row in rows]
    (folder / "GroupTherapy_DATA_2026-12-11_1015.csv").write_text(as_csv(whole), encoding="utf-8")


def _variables(given: Mapping[tuple[str, int], str]) -> Row:
    return {f"{instrument}_{item}": value for (instrument, item), value in given.items()}


def _without(row: Row, name: str) -> Row:
    return {key: value for key, value in row.items() if key != name}


def clinic_database(run: Callable[[str], object]) -> None:
    """The tables of a clinic's database, with its own names and words; `run` takes one SQL statement."""
    own = tables(groups_of_outcomes=True)
    words = {"attended": "present", "no_show": "absent", "pre": "intake", "post": "discharge"}
    stored: dict[str, list[Row]] = {
        "therapy_groups": [
            {"code": row["group_id"], "title": row["group_name"], **_rest(row, 2), "term": "2026-fall"}
            for row in own["groups"]
        ],
        "clients": [{"code": row["member_id"], **_rest(row, 5)} for row in own["roster"]],
        "enrollments": [
            {"client_code": row["member_id"], "group_code": row["group_id"], "enrolled_on": row["enrolled_on"],
             "ended_on": row["ended_on"], "end_reason": row["end_reason"]}
            for row in own["roster"]
        ],
        "group_sessions": [
            {"group_code": row["group_id"], "number": row["session"], **_rest(row, 2)} for row in own["sessions"]
        ],
        "visits": [
            {"client_code": row["member_id"], "group_code": row["group_id"], "session_number": row["session"],
             "status": words.get(row["status"], row["status"])}
            for row in own["attendance"]
        ],
        "session_answers": [
            {"client_code": row["member_id"], "group_code": row["group_id"], "session_number": row["session"],
             "questionnaire": row["instrument"], "item": row["item"], "answer": row["value"]}
            for row in own["ratings"]
        ],
        "outcome_answers": [
            {"client_code": row["member_id"], "group_code": row["group_id"], "occasion": words[row["occasion"]],
             "answered_on": row["measured_on"], "questionnaire": row["instrument"], "item": row["item"],
             "answer": row["value"]}
            for row in own["outcomes"]
        ],
    }  # fmt: skip
    kinds = {"number": "integer", "session_number": "integer", "planned_sessions": "integer", "answer": "integer"}
    for table, rows in stored.items():
        columns = ", ".join(f"{name} {kinds.get(name, 'date' if name.endswith('_on') else 'text')}" for name in rows[0])
        run(f"create table {table} ({columns})")
        values = ", ".join(f"({', '.join(map(_literal, row.values()))})" for row in rows)
        run(f"insert into {table} values {values}")


def _rest(row: Row, first: int) -> Row:
    return dict(list(row.items())[first:])


def _literal(cell: str) -> str:
    return "null" if cell == "" else f"'{cell}'"


DAYS = {"enrolled_on", "ended_on", "held_on", "measured_on"}
NUMBERS = {"planned_sessions", "session"}


def fill_template(path: Path) -> None:
    """The workbook that `init` writes, filled in by hand: example rows overwritten, sheets of other tables deleted."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    filled: dict[str, list[Row]] = {
        "groups": GROUPS,
        "roster": ROSTER,
        "sessions": SESSIONS,
        "attendance": ATTENDANCE,
        "ratings": [{**row, **_variables(answers(row, ITEMS))} for row in VISITS],
        "outcomes": [{**row, **_variables(answers(row, OUTCOME_ITEMS))} for row in OCCASIONS],
    }
    for name in ("events", "participation", "feedback"):
        del book[name]
    for name, rows in filled.items():
        sheet = book[name]
        columns = [str(cell.value) for cell in sheet[1]]
        for line, row in enumerate(rows, start=2):
            for place, column in enumerate(columns, start=1):
                sheet.cell(line, place).value = _typed(column, row.get(column, ""))
    book.save(path)


def _typed(column: str, text: str) -> object:
    """What a spreadsheet program keeps when somebody types the text into the template's column."""
    if not text:
        return None
    if column in DAYS:
        return datetime.datetime.fromisoformat(text)
    is_answer = column.rpartition("_")[0] in {*ITEMS, *OUTCOME_ITEMS}
    return int(text) if is_answer or column in NUMBERS else text


def write_microsoft_forms(folder: Path) -> None:
    """A workbook a form, with the columns that Microsoft Forms puts before the questions, and real times."""
    import openpyxl

    write_folder(folder, ("groups", "roster", "sessions", "attendance"))
    asked = {"gcq_s": "Group {}", "wai_sr": "Leader {}", "phq9": "Two weeks {}", "gad7": "Worries {}"}
    rated = ("the leader", "the other members", "the group as a whole")

    def question(instrument: str, item: int) -> str:
        return f"From 1 to 10: {rated[item - 1]}" if instrument == "alliance_1_10" else asked[instrument].format(item)

    when = {"pre": "Before the first session", "post": "After the last session"}
    sessions = [
        {"Your code": row["member_id"], "Your group": row["group_id"], "Number of the session": row["session"],
         **{question(*key): value for key, value in answers(row, ITEMS).items()}}
        for row in VISITS
    ]  # fmt: skip
    outcomes = [
        {"Your code": row["member_id"], "When is this?": when[row["occasion"]], "day": row["measured_on"],
         **{question(*key): value for key, value in answers(row, OUTCOME_ITEMS).items()}}
        for row in OCCASIONS
    ]  # fmt: skip
    for name, rows in (("Session form", sessions), ("Outcome form", outcomes)):
        book = openpyxl.Workbook()
        book.active.title = "Sheet1"
        questions = [column for column in rows[0] if column != "day"]
        book.active.append(["ID", "Start time", "Completion time", "Email", "Name", *questions])
        for number, row in enumerate(rows, start=1):
            day = datetime.datetime.fromisoformat(f"{row.get('day', '2026-09-14')} 18:02:11")
            book.active.append([number, day, day, "anonymous", None, *(row[column] or None for column in questions)])
        book.save(folder / f"{name}(1-{len(rows)}).xlsx")
