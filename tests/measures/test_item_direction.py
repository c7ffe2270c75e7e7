"""Items that run against the rest of their scale are found, and only where there is enough to say so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.data_quality import item_directions

# R 4.2.2, psych 2.2.9: alpha(attitude)$item.stats$r.drop.
DROP = [0.6712621, 0.7421097, 0.5607111, 0.7144455, 0.7862756, 0.2650343, 0.4608105]
# R 4.2.2: the same over ten clusters of three rows each, written out as a loop with cor, atanh and qt.
LOW = [0.48456149, 0.51135236, 0.17959721, 0.39978186, 0.52131444, -0.15333892, 0.09518802]
HIGH = [0.7994712, 0.8730485, 0.7954771, 0.8784693, 0.9129663, 0.6028350, 0.7168830]
# And with complaints and critical turned (150 minus the value).
TURNED = [0.2799215, -0.7471259, 0.3880605, 0.6982623, 0.5031386, -0.2729364, 0.4611654]


@pytest.fixture(name="attitude", scope="module")
def _attitude(truth_folder) -> pd.DataFrame:
    return pd.read_csv(truth_folder / "misc_stats" / "attitude.csv")


def simulated(members: int, forms: int, items: int = 6, turned: tuple[int, ...] = (), seed: int = 1) -> tuple:
    """Forms of members who differ; each item is the member's level, the form's and chance; some are turned."""
    rng = np.random.default_rng(seed)
    member = np.repeat(np.arange(members), forms)
    level = rng.normal(0, 1, members)[member] + rng.normal(0, 0.5, len(member))
    values = level[:, np.newaxis] + rng.normal(0, 1, (len(member), items))
    values[:, list(turned)] *= -1
    return pd.DataFrame(values, columns=[str(place + 1) for place in range(items)]), member


def test_the_correlations_are_those_of_r(attitude):
    """Chatterjee and Price's attitude data; two turned items run against the others and blur them."""
    rows = list(range(len(attitude)))
    turned = attitude.assign(complaints=150 - attitude["complaints"], critical=150 - attitude["critical"])

    assert item_directions(attitude, rows)["correlation"].tolist() == pytest.approx(DROP, abs=1e-7)
    assert item_directions(turned, rows)["correlation"].tolist() == pytest.approx(TURNED, abs=1e-7)


def test_the_interval_leaves_out_one_member_at_a_time(attitude):
    """Three rows a member."""
    found = item_directions(attitude, np.repeat(np.arange(10), 3))

    assert found["low"].tolist() == pytest.approx(LOW, abs=1e-7)
    assert found["high"].tolist() == pytest.approx(HIGH, abs=1e-7)
    assert found["item"].tolist() == list(attitude.columns)
    # Six items run with the others; of 'critical' the interval holds 0.
    assert found["direction"].tolist() == ["with"] * 5 + ["unclear", "with"]


def test_a_turned_item_is_found():
    """Items 2 and 5 were turned twice; the other four still run with the rest."""
    found = item_directions(*simulated(members=40, forms=5, turned=(1, 4)))

    assert found.set_index("item")["direction"].to_dict() == {
        "1": "with", "2": "against", "3": "with", "4": "with", "5": "against", "6": "with"
    }  # fmt: skip


def test_a_right_key_is_seldom_blamed():
    """In 50 simulated terms of 12 members no item runs against the others."""
    found = [item_directions(*simulated(members=12, forms=6, seed=seed))["direction"] for seed in range(50)]

    assert not any((each == "against").any() for each in found)


def test_forms_of_one_member_do_not_make_sure_what_is_not():
    """Unrelated items of ten members, a hundred forms each: the members decide, so that the interval is wide."""
    rng = np.random.default_rng(5)
    member = np.repeat(np.arange(10), 100)
    values = rng.normal(0, 1, (10, 4))[member] + rng.normal(0, 0.1, (1000, 4))
    found = item_directions(values, member)

    assert (found["high"] - found["low"] > 0.5).all()


@pytest.mark.parametrize(
    ("keyed", "members"),
    [
        pytest.param(np.empty((0, 4)), [], id="no form"),
        pytest.param(np.full((40, 4), np.nan), range(40), id="nothing answered"),
        pytest.param([[1, 2, 3, 4]], ["A"], id="one form"),
        pytest.param(np.ones((40, 4)), range(40), id="always the same answer"),
        pytest.param(simulated(40, 1)[0], ["A"] * 40, id="one member"),
        pytest.param(simulated(9, 10)[0], simulated(9, 10)[1], id="nine members"),
        pytest.param(simulated(29, 1)[0], range(29), id="29 forms"),
        pytest.param(simulated(40, 2, items=2)[0], simulated(40, 2)[1], id="two items"),
        pytest.param(simulated(40, 2, items=1)[0], simulated(40, 2)[1], id="one item"),
        pytest.param(np.empty((3, 0)), ["A", "B", "C"], id="no item"),
    ],
)
def test_too_little_to_say_is_its_own_answer(keyed, members):
    """No warning, no verdict."""
    found = item_directions(keyed, list(members))

    assert (found["direction"] == "not_enough_data").all()
    assert len(found) == np.shape(keyed)[1]


def test_an_item_that_varies_in_one_member_alone_is_not_judged():
    """Without that member the item is a constant, so nothing holds for the others."""
    keyed, member = simulated(members=20, forms=3)
    keyed["6"] = np.where(member == 0, np.arange(60) % 3, 2.0)
    found = item_directions(keyed, member).set_index("item")

    assert found.loc["6", "direction"] == "not_enough_data"
    assert np.isnan(found.loc["6", "low"])
    assert found.loc["1", "direction"] == "with"


def test_incomplete_forms_are_left_out():
    """A form without one item has another sum of the rest."""
    keyed, member = simulated(members=20, forms=3)
    holes = keyed.copy()
    holes.loc[::6, "3"] = np.nan

    found = item_directions(holes, member)
    assert found["forms"].tolist() == [50] * 6
    whole = holes.notna().all(axis=1)
    pd.testing.assert_frame_equal(found, item_directions(keyed[whole], member[whole.to_numpy()]))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.randoms(), st.floats(0.5, 20), st.floats(-50, 50))
def test_unit_origin_and_order_are_no_matter(seed, random, unit, origin):
    """Correlations do not change when all items are stretched and moved, nor with the order of forms."""
    keyed, member = simulated(members=12, forms=3, turned=(0,), seed=seed)
    rows = list(range(len(keyed)))
    random.shuffle(rows)
    other = item_directions((keyed * unit + origin).iloc[rows], member[rows])

    found = item_directions(keyed, member)
    pd.testing.assert_frame_equal(found, other, rtol=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_turning_every_item_changes_nothing(seed):
    """A scale whose every item is turned holds together as before: a whole scale upside down is not seen here."""
    keyed, member = simulated(members=12, forms=3, seed=seed)

    pd.testing.assert_frame_equal(item_directions(keyed, member), item_directions(6 - keyed, member), rtol=1e-9)
