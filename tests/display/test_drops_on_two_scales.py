"""Two scales of one questionnaire about one level, on one of which higher is worse: each drop says on which it is."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.display.group.rupture_tables import episodes_table
from groupreport.display.wording import wording
from groupreport.instruments.records import Instrument

from .pages import table

SCALE = {"minimum": 1, "maximum": 7, "domain": "alliance", "level": "member_leader"}


@pytest.fixture
def shown(group_summary):
    own = Instrument(
        id="ally",
        name="Own alliance",
        short_name="Ally",
        given="session",
        scales=(
            {"scale": "bond", "label": "Bond", "higher_is": "better", **SCALE},
            {"scale": "distance", "label": "Distance", "higher_is": "worse", **SCALE},
        ),
        licence={"status": "free", "holder": "us", "note": "Our own."},
        citation="ours",
        key_source="ours",
        verified=True,
    )

    def of(*scales):
        first = group_summary.ruptures.headline_episodes.head(1)
        episodes = pd.concat([first.assign(instrument="ally", scale=scale) for scale in scales], ignore_index=True)
        drops = dataclasses.replace(group_summary.ruptures, episodes=episodes)
        return episodes_table(drops, None, [own], wording()).markdown

    return of


def test_a_drop_names_its_scale_where_the_questionnaire_alone_does_not(shown):
    """Both are of Ally with the leaders."""
    assert [row[2] for row in table(shown("bond", "distance"), "episodes")[1:]] == ["Ally: Bond", "Ally: Distance"]


def test_the_caption_says_on_which_scale_higher_is_worse(shown):
    """There the lowest rating is the highest number."""
    assert "On Distance higher is worse" in shown("bond", "distance")
    assert "higher is worse" not in shown("bond")
