"""Numbers for funders: each exists only after disclosure control has passed it.

A number is withheld by what is known about the people behind it, never by its value: withheld, it is missing, and
the record stays so that a report can say what it does not show.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd

from groupreport.disclosure.absences import Dose, leaves_people_open
from groupreport.disclosure.checked import Checked
from groupreport.disclosure.coarse_means import decimals_that_leave_people_open
from groupreport.disclosure.policy import NOT_OF_PEOPLE, Policy
from groupreport.disclosure.printed import as_printed
from groupreport.disclosure.published import TOTAL, Link, Status, SuppressedTable
from groupreport.disclosure.rules import Protected, with_margins
from groupreport.disclosure.shares import (
    beside_endings,
    count_is_told,
    everybody,
    nothing_explains_a_blank,
    served_by_program,
)
from groupreport.disclosure.suppression import stands_up
from groupreport.errors import DisclosureError
from groupreport.summaries.records import CountTable


@dataclass(frozen=True, init=False)
class SafeTable(Checked):
    """A two-way table of counts of people; a missing count is withheld.

    `about` names the questionnaire and scale, if there is one, `rows` and `columns` what the categories are of. The
    frames are copies, so that nobody can write a withheld number back into the table.
    """

    about: str
    rows: str
    columns: str
    smallest_count: int
    _published: SuppressedTable

    @classmethod
    def from_release(
        cls,
        counted: Mapping[str, CountTable],
        published: Mapping[str, SuppressedTable],
        protected: Sequence[Protected],
        links: Sequence[Link],
        policy: Policy,
    ) -> dict[str, Self]:
        """The tables of one release, by name.

        Raises:
            DisclosureError: A published count is not the count, or something protected can be worked out.
        """
        for name, table in counted.items():
            _require_true_counts(table.counts, published[name])
        if not stands_up(published, protected, links):
            raise DisclosureError("A protected count could be worked out from the tables; nothing is published.")
        return {
            name: cls._checked(
                about=table.about,
                rows=table.rows,
                columns=table.columns,
                smallest_count=policy.smallest_count,
                _published=_rounded(published[name], policy),
            )
            for name, table in counted.items()
        }

    @property
    def table(self) -> pd.DataFrame:
        """People by row and column category (float64, whole numbers); missing where withheld."""
        return self._published.table.copy()

    @property
    def row_totals(self) -> pd.Series[float]:
        """People by row category; missing where withheld."""
        return self._published.row_totals.copy()

    @property
    def column_totals(self) -> pd.Series[float]:
        """People by column category; missing where withheld."""
        return self._published.column_totals.copy()

    @property
    def total(self) -> float:
        """People in the whole table; missing where withheld."""
        return self._published.total

    def with_margins(self) -> pd.DataFrame:
        """The table with its totals as a last row and column called "Total"."""
        return _with_published_margins(self._published)

    def without(self, places: Collection[tuple[str, str]]) -> Self:
        """The table with these cells and margins, by row and column label, withheld as well."""
        shown = self.with_margins()
        for row in shown.index:
            for column in shown.columns:
                if (str(row), str(column)) in places:
                    shown.loc[row, column] = math.nan
        return self._with(shown, self.reason, self._published.status)

    def withheld_whole(self, reason: str) -> Self:
        """The table without a single count, and why, as a code."""
        return self._with(self.with_margins() * math.nan, reason, "everything withheld")

    def relabeled(self, rows: Mapping[str, str], columns: Mapping[str, str]) -> Self:
        """The table with other names for lines of which nothing is told, after the lines that keep theirs.

        Raises:
            DisclosureError: Something is told of one of the lines.
        """
        shown = self.with_margins()
        for names, frame in ((rows, shown), (columns, shown.T)):
            if frame[frame.index.isin(list(names))].notna().any(axis=None):
                raise DisclosureError("A category of which a count is told must keep its name; nothing is published.")
        shown = shown.loc[_last(shown.index, rows), _last(shown.columns, columns)].rename(index=rows, columns=columns)
        return self._with(shown, self.reason, self._published.status)

    def _with(self, shown: pd.DataFrame, reason: str, status: Status) -> Self:
        published = replace(
            self._published,
            table=shown.drop(index=TOTAL, columns=TOTAL),
            row_totals=shown[TOTAL].drop(index=TOTAL).rename(None),
            column_totals=shown.drop(columns=TOTAL).T[TOTAL].rename(None),
            total=float(shown[TOTAL].iloc[-1]),
            complementary=int(shown.isna().to_numpy().sum()) - self._published.primary,
            status=status,
            reason=reason,
        )
        return self._checked(
            about=self.about,
            rows=self.rows,
            columns=self.columns,
            smallest_count=self.smallest_count,
            _published=published,
        )

    @property
    def reason(self) -> str:
        """Why the whole table is withheld; empty where it is not."""
        return self._published.reason

    @property
    def withheld(self) -> int:
        """How many cells, margins among them, are withheld."""
        return self._published.primary + self._published.complementary


def _last(labels: pd.Index, names: Mapping[str, str]) -> list[str]:
    """The labels, those that get other names before the last one, which is the total's."""
    kept = [label for label in labels if label not in names]
    return [*kept[:-1], *(label for label in labels if label in names), *kept[-1:]]


