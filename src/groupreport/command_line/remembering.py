"""A plan that finds everything current is kept, so that the next command need not make it again."""

from __future__ import annotations

import contextlib
from typing import Literal

from groupreport.errors import GroupReportError
from groupreport.parameters import Parameters, Project, read_parameters
from groupreport.publishing.pipeline import Plan, Request, Run, compare_term
from groupreport.publishing.unchanged import Answer, Look, look, remember, wait_for_the_clock

Choice = Literal["auto", "quarto", "embedded"]


def compare(home: Project, term: str, renderer: Choice) -> Plan:
    """Compare the whole term with what is published; the answer is kept where nothing has to be made."""
    before = first_look(home, read_parameters(home, term))
    plan = compare_term(home, Request(term=term, renderer=renderer))
    if not plan.stale:
        remember(home, renderer, _answer(plan), before)
    return plan


def keep_after(run: Run, home: Project, renderer: Choice, before: Look) -> None:
    """Keep that everything is current, after a run about the whole term.

    Where the run has made something, all is compared once more: a page may have been touched since it was checked.
    """
    if run.made and not run.failed:
        wait_for_the_clock()
        with contextlib.suppress(GroupReportError):  # the run was right; what is wrong since, the next one says
            compare(home, before.term, renderer)
    elif not run.made:
        remember(home, renderer, _answer(run), before)


def first_look(home: Project, parameters: Parameters) -> Look:
    """How everything lies, with the exports and the pseudonyms' key where they lie elsewhere."""
    data, compared = parameters.settings.data, parameters.term_settings.compare_with
    places = [home.folder / data.path_of(term) for term in (parameters.term.id, compared) if term]
    own = home.folder.resolve()
    outside = [str(place.resolve()) for place in places if not place.resolve().is_relative_to(own)]
    key = parameters.settings.audiences.evaluator.key_file
    outside += [str(key)] if key is not None else []
    # What is no file must be asked each time.
    return look(home, parameters.term.id, outside, in_files=data.source in ("folder", "workbook"))


def _answer(found: Plan | Run) -> Answer:
    return Answer(renderer=str(found.renderer), reports=tuple(report.job.name for report in found.current))
