"""From a summary to what an audience may see of it."""

from __future__ import annotations

from typing import get_args, overload

from groupreport.disclosure.views import EvaluatorGroupView, FunderView, ProgramView
from groupreport.errors import DisclosureError, GroupReportError
from groupreport.parameters import Audience
from groupreport.summaries.records import FunderSummary, GroupSummary, ProgramSummary

View = EvaluatorGroupView | ProgramView | FunderView


@overload
def for_audience(summary: GroupSummary, audience: Audience) -> EvaluatorGroupView: ...
@overload
def for_audience(summary: ProgramSummary, audience: Audience) -> ProgramView: ...
@overload
def for_audience(summary: FunderSummary, audience: Audience) -> FunderView: ...
def for_audience(summary: GroupSummary | ProgramSummary | FunderSummary, audience: Audience) -> View:
    """What this audience may see of a summary.

    Evaluators see one group's term and the program's term whole, members under their ids or, where program.yml says
    so, under pseudonyms. Leadership sees the program's term without small counts of people. Funders see their own
    summary, after disclosure control. Everything else is refused.

    Raises:
        DisclosureError: The audience may not see this kind of summary, is not one, or its numbers cannot be made safe;
            for leadership and funders also where a mistake of this package keeps that from being decided.
    """
    if audience not in get_args(Audience):
        raise DisclosureError(f"audience must be one of {', '.join(get_args(Audience))}, got '{audience}'.")
    if isinstance(summary, GroupSummary) and audience == "evaluator":
        return EvaluatorGroupView.from_summary(summary)
    if isinstance(summary, ProgramSummary) and audience == "evaluator":
        return ProgramView.from_summary(summary, audience)
    try:
        if isinstance(summary, ProgramSummary) and audience == "leadership":
            return ProgramView.from_summary(summary, audience)
        if isinstance(summary, FunderSummary) and audience == "funder":
            return FunderView.from_summary(summary)
    except GroupReportError:
        raise
    except Exception as error:  # noqa: BLE001 - what cannot be decided is refused, and withdrawn where it was released
        kind = type(error).__name__  # its text may quote what is protected
        raise DisclosureError(f"What the {audience} audience may see could not be decided ({kind}).") from None
    raise DisclosureError(f"The {audience} audience may not see a {type(summary).__name__}.")