def _rounded(published: SuppressedTable, policy: Policy) -> SuppressedTable:
    """Counts as the policy shows them; each rounded on its own, so that rounded counts need not add up."""
    return replace(
        published,
        table=published.table.map(policy.rounded),
        row_totals=published.row_totals.map(policy.rounded),
        column_totals=published.column_totals.map(policy.rounded),
        total=policy.rounded(published.total),
    )


def _with_published_margins(published: SuppressedTable) -> pd.DataFrame:
    shown = published.table.copy()
    shown[TOTAL] = published.row_totals
    shown.loc[TOTAL] = [*published.column_totals, published.total]
    return shown


def _require_true_counts(counts: pd.DataFrame, published: SuppressedTable) -> None:
    full = with_margins(counts.astype("int64"))
    shown = _with_published_margins(published)
    if not (shown.isna() | (shown == full)).all(axis=None):
        raise DisclosureError("A published count differs from what was counted; nothing is published.")


@dataclass(frozen=True, init=False)
class SafeNumber(Checked):
    """One number about the program: `value`, with so many `decimals`, is missing where `withheld`.

    `people` is the number of people behind it, rounded down to a multiple of the smallest count less one ("at least
    90 people") and as low as if a few of everybody were missing, as those who are are few people too; missing where
    withheld, and where the number of everybody is; `unit` is the summary's.
    """

    measure: str
    about: str
    value: float
    decimals: int
    unit: str
    people: float
    withheld: bool

    @classmethod
    def from_process(
        cls,
        process: pd.DataFrame,
        policy: Policy,
        tables: Mapping[str, SafeTable],
        *,
        dose_share: float,
        hidden: bool = False,
    ) -> tuple[Self, ...]:
        """The numbers of `FunderSummary.process`, in its order: each as `from_statement` has it, and beside each other.

        The share of attendances is withheld where it, with the regular doses that are told, leaves too few people who
        can have stayed away or come: nowhere is told how many did.

        Args:
            process: One row a number: measure, about, value, unit, people, groups, asked_in, step.
            policy: The rules.
            tables: The release's tables.
            dose_share: The share of their sessions from which on people have a regular dose.
            hidden: Whether all are withheld in any case, because of an earlier release.
        """
        made = [cls.from_statement(statement, policy, tables, hidden=hidden) for _, statement in process.iterrows()]
        shares = zip(made, process["value"].astype(float), strict=True)
        doses = [
            Dose(dose_share, share, told=not one.withheld) for one, share in shares if one.measure == "dose_reached"
        ]
        dose = next((one for one in doses if not math.isnan(one.regular)), None)
        return tuple(
            number._unless_telling(people, dose, policy) if number.measure in NOT_OF_PEOPLE else number
            for number, people in zip(made, process["people"].astype(float), strict=True)
        )

    def _unless_telling(self, people: float, dose: Dose | None, policy: Policy) -> Self:
        """The share of attendances, withheld where it tells of people."""
        if self.withheld or leaves_people_open(self.value, people, dose, policy):
            return self
        nothing = {"value": math.nan, "people": math.nan, "withheld": True}
        return self._checked(measure=self.measure, about=self.about, decimals=self.decimals, unit=self.unit, **nothing)

    @classmethod
    def from_statement(
        cls,
        statement: pd.Series[Any],
        policy: Policy,
        tables: Mapping[str, SafeTable],
        *,
        hidden: bool = False,
    ) -> Self:
        """The number of one row of `FunderSummary.process`.

        A share of people, times their number, is a count: it is withheld where the people in it, or the others, are
        too few, and where the release does not tell that count. Where no table has the count, nobody is too few too. So
        is who came to a single session, where too few of them or of the others ended in another way than the rest.

        Args:
            statement: The row: measure, about, value, unit, people, groups, and of a rating asked_in and step.
            policy: The rules.
            tables: The release's tables.
            hidden: Whether it is withheld in any case, because of an earlier release.
        """
        people, value = float(statement["people"]), float(statement["value"])
        is_share = str(statement["unit"]).startswith("share")
        of_everybody = is_share and statement["measure"] not in NOT_OF_PEOPLE
        all_people = everybody(tables)
        asked = _people_asked(statement["asked_in"], served_by_program(tables), all_people)
        # That a mean is told must not say how few of those who were asked are not behind it.
        behind = people if of_everybody or math.isnan(all_people) else _if_few_are_missing(people, asked, policy)
        passed = not hidden and policy.enough(behind, float(statement["groups"])) and not math.isnan(value)
        decimals = policy.share_decimals
        if passed and not is_share:
            coarse = decimals_that_leave_people_open(behind, float(statement["step"]), policy.decimals)
            passed, decimals = coarse is not None, coarse or 0
        if passed and of_everybody:
            count = round(value * people)
            told = count_is_told(str(statement["measure"]), tables)
            rests = beside_endings(str(statement["measure"]), count, tables) if told else ()
            sides = (count, round(people) - count, *rests)
            if policy.round_to > 1:
                value = policy.rounded(count) / policy.rounded(people)
            least = 0 if nothing_explains_a_blank(str(statement["measure"])) else 1
            too_few = any(least <= side < policy.smallest_count for side in sides)
            passed = told and not too_few and policy.tells_share(value)
        return cls._checked(
            measure=str(statement["measure"]),
            about=str(statement["about"]),
            value=as_printed(value, decimals) if passed else math.nan,
            decimals=decimals,
            unit=str(statement["unit"]),
            people=_rounded_down(people, asked, policy) if passed else math.nan,
            withheld=not passed,
        )


