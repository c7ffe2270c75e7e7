"""A list of problems that stays short enough to be read, however broken a file is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from groupreport.errors import Problem

_ORDER = {"error": 0, "warning": 1, "info": 2}
_LISTED = 5
# From how many columns on the same sentence about each of them is one problem.
_COLUMNS = 4
# How many problems of one rule are listed in one folder: whoever has mended these can see the others.
_MOST = 100


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Errors first, then warnings, then notes; within these as they were found, without repetitions and floods."""
    return sorted(_cut(_together(dict.fromkeys(problems))), key=lambda problem: _ORDER[problem.severity])


def _together(problems: Iterable[Problem]) -> list[Problem]:
    """What is said in the same words of many columns of a file is one problem."""
    alike: defaultdict[Hashable, list[Problem]] = defaultdict(list)
    for problem in problems:
        alike[replace(problem, column=None, line=None, cell=None, value=None, count=1, lines=(), columns=())].append(
            problem
        )
    return [each for same in alike.values() for each in (same if len(same) < _COLUMNS else [_one_of(same)])]


def _one_of(same: list[Problem]) -> Problem:
    first, named = same[0], [problem for problem in same if problem.line is not None and problem.column is not None]
    return replace(
        first,
        count=sum(problem.count for problem in same),
        lines=tuple(problem.line for problem in named[:_LISTED] if problem.line is not None),
        columns=tuple(problem.column for problem in named[:_LISTED] if problem.column is not None),
    )


def _cut(problems: list[Problem]) -> list[Problem]:
    """The first problems of each rule in each folder, and how many more there are."""
    of_one_rule: defaultdict[Hashable, list[Problem]] = defaultdict(list)
    for problem in problems:
        of_one_rule[_kind(problem)].append(problem)
    left_out = {kind: same[_MOST - 1 :] for kind, same in of_one_rule.items() if len(same) > _MOST}
    dropped = {id(problem) for rest in left_out.values() for problem in rest}
    kept = [problem for problem in problems if id(problem) not in dropped]
    return [*kept, *map(_rest, left_out.values())]


def _kind(problem: Problem) -> Hashable:
    return problem.rule, problem.severity, PurePosixPath(problem.file).parent


def _rest(left_out: list[Problem]) -> Problem:
    first = left_out[0]
    return Problem(
        rule=first.rule,
        message=f"is found {len(left_out):,} more times here; these are not listed",
        remedy="Mend those that are listed, and run the check again to see the others.",
        file=first.file,
        sheet=first.sheet,
        severity=first.severity,
        restricts=any(problem.restricts for problem in left_out),
        facts=(("more", len(left_out)),),
    )
