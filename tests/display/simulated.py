"""Small simulated terms, frozen and summarized as a real one is, so that pages meet real frames."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pandas as pd

from groupreport.instruments import load_catalog
from groupreport.intake import Term, freeze, open_term
from groupreport.parameters import Project, read_parameters
from groupreport.simulation import (
    GroupDesign,
    PlannedRupture,
    SimulatedTerm,
    TermDesign,
    simulate_term,
    write_tables,
)

Tables = dict[str, pd.DataFrame | None]

_PROGRAM = """\
program: {{name: Anxiety and grief groups, contact: Program evaluation}}
data: {{source: folder, path: "data/{{term}}"}}
instruments: [{instruments}]
{characteristics}
stages: {{commitment: [1, 2], process: [3, 4], change: [5, 6], termination: [7, 8]}}
"""
_TERM = "term: {{id: 2026-fall, starts: 2026-08-24, ends: {ends}, name: Fall 2026}}\n"
INSTRUMENTS = ("gcq_s", "wai_sr", "alliance_1_10", "phq9", "gad7")
FIRST = datetime.date(2026, 8, 31)


def small_term(groups: int = 3, members: int = 7, sessions: int = 8) -> SimulatedTerm:
    """A term in two programs, with a logged drop in every group."""
    drop = PlannedRupture(session=4, level="member_group", depth=3.0, repair="none")
    design = TermDesign(
        groups=tuple(
            GroupDesign(
                group_id=f"G{number:02d}",
                name=f"Group {number}",
                program="Anxiety" if number % 2 else "Grief",
                first_session=FIRST,
                members=members,
                sessions=sessions,
                ruptures=(drop,) if sessions > 5 else (),
            )
            for number in range(1, groups + 1)
        )
    )
    return simulate_term(design, seed=5)


def frozen_term(
    folder: Path,
    simulated: SimulatedTerm,
    changed: Tables,
    instruments: tuple[str, ...] = INSTRUMENTS,
    ends: str = "2026-12-11",
) -> Term:
    """The tables written as CSV, validated and frozen; a table changed to None was not collected."""
    tables = {name: table for name, table in {**simulated.tables, **changed}.items() if table is not None}
    (folder / "params" / "terms").mkdir(parents=True)
    data = folder / "data" / "2026-fall"
    given = [name for name in ("age_band", "gender") if name in tables["roster"]]
    characteristics = f"characteristics: [{', '.join(given)}]" if given else ""
    program = _PROGRAM.format(instruments=", ".join(instruments), characteristics=characteristics)
    (folder / "params" / "program.yml").write_text(program, encoding="utf-8")
    (folder / "params" / "terms" / "2026-fall.yml").write_text(_TERM.format(ends=ends), encoding="utf-8")
    write_tables(dataclasses.replace(simulated, tables=tables), data)
    project = Project(folder)
    after = datetime.date(2027, 1, 31)
    return open_term(freeze(project, read_parameters(project, "2026-fall"), load_catalog(project), today=after))
