"""The numbers of leadership's view one by one, as the ledger keeps them and as a reader compares them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from groupreport.disclosure.known_sums import Place
from groupreport.disclosure.printed import as_printed
from groupreport.disclosure.read_back import ReadNumber
from groupreport.summaries.records import ALL_PROGRAMS, ProgramSummary

# Part, what it is about, row, measure: one number of any leadership report, whatever the order of its rows.
Key = tuple[str, str, str, str]
# By frame: the columns that say what a row is about, those that name it, and the numbers.
FRAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "groups": ((), ("group_name",), ("held_sessions", "size_from", "size_to", "attendance_rate")),
    "flows": ((), ("program",), ("enrolled", "started", "dose_reached", "completed", "dropped_out")),
    "scales_by_group": (("instrument", "scale", "level"), ("group_name",), ("mean", "low", "high")),
    "rules": ((), (), ("members_judged", "members_with_episode", "episodes", "followed", "repaired", "unrepaired")),
    "ruptures_by_stage": (
        (),
        ("stage",),
        ("episodes", "repaired", "partially_repaired", "unrepaired", "undetermined"),
    ),
    "events_by_kind": ((), (), ("events", "events_cultural", "repaired_full")),
    "steps": ((), ("step",), ("taken", "not_taken")),
    "outcomes.by_instrument": (
        ("instrument", "scale"),
        (),
        ("enrolled", "pairs", "improved_share", "recovered", "deteriorated", "unchanged", "mean_pre", "sd_pre")
        + ("mean_post", "sd_post", "smcr", "smcr_low", "smcr_high"),
    ),
    "outcomes_by_program": (
        ("instrument", "scale"),
        ("program",),
        ("pairs", "improved_share", "smcr", "smcr_low", "smcr_high"),
    ),
    "equity": (
        ("instrument", "scale"),
        ("characteristic", "category"),
        ("enrolled", "completed", "pairs", "improved"),
    ),
    "feedback": ((), ("group_name",), ("sessions", "viewed", "discussed")),
    "response_rates": ((), ("instrument",), ("rate",)),
    "comparison": ((), ("measure",), ("previous", "previous_n", "current", "current_n")),
}
# How many means of groups are set beside each other: no people, though a page says "3 of 48" of them.
COMPARED_MEANS = "compared_means"
# The numbers that count people, drops or logged ruptures.
COUNTED = {
    "flows": FRAMES["flows"][2],
    "rules": FRAMES["rules"][2],
    "ruptures_by_stage": FRAMES["ruptures_by_stage"][2],
    "events_by_kind": FRAMES["events_by_kind"][2],
    "steps": FRAMES["steps"][2],
    "outcomes.by_instrument": ("enrolled", "pairs", "improved_share", "recovered", "deteriorated", "unchanged"),
    "outcomes_by_program": ("pairs", "improved_share"),
    "equity": FRAMES["equity"][2],
}


def frames_of(summary: ProgramSummary) -> Iterator[tuple[str, pd.DataFrame]]:
    """The frames of the summary that have numbers for leadership, by path."""
    for name in FRAMES:
        holder = summary.outcomes if name.startswith("outcomes.") else summary
        frame = getattr(holder, name.rpartition(".")[2], None)
        if isinstance(frame, pd.DataFrame):
            yield name, frame


def keys_of(summary: ProgramSummary, last_term: str) -> Iterator[tuple[Key, Place]]:
    """Every number's name in the ledger, and its place in the summary; `last_term` is what comparisons are about."""
    seen: Counter[Key] = Counter()
    for name, frame in frames_of(summary):
        _, row_names, columns = FRAMES[name]
        for row in frame.index:
            of = last_term if name == "comparison" else about(name, frame, row)
            label = ": ".join(_said(frame, row, row_names)) or ALL_PROGRAMS
            seen[name, of, label, ""] += 1
            again = seen[name, of, label, ""]  # several scales of a questionnaire have a row each in a category
            for column in columns:
                if column in frame:
                    yield (name, of, label if again == 1 else f"{label} ({again})", column), (name, row, column)


def about(name: str, frame: pd.DataFrame, row: int) -> str:
    """What a row of one of the frames is about: `wai_sr.bond.member_leader`, or nothing in particular."""
    return ".".join(_said(frame, row, FRAMES[name][0]))


def _said(frame: pd.DataFrame, row: int, columns: tuple[str, ...]) -> list[str]:
    return [str(frame[column][row]) for column in columns if column in frame and not pd.isna(frame[column][row])]


def numbers_of(shown: ProgramSummary, last_term: str) -> tuple[ReadNumber, ...]:
    """Every number of leadership's view; a share of people that improved is kept as the count that it is.

    Args:
        shown: The view's summary, what is withheld missing in it.
        last_term: The id of the term that it is compared with; empty where there is none.
    """
    frames = dict(frames_of(shown))
    found = []
    for key, (name, row, column) in keys_of(shown, last_term):
        value = frames[name][column][row]
        given = None if pd.isna(value) else float(value)
        if column == "improved_share" and given is not None:
            given = float(round(given * float(frames[name]["pairs"][row])))
        if name == "scales_by_group" and given is not None:
            given = as_printed(given, 1)
        found.append(ReadNumber(*key, given))
    return tuple(found)


def by_key(numbers: tuple[ReadNumber, ...]) -> dict[Key, float]:
    """The numbers that are there, by name."""
    return {(one.part, one.about, one.program, one.measure): one.value for one in numbers if one.value is not None}
