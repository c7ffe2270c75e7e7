"""Change of people from one occasion to another: reliable change, classes of change, effect sizes, shares, bounds.

Thin or degenerate data (no pair, no variance, an infinite score) give NaN or a missing class, never 0 and never an
error; an error means that the call itself is wrong.
"""

from groupreport.measures.change.classes import ChangeClass, classify_change
from groupreport.measures.change.clinical_cutoffs import ClinicalCutoffs, clinical_cutoffs
from groupreport.measures.change.criterion import ReliableChangeCriterion, reliable_change
from groupreport.measures.change.effect_size import standardized_mean_change
from groupreport.measures.change.effect_sizes_by_standardizer import effect_size_dav, effect_size_dz
from groupreport.measures.change.estimate import Estimate
from groupreport.measures.change.harm import harmed
from groupreport.measures.change.mean_differences import mean_change, mean_difference
from groupreport.measures.change.missing_scores import Bounds, improvement_bounds, mean_change_bounds
from groupreport.measures.change.shares import difference_of_shares, wilson_interval

__all__ = [
    "Bounds",
    "ChangeClass",
    "ClinicalCutoffs",
    "Estimate",
    "ReliableChangeCriterion",
    "classify_change",
    "clinical_cutoffs",
    "difference_of_shares",
    "effect_size_dav",
    "effect_size_dz",
    "harmed",
    "improvement_bounds",
    "mean_change",
    "mean_change_bounds",
    "mean_difference",
    "reliable_change",
    "standardized_mean_change",
    "wilson_interval",
]
