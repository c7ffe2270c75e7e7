"""How alike members of a group rate it, and how far groups differ: ICC(1), ICC(2), r_wg, r_wg(j), AD_M, alpha.

Thin or degenerate data (one group, one rater, no variance, an infinite rating) give NaN, never 0 and never an
error; an error means that the call itself is wrong. Numbers agree with R's multilevel 2.7, which drops a row with a
missing rating or label.
"""

from groupreport.measures.agreement.alpha import cronbach_alpha
from groupreport.measures.agreement.between_groups import icc1, icc2
from groupreport.measures.agreement.within_group import average_deviation, rwg, rwg_j

__all__ = ["average_deviation", "cronbach_alpha", "icc1", "icc2", "rwg", "rwg_j"]
