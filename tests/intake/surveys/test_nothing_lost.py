"""Whatever was answered: a mapping loses no answer and invents none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groupreport.instruments import load_catalog
from groupreport.intake.contract import TABLES, with_characteristics
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.checkboxes import ticked
from groupreport.intake.mapping.translating import translate
from groupreport.intake.mapping.wide import WideColumns
from groupreport.intake.reading.tables import read_tables
from groupreport.intake.reading.text_table import Origin, TextTable
from groupreport.intake.sources import SourceFile, SourcePart, Sources
from groupreport.parameters import Checkboxes, DataSource, Project, TableSource, read_parameters

GROUPS = {"007": "G01", "008": "G01", "NA": "G01", "101": "G02", "102": "G02"}
DAYS = {("G01", 1): "2026-09-07", ("G01", 3): "2026-09-21", ("G02", 1): "2026-09-08", ("G02", 2): "2026-09-15",
        ("G02", 3): "2026-09-22"}  # fmt: skip
CATALOG = load_catalog()


def values(count: int, lowest: int, highest: int) -> st.SearchStrategy[list[str]]:
    answer = st.one_of(st.just(""), st.integers(lowest, highest).map(str))
    return st.lists(answer, min_size=count, max_size=count)


@st.composite
def some_answers(draw: st.DrawFn, surveys):
    """Some of the members' ratings, questionnaires and the leaders' forms that the term could have."""
    at = [(member, session) for member, group in GROUPS.items() for of, session in DAYS if of == group]
    ratings = [
        surveys.Rating(
            member, GROUPS[member], session, f"{DAYS[GROUPS[member], session]} 19:00:00",
            draw(values(3, 1, 10)), draw(values(7, 1, 5)),
        )
        for member, session in draw(st.lists(st.sampled_from(at), unique=True, max_size=8))
    ]  # fmt: skip
    occasions = [(member, occasion) for member in GROUPS for occasion in ("pre", "post")]
    outcomes = [
        surveys.Outcome(member, occasion, {"pre": "2026-09-01", "post": "2026-12-01"}[occasion], draw(values(9, 0, 3)))
        for member, occasion in draw(st.lists(st.sampled_from(occasions), unique=True, max_size=5))
    ]
    leaders = [
        surveys.LeaderForm(
            "L1", group, session, f"{DAYS[group, session]} 20:00:00",
            draw(st.sampled_from(["yes", "no"])), draw(st.sampled_from(["yes", "no"])),
            draw(st.none() | ruptures(surveys, f"R_{group}{session}")),
        )
        for group, session in draw(st.lists(st.sampled_from(sorted(DAYS)), unique=True, max_size=4))
    ]  # fmt: skip
    return surveys.Answers(ratings, outcomes, leaders)


def ruptures(surveys, name):
    return st.builds(
        surveys.Rupture,
        id=st.just(name),
        level=st.sampled_from(["member_member", "member_leader"]),
        kind=st.sampled_from(["withdrawal", "confrontation"]),
        members=st.lists(st.sampled_from(sorted(GROUPS)), unique=True).map(
            lambda ids: sorted(ids, key=surveys.MEMBERS.index)
        ),
        repair=st.sampled_from(["none", "full"]),
        resolved=st.sampled_from(["", "3"]),
        named=st.sampled_from(["yes", "no"]),
    )


@pytest.mark.parametrize("kind", ["qualtrics-numbers", "qualtrics-texts", "redcap-raw", "redcap-labels",
                                  "google-sheet", "google-direct", "microsoft"])  # fmt: skip
def test_no_answer_is_lost_and_none_is_invented(kind, exported, surveys, programs):
    """Row by row, what was filled in is what is read, whichever system wrote it."""
    term = exported(kind)
    parameters = read_parameters(Project(term.folder), "2026-fall")
    data, write, encoding, tables = programs.KINDS[kind]
    folder = term.path("groups").parent
    others = {path.name: path.read_bytes() for path in folder.iterdir() if path.stem in TABLES}

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(answers=some_answers(surveys))
    def judge(answers):
        files = {name: text.encode(encoding) for name, text in write(surveys, answers).items()}
        findings = Findings()
        read = _read({**others, **files}, parameters, findings)
        for table in set(tables) - {"roster"}:
            assert _rows(read, table) == _expected(answers, table)
        assert [problem for problem in findings.errors if problem.rule != "where-none"] == []

    judge()


@settings(max_examples=100, deadline=None)
@given(
    cells=st.lists(st.sampled_from(["a", "b", "A", "c;a", " b", ""]), max_size=20),
    words=st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "a", "b", ""]), max_size=3),
)
def test_each_word_is_translated_once(cells, words):
    """A word becomes what the list says, in whatever order words stand there, and no other cell changes."""

    part = TableSource(values={"kind": words})
    block = Block.of("events", part, DataSource(tables={"events": part}), Path("nowhere.yml"))
    text = _text_table("events", {"kind": cells})
    translated = translate(text, WideColumns((), ()), block, (), Findings()).rows["kind"]
    expected = [words.get(cell, cell) or None for cell in cells]

    assert [None if pd.isna(cell) else cell for cell in translated] == expected


@settings(max_examples=100, deadline=None)
@given(
    ticks=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), max_size=12),
    words=st.sampled_from([("1", "0"), ("Checked", "Unchecked"), ("TRUE", "FALSE"), ("1", "")]),
)
def test_the_boxes_that_were_ticked_are_the_codes(ticks, words):
    """Box by box, for every way of writing a tick."""

    codes = ["m01", "2", "x_y", "_9"]
    source = Checkboxes(checkboxes="who")
    part = TableSource(columns={"member_ids": source})
    block = Block.of("events", part, DataSource(tables={"events": part}), Path("nowhere.yml"))
    columns = {f"who___{code}": [words[not row[place]] for row in ticks] for place, code in enumerate(codes)}
    found = ticked(_text_table("events", columns), "member_ids", source, block, (), Findings())
    names = ["m01", "2", "x_y", "-9"]

    assert [None if pd.isna(cell) else cell for cell in found.cells] == [
        ";".join(name for name, is_on in zip(names, row, strict=True) if is_on) or None for row in ticks
    ]


def _text_table(table, columns):
    length = len(next(iter(columns.values())))
    cells = {
        name: pd.Series(pd.Categorical([cell or None for cell in column], categories=sorted({*column} - {""})))
        for name, column in columns.items()
    }
    return TextTable(
        table=TABLES[table],
        origins=(Origin(file="x.csv"),),
        rows=pd.DataFrame(cells),
        lines=np.arange(2, length + 2),
        origin=np.zeros(length, dtype=np.int64),
        given=frozenset(columns),
        names=({},),
    )


def _read(files, parameters, findings):
    in_use = tuple(CATALOG[name] for name in parameters.settings.instruments)
    parts = []
    for table in TABLES:
        for part in parameters.settings.data.parts_of(table):
            name = part.file or f"{table}.csv"
            if name in files:
                parts.append(SourcePart(table=table, file=SourceFile.of(name, files[name], "delimited"), settings=part))
    contract = with_characteristics(parameters.settings.characteristics)
    sources = Sources(shown_folder="data", parts=tuple(parts))
    program_file = Path("nowhere.yml")
    return read_tables(sources, contract, parameters, program_file, WideColumns(in_use, ()), findings).typed


_COLUMNS = {
    "ratings": ["member_id", "group_id", "session", "instrument", "item", "value"],
    "outcomes": ["member_id", "occasion", "measured_on", "instrument", "item", "value"],
    "events": ["event_id", "group_id", "session", "reported_by", "level", "kind", "member_ids", "repair_status",
               "resolved_session", "named"],
    "feedback": ["group_id", "session", "leader_id", "viewed", "discussed"],
}  # fmt: skip


def _rows(read, table):
    if table not in read:
        return Counter()
    frame = read[table].rows[_COLUMNS[table]].astype(object)
    return Counter(tuple(_plain(cell) for cell in row) for row in frame.itertuples(index=False))


def _expected(answers, table):
    header, *lines = answers.plain()[table].splitlines()
    assert header.split(",") == _COLUMNS[table]
    return Counter(tuple(_plain(cell) for cell in line.split(",")) for line in lines)


def _plain(cell):
    """A cell as a text that plain and typed tables share."""
    if pd.isna(cell) or cell == "":
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:g}" if isinstance(cell, int | float) else str(cell)