def _people_asked(asked_in: Collection[str], served: Mapping[str, float], everybody: float) -> float:
    """How many could be asked: those served in these programs, or everybody; missing where that is not told."""
    if not asked_in or set(served) <= set(asked_in):
        return everybody
    return float(sum(served.get(program, math.nan) for program in asked_in))


def _rounded_down(people: float, of_everybody: float, policy: Policy) -> float:
    """The people behind a number, rounded down as if as many of everybody were missing as is still too few to be told.

    Missing where the number of everybody is withheld: it is so because the rest beside some count that is told is
    small, and people behind a number would say how small. Missing too where nothing is left to say.
    """
    return policy.at_least(_if_few_are_missing(people, of_everybody, policy)) or math.nan


def _if_few_are_missing(people: float, of_everybody: float, policy: Policy) -> float:
    """The people, or as many as there are if as many of everybody are missing as are too few to be told.

    Missing where the number of everybody is withheld.
    """
    most = max(0.0, of_everybody - (policy.smallest_count - 1))
    return math.nan if math.isnan(of_everybody) else min(people, most)


@dataclass(frozen=True, init=False)
class SafeScale(Checked):
    """How one questionnaire changed in one program, or in all: rounded, and missing where `withheld`.

    `people` counts those with both measurements, rounded down; as in `SafeNumber` where no table counts them.
    `decimals` are those of the means. Where the number of people is not told exactly they are as few as leave it open,
    and the mean change, the difference of two means with the same people, is missing.
    """

    instrument: str
    short_name: str
    program: str
    people: float
    decimals: int
    mean_pre: float
    mean_post: float
    mean_change: float
    smcr: float
    smcr_low: float
    smcr_high: float
    criterion: float
    criterion_source: str
    withheld: bool

    @classmethod
    def from_rows(
        cls,
        rows: pd.DataFrame,
        policy: Policy,
        *,
        all_programs: str,
        totals_withheld: Mapping[str, frozenset[str]],
        hidden_scales: Collection[str] = (),
        served: Mapping[str, float] | None = None,
        uncounted: Collection[str] = (),
    ) -> tuple[Self, ...]:
        """The rows of `FunderSummary.scales`, in their order.

        A program's means are withheld where its people or groups are too few, and where their number is: the means of
        all programs are those of the programs, weighted by their people, so that a few means and a total tell how many
        people each program has. The means of all programs are withheld too where those of the withheld programs
        together could be worked out from them and describe too few. Where a number of people is withheld, what is told
        goes by as many as there are if a few of those who were served were missing, as they may be: that an effect is
        told would otherwise say how few were not measured twice.

        Args:
            rows: `FunderSummary.scales`: one row an instrument and program, and one an instrument for all programs.
            policy: The rules.
            all_programs: What the program column says for all programs.
            totals_withheld: By instrument the programs whose number of people with both measurements is withheld;
                where it is that of all programs, their number, and the interval of the effect size, from which it
                could be estimated, are withheld here too.
            hidden_scales: Instruments, by short name, whose numbers are all withheld because of an earlier release.
            served: How many people were served in each program and in all, missing where withheld.
            uncounted: Instruments whose people with both measurements no table counts.
        """
        made = []
        # A questionnaire with two outcome scales has a row for each in every program, in one order.
        scale = rows.groupby(["instrument", "program"], sort=False).cumcount()
        for (instrument, _), of_scale in rows.groupby(["instrument", scale], sort=False):
            untold = totals_withheld[str(instrument)]
            counted = instrument not in uncounted
            of_scale = _with_people_behind(
                of_scale, served or {}, policy, all_programs, untold=None if not counted else untold
            )
            # Rounded people can be found again by the means of all programs, which are those of each, weighted by them.
            weighed = counted and policy.round_to == 1
            hidden = _programs_to_withhold(of_scale, policy, all_programs, untold, counted=weighed)
            if of_scale["short_name"].iloc[0] in hidden_scales:
                hidden |= set(of_scale["program"])
            made += [
                (index, cls._from_row(row, policy, row["program"] in hidden, row["program"] in untold))
                for index, row in of_scale.iterrows()
            ]
        in_order = {index: scale for index, scale in made}
        return tuple(in_order[index] for index in rows.index)

    @classmethod
    def _from_row(
        cls,
        row: pd.Series[Any],
        policy: Policy,
        withheld: bool,
        people_withheld: bool,
    ) -> Self:
        def rounded(column: str, decimals: int, hidden: bool = withheld) -> float:
            return math.nan if hidden or pd.isna(row[column]) else as_printed(float(row[column]), decimals)

        no_interval = withheld or people_withheld
        least = policy.at_least(float(row["behind"]))
        few = not least >= policy.fewest_in_an_effect
        decimals = (
            policy.decimals
            if row["exact"]
            else decimals_that_leave_people_open(row["behind"], row["step"], policy.decimals)
        )
        no_mean = withheld or decimals is None
        places = decimals or 0
        return cls._checked(
            instrument=str(row["instrument"]),
            short_name=str(row["short_name"]),
            program=str(row["program"]),
            people=math.nan if no_interval else least or math.nan,
            decimals=places,
            mean_pre=rounded("mean_pre", places, no_mean),
            mean_post=rounded("mean_post", places, no_mean),
            mean_change=rounded("mean_change", places, no_mean or not row["exact"]),
            smcr=rounded("smcr", policy.effect_decimals, withheld or few),
            smcr_low=rounded("smcr_low", policy.effect_decimals, no_interval or few),
            smcr_high=rounded("smcr_high", policy.effect_decimals, no_interval or few),
            criterion=math.nan if pd.isna(row["criterion"]) else float(row["criterion"]),
            criterion_source="" if pd.isna(row["criterion_source"]) else str(row["criterion_source"]),
            withheld=withheld,
        )


