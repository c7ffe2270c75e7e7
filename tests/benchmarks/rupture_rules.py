"""How long every rule for rating drops takes, and what chance gives, on many series; beside R's suddengains.

    python tests/benchmarks/rupture_rules.py [--series 30000] [--ratings 34] [--groups 250] [--json FILE]
        [--suddengains FOLDER] [--suddengains-series 1000]

Series of simulated ratings are sorted once and judged by one rule after the other; then a term of many groups is
set beside chance by all rules. With the sources of R's suddengains (a folder with its `R/identify_sg.R`), and R
with tibble, dplyr, magrittr, rlang and stringr, its `identify_sg` looks for the same sudden losses in the same
numbers. It is timed inside R without reading them (a thousand series take it most of a minute), and must find the
same ones. All in one run, so that ratios hold on a busy or slow machine; nothing passes or fails for being slow.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from groupreport.measures.ruptures import (
    RULES,
    CommonCourse,
    RatedSeries,
    Rule,
    find_episodes,
    members_by_chance_of_rules,
    rated_series,
    sudden_losses,
)
from groupreport.parameters import RuptureSettings

SECONDS_WANTED = {"rules": 10.0, "chance": 60.0}
LEVELS = ("member_leader", "member_member", "member_group")
CRITERIA = {"reliable_change": 2.8, "answer_range": 1.0, "status_cutoff": 3.0, "change_cutoff": 2.0, "intensity": 1.0}
SUDDEN_GAINS = """\
suppressPackageStartupMessages({library(magrittr); library(dplyr)})
arguments <- commandArgs(trailingOnly = TRUE)
source(file.path(arguments[1], "R", "identify_sg.R"))
scores <- read.csv(arguments[2])
sessions <- setdiff(names(scores), "id")
started <- Sys.time()
found <- suppressMessages(suppressWarnings(
  identify_sg(scores, id_var_name = "id", sg_var_list = sessions, sg_crit1_cutoff = as.numeric(arguments[3]))
))
seconds <- as.numeric(Sys.time() - started, units = "secs")
cat(seconds, sum(as.matrix(found[, grepl("^sg_", names(found))]) == 1, na.rm = TRUE), "\\n")
"""


def simulated(series: int, ratings: int, members_in_group: int = 8) -> pd.DataFrame:
    """Ratings to one decimal, each member's on three levels; one in fifty is missing."""
    random = np.random.default_rng(2026)
    members = -(-series // len(LEVELS))
    member = np.repeat(np.arange(members), len(LEVELS))[:series]
    level = np.tile(np.arange(len(LEVELS)), members)[:series]
    score = random.normal(5, 1, (series, 1)) + random.normal(0, 1, (series, ratings))
    rows = pd.DataFrame(
        {
            "member_id": np.repeat(np.char.add("M", member.astype(str)), ratings),
            "group_id": np.repeat(np.char.add("G", (member // members_in_group).astype(str)), ratings),
            "level": np.repeat(np.array(LEVELS)[level], ratings),
            "session": np.tile(np.arange(1, ratings + 1), series),
            "score": np.round(score, 1).ravel(),
        }
    )
    return rows[random.random(len(rows)) < 0.98].reset_index(drop=True)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came back."""
    started = time.perf_counter()
    result = act()
    return time.perf_counter() - started, result


def criterion_of(rule: Rule) -> float | None:
    """The number that the caller gives."""
    return None if rule.basis is None else CRITERIA[rule.basis]


def measure_rules(rows: pd.DataFrame) -> dict[str, Any]:
    """Seconds by rule, and for sorting."""
    seconds: dict[str, float] = {}
    episodes: dict[str, int] = {}
    seconds["sorting the ratings"], series = timed(lambda: rated_series(rows))
    for rule in RULES.values():
        seconds[rule.name], found = timed(lambda rule=rule: find_episodes(series, rule, criterion=criterion_of(rule)))
        episodes[rule.name] = len(found)
    return {"ratings": len(series.score), "series": series.count, "seconds": seconds, "episodes": episodes}


def measure_chance(groups: int, sessions: int = 12) -> dict[str, Any]:
    """Seconds for all rules on a term of groups of eight, rated on three levels, in 100 orders."""
    series: RatedSeries = rated_series(simulated(groups * 8 * len(LEVELS), sessions))
    rules = [(rule, criterion_of(rule)) for rule in RULES.values() if rule.by_chance]
    course = CommonCourse(autocorrelation=0.3, trend=0.02)
    seconds, _ = timed(lambda: members_by_chance_of_rules(series, rules, settings=RuptureSettings(), course=course))
    return {"groups": groups, "ratings": len(series.score), "rules": len(rules), "seconds": seconds}


def measure_suddengains(sources: Path, series: int, ratings: int) -> dict[str, Any]:
    """Seconds of R's suddengains and of this package for the same falls."""
    rows = simulated(series, ratings)
    wide = rows.assign(id=rows["member_id"] + rows["level"]).pivot(index="id", columns="session", values="score")
    wide.columns = [f"s{session}" for session in wide.columns]
    cutoff = CRITERIA["reliable_change"]
    seconds, found = timed(lambda: sudden_losses(wide.set_axis(range(1, ratings + 1), axis=1), cutoff=cutoff))
    with tempfile.TemporaryDirectory() as folder:
        scores, script = Path(folder) / "scores.csv", Path(folder) / "sudden_gains.R"
        wide.to_csv(scores)
        script.write_text(SUDDEN_GAINS, encoding="utf-8")
        done = subprocess.run(
            ["Rscript", "--vanilla", str(script), str(sources), str(scores), str(cutoff)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"R's suddengains failed:\n{done.stderr}")
    of_r, gains = done.stdout.split()
    if int(gains) != len(found):
        raise SystemExit(f"suddengains finds {gains} sudden losses, this package {len(found)}")
    return {"series": series, "losses": len(found), "seconds": seconds, "seconds_of_r": float(of_r)}


def main() -> None:
    """Measure, and print seconds beside the wanted ones and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=30_000)
    parser.add_argument("--ratings", type=int, default=34)
    parser.add_argument("--groups", type=int, default=250)
    parser.add_argument("--suddengains", type=Path)
    parser.add_argument("--suddengains-series", type=int, default=1_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()

    rules = measure_rules(simulated(arguments.series, arguments.ratings))
    total = sum(rules["seconds"].values())
    print(f"{rules['ratings']:,} ratings in {rules['series']:,} series")
    for name, seconds in rules["seconds"].items():
        print(f"  {name:24s} {seconds:7.2f} s {100 * seconds / total:5.1f} % {rules['episodes'].get(name, ''):>10}")
    print(f"  {'all rules':24s} {total:7.2f} s, {total / SECONDS_WANTED['rules']:.2f} of the wanted time")
    chance = measure_chance(arguments.groups)
    print(
        f"{chance['groups']} groups ({chance['ratings']:,} ratings), 100 orders, {chance['rules']} rules:"
        f" {chance['seconds']:.2f} s, {chance['seconds'] / SECONDS_WANTED['chance']:.2f} of the wanted time"
    )
    measured: dict[str, Any] = {"rules": rules, "chance": chance}
    if arguments.suddengains is not None:
        beside = measure_suddengains(arguments.suddengains, arguments.suddengains_series, arguments.ratings)
        measured["suddengains"] = beside
        print(
            f"sudden losses in {beside['series']:,} series: {beside['seconds']:.3f} s, R's suddengains"
            f" {beside['seconds_of_r']:.1f} s ({beside['seconds_of_r'] / beside['seconds']:,.0f} times as long);"
            f" the same {beside['losses']} losses"
        )
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(measured, indent=2), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
