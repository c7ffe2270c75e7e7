"""What evaluators read beside the outcomes: other units, other criteria, missing scores, parts of the program."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.summaries.records.facts import Unavailable


@dataclass(frozen=True, kw_only=True)
class OutcomeDetails:
    """The outcomes by other units, criteria and denominators; counts are small, so for evaluators alone.

    Every frame begins with instrument, short_name, scale and higher_is.

    effects: one row a scale, as `measures.outcome_details.change_by_standardizer` gives it.
    criteria: one row a scale, published criterion and cut-off, as `measures.outcome_criteria.classes_by_choice`.
    missing: one row a scale, as `measures.outcome_details.missing_last_scores`, with minimum and maximum (of the
        scale).
    """

    effects: pd.DataFrame
    criteria: pd.DataFrame
    missing: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class TalkingTherapies:
    """NHS Talking Therapies' four rates.

    rates: one row a rate: rate, count, of, share, low, high (Wilson). people: everybody enrolled. finished: of them,
    with two or more attended contacts and an end on the roster. not_at_caseness: of these, with both first scores
    below. unscored: of those who finished, without all four scores.
    """

    rates: pd.DataFrame
    people: int
    finished: int
    not_at_caseness: int
    unscored: int


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What the term cost, and for each person.

    rows: one row a number of people: counted (completed, recovered, improved), instrument and short_name (missing for
    completed), people, pairs (of how many with both scores; missing for completed), cost (NaN where nobody is counted).
    """

    total: float
    currency: str
    note: str
    enrolled: int
    rows: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class ProgramDetails:
    """What only the evaluator's program report says of outcomes.

    higher_risk: one row a scale with a line for higher risk and a set of people (higher_risk, others, no_first_score):
        instrument, short_name, scale, higher_is, part, line, line_side (which side is at higher risk), line_label,
        line_source, members, completed, completed_low, completed_high, dropped_out, dropped_low, dropped_high,
        alliance_label, alliance_n, alliance_mean, alliance_low, alliance_high (t interval over members' term means),
        pairs, improved (recovered among them), improved_low, improved_high, change, change_low, change_high. Intervals
        of shares are Wilson's.
    equity: one row a characteristic, category and measure (completed, dose_reached, improved): characteristic,
        category, measure, instrument and short_name (of improved), count, n, share, low, high (Wilson),
        rest_count, rest_n, difference (share less that of everybody else), difference_low, difference_high (Newcombe).
    """

    talking_therapies: TalkingTherapies | Unavailable
    higher_risk: pd.DataFrame | Unavailable
    equity: pd.DataFrame | Unavailable
    costs: Costs | Unavailable
