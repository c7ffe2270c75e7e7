"""One term's answers, and the files in which survey systems would export them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

ITEMS = {"alliance_1_10": 3, "gcs7": 7, "phq9": 9}
PROGRAM = """\
program: {name: Evening groups}
instruments: [alliance_1_10, gcs7, phq9]
characteristics: [age_band]
"""


@dataclass
class Rating:
    """What a member ticked at the end of a session; an empty text is a question that was passed over."""

    member: str
    group: str
    session: int
    when: str
    alliance: list[str]
    cohesion: list[str]


@dataclass
class Outcome:
    member: str
    occasion: str
    day: str
    phq9: list[str]


@dataclass
class Rupture:
    """What a leader wrote of a session in which there was a rupture."""

    id: str
    level: str
    kind: str
    members: list[str]
    repair: str
    resolved: str
    named: str


@dataclass
class LeaderForm:
    leader: str
    group: str
    session: int
    when: str
    viewed: str
    discussed: str
    rupture: Rupture | None = None


@dataclass
class Answers:
    """Everything that people filled in during the term of the small project."""

    ratings: list[Rating] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    leaders: list[LeaderForm] = field(default_factory=list)

    def plain(self) -> dict[str, str]:
        """The same as the contract's own tables."""
        ratings = [
            [each.member, each.group, each.session, instrument, item, value]
            for each in self.ratings
            for instrument, values in (("alliance_1_10", each.alliance), ("gcs7", each.cohesion))
            if any(values)
            for item, value in enumerate(values, start=1)
        ]
        outcomes = [
            [each.member, each.occasion, each.day, "phq9", item, value]
            for each in self.outcomes
            if any(each.phq9)
            for item, value in enumerate(each.phq9, start=1)
        ]
        events = [
            [
                each.rupture.id, each.group, each.session, each.leader, each.rupture.level, each.rupture.kind,
                ";".join(each.rupture.members), each.rupture.repair, each.rupture.resolved, each.rupture.named,
            ]
            for each in self.leaders
            if each.rupture
        ]  # fmt: skip
        feedback = [[each.group, each.session, each.leader, each.viewed, each.discussed] for each in self.leaders]
        return {
            "ratings": table("member_id group_id session instrument item value", ratings),
            "outcomes": table("member_id occasion measured_on instrument item value", outcomes),
            "events": table(
                "event_id group_id session reported_by level kind member_ids repair_status resolved_session named",
                events,
            ),
            "feedback": table("group_id session leader_id viewed discussed", feedback),
        }


def sample() -> Answers:
    """The answers that most tests look at: gaps, a questionnaire left out, ids that look like numbers and words."""
    return Answers(
        ratings=[
            Rating("007", "G01", 1, "2026-09-07 19:58:12", ["8", "", "7"], list("3445354")),
            Rating("008", "G01", 1, "2026-09-07 20:01:40", ["1", "10", "9"], [""] * 7),
            Rating("NA", "G01", 3, "2026-09-21 20:00:05", ["5", "6", "6"], list("222222") + [""]),
            Rating("101", "G02", 1, "2026-09-08 18:30:00", ["9", "9", "9"], list("5555555")),
            Rating("102", "G02", 3, "2026-09-22 18:31:09", ["4", "3", "2"], list("1212121")),
        ],
        outcomes=[
            Outcome("007", "pre", "2026-09-01", list("321012301")),
            Outcome("007", "post", "2026-12-01", list("11101")[:5] + ["", "0", "1", "0"]),
            Outcome("102", "pre", "2026-09-08", list("000112233")),
        ],
        leaders=[
            LeaderForm(
                "L1", "G01", 1, "2026-09-07 20:30:00", "yes", "no",
                Rupture("R_1HvC8kEventOne", "member_member", "confrontation", ["007", "NA"], "full", "3", "yes"),
            ),
            LeaderForm("L3", "G02", 1, "2026-09-08 19:02:00", "no", "no"),
            LeaderForm(
                "L3", "G02", 3, "2026-09-22 19:00:10", "yes", "yes",
                Rupture("R_2KwD9mEventTwo", "member_leader", "withdrawal", ["102"], "none", "", "no"),
            ),
        ],
    )  # fmt: skip


def table(header: str, rows: Iterable[Sequence[object]]) -> str:
    """A plain CSV file."""
    return delimited([header.split(), *rows])


