"""The page about databases: its examples work as they stand."""

from __future__ import annotations

import re

import pytest
import yaml

from groupreport.parameters import packaged_folder

PAGE = packaged_folder() / "docs" / "sources" / "database.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not part of an installed package")
_CLINIC = [
    "create table therapy_group (code text, title text, program text, modality text, enrollment text, planned integer)",
    "create table client_group (client_no text, group_code text, joined date, left_on date, age_band text)",
    "create table meeting (group_code text, nr integer, day date)",
    "create table visit (client_no text, group_code text, nr integer, presence text)",
    "create table answer (client_no text, group_code text, nr integer, item text, score integer)",
    "insert into therapy_group values ('G1', 'Grief', 'Evening', 'online', 'open', 2), ('G0', 'Old', 'x', 'x', 'x', 0)",
    "insert into client_group values ('007', 'G1', '2026-09-01', null, '18-29')",
    "insert into meeting values ('G1', 1, '2026-09-07'), ('G1', 2, '2026-09-14'), ('G0', 1, '2020-01-01')",
    "insert into visit values ('007', 'G1', 1, 'here'), ('007', 'G1', 2, 'away')",
    "insert into answer values ('007', 'G1', 1, '1', 8)",
]


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M)


def _use(small_term, block: str) -> None:
    program = "program: {name: Evening groups}\ninstruments: [alliance_1_10]\ncharacteristics: [age_band]\n"
    small_term.set_program(program + block)


@pytest.mark.postgresql
def test_the_example_for_postgresql(in_postgresql, monkeypatch):
    """The block, the query's file and the account of the page read a clinic's own tables, and nothing else."""
    query, account = _blocks("sql")
    small, name = in_postgresql.small, in_postgresql.database
    in_postgresql.run(*_CLINIC)
    statements = account.replace("reporter", f"reporter_{name}").replace("database clinic", f"database {name}")
    in_postgresql.run(*filter(None, map(str.strip, statements.split(";"))))
    (small.folder / "queries").mkdir()
    (small.folder / "queries" / "ratings.sql").write_text(query, encoding="utf-8")
    block = _blocks("yaml")[0]
    address = in_postgresql.place.address(name, user=f"reporter_{name}")
    _use(small, block.replace("postgresql://reporter@db.clinic.example/clinic", address))
    monkeypatch.setenv("GROUPREPORT_DATABASE_PASSWORD", "a long password of its own")

    assert small.found() == []
    term = small.open()
    assert term.table("attendance")["status"].tolist() == ["attended", "no_show"]
    assert term.table("ratings")["value"].tolist() == [8.0]

    _use(small, block.replace("postgresql://reporter@db.clinic.example/clinic", address).replace("answer", "answers"))
    in_postgresql.run("create table answers as select * from answer")
    (small.folder / "queries" / "ratings.sql").write_text(query.replace("answer", "answers"), encoding="utf-8")
    assert small.the("server-refused").message == "was refused: permission denied for table answers"
    in_postgresql.run(f"drop owned by reporter_{name}", f"drop role reporter_{name}")


def test_the_example_for_sqlite(in_sqlite):
    """The block reads a file with tables of the contract's names."""
    _use(in_sqlite.small, _blocks("yaml")[1])
    assert in_sqlite.small.found() == []


def test_the_example_for_a_duckdb_file(in_duckdb):
    """The block reads a file with tables of the contract's names."""
    _use(in_duckdb.small, _blocks("yaml")[2])
    assert in_duckdb.small.found() == []


def test_the_example_for_files_through_duckdb(small_term):
    """The block reads the project's CSV files, several of them as one table."""
    folder = small_term.path("groups").parent
    for name in ("groups", "roster", "sessions", "attendance"):
        small_term.path(name).rename(folder.parent / f"{name}.csv")
    for number, row in enumerate(("007,G01,1,8", "101,G02,1,9")):
        (folder / f"forms-{number}.csv").write_text(f"member_id,group_id,session,score\n{row}\n", encoding="utf-8")
    _use(small_term, _blocks("yaml")[3])
    assert small_term.found() == []
    assert small_term.open().table("ratings")["value"].tolist() == [8.0, 9.0]


def test_every_block_is_complete():
    """Each example names all required tables, so that it works when it is copied."""
    for block in _blocks("yaml"):
        assert {"groups", "roster", "sessions", "attendance", "ratings"} <= set(yaml.safe_load(block)["data"]["tables"])
