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

    about: the questionnaire and scale that the table is about; empty where it is about none. rows, columns: what the
    categories are of: "program", "end" (of the stay), "outcome", or a characteristic's name. counts: rows and columns
    are categories (codes, or what the data say), cells are people. groups_behind: the same shape, how many groups the
    people of a cell come from. coarser: steps by which the columns may be put together where too much would be
    withheld, in the order in which they are tried; each names the new column of every column that was counted. counted:
    the table as it was counted and the step that was taken since, where one was. by_program: the same people by program
    as well, which nobody is ever shown: rows are (row category, program), columns those of the counts. Given where the
    rows are no programs; what is withheld must agree with it too.
    """

    rows: str
    columns: str
    counts: pd.DataFrame
    groups_behind: pd.DataFrame
    coarser: tuple[Mapping[str, str], ...] = ()
    about: str = ""
    counted: tuple[CountTable, Mapping[str, str]] | None = None
    by_program: pd.DataFrame | None = None


@dataclass(frozen=True, kw_only=True)
class FunderSummary:
    """What funders may be told, before disclosure control: totals of people, never a member or a group row.

    tables: who was served (program by characteristic), who stayed (program by end of the stay), what changed (program
        by outcome class, one a scale), who completed and who improved (characteristic by whether they did).
    scales: one row an outcome scale and program (and "All programs"): instrument (with the scale's id where it has
        several outcome scales, as in the names of the scale's tables), short_name (with the scale's name then),
        program, asked_in (the programs in which anybody answered), people (pairs), groups, step (by how much two scores
        differ at the least), mean_pre, mean_post, mean_change, smcr, smcr_low, smcr_high, criterion, criterion_source.
    process: one row a statement about how the groups worked: measure, about, value, unit, people, groups, asked_in and
        step (of a rating; the step is that of people's own means, over as many sessions as there were). The measures
        are attendance_rate (sessions attended, of those held while enrolled) or attended (people who came, where most
        could come once), both with `_on_record` where some attendance is not on record; dose_reached, dropped_out
        (people); rating (the mean of people's own means on the scale that `about` names; `unit` is its ends: 0..6).
    """

    term: TermFacts
    groups: int
    tables: dict[str, CountTable]
    scales: pd.DataFrame | Unavailable
    process: pd.DataFrame | Unavailable
    data_notes: tuple[DataNote | LeftOut, ...] = field(default=())