def delimited(rows: Iterable[Sequence[object]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue()


def as_records(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> list[list[object]]:
    return [[row.get(column, "") for column in columns] for row in rows]


# Qualtrics -----------------------------------------------------------------------------------------------------------

_METADATA = {
    "StartDate": ("Start Date", "startDate"),
    "EndDate": ("End Date", "endDate"),
    "Status": ("Response Type", "status"),
    "IPAddress": ("IP Address", "ipAddress"),
    "Progress": ("Progress", "progress"),
    "Duration (in seconds)": ("Duration (in seconds)", "duration"),
    "Finished": ("Finished", "finished"),
    "RecordedDate": ("Recorded Date", "recordedDate"),
    "ResponseId": ("Response ID", "_recordId"),
    "RecipientLastName": ("Recipient Last Name", "recipientLastName"),
    "RecipientFirstName": ("Recipient First Name", "recipientFirstName"),
    "RecipientEmail": ("Recipient Email", "recipientEmail"),
    "ExternalReference": ("External Data Reference", "externalDataReference"),
    "LocationLatitude": ("Location Latitude", "locationLatitude"),
    "LocationLongitude": ("Location Longitude", "locationLongitude"),
    "DistributionChannel": ("Distribution Channel", "distributionChannel"),
    "UserLanguage": ("User Language", "userLanguage"),
}
_TIMES = {"StartDate", "EndDate", "RecordedDate"}


def qualtrics(
    questions: Mapping[str, str],
    rows: Iterable[Mapping[str, object]],
    *,
    texts: bool = False,
    zone: str = "America/Denver",
    delimiter: str = ",",
) -> str:
    """An export with three header rows: names, questions, and ids as JSON; each row's metadata filled in.

    `questions` are the survey's own columns with their texts, `texts` says whether choices are written as texts.
    """
    ids = [
        json.dumps({"ImportId": key, **({"timeZone": zone} if name in _TIMES else {})}, separators=(",", ":"))
        for name, (_, key) in _METADATA.items()
    ]
    ids += [json.dumps({"ImportId": f"QID{place}"}) for place, _ in enumerate(questions)]
    columns = [*_METADATA, *questions]
    filled = [{**metadata(place, texts=texts), **row} for place, row in enumerate(rows)]
    header = [columns, [*(text for text, _ in _METADATA.values()), *questions.values()], ids]
    return delimited([*header, *as_records(filled, columns)], delimiter)


def metadata(place: int, *, texts: bool) -> dict[str, object]:
    """What Qualtrics itself writes of a response that was finished."""
    return {
        "StartDate": "2026-09-07 19:55:02",
        "EndDate": "2026-09-07 19:58:12",
        "Status": "IP Address" if texts else "0",
        "Progress": "100",
        "Duration (in seconds)": "190",
        "Finished": "True" if texts else "1",
        "RecordedDate": "2026-09-07 19:58:12",
        "ResponseId": f"R_3sPq{place:04}xYz",
        "DistributionChannel": "anonymous",
        "UserLanguage": "EN",
    }


LEVELS = ["Not at all", "A little", "Somewhat", "Quite a bit", "Very much"]
PHQ9 = ["Not at all", "Several days", "More than half the days", "Nearly every day"]
_OPENING = "Think of today’s session.\n\nHow much do you agree?"


def member_survey(answers: Answers, *, texts: bool = False, delimiter: str = ",") -> str:
    """The survey after a session: two matrices, and the member, group and session as embedded data at the end."""
    questions = {
        "Q1": "Thank you for staying a moment.",
        **{f"Q2_{item}": f"{_OPENING} - Statement {item}, from 1 to 10" for item in range(1, 4)},
        **{f"Q3_{item}": f"{_OPENING} - Statement, {item}" for item in range(1, 8)},
        "MemberID": "MemberID",
        "GroupID": "GroupID",
        "SessionNo": "SessionNo",
    }
    rows = [
        {
            "RecordedDate": each.when,
            **{f"Q2_{item}": value for item, value in enumerate(each.alliance, start=1)},
            **{f"Q3_{item}": _text(value, LEVELS, 1, texts) for item, value in enumerate(each.cohesion, start=1)},
            "MemberID": each.member,
            "GroupID": each.group,
            "SessionNo": each.session,
        }
        for each in answers.ratings
    ]
    return qualtrics(questions, rows, texts=texts, delimiter=delimiter)


def outcome_survey(answers: Answers, *, texts: bool = False, delimiter: str = ",") -> str:
    """The survey before and after the term; Qualtrics numbers choices from 1 unless they are recoded."""
    questions = {
        **{f"Q1_{item}": f"Over the last two weeks … - Problem {item}" for item in range(1, 10)},
        "Wave": "Wave",
        "MemberID": "MemberID",
    }
    rows = [
        {
            "RecordedDate": f"{each.day} 09:15:00",
            **{
                f"Q1_{item}": _text(value, PHQ9, 0, texts) if texts else value and str(int(value) + 1)
                for item, value in enumerate(each.phq9, start=1)
            },
            "Wave": {"pre": "Intake", "post": "Last week"}[each.occasion],
            "MemberID": each.member,
        }
        for each in answers.outcomes
    ]
    return qualtrics(questions, rows, texts=texts, delimiter=delimiter)


MEMBERS = ["007", "008", "NA", "101", "102"]


def leader_survey(answers: Answers, *, texts: bool = False, delimiter: str = ",") -> str:
    """The leaders' survey, from which both feedback and ruptures are read."""
    yes_no = ["Yes", "No"] if texts else ["1", "2"]
    questions = {
        "Q1": "Did you look at the members' ratings?",
        "Q2": "Did you talk about them with the group?",
        "Q4": "Was there a rupture?",
        **{f"Q5_{place}": f"Who was involved? - {member}" for place, member in enumerate(MEMBERS, start=1)},
        "Q5_6_TEXT": "Who was involved? - Somebody else - Text",
        "Q6": "Between whom?",
        "Q7": "What kind of rupture?",
        "Q8": "Was it repaired?",
        "Q9": "In which session?",
        "Q10": "Did you name it?",
        "Leader": "Leader",
        "Group": "Group",
        "Session": "Session",
    }
    rows = []
    for each in answers.leaders:
        row: dict[str, object] = {
            "RecordedDate": each.when,
            "Q1": yes_no[each.viewed == "no"],
            "Q2": yes_no[each.discussed == "no"],
            "Q4": yes_no[each.rupture is None],
            "Leader": each.leader,
            "Group": each.group,
            "Session": each.session,
        }
        if each.rupture:
            row |= {
                "ResponseId": each.rupture.id,
                **{
                    f"Q5_{place}": member if texts else "1"
                    for place, member in enumerate(MEMBERS, start=1)
                    if member in each.rupture.members
                },
                "Q6": _level(each.rupture.level),
                "Q7": each.rupture.kind,
                "Q8": each.rupture.repair.capitalize(),
                "Q9": each.rupture.resolved,
                "Q10": yes_no[each.rupture.named == "no"],
            }
        rows.append(row)
    return qualtrics(questions, rows, texts=texts, delimiter=delimiter)


def _text(value: str, texts: Sequence[str], first: int, wanted: bool) -> str:
    return texts[int(value) - first] if wanted and value else value


def _level(level: str) -> str:
    return {"member_member": "Two members", "member_leader": "A member and me"}[level]


# REDCap --------------------------------------------------------------------------------------------------------------

_EVENTS = {"pre": ("intake_arm_1", "Intake"), "post": ("end_arm_1", "End of term")}
_ROSTER = {
    "007": ("G01", "2026-09-01", "", "", "18-29"),
    "008": ("G01", "2026-09-01", "", "", "30-44"),
    "NA": ("G01", "2026-09-01", "", "", ""),
    "101": ("G02", "2026-09-01", "2026-09-20", "completed", "30-44"),
    "102": ("G02", "2026-09-08", "", "", "18-29"),
}
_END_REASONS = {"completed": ("1", "Completed the group")}


def redcap_members(answers: Answers, *, labels: bool = False) -> str:
    """The members' project: one record a member, intake and end of term as events, ratings as a repeating form."""
    names = {
        "record_id": "Record ID",
        "redcap_event_name": "Event Name",
        "redcap_repeat_instrument": "Repeat Instrument",
        "redcap_repeat_instance": "Repeat Instance",
        "redcap_data_access_group": "Data Access Group",
        "redcap_survey_identifier": "Survey Identifier",
        "group": "Group",
        "enrolled": "First day",
        "ended": "Last day",
        "end_reason": "How it ended",
        "age_band": "Age band",
        "intake_complete": "Complete?",
        **{f"phq_{item}": f"Problem {item}" for item in range(1, 10)},
        "phq_date": "Date",
        "phq9_complete": "Complete?",
        "session_rating_timestamp": "Survey Timestamp",
        "session_no": "Session number",
        **{f"all_{item}": f"Statement {item}" for item in range(1, 4)},
        **{f"gcs_{item}": f"Statement {item}" for item in range(1, 8)},
        "session_rating_complete": "Complete?",
    }
    rows: list[dict[str, object]] = []
    for member, (group, enrolled, ended, end_reason, age_band) in _ROSTER.items():
        own = {each.occasion: each for each in answers.outcomes if each.member == member}
        reason = _END_REASONS.get(end_reason, ("", ""))[labels]
        facts = {"group": group, "enrolled": enrolled, "ended": ended, "end_reason": reason, "age_band": age_band}
        for occasion, event in _EVENTS.items():
            if occasion == "post" and occasion not in own:
                continue
            row: dict[str, object] = {"record_id": member, "redcap_event_name": event[labels]}
            if occasion == "pre":
                row |= {**facts, "intake_complete": _status("2", labels)}
            if occasion in own:
                values = own[occasion].phq9
                row |= {f"phq_{item}": _text(value, PHQ9, 0, labels) for item, value in enumerate(values, start=1)}
                row |= {"phq_date": own[occasion].day, "phq9_complete": _status("2", labels)}
            else:
                row |= {"phq9_complete": _status("0", labels)}  # what REDCap writes of a form nobody has opened
            rows.append({**row, "session_rating_complete": ""})
        ratings = [each for each in answers.ratings if each.member == member]
        for instance, each in enumerate(ratings, start=1):
            rows.append(
                {
                    "record_id": member,
                    "redcap_event_name": _EVENTS["pre"][labels],
                    "redcap_repeat_instrument": "Session rating" if labels else "session_rating",
                    "redcap_repeat_instance": instance,
                    "session_rating_timestamp": each.when,
                    "session_no": each.session,
                    **{f"all_{item}": value for item, value in enumerate(each.alliance, start=1)},
                    **{f"gcs_{item}": _text(value, LEVELS, 1, labels) for item, value in enumerate(each.cohesion, 1)},
                    "session_rating_complete": _status("2", labels),
                }
            )
    header = list(names.values()) if labels else list(names)
    return delimited([header, *as_records(rows, list(names))])


def redcap_groups(answers: Answers, *, labels: bool = False) -> str:
    """The leaders' project: one record a group, each session a repeating instance, ruptures with boxes to tick."""
    boxes = {f"involved___{member.lower()}": f"Who was involved? (choice={member})" for member in MEMBERS} | {
        "involved____9": "Who was involved? (choice=Somebody else)"
    }
    names = {
        "group_id": "Group",
        "redcap_repeat_instrument": "Repeat Instrument",
        "redcap_repeat_instance": "Repeat Instance",
        "group_title": "Title",
        "group_complete": "Complete?",
        "leader": "Leader",
        "viewed": "Did you look at the ratings?",
        "discussed": "Did you talk about them?",
        "feedback_complete": "Complete?",
        "event_no": "Number",
        "event_session": "Session",
        "reporter": "Leader",
        "level": "Between whom?",
        "kind": "What kind?",
        **boxes,
        "repair": "Was it repaired?",
        "resolved": "In which session?",
        "did___named": "What did you do? (choice=Named it)",
        "rupture_complete": "Complete?",
    }
    form = {"feedback": "Feedback", "rupture": "Rupture"}
    words = {"yes": ("1", "Yes"), "no": ("0", "No")}
    rows: list[dict[str, object]] = []
    for group in dict.fromkeys(each.group for each in answers.leaders):
        rows.append({"group_id": group, "group_title": "A group", "group_complete": _status("2", labels)})
        own = [each for each in answers.leaders if each.group == group]
        for each in own:
            rows.append(
                {
                    "group_id": group,
                    "redcap_repeat_instrument": form["feedback"] if labels else "feedback",
                    "redcap_repeat_instance": each.session,
                    "leader": each.leader,
                    "viewed": words[each.viewed][labels],
                    "discussed": words[each.discussed][labels],
                    "feedback_complete": _status("2", labels),
                }
            )
        for instance, each in enumerate((each for each in own if each.rupture), start=1):
            rupture = each.rupture
            rows.append(
                {
                    "group_id": group,
                    "redcap_repeat_instrument": form["rupture"] if labels else "rupture",
                    "redcap_repeat_instance": instance,
                    "event_no": rupture.id,
                    "event_session": each.session,
                    "reporter": each.leader,
                    "level": _level(rupture.level) if labels else rupture.level,
                    "kind": rupture.kind,
                    **{box: _box(False, labels) for box in boxes},
                    **{f"involved___{member.lower()}": _box(True, labels) for member in rupture.members},
                    "repair": rupture.repair.capitalize() if labels else rupture.repair,
                    "resolved": rupture.resolved,
                    "did___named": _box(rupture.named == "yes", labels),
                    "rupture_complete": _status("2", labels),
                }
            )
    header = list(names.values()) if labels else list(names)
    return delimited([header, *as_records(rows, list(names))])


def _status(code: str, labels: bool) -> str:
    return {"0": "Incomplete", "1": "Unverified", "2": "Complete"}[code] if labels else code


def _box(is_ticked: bool, labels: bool) -> str:
    return ("Checked" if is_ticked else "Unchecked") if labels else str(int(is_ticked))


# Forms ---------------------------------------------------------------------------------------------------------------

AGREE = ["1 - Never", "2 - Rarely", "3 - Sometimes", "4 - Often", "5 - Always"]


def google_ratings(answers: Answers, *, direct: bool = False) -> str:
    """A Google form: questions as header, a grid, two questions in the same words; the session is known by its day.

    `direct` is the CSV file that Google Forms itself gives, with times that name their zone and every cell in quotes;
    the other is what the linked spreadsheet gives.
    """
    header = [
        "Timestamp",
        "Your number",
        "How was today for you? [With the leader]",
        "How was today for you? [With the others]",
        "How was today for you? [With the group\nas a whole]",
        *(f"Statement {item}" for item in (1, 2, 3)),
        "We were honest with each other.",
        "We were honest with each other.",
        *(f"Statement {item}" for item in (6, 7)),
    ]
    rows = []
    for each in answers.ratings:
        cohesion = [value and AGREE[int(value) - 1] for value in each.cohesion]
        rows.append([_google_time(each.when, direct), each.member, *each.alliance, *cohesion])
    return delimited([header, *rows], quoting=csv.QUOTE_ALL if direct else csv.QUOTE_MINIMAL)


def google_events(answers: Answers, *, by: str = ", ") -> str:
    """The leaders' Google form of ruptures; the spreadsheet joins choices by `, `, the direct CSV file by `;`."""
    header = ["Timestamp", "Report no.", "Group", "Leader", "Between whom?", "What kind?", "Who was involved?",
              "Was it repaired?", "In which session?", "Did you name it?"]  # fmt: skip
    rows = [
        [
            _google_time(each.when, by == ";"), each.rupture.id, each.group, each.leader, _level(each.rupture.level),
            each.rupture.kind, by.join(each.rupture.members), each.rupture.repair.capitalize(), each.rupture.resolved,
            each.rupture.named.capitalize(),
        ]
        for each in answers.leaders
        if each.rupture
    ]  # fmt: skip
    return delimited([header, *rows])


def _google_time(when: str, direct: bool) -> str:
    day, time = when.split(" ")
    year, month, date = day.split("-")
    if not direct:
        return f"{int(month)}/{int(date)}/{year} {time}"
    hour, minute, second = time.split(":")
    half = "AM" if int(hour) < 12 else "PM"
    return f"{year}/{month}/{date} {(int(hour) - 1) % 12 + 1}:{minute}:{second} {half} MDT"


def microsoft_ratings(answers: Answers) -> str:
    """A Microsoft form, as its workbook saved as CSV: hard spaces in headings, Likert rows as columns, quiz columns."""
    likert = [f"Statement\u00a0{item}" for item in range(1, 8)]
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Total points", "Quiz feedback"]
    header += [f"{begin}Your number\u00a0" for begin in ("", "Points - ", "Feedback - ")]
    header += ["Which session?\n"]
    header += [*(f"Alliance {item}\u00a0" for item in range(1, 4)), *likert]
    rows = [
        [
            place, _google_time(each.when, False), _google_time(each.when, False), "anonymous", "", "", "",
            each.member, "", "", each.session, *each.alliance,
            *(value and LEVELS[int(value) - 1] for value in each.cohesion),
        ]
        for place, each in enumerate(answers.ratings, start=1)
    ]  # fmt: skip
    return delimited([header, *rows])


def microsoft_events(answers: Answers) -> str:
    """The leaders' Microsoft form: several choices stand in one cell, each with a `;` behind it."""
    header = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Report no.",
        "Group",
        "Session",
        "Leader",
        "Between whom?",
    ]
    header += ["What kind?", "Who was involved?", "Was it repaired?", "Repaired in", "Named?"]
    rows = [
        [
            place, "", _google_time(each.when, False), "anonymous", "anonymous", each.rupture.id, each.group,
            each.session, each.leader, _level(each.rupture.level), each.rupture.kind,
            "".join(f"{member};" for member in each.rupture.members), each.rupture.repair.capitalize(),
            each.rupture.resolved, each.rupture.named.capitalize(),
        ]
        for place, each in enumerate((each for each in answers.leaders if each.rupture), start=1)
    ]  # fmt: skip
    return delimited([header, *rows])
