"""The Table Schema files are such files, and hold what the contract says."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from groupreport.errors import SetupError
from groupreport.intake.contract import TABLES, with_characteristics
from groupreport.intake.template import write_schemas
from groupreport.parameters import Project

CONTRACT = with_characteristics(("age_band",))
# https://specs.frictionlessdata.io/table-schema/: the constraints that each type may have.
CONSTRAINTS = {
    "string": {"required", "unique", "enum", "pattern", "minLength", "maxLength"},
    "integer": {"required", "unique", "enum", "minimum", "maximum"},
    "number": {"required", "unique", "enum", "minimum", "maximum"},
    "boolean": {"required", "enum"},
    "date": {"required", "unique", "enum", "minimum", "maximum"},
}
needs_frictionless = pytest.mark.skipif(
    importlib.util.find_spec("frictionless") is None, reason="the package frictionless is not installed"
)


@pytest.fixture(scope="module")
def schemas(tmp_path_factory, long_project) -> dict[str, dict]:
    """The descriptors by the table's name, with the package that holds them as `datapackage`."""
    folder = tmp_path_factory.mktemp("schemas")
    write_schemas(folder, long_project)
    return {path.name.split(".")[0]: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}


def field(schema: dict, name: str) -> dict:
    return next(each for each in schema["fields"] if each["name"] == name)


@pytest.mark.parametrize("table", CONTRACT.values(), ids=CONTRACT)
def test_every_column_is_described(schemas, table):
    """Name, type, format and meaning of every column, required where every row must have a value."""
    fields = schemas[table.name]["fields"]

    assert [each["name"] for each in fields] == list(table.column_names)
    assert [each["description"] for each in fields] == [column.meaning for column in table.columns]
    for column, each in zip(table.columns, fields, strict=True):
        constraints = each.get("constraints", {})
        assert constraints.get("required", False) == column.filled
        assert set(constraints) <= CONSTRAINTS[each["type"]]
        assert each["format"] == "default"
        if column.kind == "choice":
            assert constraints["enum"] == list(column.allowed)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_keys_name_columns_that_are_there(schemas, table):
    """Primary keys have no empty cell, and what a row refers to exists in the other table."""
    schema = schemas[table.name]
    names = {each["name"] for each in schema["fields"]}

    if "primaryKey" in schema:
        assert schema["primaryKey"] == list(table.key)
        assert all(table.column(name).filled for name in table.key)
    for key in schema["foreignKeys"]:
        other = schemas[key["reference"]["resource"]]
        assert names.issuperset(key["fields"])
        assert {each["name"] for each in other["fields"]}.issuperset(key["reference"]["fields"])


def test_what_refers_to_what(schemas):
    """Members are on the roster of their group and sessions are planned; a leader who rates is on no roster."""
    refers = {name: [key["reference"]["resource"] for key in schemas[name]["foreignKeys"]] for name in TABLES}

    assert refers == {
        "groups": [],
        "roster": ["groups"],
        "sessions": ["groups"],
        "attendance": ["sessions", "roster"],
        "ratings": ["sessions"],
        "outcomes": ["roster", "groups"],
        "events": ["sessions"],
        "participation": ["sessions", "roster"],
        "feedback": ["sessions"],
    }
    assert field(schemas["groups"], "group_id")["constraints"]["unique"]


def test_the_package_holds_every_table(schemas):
    """One resource a table, with the CSV file and the schema beside it."""
    resources = schemas["datapackage"]["resources"]

    assert [each["name"] for each in resources] == list(TABLES)
    assert all(re.fullmatch(r"[a-z]+\.csv", each["path"]) for each in resources)
    assert all(each["schema"] == f"{each['name']}.schema.json" for each in resources)


