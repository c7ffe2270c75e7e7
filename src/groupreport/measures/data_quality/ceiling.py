"""Scores at an end of their scale: from there nobody can be seen to get better, or worse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from groupreport.measures.inputs import Values, as_numbers

FEWEST_SCORES = 50
NOTED_SHARE = 0.15
# Scores are means and weighted sums: the highest one may lie a last binary digit below the end of the range.
_TOLERANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class EndsOfScale:
    """Counts of scores, and whether they are many.

    Attributes:
        scores: Scored forms.
        at_lowest: Those with the lowest possible score; None where the end of the range is not known.
        at_highest: Those with the highest possible score; None where the end of the range is not known.
        noted: At which ends more than 15 % of at least 50 scores lie; `not_enough_data` with fewer scores, or where
            neither end is known.
    """

    scores: int
    at_lowest: int | None
    at_highest: int | None
    noted: Literal["neither", "lowest", "highest", "both", "not_enough_data"]

    @property
    def lowest_share(self) -> float | None:
        """The share of scores with the lowest possible value; None where there is no score or the end is unknown."""
        return None if self.at_lowest is None or not self.scores else self.at_lowest / self.scores

    @property
    def highest_share(self) -> float | None:
        """The share of scores with the highest possible value; None where there is no score or the end is unknown."""
        return None if self.at_highest is None or not self.scores else self.at_highest / self.scores


def ends_of_scale(scores: Values, minimum: float | None, maximum: float | None) -> EndsOfScale:
    """Count the scores at the ends of a scale.

    Both ends are called by their numbers: at the top of an alliance scale things are at their best, at the top of a
    symptom scale at their worst. The published line is about people who answer once; here forms are counted, and a
    member hands in several, so the share is a description of the forms and the line a rule of thumb.

    Args:
        scores: One score a form; missing where a form has none, which counts nowhere.
        minimum: The lowest possible score; None where it is not known.
        maximum: The highest possible score; None where it is not known.

    Raises:
        ValueError: Scores are not numbers.

    Source: more than 15 % of respondents at the highest or the lowest possible score, Terwee et al. 2007 (Journal of
    Clinical Epidemiology 60, 34-42; read as reprinted in later reviews), after McHorney & Tarlov 1995 (Quality of Life
    Research 4, 293-307; not read). That at least 50 are needed is attributed to the former and was not verified.

    Examples:
        >>> found = ends_of_scale([6.0] * 12 + [3.0] * 48, 0, 6)
        >>> found.at_highest, found.highest_share, found.noted
        (12, 0.2, 'highest')
        >>> ends_of_scale([6.0, 6.0], 0, 6).noted
        'not_enough_data'
    """
    given = as_numbers(scores, "scores")
    known = given[~np.isnan(given)]
    at_lowest = None if minimum is None else int((np.abs(known - minimum) <= _TOLERANCE * max(1, abs(minimum))).sum())
    at_highest = None if maximum is None else int((np.abs(known - maximum) <= _TOLERANCE * max(1, abs(maximum))).sum())
    return EndsOfScale(
        scores=len(known), at_lowest=at_lowest, at_highest=at_highest, noted=_noted(len(known), at_lowest, at_highest)
    )


def _noted(
    scores: int, at_lowest: int | None, at_highest: int | None
) -> Literal["neither", "lowest", "highest", "both", "not_enough_data"]:
    if scores < FEWEST_SCORES or (at_lowest is None and at_highest is None):
        return "not_enough_data"
    line = NOTED_SHARE * scores + 1e-9  # 15 of 100 are not more than 15 %, whatever the last binary digit says
    low, high = (count is not None and count > line for count in (at_lowest, at_highest))
    if low and high:
        return "both"
    return "lowest" if low else "highest" if high else "neither"
