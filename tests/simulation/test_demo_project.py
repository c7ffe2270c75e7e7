"""The demo is a program's own folder, keeps the contract of the tables, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from groupreport.errors import SetupError
from groupreport.intake.contract import Table, with_characteristics
from groupreport.parameters import Project, read_parameters
from groupreport.simulation import write_demo_project


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo_project(tmp_path_factory.mktemp("demo") / "new" / "folder")


def read(demo: Path, term_id: str, table: str) -> pd.DataFrame:
    return pd.read_csv(demo / "data" / term_id / f"{table}.csv", dtype=str, keep_default_na=False)


def test_a_project_with_two_terms(demo):
    """The folder has the parameters of two terms, the later compared with the earlier."""
    fall = read_parameters(Project(demo), "2026-fall")

    assert Project(demo).terms == ("2026-fall", "2026-spring")
    assert fall.term_settings.compare_with == "2026-spring"
    assert set(fall.settings.instruments) == {"gcq_s", "wai_sr", "alliance_1_10", "phq9", "gad7"}
    assert "# " in (demo / "params" / "program.yml").read_text(encoding="utf-8")
    assert "made up" in (demo / "README.md").read_text(encoding="utf-8")


def columns_keep_the_contract(table: Table, rows: pd.DataFrame) -> None:
    required = {column.name for column in table.columns if column.required}
    assert required <= set(rows.columns) <= set(table.column_names)
    for column in (column for column in table.columns if column.name in rows.columns):
        cells = rows[column.name]
        if column.filled:
            assert (cells != "").all(), column.name
        if column.allowed:
            assert set(cells) <= {*column.allowed, ""}, column.name
        if column.kind == "date":
            assert cells.str.fullmatch(r"2026-\d\d-\d\d|").all(), column.name
        if column.kind == "yes_no":
            assert set(cells) <= {"yes", "no", ""}, column.name


@pytest.mark.parametrize("term_id", ["2026-spring", "2026-fall"])
@pytest.mark.parametrize("name", list(with_characteristics(())))
def test_tables_keep_the_contract(demo, term_id, name):
    """Every table has the contract's columns, words, dates and keys."""
    table = with_characteristics(("age_band", "gender"))[name]
    rows = read(demo, term_id, name)

    columns_keep_the_contract(table, rows)
    assert len(rows) > 0
    assert not rows.duplicated([key for key in table.key if key in rows.columns]).any()


@pytest.mark.parametrize("term_id", ["2026-spring", "2026-fall"])
def test_ids_refer_to_each_other(demo, term_id):
    """Groups, members and sessions of every table are known to groups, roster and sessions."""
    stays = set(read(demo, term_id, "roster")[["member_id", "group_id"]].itertuples(index=False, name=None))
    sessions = set(read(demo, term_id, "sessions")[["group_id", "session"]].itertuples(index=False, name=None))

    for name in ("attendance", "ratings", "participation"):
        rows = read(demo, term_id, name)
        assert set(rows[["member_id", "group_id"]].itertuples(index=False, name=None)) <= stays, name
        assert set(rows[["group_id", "session"]].itertuples(index=False, name=None)) <= sessions, name
    assert set(read(demo, term_id, "outcomes")["member_id"]) <= {member for member, _ in stays}


def test_plain_csv(demo):
    """Files are UTF-8 with plain line ends, whole answers without a decimal point."""
    content = (demo / "data" / "2026-fall" / "ratings.csv").read_bytes()
    groups = read(demo, "2026-fall", "groups")["group_name"]

    assert b"\r" not in content
    assert read(demo, "2026-fall", "ratings")["value"].str.fullmatch(r"\d*").all()
    assert groups.str.contains("young adults’").any()


def test_again_into_the_same_folder(demo):
    """A second run leaves a complete demo as it is and puts back a file that is gone."""
    ratings = demo / "data" / "2026-fall" / "ratings.csv"
    kept, lost = demo / "README.md", ratings.read_bytes()
    before = kept.stat().st_mtime_ns
    ratings.unlink()
    write_demo_project(demo)

    assert ratings.read_bytes() == lost
    assert kept.stat().st_mtime_ns == before


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    """A folder with other files in it is refused, and nothing is written."""
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(SetupError, match="is not empty and no demo of groupreport"):
        write_demo_project(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_changed_demo_is_left_alone(tmp_path):
    """Demo data that somebody changed are refused by name, and stay as they are."""
    write_demo_project(tmp_path)
    changed = tmp_path / "data" / "2026-fall" / "roster.csv"
    changed.write_text("member_id\nM0001\n")

    with pytest.raises(SetupError, match=r"was changed \(data/2026-fall/roster\.csv\)"):
        write_demo_project(tmp_path)
    assert changed.read_text() == "member_id\nM0001\n"


def test_a_file_in_the_way(tmp_path):
    """A file where the folder should be is refused."""
    (tmp_path / "demo").write_text("")

    with pytest.raises(SetupError, match="is a file"):
        write_demo_project(tmp_path / "demo")


def test_an_empty_folder_is_taken(tmp_path):
    """An empty folder that is there already is used."""
    assert (write_demo_project(tmp_path) / "params" / "program.yml").is_file()
