"""How rating drops were repaired when they are watched longer, and what speaks against single ones."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Repairs:
    """The drops of the headline rule, followed to the end of the ratings. For evaluators alone.

    rule: the headline rule.
    window: the program's repair window, in ratings after the lowest one.
    episodes, repaired: drops, and those repaired at any time, however late.
    cut_by_gap: drops that could not be watched further because of a gap.
    first_episodes: first drops, one a member and group.
    median: ratings after the lowest one by which half of the drops were repaired, by the Kaplan-Meier curve; missing
        where that is never reached. median_first: the same for first drops alone.
    curve: one row a rating after the lowest one: after, at_risk, repaired, censored, share (repaired by then), low,
        high (95 %).
    by_window: one row a window of 1 to 5 ratings: window, episodes, repaired, partially_repaired, unrepaired,
        undetermined, rate (repaired of those with a known end), low, high (95 %, Wilson), at_risk, share, share_low,
        share_high (by the curve), share_first, share_first_low, share_first_high (by the curve of first drops).
    by_tolerance: one row a way to say what is near enough (share, points): tolerance, then the counts, rate, low and
        high as in by_window.
    top: one row a followed scale: instrument, scale, short_name, label, ratings, at_best (the best possible ones),
        share, episodes, from_best (drops that start there), warned (more than 40 % of at least 10 ratings).
    anchored: drops of which it can be said whether they start from an unusually high rating (none where the rule
        measures from a mean of ratings). from_high: those that do.
    marks: a group's alone: one row a drop: member_id, instrument, scale, level, onset_session, rated_before (the
        rating right before), median (of the member's ratings before that one), both as the questionnaire gives them,
        from_high, from_best; None for the program.
    """

    rule: str
    window: int
    episodes: int
    repaired: int
    cut_by_gap: int
    first_episodes: int
    median: float
    median_first: float
    curve: pd.DataFrame
    by_window: pd.DataFrame
    by_tolerance: pd.DataFrame
    top: pd.DataFrame
    anchored: int
    from_high: int
    marks: pd.DataFrame | None = None
