"""What the program's scales say of themselves: nesting, reliability, growth and what goes with outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.summaries.records.facts import Unavailable


@dataclass(frozen=True, kw_only=True)
class ScaleStatistics:
    """Statistics of the scales of cohesion, climate and alliance, for evaluators.

    Frames begin with the facts of a scale: instrument, short_name, scale, label, domain, level, aspect, higher_is,
    minimum, maximum. `note` says why numbers are missing, else it is empty.

    nesting: one row a scale, of members' term means: groups, members, group_size (mean), icc1, icc2 (ANOVA; may be
        negative), icc1_reml, icc2_reml, design_effect, note.
    correlations: one row a pair: first_label, first_short_name (cohesion or climate), second_label,
        second_short_name (alliance), raw, between (groups' means), within (members around them), members, groups, note.
    reliability: one row a scale, of each person's first complete form: people, items, alpha, alpha_low, alpha_high,
        omega, omega_low, omega_high, note.
    growth: one row a scale: the fields of measures.growth.Growth.
    term_links: one row an alliance scale and outcome: label, short_name, level, outcome_short_name, correlation (mean
        rating with last score, first score and group held constant; outcomes turned so that higher is better), low,
        high, people, groups, note.
    session_links: one row an alliance scale, outcome and whether the previous outcome is held constant: label,
        short_name, level, outcome_short_name, controlled, model, groups_as, within_member, between_members,
        between_groups (points of outcome a point of rating; each with _low and _high), pairs, members, groups, note.
        Empty where outcomes were not measured at sessions.
    """

    nesting: pd.DataFrame
    correlations: pd.DataFrame
    reliability: pd.DataFrame
    growth: pd.DataFrame
    term_links: pd.DataFrame | Unavailable
    session_links: pd.DataFrame | Unavailable