def _with_people_behind(
    rows: pd.DataFrame,
    served: Mapping[str, float],
    policy: Policy,
    all_programs: str,
    *,
    untold: frozenset[str] | None,
) -> pd.DataFrame:
    """The rows with who was `served` where people were asked, and those `behind` the numbers as readers may know.

    `exact` says whether readers know how many these are. `untold` are the programs whose people with both measurements
    are withheld; None where nobody's are told.
    """
    everybody = rows["program"].map(dict(served)).astype("float64")
    by_program = {program: served.get(program, math.nan) for program in set(rows["program"]) - {all_programs}}
    for place in rows.index[rows["program"] == all_programs]:
        everybody[place] = _people_asked(rows["asked_in"][place], by_program, everybody[place])
    people = rows["people"].astype("float64")
    if_few_are_missing = [
        _if_few_are_missing(few, all_of_them, policy) for few, all_of_them in zip(people, everybody, strict=True)
    ]
    told = rows["program"].map(lambda program: untold is not None and program not in untold)
    # Of a rounded count the least that it can be is known.
    shown = people.map(lambda count: min(count, policy.range_of(policy.rounded(count))[0]))
    behind = shown.where(told, if_few_are_missing)
    return rows.assign(served=everybody, behind=behind, exact=told & (policy.round_to == 1))


