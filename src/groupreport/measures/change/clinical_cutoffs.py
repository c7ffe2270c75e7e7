"""Where the functional range begins, from the scores of a clinical and a functional population."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class ClinicalCutoffs:
    """The three cut-offs, in scale points; NaN where they cannot be computed, and `note` says why.

    a: two SDs of the clinical population beyond its mean, toward the functional end. b: two SDs of the functional
    population from its mean, toward the clinical end. c: as many SDs of its own population from either mean.
    """

    a: float
    b: float
    c: float
    note: str


def clinical_cutoffs(
    clinical_mean: float,
    clinical_sd: float,
    functional_mean: float = math.nan,
    functional_sd: float = math.nan,
    higher_is: Literal["better", "worse"] = "worse",
) -> ClinicalCutoffs:
    """The cut-offs a, b and c for clinically significant change.

    a = M_clin ± 2 SD_clin and b = M_func ∓ 2 SD_func (upper signs where higher is better),
    c = (SD_clin M_func + SD_func M_clin) / (SD_clin + SD_func). The authors prefer c where the populations overlap.

    Args:
        clinical_mean: Mean of people in need of treatment, in scale points.
        clinical_sd: Their SD.
        functional_mean: Mean of people who are not; missing leaves b and c missing.
        functional_sd: Their SD.
        higher_is: What a high score means.

    Raises:
        ValueError: An SD is negative, or `higher_is` is none of its words.

    Source: Jacobson & Truax 1991. (R's clinicalsignificance 2.1 uses the clinical SD in its b.)

    Examples:
        >>> found = clinical_cutoffs(40, 7.5, 60, 7.5, higher_is="better")
        >>> found.a, found.b, found.c
        (55.0, 45.0, 50.0)
    """
    if higher_is not in ("better", "worse"):
        raise ValueError(f"higher_is must be 'better' or 'worse', not {higher_is!r}")
    if clinical_sd < 0 or functional_sd < 0:
        raise ValueError(f"an SD must not be negative, they are {clinical_sd} and {functional_sd}")
    toward = 1.0 if higher_is == "better" else -1.0
    if not (math.isfinite(clinical_mean) and 0 < clinical_sd < math.inf):
        return _none("The clinical scores have no known mean and spread.")
    a = clinical_mean + toward * 2 * clinical_sd
    if not (math.isfinite(functional_mean) and 0 < functional_sd < math.inf):
        return ClinicalCutoffs(a=a, b=math.nan, c=math.nan, note="The functional scores have no known mean and spread.")
    if toward * (functional_mean - clinical_mean) <= 0:
        return _none("The functional mean is not better than the clinical mean.")
    return ClinicalCutoffs(
        a=a,
        b=functional_mean - toward * 2 * functional_sd,
        c=(clinical_sd * functional_mean + functional_sd * clinical_mean) / (clinical_sd + functional_sd),
        note="",
    )


def _none(note: str) -> ClinicalCutoffs:
    return ClinicalCutoffs(a=math.nan, b=math.nan, c=math.nan, note=note)
