"""The four rates of NHS Talking Therapies, for programs that use both the PHQ-9 and the GAD-7."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.change.shares import wilson_interval
from groupreport.measures.change.thresholds import reaches
from groupreport.measures.inputs import Numbers, Values, as_numbers

INSTRUMENTS = ("phq9", "gad7")
CASENESS = {"phq9": 10.0, "gad7": 8.0}  # at or above
RELIABLE = {"phq9": 6.0, "gad7": 4.0}  # a change as large as this counts
FEWEST_CONTACTS = 2
RATES = ("recovery", "reliable_improvement", "reliable_recovery", "reliable_deterioration")
_OF_THOSE_AT_CASENESS = ("recovery", "reliable_recovery")


def talking_therapies_marks(
    phq9_first: Values, phq9_last: Values, gad7_first: Values, gad7_last: Values, finished: Values
) -> pd.DataFrame:
    """What became of each person by NHS Talking Therapies' rule, which judges both questionnaires together.

    * At caseness: PHQ-9 of 10 or more, or GAD-7 of 8 or more.
    * Recovery: at caseness on either at first, and on neither at last.
    * Reliable improvement: lower by 6 or more (PHQ-9) or 4 or more (GAD-7) on either, and by as much higher on neither.
    * Reliable deterioration: higher by as much on either, and by as much lower on neither.
    * Reliable recovery: recovery and reliable improvement.

    Only people who finished a course have any of these marks, and only with both last scores; a questionnaire without
    a first score shows neither caseness at first nor change.

    Args:
        phq9_first: First PHQ-9 scores, one a person; the other columns in the same order.
        phq9_last: Last PHQ-9 scores.
        gad7_first: First GAD-7 scores.
        gad7_last: Last GAD-7 scores.
        finished: Whether the person finished a course: at least two attended contacts, and ended.

    Returns:
        One row a person, all columns boolean: finished, scored (all four scores known), not_at_caseness (both first
        scores known and below; such people leave the denominator of recovery), and the four of `RATES`.

    Raises:
        ValueError: Lengths differ, or scores are not numbers.

    Source: NHS England's metadata of the annual measures 2024-25 and its published SQL; thresholds from NHS England's
    statistics code and trial registration NCT05134103.

    Examples:
        >>> marks = talking_therapies_marks([15, 9], [8, 4], [9, 5], [6, 9], [True, True])
        >>> marks["reliable_recovery"].tolist(), marks["reliable_deterioration"].tolist()
        ([True, False], [False, True])
    """
    first = {"phq9": as_numbers(phq9_first, "phq9_first"), "gad7": as_numbers(gad7_first, "gad7_first")}
    last = {"phq9": as_numbers(phq9_last, "phq9_last"), "gad7": as_numbers(gad7_last, "gad7_last")}
    ended = as_numbers(finished, "finished") == 1
    if len({len(ended), *(len(scores) for scores in (*first.values(), *last.values()))}) > 1:
        raise ValueError("the columns of scores and who finished must be of the same people")
    # A comparison with a missing score is False: what is not known is not shown.
    at_first, at_last = _either(first, CASENESS), _either(last, CASENESS)
    fell = _either({name: first[name] - last[name] for name in INSTRUMENTS}, RELIABLE)
    rose = _either({name: last[name] - first[name] for name in INSTRUMENTS}, RELIABLE)
    both_first, both_last = _both_known(first), _both_known(last)
    judged = ended & both_last
    recovery, improvement = judged & at_first & ~at_last, judged & fell & ~rose
    return pd.DataFrame(
        {
            "finished": ended,
            "scored": both_first & both_last,
            "not_at_caseness": ended & both_first & ~at_first,
            "recovery": recovery,
            "reliable_improvement": improvement,
            "reliable_recovery": recovery & improvement,
            "reliable_deterioration": judged & rose & ~fell,
        }
    )


def _either(amounts: Mapping[str, Numbers], least: Mapping[str, float]) -> npt.NDArray[np.bool_]:
    """Whether either amount is at least so large; a missing one is not."""
    first, second = (reaches(amounts[name], least[name], inclusive=True) for name in INSTRUMENTS)
    return first | second


def _both_known(scores: Mapping[str, Numbers]) -> npt.NDArray[np.bool_]:
    first, second = (~np.isnan(scores[name]) for name in INSTRUMENTS)
    return first & second


def talking_therapies_rates(marks: pd.DataFrame) -> pd.DataFrame:
    """The four rates with their denominators, always all four.

    Reliable improvement and deterioration are of all who finished a course; recovery and reliable recovery of those who
    finished less those known not to be at caseness at first. People without scores stay in the denominators.

    Args:
        marks: The result of `talking_therapies_marks`.

    Returns:
        One row a rate, in the order of `RATES`: rate, count, of, share, low, high (Wilson, 95 %); share and interval
        are NaN where nobody is in the denominator.

    Source: NHS England's metadata of the annual measures 2024-25.

    Examples:
        >>> marks = talking_therapies_marks([15, 9], [8, 4], [9, 5], [6, 9], [True, True])
        >>> talking_therapies_rates(marks)[["rate", "count", "of"]].to_numpy().tolist()[:2]
        [['recovery', 1, 1], ['reliable_improvement', 1, 2]]
    """
    finished = int(marks["finished"].sum())
    at_caseness = finished - int(marks["not_at_caseness"].sum())
    rows = []
    for rate in RATES:
        count, of = int(marks[rate].sum()), at_caseness if rate in _OF_THOSE_AT_CASENESS else finished
        rows.append((rate, count, of, count / of if of else math.nan, *wilson_interval(count, of)))
    return pd.DataFrame(rows, columns=["rate", "count", "of", "share", "low", "high"])
