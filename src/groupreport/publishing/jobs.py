"""Which reports a term has: one job per notebook and parameters."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from groupreport.errors import ParameterError, Problem
from groupreport.intake.safe_name import safe_name
from groupreport.parameters import Audience, PageWords

if TYPE_CHECKING:
    from groupreport.intake import Term


@dataclass(frozen=True, kw_only=True)
class Job:
    """One report to make: a notebook, its parameters and where the result is published.

    `name` is the place below the published folder without the ending: `evaluator/g01`, `funder/outcomes`. A notebook
    with a technical appendix gives a second document, `evaluator/appendix/g01`, under a subtitle of its own.
    """

    name: str
    audience: Audience
    notebook: str
    title: str
    subtitle: str
    appendix_subtitle: str = ""
    group_id: str | None = None

    @property
    def stem(self) -> str:
        """The file name without the ending."""
        return self.name.rpartition("/")[2]

    def executed(self, build: Path) -> Path:
        """Where the executed notebook lies in a build folder, or the part of it that was executed."""
        return build / "executed" / self.audience / f"{self.stem}.ipynb"

    def notebook_parameters(self, term_folder: str) -> dict[str, str]:
        """Plain JSON values for the notebook's parameters cell."""
        given = {"term_folder": term_folder, "audience": str(self.audience)}
        return given if self.group_id is None else {**given, "group_id": self.group_id}


def jobs_of(term: Term, words: PageWords) -> list[Job]:
    """Every report of the term, in the order in which a reader meets them."""
    facts = term.parameters.term
    term_name = facts.name or facts.id
    program = term.parameters.settings.program.name
    titles = words.reports
    jobs = [
        Job(
            name=f"evaluator/{safe_name(group_id)}",
            audience="evaluator",
            notebook="reports/group.ipynb",
            title=term.group_names[group_id],
            subtitle=titles.group.format(term=term_name),
            appendix_subtitle=titles.group_appendix.format(term=term_name),
            group_id=group_id,
        )
        for group_id in term.group_ids
    ]
    programs: tuple[tuple[Audience, str], ...] = (
        ("evaluator", titles.program),
        ("leadership", titles.program_for_leadership),
    )
    jobs += [
        Job(
            name=f"{audience}/program",
            audience=audience,
            notebook="reports/program.ipynb",
            title=program,
            subtitle=subtitle.format(term=term_name),
            appendix_subtitle=titles.program_appendix.format(term=term_name),
        )
        for audience, subtitle in programs
    ]
    jobs.append(
        Job(
            name="funder/outcomes",
            audience="funder",
            notebook="reports/funder.ipynb",
            title=program,
            subtitle=titles.funder.format(term=term_name),
        )
    )
    return jobs


def chosen_jobs(
    jobs: Sequence[Job], *, groups: Sequence[str], audiences: Sequence[Audience], known_groups: Sequence[str]
) -> list[Job]:
    """The jobs that a run asked for; naming groups leaves the totals out.

    Raises:
        ParameterError: A named group is not in the term (it is never replaced by another), or a group has no report
            for the audiences that are asked for.
    """
    problems = []
    for group_id in groups:
        if group_id not in known_groups:
            close = difflib.get_close_matches(group_id, known_groups, n=1)
            problems.append(
                Problem(
                    rule="group-unknown",
                    message=f"there is no group '{group_id}' in this term",
                    remedy=f"Its groups are: {', '.join(known_groups)}.",
                    file="--group",
                    suggestion=close[0] if close else None,
                )
            )
    if problems:
        raise ParameterError(problems)
    chosen = [job for job in jobs if job.audience in audiences and (not groups or job.group_id in groups)]
    if groups and not chosen:
        raise ParameterError(
            [
                Problem(
                    rule="group-audience",
                    message=f"a single group has no report for {' or '.join(audiences)}",
                    remedy="Leave out --group, or ask for --audience evaluator.",
                    file="--group",
                )
            ]
        )
    return chosen
