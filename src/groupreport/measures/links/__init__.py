"""What goes with what: ratings with the next, or the last, outcome score. Associations, never causes."""

from groupreport.measures.links.lagged import LaggedLink, lagged_link
from groupreport.measures.links.levels import ThreeLevels, three_levels
from groupreport.measures.links.next_session import next_scores
from groupreport.measures.links.over_term import TermLink, term_link
from groupreport.measures.links.robust import RobustFit, cluster_robust

__all__ = [
    "LaggedLink",
    "RobustFit",
    "TermLink",
    "ThreeLevels",
    "cluster_robust",
    "lagged_link",
    "next_scores",
    "term_link",
    "three_levels",
]
