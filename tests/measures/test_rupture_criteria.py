"""Which rule is the headline, and how large a fall must be."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from groupreport.instruments import load_catalog
from groupreport.measures.alliance import FollowedScale, followed_scales
from groupreport.measures.rupture_criteria import headline_rule, members_sd, reliable_falls
from groupreport.parameters import RuptureSettings

CATALOG = load_catalog()
WAI_SR = FollowedScale(CATALOG["wai_sr"], CATALOG["wai_sr"].scale("total"))


@pytest.mark.parametrize(
    ("instruments", "headline"),
    [
        pytest.param(["wai_sr"], "reliable_change", id="a-reliability-is-known"),
        pytest.param(["alliance_1_10"], "person_centered", id="single-ratings-have-none"),
        pytest.param(["wai_sr", "alliance_1_10"], "person_centered", id="two-levels-could-not-be-judged"),
        pytest.param([], "person_centered", id="nothing-to-judge"),
    ],
)
def test_one_rule_judges_every_level(instruments, headline):
    """Reliable change is the headline only where it can judge each level of alliance that is asked about."""
    followed = followed_scales(CATALOG[name] for name in instruments)

    assert headline_rule(RuptureSettings(headline="reliable_change"), followed) == headline


def test_another_headline_is_kept():
    """A rule that needs no reliability is never replaced."""
    settings = RuptureSettings(headline="sd_strict")

    assert headline_rule(settings, followed_scales([CATALOG["wai_sr"]])) == "sd_strict"


def test_the_sd_between_members_is_pooled_over_sessions():
    """Six sessions with ratings 3 and 4 and 5: SD 1 in each; the sessions' own means do not matter."""
    ratings = pd.concat(
        [
            pd.DataFrame({"group_id": "G1", "session": session, "score": [3.0 + session, 4.0 + session, 5.0 + session]})
            for session in range(6)
        ],
        ignore_index=True,
    )

    assert members_sd(ratings).to_dict() == {"G1": pytest.approx(1.0)}


def test_few_ratings_give_no_sd():
    """Three members at four sessions have 8 degrees of freedom, fewer than the 10 that are asked for."""
    sessions = [session for session in range(4) for _ in range(3)]
    ratings = pd.DataFrame({"group_id": "G1", "session": sessions, "score": [1.0, 2.0, 3.0] * 4})

    assert math.isnan(members_sd(ratings)["G1"])


def test_a_reliability_without_sd_takes_the_groups_own():
    """SD 1 and reliability .80: 1.96 * sqrt(2) * 1 * sqrt(.20) = 1.2396."""
    sessions = [session for session in range(5) for _ in range(3)]
    ratings = pd.DataFrame({"group_id": "G1", "session": sessions, "score": [3.0, 4.0, 5.0] * 5})

    assert reliable_falls(WAI_SR, ratings).to_dict() == {"G1": pytest.approx(1.2396, abs=5e-5)}


def test_single_ratings_have_no_reliable_fall():
    """Nobody knows the error of a single rating."""
    single = FollowedScale(CATALOG["alliance_1_10"], CATALOG["alliance_1_10"].scale("member_group"))

    one = pd.DataFrame({"group_id": ["G1"], "session": [1], "score": [5.0]})
    assert math.isnan(reliable_falls(single, one)["G1"])
