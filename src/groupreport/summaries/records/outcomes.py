"""What became of people from the first to the last occasion."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Change from the first to the last occasion, for people with both; those without stay in the denominators.

    by_instrument: one row an instrument: instrument, short_name, scale, higher_is, minimum, maximum, enrolled,
        with_pre, with_post, pairs, mean_pre, sd_pre, mean_post, sd_post, mean_change, smcr, smcr_low, smcr_high,
        criterion, criterion_source, cutoff, cutoff_source, recovered, improved, unchanged, deteriorated,
        improved_share (recovered + improved over pairs), improved_low, improved_high (Wilson), note (why numbers
        are missing, else empty). `improved` counts the class "improved" alone, without "recovered".
    by_member: one row a member and instrument: member_id, instrument, scale, pre, mid, post, change, outcome
        (recovered, improved, unchanged, deteriorated, or missing). Empty in a program's summary.
    """

    by_instrument: pd.DataFrame
    by_member: pd.DataFrame
