"""What funders may be told, before disclosure control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from groupreport.intake import DataNote
from groupreport.summaries.records.facts import LeftOut, TermFacts, Unavailable


@dataclass(frozen=True, kw_only=True)
class CountTable:
    """Counts of different people before disclosure control: a two-way frame without margins.

    counts: rows and columns are categories, cells are people. groups_behind: the same shape, how many groups the
    people of a cell come from. coarser: steps by which the columns may be put together where too much would be
    withheld, from finer to coarser; each names the new column of every column of the step before.
    """

    title: str
    rows: str
    columns: str
    counts: pd.DataFrame
    groups_behind: pd.DataFrame
    coarser: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class FunderSummary:
    """What funders may be told, before disclosure control: totals of people, never a member or a group row.

    tables: who was served (program by characteristic), who stayed (program by flow), what changed (program by
        outcome class, one an instrument). scales: one row an instrument and program (and "All programs"):
        instrument, short_name, program, people (pairs), groups, mean_pre, mean_post, mean_change, smcr, smcr_low,
        smcr_high, criterion, criterion_source. process: one row a statement about how the groups worked: measure,
        label, value, unit, people, groups.
    """

    term: TermFacts
    groups: int
    tables: dict[str, CountTable]
    scales: pd.DataFrame | Unavailable
    process: pd.DataFrame | Unavailable
    data_notes: tuple[DataNote | LeftOut, ...] = field(default=())
