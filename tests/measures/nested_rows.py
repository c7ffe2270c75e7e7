"""Rows of members in groups, made by fixed seeds; the reference numbers in the tests are R's on the same rows."""

from __future__ import annotations

import numpy as np
import pandas as pd


def three_levels() -> pd.DataFrame:
    """Ratings of five members in each of six groups over six sessions, a tenth missing, to two decimals."""
    random = np.random.default_rng(7)
    group, member = np.repeat(np.arange(6), 30), np.repeat(np.arange(30), 6)
    session = np.tile(np.arange(1, 7), 30)
    level = random.normal(0, 0.6, 6)[group] + random.normal(0, 0.8, 30)[member]
    slope = 0.3 + random.normal(0, 0.2, 30)[member]
    score = np.round(4 + level + slope * (session - 1) + random.normal(0, 0.5, 180), 2)
    kept = random.random(180) > 0.1
    rows = pd.DataFrame({"group": group, "member": member, "session": session, "score": score})
    return rows[kept].reset_index(drop=True)


def same_slopes() -> pd.DataFrame:
    """Six members of one group over eight sessions, who differ in level alone."""
    random = np.random.default_rng(3)
    member, session = np.repeat(np.arange(6), 8), np.tile(np.arange(1, 9), 6)
    score = np.round(5 + 0.2 * session + random.normal(0, 1, 6)[member] + random.normal(0, 1, 48), 2)
    return pd.DataFrame({"group": "G", "member": member, "session": session, "score": score})


def slopes_that_follow_starts(seed: int = 0) -> pd.DataFrame:
    """Eight members whose slopes are a multiple of where they start, so that the correlation is at its limit."""
    random = np.random.default_rng(seed)
    member, session = np.repeat(np.arange(8), 8), np.tile(np.arange(1, 9), 8)
    start = random.normal(0, 1, 8)
    line = 5 + start[member] + (0.1 + 0.25 * start)[member] * (session - 1)
    score = np.round(line + random.normal(0, 1, 64), 2)
    return pd.DataFrame({"group": "G", "member": member, "session": session, "score": score})


def ratings_and_outcomes() -> pd.DataFrame:
    """Six pairs of a rating and a later outcome of each of four members in six groups."""
    random = np.random.default_rng(11)
    group, member = np.repeat(np.arange(6), 24), np.repeat(np.arange(24), 6)
    rating = 7 + random.normal(0, 0.8, 6)[group] + random.normal(0, 1, 24)[member] + random.normal(0, 1, 144)
    rating = np.round(rating, 1)
    previous = np.round(20 + random.normal(0, 3, 24)[member] + random.normal(0, 2, 144), 1)
    outcome = 20 + 0.5 * rating + random.normal(0, 1, 6)[group] + random.normal(0, 2, 24)[member] + 0.2 * previous
    outcome = np.round(outcome + random.normal(0, 2, 144), 1)
    return pd.DataFrame({"group": group, "member": member, "rating": rating, "previous": previous, "outcome": outcome})
