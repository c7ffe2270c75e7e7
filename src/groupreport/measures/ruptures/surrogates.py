"""The same ratings in orders in which nothing but chance, and what carries over from session to session, is left."""

from __future__ import annotations

import numpy as np

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.series import Ratings


def surrogates(ratings: Ratings, times: int, autocorrelation: float, random: np.random.Generator) -> Ratings:
    """The same series as often as asked, each time with every series' ratings in another order.

    A series keeps its sessions, its gaps and its very ratings, ceiling and ties included. With an autocorrelation of
    0 every order is equally likely. Else the ratings take the order of a first-order autoregressive series of normal
    numbers with that autocorrelation, its lowest number standing where the lowest rating goes: so a rating is near
    its neighbors as often as in the program's own ratings, but nothing happens at any session.

    Source: permutation within persons; for the autocorrelation, amplitude-adjusted surrogates (Theiler et al. 1992).
    """
    count, places = ratings.count, len(ratings.score)
    scores = np.tile(ratings.score, (times, 1))
    lengths = ratings.ratings
    # Series of one length make a block that is put in order at once.
    for length in np.unique(lengths[lengths >= 2]):
        block = ratings.first[lengths == length][:, np.newaxis] + np.arange(length)
        if autocorrelation == 0:
            scores[:, block] = random.permuted(scores[:, block], axis=-1)
        else:
            scores[:, block] = _in_order_of(scores[:, block], autocorrelation, random)
    return Ratings(
        count=count * times,
        number=(ratings.number + np.arange(times, dtype=np.intp)[:, np.newaxis] * count).ravel(),
        session_number=np.tile(ratings.session_number, times),
        score=scores.reshape(times * places),
    )


def _in_order_of(scores: Numbers, autocorrelation: float, random: np.random.Generator) -> Numbers:
    """Each row's scores in the order of an autoregressive series: stationary from its first number on."""
    noise = random.standard_normal(scores.shape, dtype=np.float32)
    fresh = np.float32(np.sqrt(1 - autocorrelation**2))
    for place in range(1, scores.shape[-1]):
        noise[..., place] = np.float32(autocorrelation) * noise[..., place - 1] + fresh * noise[..., place]
    ordered = np.empty_like(scores)
    np.put_along_axis(ordered, noise.argsort(axis=-1), np.sort(scores, axis=-1), axis=-1)
    return ordered
