"""How program.yml describes each kind of export of the same answers, and the files that belong to it."""

from __future__ import annotations

QUALTRICS_NUMBERS = """
data:
  missing_codes: ["-99"]
  tables:
    ratings:
      file: members.csv
      format: qualtrics
      columns: {member_id: MemberID, group_id: GroupID, session: SessionNo}
      answers:
        Q2_1: alliance_1_10.1
        Q2_2: alliance_1_10.2
        Q2_3: alliance_1_10.3
        Q3_1: gcs7.1
        Q3_2: gcs7.2
        Q3_3: gcs7.3
        Q3_4: gcs7.4
        Q3_5: gcs7.5
        Q3_6: gcs7.6
        Q3_7: gcs7.7
    outcomes:
      file: outcomes-survey.csv
      format: qualtrics
      columns: {member_id: MemberID, occasion: Wave, measured_on: RecordedDate}
      values:
        occasion: {Intake: pre, Last week: post}
        phq9: {1: 0, 2: 1, 3: 2, 4: 3}
      answers: &phq9
        Q1_1: phq9.1
        Q1_2: phq9.2
        Q1_3: phq9.3
        Q1_4: phq9.4
        Q1_5: phq9.5
        Q1_6: phq9.6
        Q1_7: phq9.7
        Q1_8: phq9.8
        Q1_9: phq9.9
    events:
      file: leaders.csv
      format: qualtrics
      where: {Q4: 1}
      columns: &events
        event_id: ResponseId
        group_id: Group
        session: Session
        reported_by: Leader
        level: Q6
        kind: Q7
        member_ids: {checkboxes: Q5}
        repair_status: Q8
        resolved_session: Q9
        named: Q10
      values:
        level: {Two members: member_member, A member and me: member_leader}
        member_ids: {1: "007", 2: "008", 3: "NA", 4: "101", 5: "102"}
        repair_status: {Full: full, None: none}
        named: {1: yes, 2: no}
    feedback:
      file: leaders.csv
      format: qualtrics
      columns: {group_id: Group, session: Session, leader_id: Leader, viewed: Q1, discussed: Q2}
      values:
        viewed: {1: yes, 2: no}
        discussed: {1: yes, 2: no}
"""
QUALTRICS_TEXTS = (
    QUALTRICS_NUMBERS.replace(".csv", ".tsv")
    .replace('missing_codes: ["-99"]', 'encoding: utf-16\n  delimiter: "\\t"')
    .replace("where: {Q4: 1}", 'where: {Q4: "Yes"}')
    .replace('        member_ids: {1: "007", 2: "008", 3: "NA", 4: "101", 5: "102"}\n', "")
    .replace("{1: yes, 2: no}", "{Yes: yes, No: no}")
    .replace(
        "phq9: {1: 0, 2: 1, 3: 2, 4: 3}",
        "phq9: {Not at all: 0, Several days: 1, More than half the days: 2, Nearly every day: 3}",
    )
    .replace(
        "    outcomes:",
        "      values:\n"
        "        gcs7: {Not at all: 1, A little: 2, Somewhat: 3, Quite a bit: 4, Very much: 5}\n"
        "    outcomes:",
    )
)
REDCAP_RAW = """
data:
  tables:
    roster:
      file: members.csv
      format: redcap
      where: {redcap_event_name: intake_arm_1, redcap_repeat_instrument: ""}
      columns:
        {member_id: record_id, group_id: group, enrolled_on: enrolled, ended_on: ended, end_reason: end_reason}
      values: {end_reason: {1: completed}}
    ratings:
      file: members.csv
      format: redcap
      where: {redcap_repeat_instrument: session_rating}
      carry: [group_id]
      columns: {member_id: record_id, group_id: group, session: session_no}
      answers:
        all_1: alliance_1_10.1
        all_2: alliance_1_10.2
        all_3: alliance_1_10.3
        gcs_1: gcs7.1
        gcs_2: gcs7.2
        gcs_3: gcs7.3
        gcs_4: gcs7.4
        gcs_5: gcs7.5
        gcs_6: gcs7.6
        gcs_7: gcs7.7
    outcomes:
      file: members.csv
      format: redcap
      where: {redcap_repeat_instrument: ""}
      columns: {member_id: record_id, occasion: redcap_event_name, measured_on: phq_date}
      values: {occasion: {intake_arm_1: pre, end_arm_1: post}}
      answers:
        phq_1: phq9.1
        phq_2: phq9.2
        phq_3: phq9.3
        phq_4: phq9.4
        phq_5: phq9.5
        phq_6: phq9.6
        phq_7: phq9.7
        phq_8: phq9.8
        phq_9: phq9.9
    events:
      file: leaders.csv
      format: redcap
      where: {redcap_repeat_instrument: rupture}
      columns:
        event_id: event_no
        group_id: group_id
        session: event_session
        reported_by: reporter
        level: level
        kind: kind
        member_ids: {checkboxes: involved}
        repair_status: repair
        resolved_session: resolved
        named: did___named
      values: {member_ids: {na: NA}}
    feedback:
      file: leaders.csv
      format: redcap
      where: {redcap_repeat_instrument: feedback}
      columns:
        {group_id: group_id, session: redcap_repeat_instance, leader_id: leader, viewed: viewed, discussed: discussed}
"""
REDCAP_LABELS = """
data:
  tables:
    roster:
      file: members.csv
      format: redcap
      where: {Event Name: Intake, Repeat Instrument: ""}
      columns:
        member_id: Record ID
        group_id: Group
        enrolled_on: First day
        ended_on: Last day
        end_reason: How it ended
        age_band: Age band
      values: {end_reason: {Completed the group: completed}}
    ratings:
      file: members.csv
      format: redcap
      where: {Repeat Instrument: Session rating}
      carry: [group_id]
      columns: {member_id: Record ID, group_id: Group, session: Session number}
      answers:
        Statement 1: alliance_1_10.1
        Statement 2: alliance_1_10.2
        Statement 3: alliance_1_10.3
        Statement 1 (2): gcs7.1
        Statement 2 (2): gcs7.2
        Statement 3 (2): gcs7.3
        Statement 4: gcs7.4
        Statement 5: gcs7.5
        Statement 6: gcs7.6
        Statement 7: gcs7.7
      values:
        gcs7: {Not at all: 1, A little: 2, Somewhat: 3, Quite a bit: 4, Very much: 5}
    outcomes:
      file: members.csv
      format: redcap
      where: {Repeat Instrument: ""}
      columns: {member_id: Record ID, occasion: Event Name, measured_on: Date}
      values:
        occasion: {Intake: pre, End of term: post}
        value: {Not at all: 0, Several days: 1, More than half the days: 2, Nearly every day: 3}
      answers:
        Problem 1: phq9.1
        Problem 2: phq9.2
        Problem 3: phq9.3
        Problem 4: phq9.4
        Problem 5: phq9.5
        Problem 6: phq9.6
        Problem 7: phq9.7
        Problem 8: phq9.8
        Problem 9: phq9.9
    events:
      file: leaders.csv
      format: redcap
      where: {Repeat Instrument: Rupture}
      columns:
        event_id: Number
        group_id: Group
        session: Session
        reported_by: Leader (2)
        level: Between whom?
        kind: What kind?
        member_ids: {checkboxes: Who was involved?}
        repair_status: Was it repaired?
        resolved_session: In which session?
        named: What did you do? (choice=Named it)
      values:
        level: {Two members: member_member, A member and me: member_leader}
        repair_status: {Full: full, None: none}
        named: {Checked: yes, Unchecked: no}
    feedback:
      file: leaders.csv
      format: redcap
      where: {Repeat Instrument: Feedback}
      columns:
        group_id: Group
        session: Repeat Instance
        leader_id: Leader
        viewed: Did you look at the ratings?
        discussed: Did you talk about them?
"""
GOOGLE_SHEET = """
data:
  tables:
    ratings:
      file: ratings-form.csv
      format: forms
      date_format: "%m/%d/%Y"
      columns: {member_id: Your number, session: {day_of: Timestamp}}
      from_roster: [group_id]
      values:
        gcs7: {1 - Never: 1, 2 - Rarely: 2, 3 - Sometimes: 3, 4 - Often: 4, 5 - Always: 5}
      answers:
        "How was today for you? [With the leader]": alliance_1_10.1
        "How was today for you? [With the others]": alliance_1_10.2
        "How was today for you? [With the group as a whole]": alliance_1_10.3
        Statement 1: gcs7.1
        Statement 2: gcs7.2
        Statement 3: gcs7.3
        We were honest with each other.: gcs7.4
        We were honest with each other. (2): gcs7.5
        Statement 6: gcs7.6
        Statement 7: gcs7.7
    events:
      file: ruptures-form.csv
      format: forms
      date_format: "%m/%d/%Y"
      columns:
        event_id: Report no.
        group_id: Group
        session: {day_of: Timestamp}
        reported_by: Leader
        level: Between whom?
        kind: What kind?
        member_ids: {joined: Who was involved?, by: ", "}
        repair_status: Was it repaired?
        resolved_session: In which session?
        named: Did you name it?
      values:
        level: {Two members: member_member, A member and me: member_leader}
        repair_status: {Full: full, None: none}
"""
GOOGLE_DIRECT = GOOGLE_SHEET.replace("%m/%d/%Y", "%Y/%m/%d").replace(
    '{joined: Who was involved?, by: ", "}', "Who was involved?"
)
MICROSOFT = """
data:
  tables:
    ratings:
      file: ratings-form.csv
      format: forms
      columns: {member_id: Your number, session: Which session?}
      from_roster: [group_id]
      values:
        gcs7: {Not at all: 1, A little: 2, Somewhat: 3, Quite a bit: 4, Very much: 5}
      answers:
        Alliance 1: alliance_1_10.1
        Alliance 2: alliance_1_10.2
        Alliance 3: alliance_1_10.3
        Statement 1: gcs7.1
        Statement 2: gcs7.2
        Statement 3: gcs7.3
        Statement 4: gcs7.4
        Statement 5: gcs7.5
        Statement 6: gcs7.6
        Statement 7: gcs7.7
    events:
      file: ruptures-form.csv
      format: forms
      columns:
        event_id: Report no.
        group_id: Group
        session: Session
        reported_by: Leader
        level: Between whom?
        kind: What kind?
        member_ids: Who was involved?
        repair_status: Was it repaired?
        resolved_session: Repaired in
        named: Named?
      values:
        level: {Two members: member_member, A member and me: member_leader}
        repair_status: {Full: full, None: none}
"""


