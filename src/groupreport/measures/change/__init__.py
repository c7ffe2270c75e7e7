"""Change of people from one occasion to another: reliable change, classes of change, effect size, shares.

Thin or degenerate data (no pair, no variance, an infinite score) give NaN or a missing class, never 0 and never an
error; an error means that the call itself is wrong.
"""

from groupreport.measures.change.classes import ChangeClass, classify_change
from groupreport.measures.change.criterion import ReliableChangeCriterion, reliable_change
from groupreport.measures.change.effect_size import Estimate, standardized_mean_change
from groupreport.measures.change.shares import wilson_interval

__all__ = [
    "ChangeClass",
    "Estimate",
    "ReliableChangeCriterion",
    "classify_change",
    "reliable_change",
    "standardized_mean_change",
    "wilson_interval",
]
