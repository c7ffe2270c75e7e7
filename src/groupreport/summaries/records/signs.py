"""Exploratory signs in a group's term: who was silent or grew quiet, subgroups, drifting apart."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class ParticipationSigns:
    """Silence and change in participation.

    by_member: member_id, sessions, silent, often_silent, quiet_from, quiet_until, quiet_sessions, as
        `measures.participation_signs.silence_by_member` says.
    early_and_late: part (early, late third of held sessions), sessions, members, gini, variation (coefficient of
        variation), top_share (means over the sessions with a record of at least two members).
    """

    by_member: pd.DataFrame
    early_and_late: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class SubgroupSigns:
    """Whether scores on one scale fall into two parts; no member is named.

    by_session: session, members, silhouette, lower, gap, strong, chance, for sessions with at least 6 scores.
    polarized: True where the spread of the last third exceeds that of the first by at least 5 % of the scale's range
        while the mean moved by less; None where it cannot be said.
    """

    label: str
    short_name: str
    by_session: pd.DataFrame
    polarized: bool | None
    early_mean: float
    late_mean: float
    early_spread: float
    late_spread: float
