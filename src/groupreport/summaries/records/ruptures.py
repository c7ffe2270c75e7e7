"""Rating drops consistent with a rupture, and the ruptures that people saw."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Ruptures:
    """Rating drops consistent with a rupture, by rule, and what became of them.

    episodes: one row an episode of any rule: member_id, group_id, instrument, scale, level, onset_session,
        nadir_session, end_session, score_before, score_nadir, depth, length (ratings from onset to end), status
        (repaired, partially_repaired, unrepaired, undetermined), rule.
    rules: one row a rule: rule, headline, series (all), series_judged, not_judged (of the other series,
        (reason, how many) as in `judge_series`), members_judged,
        members_with_episode, episodes, repaired, partially_repaired, unrepaired, undetermined, factor, cumulative,
        share, shortest, minimum_ratings, max_gap (the numbers that the rule goes by), certainty (formula_read,
        inferred, read_in_part, memory, package), expected_members, expected_low, expected_high (members with an
        episode if each member's ratings stood in an order made by chance: mean and middle 95 %; missing where no
        series can be judged or shuffled ratings cannot test the rule), expected_repaired, repaired_low, repaired_high
        (share of drops with a known end that are repaired then), autocorrelation and trend (how much carries over in
        these orders, and their common change a session in SDs within members; missing where they are not known).
    criteria: one row a rule and scale that it could judge: rule, instrument, scale, lowest, highest (the fall that it
        takes, in points of the scale; they differ where it is another for every member); None where not computed.
    """

    headline: str
    episodes: pd.DataFrame
    rules: pd.DataFrame
    criteria: pd.DataFrame | None = None

    @property
    def headline_episodes(self) -> pd.DataFrame:
        """The episodes of the headline rule."""
        return self.episodes[self.episodes["rule"] == self.headline].reset_index(drop=True)


@dataclass(frozen=True, kw_only=True)
class ObservedRuptures:
    """The event log: ruptures that people saw.

    events: one row an event: event_id, session, reported_by, level, kind, cultural, intensity, repair_started_by,
        repair_status, resolved_session, sessions_to_resolution, steps_taken, steps_recorded, and a column a step as in
        `steps` (true, false or missing); no note, no member id.
    steps: one row a response step: step (named, disarmed, supported_target, educated, supported_other, corrective),
        taken, not_taken, not_recorded.
    concordance: one row a session with an event or a headline episode's onset: session, events, episodes,
        seen_by (both, rating_only, log_only).
    """

    events: pd.DataFrame
    steps: pd.DataFrame
    concordance: pd.DataFrame
