"""Members' levels and the noise around them, against R."""

from __future__ import annotations

import math

import numpy as np
import pytest

from groupreport.measures.members_and_noise import members_and_noise

from .test_autocorrelation import MEMBERS, RATINGS, carried_over

NUMBER = np.repeat(np.arange(MEMBERS), RATINGS)


def test_equal_lengths_without_carrying_over_are_an_analysis_of_variance() -> None:
    """R 4.2.2, aov(y ~ member): mean 65.4241667, SDs 15.3651963 and 8.6195031."""
    found = members_and_noise(carried_over().ravel(), NUMBER)

    assert found.center == pytest.approx(65.4241667)
    assert found.person_sd == pytest.approx(15.3651963)
    assert found.noise_sd == pytest.approx(8.6195031)
    assert found.reliability == pytest.approx(15.3651963**2 / (15.3651963**2 + 8.6195031**2))


def test_what_carries_over_is_put_back_into_the_noise() -> None:
    """nlme 3.1-162, lme(y ~ 1, random = ~ 1 | member, correlation = corAR1(.5, fixed = TRUE)): 14.661812, 9.762965."""
    found = members_and_noise(carried_over().ravel(), NUMBER, 0.5)

    assert found.person_sd == pytest.approx(14.661812, rel=0.005)
    assert found.noise_sd == pytest.approx(9.762965, rel=0.005)


def test_too_few_members_are_no_number() -> None:
    """Nine members with two ratings: missing; a member with one rating or an infinite one does not count."""
    nine = np.repeat(np.arange(9), 2)
    ratings = np.arange(18.0) % 5

    assert math.isnan(members_and_noise(ratings, nine).noise_sd)
    assert math.isnan(members_and_noise(np.append(ratings, 4.0), np.append(nine, 9)).person_sd)
    assert math.isnan(members_and_noise(np.append(ratings, [4.0, math.inf]), np.append(nine, [9, 9])).center)


def test_members_who_differ_less_than_noise_would_make_them_do_not_differ() -> None:
    """A negative variance is none: the same two ratings of everybody."""
    found = members_and_noise(np.tile([4.0, 8.0], 12), np.repeat(np.arange(12), 2))

    assert (found.person_sd, found.reliability) == (0.0, 0.0)