def test_a_programs_own_way_of_writing_is_described(tmp_path):
    """Declared dates, marks, codes and wide columns stand in the files as in program.yml."""
    project = Project(tmp_path / "project")
    project.program_file.parent.mkdir(parents=True)
    project.program_file.write_text(
        "program: {name: Evening groups}\n"
        'data: {layout: wide, date_format: "%d.%m.%Y", delimiter: ";", decimal: ",", missing_codes: ["-9"]}\n'
        "instruments: [gcq_s]\n",
        encoding="utf-8",
    )
    write_schemas(tmp_path / "schemas", project)
    described = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "schemas").iterdir()}
    ratings, participation = described["ratings.schema.json"], described["participation.schema.json"]

    assert field(described["roster.schema.json"], "enrolled_on")["format"] == "%d.%m.%Y"
    assert field(participation, "minutes")["decimalChar"] == ","
    assert ratings["missingValues"] == ["", "-9"]
    assert field(ratings, "gcq_s_12")["constraints"] == {"minimum": 0, "maximum": 6}
    assert described["datapackage.json"]["resources"][0]["dialect"] == {"delimiter": ";"}


def test_nothing_is_overwritten(tmp_path, long_project):
    """Where one name is taken by something else, no file is written."""
    (tmp_path / "datapackage.json").write_text("{}")

    with pytest.raises(SetupError, match="is there already"):
        write_schemas(tmp_path, long_project)
    assert [path.name for path in tmp_path.iterdir()] == ["datapackage.json"]


def invalid_tables(folder: Path) -> dict[str, list[str]]:
    """What the frictionless program finds wrong with a folder: the kinds of errors by table."""
    command = [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"]
    report = json.loads(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout)
    assert report["errors"] == []
    return {task["name"]: [error["type"] for error in task["errors"]] for task in report["tasks"] if task["errors"]}


@pytest.mark.slow
@needs_frictionless
def test_frictionless_accepts_a_sound_term_and_sees_what_is_damaged(small_term):
    """The files are read by the program that they are written for, and say the same about data as the contract."""
    folder = small_term.path("groups").parent
    write_schemas(folder, small_term.project)
    small_term.write("participation", "member_id,group_id,session,turns\n007,G01,1,4\n")
    assert invalid_tables(folder) == {}

    small_term.change("groups", "planned_sessions,leaders", "planned_sessions,leader")
    small_term.change("attendance", "008,G01,1,late", "009,G01,1,late")
    small_term.change("attendance", "102,G02,3,left_early", "102,G02,3,left")
    small_term.change("outcomes", "102,pre", "102,before")
    small_term.change("ratings", "102,G02,3,alliance", "102,G02,4,alliance")
    assert invalid_tables(folder) == {
        "groups": ["extra-label"],
        "attendance": ["foreign-key", "constraint-error"],
        "outcomes": ["constraint-error"],
        "ratings": ["foreign-key"],
    }


@pytest.mark.slow
@needs_frictionless
def test_frictionless_reads_a_programs_own_way_of_writing(tmp_path):
    """Semicolons, decimal commas, declared dates and codes are read as the schema says."""
    project = Project(tmp_path / "project")
    project.program_file.parent.mkdir(parents=True)
    project.program_file.write_text(
        "program: {name: Evening groups}\n"
        'data: {date_format: "%d.%m.%Y", delimiter: ";", decimal: ",", missing_codes: ["-9"]}\n'
        "instruments: [gcq_s]\n",
        encoding="utf-8",
    )
    folder = tmp_path / "data"
    write_schemas(folder, project)
    rows = {
        "groups": "G01;Evening;Anxiety;;online;open;12;",
        "roster": "007;G01;24.08.2026;;",
        "sessions": "G01;1;31.08.2026;;;",
        "attendance": "007;G01;1;late",
        "ratings": "007;G01;1;gcq_s;1;-9;;",
        "participation": "007;G01;1;;6,5",
    }
    for table in TABLES.values():
        lines = [";".join(table.column_names), *([rows[table.name]] if table.name in rows else [])]
        (folder / f"{table.name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert invalid_tables(folder) == {}
