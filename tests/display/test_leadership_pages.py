"""An attacker who has nothing but leadership's pages: text, captions, tables and alt texts, number by number."""

from __future__ import annotations

import dataclasses
import itertools
import re

import numpy as np
import pandas as pd
import pytest

import groupreport
from groupreport.disclosure.attack import Attack
from groupreport.display.wording import wording
from groupreport.summaries.records import Unavailable

from .pages import figures
from .simulated import frozen_term, small_term

STATUSES = ("repaired", "partially_repaired", "unrepaired", "undetermined")
STAGES = ("commitment", "process", "change", "termination")
LEVELS = ("member_leader", "member_member", "member_group")
STEPS = ("named", "disarmed", "supported_target", "educated", "supported_other", "corrective")
SMALLEST = 5
# Drops by stage, level and what became of them, and the log. The first draws few, the last many.
DRAWS = [(seed, mean) for mean in (0.3, 1.0, 2.5, 6.0) for seed in range(4)]


@pytest.fixture(scope="module", name="simulated")
def _simulated(tmp_path_factory):
    """36 people in four groups; what is neither about people in groups nor about drops is left out."""
    term = frozen_term(tmp_path_factory.mktemp("leadership"), small_term(groups=4, members=9), {})
    parts = ("scales_by_group", "scales_by_session", "agreement", "outcomes", "outcomes_by_program", "equity")
    left_out = dict.fromkeys((*parts, "feedback", "response_rates", "comparison"), Unavailable("not_collected", ""))
    return dataclasses.replace(groupreport.summarize_program(term), for_funders=None, **left_out)


