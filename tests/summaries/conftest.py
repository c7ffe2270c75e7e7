"""A term made of typed frames, as intake would open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from groupreport.instruments import Instrument, load_catalog
from groupreport.intake.contract import PANDAS_TYPES, with_characteristics
from groupreport.intake.earlier_edition import EarlierEdition
from groupreport.measures.text import TEXT
from groupreport.parameters import Parameters
from groupreport.simulation import demo_design, simulate_term


@dataclass(frozen=True)
class HandmadeTerm:
    """The public side of a frozen term."""

    parameters: Parameters
    instruments: dict[str, Instrument]
    group_ids: tuple[str, ...]
    tables: dict[str, pd.DataFrame] = field(repr=False)
    previous: HandmadeTerm | None = None
    earlier_edition: EarlierEdition | None = None
    folder: Path = Path("nowhere")
    data_hash: str = "0" * 64
    notes: tuple[str, ...] = ()

    @property
    def collected(self) -> frozenset[str]:
        return frozenset(self.tables)

    def partition_hash(self, group_id: str) -> str:
        return f"{self.group_ids.index(group_id):064d}"

    def table(self, name: str, group_id: str | None = None) -> pd.DataFrame:
        rows = self.tables[name]
        if group_id is None:
            return rows.copy()
        if name == "outcomes":
            belongs = self.tables["roster"][["member_id", "group_id"]].drop_duplicates()
            nameless = rows[rows["group_id"].isna()].drop(columns="group_id").merge(belongs, on="member_id")
            rows = pd.concat([rows[rows["group_id"].notna()], nameless[rows.columns]], ignore_index=True)
        return rows[rows["group_id"] == group_id].reset_index(drop=True)


def make_term(tables: dict[str, pd.DataFrame], settings: dict, previous: HandmadeTerm | None = None) -> HandmadeTerm:
    """A term from loosely typed frames and the keys of program.yml and the term's file."""
    program = {"program": {"name": "Test program"}, **settings}
    term = {"id": "2026-fall", "starts": "2026-08-24", "ends": "2026-12-11"}
    overrides = program.pop("overrides", {})
    parameters = Parameters.model_validate(
        {"settings": program, "term_settings": {"term": term, "overrides": overrides}}
    )
    contract = with_characteristics(parameters.settings.characteristics)
    typed = {}
    for name, rows in tables.items():
        kinds = {column.name: PANDAS_TYPES[column.kind] for column in contract[name].columns}
        columns = {column: TEXT if kind == "str" else kind for column, kind in kinds.items()}
        typed[name] = rows.reindex(columns=list(columns)).astype(columns)
    catalog = load_catalog()
    return HandmadeTerm(
        parameters=parameters,
        instruments={key: catalog[key] for key in parameters.settings.instruments},
        group_ids=tuple(typed["groups"]["group_id"]),
        tables=typed,
        previous=previous,
    )


DEMO = {
    "instruments": ["gcq_s", "wai_sr", "alliance_1_10", "phq9", "gad7"],
    "characteristics": ["age_band", "gender"],
    "stages": {"commitment": [1, 4], "process": [5, 8], "change": [9, 11], "termination": [12, 14]},
}


def frame(columns: str, *rows: tuple) -> pd.DataFrame:
    """A frame typed in row by row, with the columns' names in one string."""
    return pd.DataFrame(rows, columns=columns.split())


def small_tables() -> dict[str, pd.DataFrame]:
    """Two groups and five people, small enough to count by hand; B moves from G1 to G2, C never comes.

    G1 held sessions 1, 2, 4, 5, 6 (3 was canceled), G2 all six.
    """
    mondays = ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12"]
    sessions = [
        (group, number, day, "canceled" if (group, number) == ("G1", 3) else None)
        for group in ("G1", "G2")
        for number, day in enumerate(mondays, start=1)
    ]
    present = {("G1", "A"): [1, 2, 4, 5, 6], ("G1", "B"): [1, 2], ("G2", "B"): [3, 4, 5], ("G2", "E"): [1, 2, 3, 5, 6]}
    attendance = [(member, group, n, "attended") for (group, member), days in present.items() for n in days]
    attendance += [("B", "G2", 6, "no_show"), ("E", "G2", 4, "excused")]
    attendance += [("D", "G1", 4, "attended"), ("D", "G1", 5, "late"), ("D", "G1", 6, "no_show")]
    attendance += [("C", "G1", n, "no_show") for n in (1, 2, 4)]
    ratings = {"A": {1: 8, 2: 8, 4: 3, 5: 8, 6: 8}, "B": {1: 7, 2: 7}, "D": {4: 7, 5: 7}}
    phq9 = {("A", "pre"): 2, ("A", "post"): 1, ("B", "pre"): 1, ("B", "post"): 1, ("C", "pre"): 2}
    return {
        "groups": frame(
            "group_id group_name program modality enrollment planned_sessions leaders",
            ("G1", "Grief", "Loss", "in_person", "open", 6, "L1; L2"),
            ("G2", "Worry", "Anxiety", "online", "closed", 6, None),
        ),
        "roster": frame(
            "member_id group_id enrolled_on ended_on end_reason gender",
            ("A", "G1", "2026-09-01", "2026-10-12", "completed", "woman"),
            ("B", "G1", "2026-09-01", "2026-09-20", "transferred", None),
            ("C", "G1", "2026-09-01", "2026-09-30", "dropped_out", "man"),
            ("D", "G1", "2026-09-28", None, None, None),
            ("B", "G2", "2026-09-21", "2026-10-12", "completed", "man"),
            ("E", "G2", "2026-09-01", "2026-10-12", "completed", "woman"),
        ),
        "sessions": frame("group_id session held_on status", *sessions),
        "attendance": frame("member_id group_id session status", *attendance),
        "ratings": frame(
            "member_id group_id session instrument item value",
            *[
                (who, "G1", n, "alliance_1_10", "3", value)
                for who, rated in ratings.items()
                for n, value in rated.items()
            ],
        ),
        "outcomes": frame(
            "member_id occasion instrument item value",
            *[(who, when, "phq9", str(item), value) for (who, when), value in phq9.items() for item in range(1, 10)],
        ),
        "events": frame(
            "event_id group_id session reported_by level kind named repair_status resolved_session",
            ("E1", "G1", 4, "leader", "member_group", "withdrawal", True, "full", 5),
        ),
    }


SMALL = {"instruments": ["alliance_1_10", "phq9"], "characteristics": ["gender"], "stages": {"commitment": [1, 4]}}


@pytest.fixture(name="tables")
def _tables() -> dict[str, pd.DataFrame]:
    """The small term's tables, for tests that change some of them."""
    return small_tables()


@pytest.fixture(name="small", scope="session")
def _small() -> HandmadeTerm:
    """The small term."""
    return make_term(small_tables(), SMALL)


@pytest.fixture(name="open_small")
def _open_small():
    """Make the small term from changed tables or settings."""

    def make(tables: dict[str, pd.DataFrame], previous: HandmadeTerm | None = None, **settings) -> HandmadeTerm:
        return make_term(tables, SMALL | settings, previous)

    return make


@pytest.fixture(name="demo", scope="session")
def _demo() -> HandmadeTerm:
    """The fall term of the demo, with the spring term before it."""
    spring = make_term(simulate_term(demo_design("2026-spring"), seed=1).tables, DEMO)
    return make_term(simulate_term(demo_design("2026-fall"), seed=2).tables, DEMO, previous=spring)