def _programs_to_withhold(
    rows: pd.DataFrame, policy: Policy, all_programs: str, untold: frozenset[str], *, counted: bool
) -> set[str]:
    """The programs of one scale whose means are withheld, `all_programs` among them where it would betray one.

    Where no table counts the people, or counts are rounded, all programs' are, as the mean of all is theirs, weighted
    by people: then that betrays none of them.
    """
    enough = {
        str(row["program"]): policy.enough(float(row["behind"]), float(row["groups"])) for _, row in rows.iterrows()
    }
    if not counted:
        return set(enough) - ({all_programs} if enough.get(all_programs) else set())
    hidden = {program for program, passed in enough.items() if not passed} | (untold - {all_programs})
    # Nobody counts as few, too: that the means of all are told would say that it is nobody.
    betrayed = rows[rows["program"].isin(hidden - {all_programs})]
    people = float(betrayed["people"].sum())
    if betrayed["program"].isin(untold).any():
        people = _if_few_are_missing(people, _served_together(rows, betrayed, all_programs), policy)
    if len(betrayed) and not policy.enough(people, float(betrayed["groups"].sum())):
        hidden.add(all_programs)
    return hidden


def _served_together(rows: pd.DataFrame, programs: pd.DataFrame, all_programs: str) -> float:
    """How many people were served in these programs: as is told of them, or of all and the others; else missing."""
    others = rows[~rows["program"].isin([*programs["program"], all_programs])]
    everybody = rows.loc[rows["program"] == all_programs, "served"].sum(min_count=1)
    told = (programs["served"].sum(skipna=False), everybody - others["served"].sum(skipna=False))
    return next((float(people) for people in told if not pd.isna(people)), math.nan)
