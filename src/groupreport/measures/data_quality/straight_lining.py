"""Forms with the same answer to every item (straight-lining), which may or may not be what the person meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.inputs import Numbers, Table, as_table

# Below five answers the same one throughout is what people who mean it give as well. No published line is known to us:
# this one is the package's own.
FEWEST_ANSWERS = 5


@dataclass(frozen=True, kw_only=True)
class SameAnswers:
    """Counts of forms.

    Attributes:
        judged: Forms with at least five answers.
        same: Those of them with the same answer to every answered item.
        reversed_judged: Judged forms with answers both to reversed and to other items.
        contradicting: Those of them with the same answer throughout, other than the middle of the range: they say both
            that something is so and that it is not.
    """

    judged: int
    same: int
    reversed_judged: int
    contradicting: int


def response_variability(forms: Table) -> pd.Series:
    """The standard deviation (n - 1) of each form's answers, in points of an item; 0 is the same answer throughout.

    Known as intra-individual response variability. Answers are taken as given, not turned: turning reversed items
    would make a form that is the same throughout look varied. Missing with fewer than two answers.

    Args:
        forms: A row a form, a column an item; a missing value was not answered.

    Raises:
        ValueError: Answers are not numbers.

    Source: Dunn, Heggestad, Shanock & Theilgard 2018 (Journal of Business and Psychology 33, 105-121), as in R's
    careless::irv, which has no value where any answer is missing.

    Examples:
        >>> response_variability([[3, 3, 3, 3], [1, 2, 3, 4], [5, None, None, None]]).round(4).tolist()
        [0.0, 1.291, nan]
    """
    given = as_table(forms, "forms")
    answered = ~np.isnan(given)
    count = answered.sum(axis=1)
    # Distances from the first answer are exactly 0 for equal answers, whatever their last binary digit.
    distances = np.where(answered, given - _first(given, answered)[:, np.newaxis], 0.0)
    squares = (distances**2).sum(axis=1) - distances.sum(axis=1) ** 2 / np.maximum(count, 1)
    spread = np.sqrt(np.maximum(squares, 0) / np.where(count > 1, count - 1, np.nan))
    return pd.Series(spread, index=forms.index if isinstance(forms, pd.DataFrame) else None)


def same_answers(forms: Table, reversed_items: Sequence[bool], minimum: float, maximum: float) -> SameAnswers:
    """Count the forms with the same answer to every item.

    A form without reversed items can be the same throughout and true: all answers to a short symptom scale may be 0
    in somebody who is well. The longer and the more reliable the scale, the more such forms are expected, and in
    patients the count follows how severe their symptoms are. Forms that contradict themselves are therefore counted
    apart; they are the stronger sign, and still no proof (a reversal can be overlooked). Only the longest string
    possible is counted: cut-offs for shorter ones depend on the questionnaire.

    Args:
        forms: A row a form, a column an item, as given (not turned); a missing value was not answered.
        reversed_items: For each column, whether the key turns the item.
        minimum: The lowest possible answer.
        maximum: The highest possible answer.

    Raises:
        ValueError: Answers are not numbers, or `reversed_items` has another length than the columns.

    Source: the longest string of identical answers, Meade & Craig 2012 (Psychological Methods 17, 437-455) and Curran
    2016 (Journal of Experimental Social Psychology 66, 4-19), at its full length. That it is confounded with severity
    in mental health care: Conijn et al. 2019 (Multivariate Behavioral Research 54, 593-611, abstract); that valid
    scales make it more frequent: Reuning & Plutzer 2020 (Survey Research Methods 14, 439-459, abstract).

    Examples:
        With answers from 1 to 5 and the last of five items reversed, all 5 contradicts itself and all 3 does not.

        >>> forms = [[5, 5, 5, 5, 5], [3, 3, 3, 3, 3], [5, 5, 5, 5, 1], [5, 5, 5, 5, None]]
        >>> same_answers(forms, [False, False, False, False, True], minimum=1, maximum=5)
        SameAnswers(judged=3, same=2, reversed_judged=3, contradicting=1)
    """
    given = as_table(forms, "forms")
    turned = np.asarray(reversed_items, dtype=bool)
    if turned.shape != (given.shape[1],):
        raise ValueError(f"reversed_items has {turned.size} values and forms has {given.shape[1]} columns")
    answered = ~np.isnan(given)
    judged = answered.sum(axis=1) >= FEWEST_ANSWERS
    first = _first(given, answered)
    same = judged & ((given == first[:, np.newaxis]) | ~answered).all(axis=1)
    both_ways = judged & answered[:, turned].any(axis=1) & answered[:, ~turned].any(axis=1)
    contradicting = same & both_ways & (first != (minimum + maximum) / 2)
    return SameAnswers(
        judged=int(judged.sum()),
        same=int(same.sum()),
        reversed_judged=int(both_ways.sum()),
        contradicting=int(contradicting.sum()),
    )


def _first(given: Numbers, answered: npt.NDArray[np.bool_]) -> Numbers:
    """The first answer of each form; NaN where there is none."""
    if not given.shape[1]:
        return np.full(len(given), np.nan)
    first: Numbers = given[np.arange(len(given)), answered.argmax(axis=1)]
    return first
