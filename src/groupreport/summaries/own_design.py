"""A term's own lengths, noise and gaps, as a design to simulate."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from groupreport.intake import TermTables
from groupreport.measures.alliance import followed_scales
from groupreport.measures.autocorrelation import within_member_autocorrelation
from groupreport.measures.calibration import Design
from groupreport.measures.members_and_noise import members_and_noise
from groupreport.measures.ruptures import rated_series
from groupreport.summaries.followed_ratings import followed_ratings
from groupreport.summaries.process import why_no_scores
from groupreport.summaries.records import Unavailable
from groupreport.summaries.scope import Scope

_FEWEST_SESSIONS = 3


@dataclass(frozen=True, kw_only=True)
class OwnDesign:
    """What a term's ratings say about the design that they come from.

    Attributes:
        design: The design; depth, length and share of planted falls are not the term's but a design's usual ones.
        instrument: The questionnaire with the most ratings among those that are followed for drops and whose reliable
            change is known, else among all that are followed, and its
        scale: scale.
        members: Members with at least one rating on it; in several groups they count once a group.
        ratings: Ratings on it.
        criterion_known: Whether the reliable change criterion is the questionnaire's; else it follows from the noise.
    """

    design: Design
    instrument: str
    scale: str
    members: int
    ratings: int
    criterion_known: bool


def own_design(term: TermTables) -> OwnDesign | Unavailable:
    """Estimate a design from a term's followed ratings.

    Sessions are the median number of held sessions from a member's first rating to the last, missing those between
    them without one. Noise, level and what carries over are estimated from neighboring ratings whatever the gap
    between them. The scale's ends are the questionnaire's.
    """
    scope = Scope(term)
    missing = why_no_scores(scope)
    if missing:
        return missing
    followed = followed_scales(term.instruments.values())
    if not followed:
        return Unavailable("not_collected", "no_alliance_questionnaire")
    ratings = followed_ratings(scope, followed)
    if ratings is None:
        return Unavailable("not_enough_data", "no_alliance_answered")
    rows = ratings.rows.dropna(subset="score")
    if rows.empty:
        return Unavailable("not_enough_data", "no_alliance_answered")
    return _estimated(rows[rows["series"] == _most_telling(rows)], term)


def _most_telling(rows: pd.DataFrame) -> object:
    """The series with the most ratings among those whose reliable fall is known, else among all; ties by turn."""
    known = rows[rows["reliable_change"] > 0]
    counts = (known if len(known) else rows)["series"].value_counts().sort_index()
    return counts.idxmax()


def _estimated(rows: pd.DataFrame, term: TermTables) -> OwnDesign | Unavailable:
    series = rated_series(rows[["member_id", "group_id", "session", "score"]])
    carries = within_member_autocorrelation(series.score, series.number)
    if math.isnan(carries):
        return Unavailable(
            "not_enough_data",
            "too_few_pairs_of_ratings",
        )
    parts = members_and_noise(series.score, series.number, carries)
    if not parts.noise_sd > 0:
        return Unavailable("not_enough_data", "too_few_members_rated_twice")
    first, last = _first_and_last(series.session_number, series.number)
    spans = (last - first + 1)[series.ratings >= _FEWEST_SESSIONS]
    sessions = int(np.median(spans))
    rated = series.ratings[series.ratings >= _FEWEST_SESSIONS]
    instrument, name = str(rows["instrument"].iloc[0]), str(rows["scale"].iloc[0])
    scale, turn = term.instruments[instrument].scale(name), float(rows["turn"].iloc[0])
    ends = sorted(turn * end for end in (scale.minimum, scale.maximum) if end is not None)
    points = float(rows["reliable_change"].median())
    return OwnDesign(
        design=Design(
            members=len(series.keys),
            group_size=max(1, round(len(series.keys) / series.keys["group_id"].nunique())),
            sessions=max(_FEWEST_SESSIONS, sessions),
            center=parts.center,
            person_sd=parts.person_sd,
            noise_sd=parts.noise_sd,
            autocorrelation=carries,
            missing=1 - float(rated.sum()) / float(spans.sum()),
            minimum=ends[0] if len(ends) == 2 else None,
            maximum=ends[1] if len(ends) == 2 else None,
            criterion=points if points > 0 else None,
        ),
        instrument=instrument,
        scale=name,
        members=len(series.keys),
        ratings=len(series.score),
        criterion_known=points > 0,
    )


def _first_and_last(
    session: np.ndarray[tuple[int], np.dtype[np.float64]], number: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """The first and last session of each series; ratings are sorted."""
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    ends = np.append(starts[1:], len(number)) - 1
    return session[starts], session[ends]
