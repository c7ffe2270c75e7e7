"""Statistics of the program's scales that only evaluators see."""

from __future__ import annotations

from groupreport.summaries.growth_of_scales import growth_of_scales
from groupreport.summaries.links_to_outcomes import links_over_term, links_to_next_session
from groupreport.summaries.nesting import correlations_at_levels, nesting_of_scales
from groupreport.summaries.outcome_scores import why_no_outcomes
from groupreport.summaries.records import ScaleStatistics, Unavailable
from groupreport.summaries.reliability import reliability_of_scales
from groupreport.summaries.scope import Scope


def scale_statistics(scope: Scope, no_scores: Unavailable | None) -> ScaleStatistics | Unavailable:
    """Nesting, reliability, growth and links to outcomes of every scale that was used."""
    if no_scores is not None:
        return no_scores
    no_outcomes = why_no_outcomes(scope)
    return ScaleStatistics(
        nesting=nesting_of_scales(scope),
        correlations=correlations_at_levels(scope),
        reliability=reliability_of_scales(scope),
        growth=growth_of_scales(scope),
        term_links=no_outcomes or links_over_term(scope),
        session_links=no_outcomes or links_to_next_session(scope),
    )
