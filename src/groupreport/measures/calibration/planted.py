"""A simulated term, and what was planted in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.calibration.design import Design
from groupreport.measures.inputs import Numbers

_NOT_PLANTED = 0


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Ratings and truth.

    Attributes:
        ratings: A row a scale, member and session, as `find_episodes` takes it: member_id (0, 1, ...), group_id, level
            (the scale, from 0 on; falls are planted in 0), session (from 1), score (missing where no rating was given).
        truth: A row a member, in order of member_id: planted (whether), onset, nadir (the first session at full depth)
            and last (the last low session), all 0 without a planted fall; over (whether the fall was regained before
            the term's end).
        design: What it was made from.
    """

    ratings: pd.DataFrame
    truth: pd.DataFrame
    design: Design


def planted_term(design: Design, *, seed: int, terms: int = 1) -> Planted:
    """Simulate terms of one design.

    A planted fall begins in any session from the second to the last in which it can still reach its depth, each as
    likely; it may be cut off by the end of the term, as real ones are. A member has at most one. Which members have
    one is drawn with the design's share; which ratings are missing does not depend on them.

    Designs that differ in depth, length, share of missing ratings, rounding, spread of noise or number of scales alone
    get the same draws with the same seed, so that their difference is not one of luck.

    Args:
        design: What is simulated.
        seed: The same seed gives the same terms.
        terms: So many terms, one below the other, with members and groups of their own.

    Returns:
        Ratings and truth.

    Raises:
        ValueError: terms is not positive.

    Examples:
        >>> term = planted_term(Design(members=2, sessions=6, low_sessions=2, share=1.0, missing=0.0), seed=1)
        >>> term.truth[["onset", "nadir", "last", "over"]].values.tolist()
        [[2, 2, 3, True], [4, 4, 5, True]]
        >>> len(term.ratings)
        12
    """
    if terms < 1:
        raise ValueError(f"terms must be 1 or more, it is {terms}")
    random = np.random.default_rng(seed)
    count = design.members * terms
    latest = design.sessions - design.onset_sessions + 1
    # Every draw is made whatever the design, in one order: that keeps designs comparable.
    level = random.standard_normal(count)
    innovations = random.standard_normal((count, design.sessions))
    chosen = random.random(count) < design.share
    drawn = random.random(count)
    given = random.random((count, design.sessions)) >= design.missing
    own_noise = np.exp(design.noise_spread * random.standard_normal(count) - design.noise_spread**2)
    low = _lengths(random.random(count), design)
    # One row a scale; the first scale's draws are those of a design with one scale.
    levels = _related(np.concatenate([level[np.newaxis], random.standard_normal((design.scales - 1, count))]), design)
    others = random.standard_normal((design.scales - 1, count, design.sessions))
    shocks = _related(np.concatenate([innovations[np.newaxis], others]), design)
    onset = np.where(chosen, 2 + np.floor(drawn * (latest - 1)).astype(np.intp), _NOT_PLANTED)

    session = np.arange(1, design.sessions + 1)
    score = design.center + design.person_sd * levels[:, :, np.newaxis]
    noise = np.stack([own_noise[:, np.newaxis] * carried_over(shock, design.autocorrelation) for shock in shocks])
    score = score + design.noise_sd * (noise + design.trend * (session - 1))
    score[0] -= design.depth_in_points * _fallen(onset, low, session, design)
    if design.step is not None:
        score = np.round(score / design.step) * design.step
    if design.minimum is not None or design.maximum is not None:
        score = np.clip(score, design.minimum, design.maximum)
    score = np.where(given, score, np.nan)
    return Planted(ratings=_rows(score, design), truth=_truth(onset, low, design), design=design)


def carried_over(innovations: Numbers, autocorrelation: float) -> Numbers:
    """Noise of variance 1 that carries over from column to column, from independent draws.

    Examples:
        >>> carried_over(np.array([[1.0, 0.0, 1.0]]), 0.6)  # .6, then .36 + .8
        array([[1.  , 0.6 , 1.16]])
    """
    noise = innovations.copy()
    fresh = np.sqrt(1 - autocorrelation**2)
    for column in range(1, noise.shape[1]):
        noise[:, column] = autocorrelation * noise[:, column - 1] + fresh * innovations[:, column]
    return noise


def _related(drawn: Numbers, design: Design) -> Numbers:
    """Draws of which every two scales have the design's correlation, from independent ones; the first stay as they are.

    Of independent scales nothing changes.
    """
    wanted = np.full((design.scales, design.scales), design.scale_correlation)
    np.fill_diagonal(wanted, 1.0)
    return np.asarray(np.tensordot(np.linalg.cholesky(wanted), drawn, axes=1))


def _lengths(drawn: Numbers, design: Design) -> npt.NDArray[np.intp]:
    """For each member: how many sessions a fall would stay low, each of the design's lengths as likely."""
    # From the second session on no low phase is longer than the term.
    lengths = np.array([design.sessions if phase == "end" else phase for phase in design.low_phases], dtype=np.intp)
    return np.asarray(lengths[np.floor(drawn * len(lengths)).astype(np.intp)])


def _fallen(
    onset: npt.NDArray[np.intp], low: npt.NDArray[np.intp], session: npt.NDArray[np.intp], design: Design
) -> Numbers:
    """For each member and session: how much of the planted fall there is, 0 to 1."""
    steps = session - onset[:, np.newaxis] + 1
    fallen = np.clip(steps / design.onset_sessions, 0, 1)
    over = steps > design.onset_sessions - 1 + low[:, np.newaxis]
    return np.where(over | (onset == _NOT_PLANTED)[:, np.newaxis], 0.0, fallen)


def _truth(onset: npt.NDArray[np.intp], low: npt.NDArray[np.intp], design: Design) -> pd.DataFrame:
    planted = onset != _NOT_PLANTED
    nadir = np.where(planted, onset + design.onset_sessions - 1, _NOT_PLANTED)
    last = np.where(planted, nadir + low - 1, _NOT_PLANTED)
    return pd.DataFrame(
        {
            "member_id": np.arange(len(onset)),
            "planted": planted,
            "onset": onset,
            "nadir": nadir,
            "last": np.minimum(last, design.sessions),
            "over": planted & (last < design.sessions),
        }
    )


def _rows(score: Numbers, design: Design) -> pd.DataFrame:
    scales, count, sessions = score.shape
    member = np.arange(count)
    groups_a_term = -(-design.members // design.group_size)
    group = (member // design.members) * groups_a_term + (member % design.members) // design.group_size
    return pd.DataFrame(
        {
            "member_id": np.tile(np.repeat(member, sessions), scales),
            "group_id": np.tile(np.repeat(group, sessions), scales),
            "level": np.repeat(np.arange(scales), count * sessions),
            "session": np.tile(np.arange(1, sessions + 1), scales * count),
            "score": score.ravel(),
        }
    )
