"""How alike members of a group rate it, how far groups differ, and how reliable scales are.

Thin or degenerate data (one group, one rater, no variance, an infinite rating) give NaN, never 0 and never an
error; an error means that the call itself is wrong. Numbers agree with R's multilevel 2.7, which drops a row with a
missing rating or label.
"""

from groupreport.measures.agreement.alpha import cronbach_alpha, cronbach_alpha_interval
from groupreport.measures.agreement.between_groups import icc1, icc2
from groupreport.measures.agreement.consensus import consensus_by_session
from groupreport.measures.agreement.levels import LevelCorrelations, level_correlations
from groupreport.measures.agreement.mixed_icc import MixedIcc, design_effect, icc_reml
from groupreport.measures.agreement.omega import omega_total, omega_total_interval
from groupreport.measures.agreement.within_group import average_deviation, awg, rwg, rwg_j, rwg_star_j

__all__ = [
    "LevelCorrelations",
    "MixedIcc",
    "average_deviation",
    "awg",
    "consensus_by_session",
    "cronbach_alpha",
    "cronbach_alpha_interval",
    "design_effect",
    "icc1",
    "icc2",
    "icc_reml",
    "level_correlations",
    "omega_total",
    "omega_total_interval",
    "rwg",
    "rwg_j",
    "rwg_star_j",
]
