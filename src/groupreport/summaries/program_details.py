"""What only the evaluator's program report says of outcomes."""

from __future__ import annotations

from groupreport.summaries.costs import costs_of_term
from groupreport.summaries.equity_shares import equity_shares
from groupreport.summaries.higher_risk import higher_risk
from groupreport.summaries.records import Outcomes, ProgramDetails, Unavailable
from groupreport.summaries.scope import Scope
from groupreport.summaries.talking_therapies import talking_therapies


def program_details(scope: Scope, outcomes: Outcomes | Unavailable) -> ProgramDetails:
    """NHS rates, people at higher risk at intake, shares by characteristic, and costs."""
    return ProgramDetails(
        talking_therapies=talking_therapies(scope),
        higher_risk=higher_risk(scope),
        equity=equity_shares(scope),
        costs=costs_of_term(scope, outcomes),
    )
