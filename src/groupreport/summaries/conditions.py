"""Cohesion, alliance, attendance and rating drops by modality and by stage, over groups."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from groupreport.measures.group_means import difference_of_groups, mean_over_groups
from groupreport.measures.stages import STAGES
from groupreport.measures.text import TEXT
from groupreport.summaries.drops_by_condition import MODALITIES
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.records import Conditions, Unavailable
from groupreport.summaries.retention import Courses
from groupreport.summaries.scale_facts import SCALE_FACTS

_ORDER = {name: place for place, name in enumerate((*MODALITIES, *STAGES))}
_KEY = ["measure", "scale_number", "by", "cell"]


def conditions(found: Courses, drops: RatingDrops | Unavailable) -> Conditions:
    """Every measure by the group's modality and by the session's stage; cells without a group are not there."""
    values = pd.concat([_scales(found), _attendance(found), _drops(found, drops)], ignore_index=True)
    values = values.dropna(subset=["cell", "value"])
    rows, differences = [], []
    for key, own in values.groupby(_KEY, sort=False):
        mean = mean_over_groups(own["value"])
        facts = dict(zip(_KEY, key, strict=True))
        counts = {"groups": mean.groups, "members": int(own["members"].sum())}
        rows.append({**facts, **counts, "mean": mean.mean, "low": mean.low, "high": mean.high})
    of_modality = values[values["by"] == "modality"]
    for (measure, scale), own in of_modality.groupby(["measure", "scale_number"], sort=False):
        by_cell = {name: own.loc[own["cell"] == name, "value"] for name in MODALITIES}
        for first, second in combinations([name for name in MODALITIES if len(by_cell[name])], 2):
            found_here = difference_of_groups(by_cell[first], by_cell[second])
            ends = {"difference": found_here.mean, "low": found_here.low, "high": found_here.high}
            names: dict[str, Any] = {"measure": measure, "scale_number": scale, "first": first, "second": second}
            differences.append({**names, "groups": found_here.groups, **ends})
    return Conditions(
        cells=_within_range(_named(rows, [*_KEY, "groups", "members", "mean", "low", "high"], found)),
        differences=_named(
            differences,
            ["measure", "scale_number", "first", "second", "groups", "difference", "low", "high"],
            found,
        ),
    )


def _within_range(cells: pd.DataFrame) -> pd.DataFrame:
    """Intervals cut where the measure ends: no attendance above all, no score beyond its scale."""
    lowest = cells["minimum"].astype("float64").mask(cells["measure"] != "scale", 0.0)
    highest = cells["maximum"].astype("float64").mask(cells["measure"] == "attendance", 1.0)
    low = cells["low"].astype("float64").clip(lower=lowest.fillna(-np.inf))
    high = cells["high"].astype("float64").clip(upper=highest.fillna(np.inf))
    return cells.assign(low=low.mask(cells["low"].isna()), high=high.mask(cells["high"].isna()))


def _scales(found: Courses) -> pd.DataFrame:
    """One row a scale, group and cell: the mean of its members' means."""
    scope = found.scope
    scores = scope.process_scores.dropna(subset="score")
    placed = scores.assign(
        modality=scores["group_id"].map(scope.groups.set_index("group_id")["modality"]),
        stage=scope.held["stage"].take(scores["held_number"].to_numpy()).array,
    )
    parts = []
    for by in ("modality", "stage"):
        member = ["scale_number", "group_id", by, "member_id"]
        means = placed.dropna(subset=by).groupby(member, sort=False)["score"].mean().reset_index()
        of_group = means.groupby(["scale_number", "group_id", by])["score"].agg(["mean", "size"]).reset_index()
        parts.append(of_group.rename(columns={by: "cell", "mean": "value", "size": "members"}).assign(by=by))
    return pd.concat(parts, ignore_index=True).assign(measure="scale")


def _attendance(found: Courses) -> pd.DataFrame:
    """One row a group and cell: attended over what is on record."""
    known = _placed(found, found.own[found.own["known"]])
    parts = []
    for by in ("modality", "stage"):
        cells = known.dropna(subset=by).groupby(["group_id", by])
        value = cells["present"].mean().rename("value")
        own = pd.concat([value, cells["member_id"].nunique().rename("members")], axis=1).reset_index()
        parts.append(own.rename(columns={by: "cell"}).assign(by=by))
    return pd.concat(parts, ignore_index=True).assign(measure="attendance", scale_number=-1)


def _drops(found: Courses, drops: RatingDrops | Unavailable) -> pd.DataFrame:
    """One row a group and cell: drops begun there per 100 sessions rated by members whose ratings could be judged."""
    if isinstance(drops, Unavailable):
        return pd.DataFrame(columns=["group_id", "cell", "value", "members", "by", "measure", "scale_number"])
    rated = _placed(found, drops.rated_sessions)
    onsets = drops.headline_episodes.rename(columns={"onset_session": "session"})
    onset = _placed(found, onsets[["member_id", "group_id", "session"]])
    parts = []
    for by in ("modality", "stage"):
        cells = rated.dropna(subset=by).groupby(["group_id", by])
        begun = onset.dropna(subset=by).groupby(["group_id", by]).size()
        own = pd.concat([cells.size().rename("rated"), cells["member_id"].nunique().rename("members")], axis=1)
        own["value"] = 100 * begun.reindex(own.index).fillna(0) / own["rated"]
        parts.append(own.drop(columns="rated").reset_index().rename(columns={by: "cell"}).assign(by=by))
    return pd.concat(parts, ignore_index=True).assign(measure="drops", scale_number=-1)


def _placed(found: Courses, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the modality of their group and the stage of their session."""
    scope = found.scope
    stages = rows[["group_id", "session"]].merge(
        scope.sessions[["group_id", "session", "stage"]], on=["group_id", "session"], how="left"
    )["stage"]
    modality = rows["group_id"].map(scope.groups.set_index("group_id")["modality"])
    return rows.assign(modality=modality.array, stage=stages.array)


def _named(rows: list[dict[str, Any]], columns: list[str], found: Courses) -> pd.DataFrame:
    """Facts of the scale in the place of its number, in the order of the questionnaires and cells."""
    frame = pd.DataFrame(rows, columns=columns)
    scales = found.scope.process_scales
    facts = scales.reindex(frame["scale_number"].to_numpy(np.int64)).reset_index(drop=True)
    named = pd.concat([frame.drop(columns="scale_number"), facts], axis=1)
    texts = [name for name in ("measure", "by", "cell", "first", "second") if name in named]
    named = named.astype(dict.fromkeys(texts, TEXT))
    turn = frame["scale_number"].where(frame["scale_number"] >= 0, len(scales)).to_numpy(np.int64)
    first = texts[1:]
    order = named[first].map(lambda name: _ORDER.get(str(name), -1)).assign(scale=turn, measure=named["measure"])
    kinds = order.sort_values(["scale", "measure", *first], kind="stable").index
    return named.loc[kinds].reset_index(drop=True)[
        [*texts, *SCALE_FACTS, *[c for c in columns if c not in {*texts, "scale_number"}]]
    ]
