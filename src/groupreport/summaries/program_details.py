"""What only the evaluator's program report says of outcomes."""

from __future__ import annotations

from groupreport.summaries.costs import costs_of_term
from groupreport.summaries.equity_shares import equity_shares
from groupreport.summaries.higher_risk import higher_risk
from groupreport.summaries.records import Outcomes, ProgramDetails, Unavailable
from groupreport.summaries.retention import Courses
from groupreport.summaries.talking_therapies import talking_therapies


def program_details(found: Courses, outcomes: Outcomes | Unavailable) -> ProgramDetails:
    """NHS rates, people at higher risk at intake, shares by characteristic, and costs."""
    scope = found.scope
    return ProgramDetails(
        talking_therapies=talking_therapies(found),
        higher_risk=higher_risk(scope),
        equity=equity_shares(scope),
        costs=costs_of_term(scope, outcomes),
    )
