"""Whether groups' attendance tells leadership's readers how many people of a program stayed away.

Who came, and who came regularly, may be withheld of a program because few did not. A reader who takes everybody to have
been enrolled throughout adds up how many can have stayed away of each group, by its size and its attendance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from groupreport.disclosure.absences import fewest_irregular, fewest_regular, most_irregular, most_who_never_came
from groupreport.disclosure.known_sums import KnownSums, Place, Sum
from groupreport.disclosure.policy import NOT_OF_PEOPLE
from groupreport.disclosure.printed import in_steps
from groupreport.measures.attendance import FEWEST_SESSIONS_OF_A_RATE
from groupreport.summaries.records import ALL_PROGRAMS, ProgramSummary

# Of a group attendance is told in twentieths, of all in hundredths.
STEPS_OF_A_GROUP, STEPS_OF_ALL = 20, 100
# Who never came, and who came too seldom for a regular dose, those who never came among them.
NEVER, IRREGULAR = "never", "irregular"


def attendance_that_tells(summary: ProgramSummary, known: KnownSums, withheld: set[Place], smallest: int) -> set[Place]:
    """Every group's attendance and that of all, where they leave too few numbers of people who stayed away.

    Where readers do not know of a program, or of all, how many never came, as many as the smallest count must be able
    to have stayed away, and so with who came too seldom for a regular dose. Else the attendance of all groups is
    withheld: that says no more than that few can have stayed away, which is what withholding them says.

    Args:
        summary: The term with the sizes of groups that are told, `size_from` and `size_to`.
        known: What readers know of its counts.
        withheld: Which counts are withheld.
        smallest: The smallest count that is shown.
    """
    asked: dict[tuple[int, str], Sum] = {}
    for row in summary.flows.index:
        enrolled, never, regular = (("flows", row, name) for name in ("enrolled", "never_attended", "dose_reached"))
        asked |= {(row, NEVER): {never: 1}, (row, IRREGULAR): {enrolled: 1, regular: -1}}
    unknown = {of for of, (low, high) in known.between(asked, withheld).items() if low < high}
    dose_share = summary.term.parameters.settings.attendance.dose_share
    for label, program in summary.flows["program"].items():
        row = int(str(label))
        of_program = summary.groups["program"] == program
        groups = summary.groups if program == ALL_PROGRAMS else summary.groups[of_program]
        read = list(_as_read(groups, dose_share, smallest))
        most_of_all = _most_of_all(read, summary) if program == ALL_PROGRAMS else math.inf
        hidden = {name for of_row, name in unknown if of_row == row}
        counts = {name: summary.flows[name][row] for name in ("started", "never_attended", "dose_reached")}
        if _tells(read, counts, hidden, most_of_all, smallest):
            return _attendances(summary)
    return set()


def _attendances(summary: ProgramSummary) -> set[Place]:
    places: set[Place] = {("groups", row, "attendance_rate") for row in summary.groups.index}
    if isinstance(summary.comparison, pd.DataFrame):
        of_all = summary.comparison.index[summary.comparison["measure"].isin(NOT_OF_PEOPLE)]
        places |= {("comparison", row, column) for row in of_all for column in ("current", "current_n")}
    return places


@dataclass(frozen=True)
class _Group:
    """What readers know of a group: the least and the most members, its sessions, its attendance, NaN where not told.

    `dose` is the share of its sessions that makes a regular dose, `irregular` the least that is missed without one.
    """

    fewest: float
    most: float
    sessions: int
    attendance: float
    dose: float
    irregular: float


def _as_read(groups: pd.DataFrame, dose_share: float, smallest: int) -> Iterator[_Group]:
    for row in groups.index[groups["enrolled"].notna() & (groups["held_sessions"] > 0)]:
        size, sessions = float(groups["enrolled"][row]), int(groups["held_sessions"][row])
        told = size >= smallest and sessions >= FEWEST_SESSIONS_OF_A_RATE
        dose = math.ceil(sessions * dose_share - 1e-9)
        low, high = groups["size_from"][row], groups["size_to"][row]
        yield _Group(
            fewest=1.0 if pd.isna(low) else float(low),
            most=size if pd.isna(high) else float(high),
            sessions=sessions,
            attendance=in_steps(float(groups["attendance_rate"][row]), STEPS_OF_A_GROUP) if told else math.nan,
            dose=dose / sessions,
            irregular=(sessions - dose + 1) / sessions,
        )


def _tells(
    groups: list[_Group], counts: Mapping[str, Any], hidden: set[str], most_of_all: float, smallest: int
) -> bool:
    """Whether the groups' attendance leaves too few numbers of who stayed away, where that is withheld."""
    told = [group for group in groups if not math.isnan(group.attendance)]
    if not hidden or not told or pd.isna(counts["started"]):
        return False
    half = 0.5 / STEPS_OF_A_GROUP
    others = sum(group.most for group in groups) - sum(group.most for group in told)
    if NEVER in hidden:
        away = others + sum(most_who_never_came(group.most, group.attendance, half) for group in told)
        return min(away, most_of_all) < smallest
    if 0 < counts["dose_reached"] < smallest:
        return sum(fewest_regular(group.fewest, group.attendance, half, group.dose) for group in told) > 1
    most = others + sum(most_irregular(group.most, group.attendance, half, group.irregular) for group in told)
    fewest = sum(fewest_irregular(group.fewest, group.attendance, half, group.dose) for group in told)
    # Each who is known to have stayed away has missed as much as one or more who came, but too seldom.
    most -= math.ceil(counts["never_attended"] / min(group.irregular for group in told))
    return bool(most < smallest or fewest - counts["never_attended"] > 1)


def _most_of_all(groups: list[_Group], summary: ProgramSummary) -> float:
    """The most who can have stayed away by the attendance of all groups, which funders are told as well."""
    shares = []
    if isinstance(summary.comparison, pd.DataFrame):
        shares.append(summary.comparison.set_index("measure")["current"])
    if summary.for_funders is not None and isinstance(summary.for_funders.process, pd.DataFrame):
        shares.append(summary.for_funders.process.set_index("measure")["value"])
    told = [float(share) for found in shares for share in found[found.index.isin(NOT_OF_PEOPLE)].dropna()]
    if not told or not groups:
        return math.inf
    shortest = min(group.sessions for group in groups)
    possible = sum(group.most * group.sessions for group in groups)
    return most_who_never_came(possible / shortest, in_steps(told[0], STEPS_OF_ALL), 0.5 / STEPS_OF_ALL)
