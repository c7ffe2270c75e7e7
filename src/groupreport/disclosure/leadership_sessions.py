"""What leadership is not told of few sessions: their forms, ratings and attendances count the people who were there."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from groupreport.disclosure.known_sums import Place
from groupreport.disclosure.leadership_rounded import STEPS_OF_A_GROUP
from groupreport.measures.attendance import FEWEST_SESSIONS_OF_A_RATE
from groupreport.summaries.records import ProgramSummary

# Of so many attendances and more, steps of 5 % leave two numbers of absences or more, at 100 % too: of 40, none or one.
FEWEST_ATTENDANCES = 2 * STEPS_OF_A_GROUP
# Of so many forms and more each step of 5 % is a whole number of them, so that no share rules out a number of forms.
FEWEST_FORMS = STEPS_OF_A_GROUP


def of_few_sessions(summary: ProgramSummary, smallest: int, of_a_mean: Collection[str]) -> set[Place]:
    """Shares of attendances and of forms, and means, of few sessions: of whole people and answers, they tell how many.

    Args:
        summary: The term with the sizes of groups that are told, `size_from` and `size_to`.
        smallest: The smallest count that is shown.
        of_a_mean: The columns of a group's mean.
    """
    return _attendances(summary, smallest) | _forms(summary, smallest) | _means(summary, of_a_mean)


def _attendances(summary: ProgramSummary, smallest: int) -> set[Place]:
    """Attendance of groups that met seldom, and of those that can be so small that few attendances were possible.

    A share of all attendances, less those of the groups that met often, is that of those which did not, this term and
    last. How small a group can be goes by the size that is told, never by its own.
    """
    least = summary.groups["size_from"].astype("float64").fillna(smallest) * summary.groups["held_sessions"]
    few = _few(summary) | (least < FEWEST_ATTENDANCES)
    places: set[Place] = {("groups", row, "attendance_rate") for row in summary.groups.index[few]}
    terms = {"current": summary, "previous": summary.last_term}
    if isinstance(summary.comparison, pd.DataFrame):
        rows = summary.comparison.index[summary.comparison["measure"] == "attendance_rate"]
        single = [name for name, term in terms.items() if term is not None and _few(term).any()]
        places |= {("comparison", row, f"{name}{end}") for row in rows for name in single for end in ("", "_n")}
    return places


def _forms(summary: ProgramSummary, smallest: int) -> set[Place]:
    """The share of answered forms of a questionnaire that some group was handed seldom: 58 % of 13 people are 7 of 12.

    The share is of all groups' forms. Those of the group that was handed it least must not be told by a share of the
    others' forms beside it, such as that of a questionnaire which only they have. And those of the groups that used it
    must be so many, by the sizes that are told, that shares in steps of 5 % fit any number of forms.
    """
    rates = summary.response_rates
    if not isinstance(rates, pd.DataFrame):
        return set()
    least = [_least_people(summary.groups, str(used_in), smallest) for used_in in rates["used_in"]]
    few = (rates["sessions"] < FEWEST_SESSIONS_OF_A_RATE) | (rates["sessions"] * least < FEWEST_FORMS)
    return {("response_rates", row, "rate") for row in rates.index[few]}


def _least_people(groups: pd.DataFrame, used_in: str, smallest: int) -> float:
    """The fewest people, by the sizes that are told, in these groups."""
    own = groups[groups["group_id"].isin(used_in.split("; "))]
    untold = own["enrolled"].astype("float64").ge(smallest).map({True: float(smallest), False: 1.0})
    return float(own["size_from"].astype("float64").fillna(untold).sum())


def _means(summary: ProgramSummary, columns: Collection[str]) -> set[Place]:
    """Means of a group on a scale that it rated in few sessions: with its interval, of whole answers, it fits few."""
    scales = summary.scales_by_group
    if not isinstance(scales, pd.DataFrame):
        return set()
    rows = scales.index[scales["sessions"] < FEWEST_SESSIONS_OF_A_RATE]
    return {("scales_by_group", row, column) for row in rows for column in columns if column in scales}


def _few(summary: ProgramSummary) -> pd.Series:
    """The groups that held sessions, but too few for a share of attendances."""
    return summary.groups["held_sessions"].between(1, FEWEST_SESSIONS_OF_A_RATE - 1)


def attendance_on_record(summary: ProgramSummary) -> float | None:
    """The share of possible attendances on record, in steps of 5 %; None where all are, or where it tells of people."""
    if summary.data_quality is None:
        return None
    found = summary.data_quality.attendance
    known = found.recorded + found.assumed
    met_seldom = not (summary.groups["held_sessions"] >= FEWEST_SESSIONS_OF_A_RATE).any()
    if not found.possible or known == found.possible or met_seldom:
        return None
    return round(STEPS_OF_A_GROUP * known / found.possible) / STEPS_OF_A_GROUP
