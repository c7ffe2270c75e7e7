"""A term small enough to check by eye: two groups, five members, three sessions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pytest

from groupreport.errors import Problem
from groupreport.instruments import load_catalog
from groupreport.intake import Term, check_term, freeze, open_term
from groupreport.parameters import Project, read_parameters
from groupreport.rules import RULES

PROGRAM = """\
program: {name: Evening groups}
instruments: [alliance_1_10, phq9]
characteristics: [age_band]
"""
CATALOG = load_catalog()
_FOUND: dict[tuple[object, ...], list[Problem]] = {}
FALL = "term: {id: 2026-fall, starts: 2026-09-01, ends: 2026-12-11}\n"
TABLES = {
    "groups": """\
group_id,group_name,program,modality,enrollment,planned_sessions,leaders
G01,Anxiety,Evening,in_person,closed,3,L1;L2
G02,Grief,Evening,online,open,3,L3
""",
    "roster": """\
member_id,group_id,enrolled_on,ended_on,end_reason,age_band
007,G01,2026-09-01,,,18-29
008,G01,2026-09-01,,,30-44
NA,G01,2026-09-01,,,
101,G02,2026-09-01,2026-09-20,completed,30-44
102,G02,2026-09-08,,,18-29
""",
    "sessions": """\
group_id,session,held_on,status
G01,1,2026-09-07,held
G01,2,2026-09-14,canceled
G01,3,2026-09-21,held
G02,1,2026-09-08,held
G02,2,2026-09-15,held
G02,3,2026-09-22,held
""",
    "attendance": """\
member_id,group_id,session,status
007,G01,1,attended
008,G01,1,late
NA,G01,1,excused
007,G01,3,attended
008,G01,3,attended
101,G02,1,attended
102,G02,1,attended
102,G02,2,no_show
102,G02,3,left_early
NA,G01,3,excused
101,G02,2,excused
""",
    "ratings": """\
member_id,group_id,session,instrument,item,value
007,G01,1,alliance_1_10,1,8
007,G01,1,alliance_1_10,3,7
008,G01,1,alliance_1_10,1,
007,G01,3,alliance_1_10,1,5
101,G02,1,alliance_1_10,1,9
102,G02,1,alliance_1_10,1,10
102,G02,3,alliance_1_10,1,4
""",
    "outcomes": """\
member_id,occasion,measured_on,instrument,item,value
007,pre,2026-09-01,phq9,1,3
007,post,2026-12-01,phq9,1,1
102,pre,2026-09-08,phq9,1,2
""",
    "events": """\
event_id,group_id,session,reported_by,level,kind,cultural,member_ids,repair_status,resolved_session,named
E1,G01,1,leader,member_member,confrontation,no,007;008,full,3,yes
""",
    "feedback": """\
group_id,session,leader_id,viewed,discussed
G01,1,L1,yes,no
""",
}


@dataclass(frozen=True)
class SmallTerm:
    """The files of the small term, to be damaged one by one."""

    folder: Path

    @property
    def project(self) -> Project:
        return Project(self.folder)

    def path(self, table: str, term: str = "2026-fall") -> Path:
        return self.folder / "data" / term / f"{table}.csv"

    def change(self, table: str, old: str, new: str) -> SmallTerm:
        """Replace a piece of a table that stands there exactly once."""
        text = self.path(table).read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{table} holds {old!r} {text.count(old)} times")
        return self.write(table, text.replace(old, new))

    def add(self, table: str, row: str) -> SmallTerm:
        return self.write(table, f"{self.path(table).read_text(encoding='utf-8')}{row}\n")

    def write(self, table: str, content: str | bytes) -> SmallTerm:
        self.path(table).write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def set_program(self, text: str) -> SmallTerm:
        (self.folder / "params" / "program.yml").write_text(text, encoding="utf-8")
        return self

    def set_data(self, settings: str) -> SmallTerm:
        """Say how the data are written, beside what the program says."""
        return self.set_program(f"{PROGRAM}data: {settings}\n")

    def set_term(self, text: str, term: str = "2026-fall") -> SmallTerm:
        (self.folder / "params" / "terms" / f"{term}.yml").write_text(text, encoding="utf-8")
        return self

    def problems(self, today: datetime.date = datetime.date(2026, 12, 31)) -> list[Problem]:
        files = sorted(path for path in self.folder.rglob("*") if path.is_file() and "build" not in path.parts)
        state = (today, *((path, path.read_bytes()) for path in files))
        if state not in _FOUND:  # several assertions look at one state of the files
            parameters = read_parameters(self.project, "2026-fall")
            _FOUND[state] = check_term(self.project, parameters, CATALOG, today=today)
            assert [each.rule for each in _FOUND[state] if each.severity not in RULES[each.rule].severities] == []
        return _FOUND[state]

    def found(self, today: datetime.date = datetime.date(2026, 12, 31)) -> list[tuple[str, str, int | None, str]]:
        """Rule, file, line and severity of what is wrong, without notes that are mere information."""
        return [
            (problem.rule, problem.file.rsplit("/", 1)[-1], problem.line, problem.severity)
            for problem in self.problems(today)
            if problem.severity != "info"
        ]

    def the(self, rule: str) -> Problem:
        """The one problem of a rule."""
        matching = [problem for problem in self.problems() if problem.rule == rule]
        if len(matching) != 1:
            raise ValueError(f"{len(matching)} problems of {rule}: {[str(each) for each in self.problems()]}")
        return matching[0]

    def freeze(self, today: datetime.date = datetime.date(2026, 12, 31)) -> Path:
        parameters = read_parameters(self.project, "2026-fall")
        return freeze(self.project, parameters, CATALOG, today=today)

    def open(self) -> Term:
        return open_term(self.freeze())


@pytest.fixture
def small_term(tmp_path: Path) -> SmallTerm:
    term = SmallTerm(tmp_path / "project")
    term.path("groups").parent.mkdir(parents=True)
    (term.folder / "params" / "terms").mkdir(parents=True)
    for table, text in TABLES.items():
        term.write(table, text)
    return term.set_program(PROGRAM).set_term(FALL)