def _qualtrics(surveys, answers):
    return {
        "members.csv": surveys.member_survey(answers),
        "outcomes-survey.csv": surveys.outcome_survey(answers),
        "leaders.csv": surveys.leader_survey(answers),
    }


def _qualtrics_as_texts(surveys, answers):
    tabs = {"texts": True, "delimiter": "\t"}
    return {
        "members.tsv": surveys.member_survey(answers, **tabs),
        "outcomes-survey.tsv": surveys.outcome_survey(answers, **tabs),
        "leaders.tsv": surveys.leader_survey(answers, **tabs),
    }


def _redcap(surveys, answers):
    return {"members.csv": surveys.redcap_members(answers), "leaders.csv": surveys.redcap_groups(answers)}


def _redcap_labels(surveys, answers):
    return {
        "members.csv": surveys.redcap_members(answers, labels=True),
        "leaders.csv": surveys.redcap_groups(answers, labels=True),
    }


def _google_sheet(surveys, answers):
    return {"ratings-form.csv": surveys.google_ratings(answers), "ruptures-form.csv": surveys.google_events(answers)}


def _google_direct(surveys, answers):
    return {
        "ratings-form.csv": surveys.google_ratings(answers, direct=True),
        "ruptures-form.csv": surveys.google_events(answers, by=";"),
    }


def _microsoft(surveys, answers):
    return {
        "ratings-form.csv": surveys.microsoft_ratings(answers),
        "ruptures-form.csv": surveys.microsoft_events(answers),
    }


ALL = ("ratings", "outcomes", "events", "feedback")
KINDS = {
    "qualtrics-numbers": (QUALTRICS_NUMBERS, _qualtrics, "utf-8-sig", ALL),
    "qualtrics-texts": (QUALTRICS_TEXTS, _qualtrics_as_texts, "utf-16", ALL),
    "redcap-raw": (REDCAP_RAW, _redcap, "utf-8", ("roster", *ALL)),
    "redcap-labels": (REDCAP_LABELS, _redcap_labels, "utf-8", ("roster", *ALL)),
    "google-sheet": (GOOGLE_SHEET, _google_sheet, "utf-8", ("ratings", "events")),
    "google-direct": (GOOGLE_DIRECT, _google_direct, "utf-8", ("ratings", "events")),
    "microsoft": (MICROSOFT, _microsoft, "utf-8-sig", ("ratings", "events")),
}


def program(base: str, kind: str) -> str:
    """The whole program.yml of a kind of export."""
    return base + KINDS[kind][0]
