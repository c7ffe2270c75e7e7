"""How long the statistics of a large term take, part by part, beside the whole summary of the program.

    python tests/benchmarks/scale_statistics.py [--groups 250] [--json FILE]

Groups of eight over twelve sessions, with ten scales, simulated, frozen and opened before the clock starts. All in one
run, so that shares and ratios hold on a busy or slow machine; nothing passes or fails. Times are without those of the
parts that are measured on their own.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import importlib
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

TERM = "2026-fall"
SECONDS_WANTED = 5.0
PROGRAM = """\
program: {name: Benchmark}
data: {source: folder, path: "data/{term}"}
instruments: [gcq_s, wai_sr, alliance_1_10, phq9, gad7]
characteristics: [age_band, gender]
"""
# What is measured on its own: where a caller finds the function, and its name.
PARTS = [
    *(
        ("groupreport.summaries.statistics", name)
        for name in (
            "nesting_of_scales",
            "correlations_at_levels",
            "reliability_of_scales",
            "growth_of_scales",
            "links_over_term",
            "links_to_next_session",
        )
    ),
    *(
        ("groupreport.summaries.program", name)
        for name in (
            "why_no_scores",
            "rating_drops",
            "scales_by_group",
            "scales_over_groups",
            "agreement_over_groups",
            "flows_by_program",
            "retention",
            "absence_signs",
            "conditions",
            "feedback_use",
            "outcomes_by_instrument",
            "outcomes_by_program",
            "outcome_details",
            "program_details",
            "equity",
            "response_rates_of_term",
            "compare_terms",
            "data_quality",
            "repairs",
            "event_log",
            "consequences",
            "groups_with_co_ruptures",
        )
    ),
    ("groupreport.summaries.rating_drops", "members_by_chance_of_rules"),
]
# Shuffling every series again and again is a simulation with a budget of its own.
CHANCE = "members_by_chance_of_rules"


class Parts:
    """Seconds by part; a part inside another is counted once, as itself."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inside = [0.0]

    def watch(self, home: str, name: str) -> None:
        """Measure every call of a function from now on."""
        module = importlib.import_module(home)
        setattr(module, name, self._timed(getattr(module, name), name))

    def _timed(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def measured(*arguments: Any, **options: Any) -> Any:
            self._inside.append(0.0)
            started = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                taken = time.perf_counter() - started
                self.seconds[name] += taken - self._inside.pop()
                self._inside[-1] += taken

        return measured


def opened_term(folder: Path, groups: int) -> Any:
    """A frozen term of groups of eight over twelve sessions, some forms missing, and outcomes of sessions."""
    from groupreport.instruments import load_catalog
    from groupreport.intake import freeze, open_term
    from groupreport.parameters import Project, read_parameters
    from groupreport.simulation import even_design, simulate_term, write_tables

    design = dataclasses.replace(even_design(groups, members=8), missing_share=0.15, dropout_share=0.15)
    (folder / "params" / "terms").mkdir(parents=True)
    (folder / "params" / "program.yml").write_text(PROGRAM, encoding="utf-8")
    dates = "starts: 2026-08-24, ends: 2026-12-11"
    (folder / "params" / "terms" / f"{TERM}.yml").write_text(f"term: {{id: {TERM}, {dates}}}\n", encoding="utf-8")
    simulated = simulate_term(design, seed=1)
    write_tables(simulated, folder / "data" / TERM)
    project = Project(folder)
    parameters = read_parameters(project, TERM)
    return open_term(freeze(project, parameters, load_catalog(project), today=datetime.date(2027, 1, 31)))


def measured(groups: int) -> dict[str, Any]:
    """Seconds of the whole summary and of each part."""
    from groupreport.summaries import program

    parts = Parts()
    for home, name in PARTS:
        parts.watch(home, name)
    with tempfile.TemporaryDirectory() as place:
        term = opened_term(Path(place), groups)
        started = time.perf_counter()
        summary = program.summarize_program(term)
        whole = time.perf_counter() - started
    growth = summary.statistics.growth
    return {"groups": groups, "ratings": int(growth["ratings"].sum()), "whole": whole, "parts": dict(parts.seconds)}


def lines(figures: dict[str, Any]) -> list[str]:
    """The figures as they are read."""
    parts, whole = figures["parts"], figures["whole"]
    rest, statistics = whole - sum(parts.values()), whole - parts[CHANCE]
    return [
        f"{figures['groups']} groups, {figures['ratings']:,} scores: summarize_program {whole:.2f} s",
        *(
            f"  {name:<26}{seconds:7.2f} s  {seconds / whole:5.1%}"
            for name, seconds in sorted(parts.items(), key=lambda pair: -pair[1])
        ),
        f"  {'everything else':<26}{rest:7.2f} s  {rest / whole:5.1%}",
        f"all statistics, without what chance gives: {statistics:.2f} s",
        f"to the {SECONDS_WANTED:.0f} s that they may take: {statistics / SECONDS_WANTED:.2f}",
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=250)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    figures = measured(arguments.groups)
    print("\n".join(lines(figures)))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
