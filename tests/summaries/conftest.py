"""A term made of typed frames, as intake would open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from groupreport.instruments import Instrument, load_catalog
from groupreport.intake.contract import PANDAS_TYPES, with_characteristics
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
    folder: Path = Path("nowhere")
    data_hash: str = "0" * 64
    notes: tuple[str, ...] = ()

    @property
    def collected(self) -> frozenset[str]:
        return frozenset(self.tables)

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
        columns = {column.name: PANDAS_TYPES[column.kind] for column in contract[name].columns}
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


@pytest.fixture(name="demo", scope="session")
def _demo() -> HandmadeTerm:
    """The fall term of the demo, with the spring term before it."""
    spring = make_term(simulate_term(demo_design("2026-spring"), seed=1).tables, DEMO)
    return make_term(simulate_term(demo_design("2026-fall"), seed=2).tables, DEMO, previous=spring)