def drawn(summary, seed, mean):
    """The program's term with drops and a log drawn by lot."""
    lot = np.random.default_rng(seed)
    uneven = mean * lot.gamma(0.7, 1 / 0.7, (len(STAGES), 1, len(STATUSES))) if seed else mean
    counts = lot.poisson(uneven, (len(STAGES), len(LEVELS), len(STATUSES)))
    stages = pd.DataFrame(
        [
            (stage, level, int(counts[i, j].sum()), *map(int, counts[i, j]))
            for i, stage in enumerate(STAGES)
            for j, level in enumerate(LEVELS)
        ],
        columns=["stage", "level", "episodes", *STATUSES],
    )
    drops = int(counts.sum())
    judged = int(summary.rules["members_judged"].iloc[0])
    members = min(int(lot.integers(drops // 3, drops + 1)) or int(drops > 0), judged)
    of_all = dict(zip(STATUSES, map(int, counts.sum(axis=(0, 1))), strict=True))
    headline = summary.rules[summary.rules["headline"]]
    rules = headline.assign(members_with_episode=members, episodes=drops, **of_all)
    logged = lot.poisson(2 * mean, 6)
    full = lot.binomial(logged, 0.5)
    kinds = pd.DataFrame(
        {
            "level": [*LEVELS, *LEVELS],
            "kind": "cultural",
            "cultural": [True] * 3 + [False] * 3,
            "events": logged,
            "repaired_full": full,
        }
    )
    known = lot.binomial(int(logged.sum()), [1.0, 0.5, 0.9, 0.5, 0.4, 1.0])
    taken = lot.binomial(known, 0.6)
    steps = pd.DataFrame(
        {"step": STEPS, "taken": taken, "not_taken": known - taken, "not_recorded": int(logged.sum()) - known}
    )
    return dataclasses.replace(summary, rules=rules, ruptures_by_stage=stages, events_by_kind=kinds, steps=steps)


def truth_of(summary):
    """Every count that a page could give away, by name."""
    rule, kinds, steps = summary.rules.iloc[0], summary.events_by_kind, summary.steps.set_index("step")
    truth = {"members": rule["members_with_episode"], "judged": rule["members_judged"], "drops": rule["episodes"]}
    truth |= {("all", status): rule[status] for status in STATUSES}
    truth["followed"] = sum(rule[status] for status in STATUSES[:3])
    for stage, own in summary.ruptures_by_stage.groupby("stage"):
        truth |= {(stage, status): own[status].sum() for status in STATUSES}
        truth[stage, "drops"] = own["episodes"].sum()
    truth |= {"events": kinds["events"].sum(), "cultural": kinds["events"][kinds["cultural"]].sum()}
    truth["full"] = kinds["repaired_full"].sum()
    truth |= {(step, name): steps.loc[step, name] for step in STEPS for name in ("taken", "not_taken")}
    return {name: int(count) for name, count in truth.items()}


def pages_of(view):
    """All that is printed or read out on drops, repairs and the log."""
    page = groupreport.show_program_ruptures(view)
    alt = "\n".join(alt for _, alt in figures(page.markdown))
    text = str(page).replace("\\", "")
    return text.replace(alt, " ") if alt else text, alt


def read(text, alt):
    """The counts on the page by name, and what is left of the page without them."""
    found, left = {}, []

    def take(pattern, *names):
        nonlocal text
        for match in re.finditer(pattern, text):
            found.update(zip(names, map(int, match.groups()), strict=True))
        text = re.sub(pattern, " ", text)

    take(r"Ratings of (\d+) of (\d+) members? with enough", "members", "judged")
    take(r"Ratings of (\d+) members?", "members")
    if re.search(r"No member['’]s ratings", text):
        found["members"] = 0
    take(r"in the ratings of (\d+) members?", "judged")
    take(r"(?:This is|These are) (\d+) rating drops?", "drops")
    take(r"(\d+) drops? of the (\d+) that could be followed", ("all", "repaired"), "followed")
    take(r"(\d+) of (\d+) drops that could be followed", ("all", "repaired"), "followed")
    take(r"\(\d+; \d+ to \d+ in 95% of ratings")
    words = wording()
    for stage in STAGES:
        name = words.word("stage", stage)
        take(rf"\((\d+) of (\d+)\) began in the {name.lower()} stage", (stage, "drops"), "drops")
        bar = re.search(rf"{name} (\d+)(?: \(([^)]*)\))?", alt)
        if bar:
            found[stage, "drops"] = int(bar[1])
            by_word = {word.strip(): int(count) for count, word in re.findall(r"(\d+) ([^,]+)", bar[2] or "")}
            found |= {(stage, status): by_word.pop(words.word("status", status), 0) for status in STATUSES}
            left += list(by_word)
            alt = alt.replace(bar[0], " ")
    if "No rupture was logged" in text:
        found |= {"events": 0, "cultural": 0, "full": 0}
    take(r"(\d+) ruptures? (?:was|were) logged", "events")
    take(r"(\d+) of them cultural", "cultural")
    take(r"(\d+) of (\d+) (?:was|were) fully repaired", "full", "events")
    for step in STEPS:
        name = words.word("step", step).lower()
        for taken, known in re.findall(rf"{name} (\d+) of (\d+)", text):
            found |= {(step, "taken"): int(taken), (step, "not_taken"): int(known) - int(taken)}
        text = re.sub(rf"{name} \d+ of \d+", " ", text)
    tied = r"largest numbers are tied: ([^(]*)\((\d+) of (\d+) each\)"
    for match in re.finditer(tied, text):
        for stage in STAGES:
            if words.word("stage", stage).lower() in match[1]:
                found |= {(stage, "drops"): int(match[2]), "drops": int(match[3])}
    text = re.sub(tied, " ", text)
    return found, left + re.findall(r"\d+", text + alt)


def attack_on(found, truth):
    """All that the reader of a page knows of counts without seeing them."""
    zero = [{"drops": 1, **{("all", status): -1 for status in STATUSES}}]
    zero.append({"followed": 1, **{("all", status): -1 for status in STATUSES[:3]}})
    zero += [{("all", status): 1, **{(stage, status): -1 for stage in STAGES}} for status in STATUSES]
    zero += [{(stage, "drops"): 1, **{(stage, status): -1 for status in STATUSES}} for stage in STAGES]
    least = [{"drops": 1, "members": -1}, {"judged": 1, "members": -1}]
    least += [{"events": 1, "cultural": -1}, {"events": 1, "full": -1}]
    least += [{"events": 1, (step, "taken"): -1, (step, "not_taken"): -1} for step in STEPS]
    return Attack({name: found.get(name) for name in truth}, zero, least)


def sums_to_protect(truth):
    """Every count, and what is left when one is subtracted from another or two are taken together."""
    sums = [{name: 1} for name in truth]
    rows = [[(row, status) for status in STATUSES] for row in ("all", *STAGES)]
    rows += [[(stage, status) for stage in STAGES] for status in (*STATUSES, "drops")]
    for row in rows:
        sums += [dict.fromkeys(part, 1) for size in (2, 3) for part in itertools.combinations(row, size)]
    sums += [{"events": 1, "full": -1}, {"events": 1, "cultural": -1}, {"judged": 1, "members": -1}]
    sums += [{(step, "taken"): 1, (step, "not_taken"): 1} for step in STEPS]
    sums += [{"events": 1, (step, "taken"): -1, (step, "not_taken"): -1} for step in STEPS]
    return [one for one in sums if 0 < sum(factor * truth[name] for name, factor in one.items()) < SMALLEST]


def betrayed(found, truth):
    """The sums of which an attacker learns more than that they are 1 to 4."""
    attack = attack_on(found, truth)
    intervals = [(one, attack.interval(one)) for one in sums_to_protect(truth)]
    return [one for one, (low, high) in intervals if low > 1 or high < SMALLEST - 1]


@pytest.mark.parametrize(("seed", "mean"), DRAWS)
def test_nothing_printed_betrays_a_few_drops_or_events(simulated, seed, mean):
    """Every number on the page is known to the attacker and true; of 1 to 4 nothing more can be worked out."""
    summary = drawn(simulated, seed, mean)
    text, alt = pages_of(groupreport.for_audience(summary, "leadership"))
    found, unread = read(text, alt)
    truth = truth_of(summary)

    assert unread == []
    assert found == {name: truth[name] for name in found}
    assert betrayed(found, truth) == []


def test_large_counts_are_printed(simulated):
    """What could be shown is: the members, the drops, the log, and bars whose parts are all large or none."""
    text, alt = pages_of(groupreport.for_audience(drawn(simulated, 0, 6.0), "leadership"))
    found, _ = read(text, alt)

    assert {"members", "judged", "drops", "events", ("process", "drops")} <= set(found)


def test_the_attack_sees_a_caption_that_adds_up_to_a_withheld_bar(simulated):
    """Two bars of three parts printed beside all drops give away the third: this attack can succeed."""
    summary = drawn(simulated, 1, 1.0)
    truth = truth_of(summary)
    small = next(one for one in sums_to_protect(truth) if len(one) == 1)
    (name,) = small

    assert betrayed({key: count for key, count in truth.items() if key != name}, truth)


def test_no_group_has_drops_or_a_log_in_leaderships_view(simulated):
    """One drop that lasted, or one logged rupture, points at people whom a clinic can find."""
    view = groupreport.for_audience(drawn(simulated, 0, 6.0), "leadership")
    columns = ["members_with_episode", "members_judged", "episodes", *STATUSES, "events", "events_cultural"]

    assert view.summary.groups[columns].isna().all(axis=None)
    assert list(view.summary.rules["headline"]) == [True]
    assert list(view.summary.events_by_kind) == ["events", "events_cultural", "repaired_full"]


def test_the_share_of_repaired_drops_is_not_compared_for_leadership(simulated):
    """74 % of 34 are 25 drops: with the followed ones that tells what the section withholds, also of last term."""
    columns = ["measure", "label", "unit", "previous", "previous_n", "current", "current_n", "note"]
    row = pd.DataFrame([("repaired_share", "Drops repaired", "share", 0.74, 34, 25 / 34, 34, "")], columns=columns)
    summary = dataclasses.replace(simulated, comparison=row)

    assert groupreport.for_audience(summary, "leadership").summary.comparison.empty
