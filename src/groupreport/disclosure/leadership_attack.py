"""The last attack on a report to leadership, on its files alone: what would a reader learn who has funders' as well?

It knows nothing of how the report was protected. It reads program.csv and the pages back, adds what every reader knows
(sums, that people are whole numbers, what funders and earlier reports were told), and works out how closely each small
count is known then.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from groupreport.disclosure.contents import pieces_of
from groupreport.disclosure.leadership_numbers import COMPARED_MEANS, COUNTED, Key, by_key
from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.published import TOTAL
from groupreport.disclosure.read_back import ReadRelease
from groupreport.disclosure.release_attack import PAIR
from groupreport.summaries.records import ALL_PROGRAMS

# Whole, and two parts of it of which nobody is in both: what is left is a count of people as well. Drops that are left
# when each member with one has had a first are of as few members.
PARTS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("flows", "enrolled", ("started",)),
    ("flows", "enrolled", ("completed",)),
    ("flows", "enrolled", ("dropped_out",)),
    ("flows", "enrolled", ("completed", "dropped_out")),
    ("flows", "started", ("dose_reached",)),
    ("flows", "started", ("completed",)),
    ("rules", "members_judged", ("members_with_episode",)),
    ("rules", "episodes", ("members_with_episode",)),
    ("rules", "episodes", ("followed",)),
    ("rules", "followed", ("repaired",)),
    ("events_by_kind", "events", ("events_cultural",)),
    ("events_by_kind", "events", ("repaired_full",)),
    ("outcomes.by_instrument", "enrolled", ("pairs",)),
    ("outcomes.by_instrument", "pairs", ("improved_share",)),
    ("outcomes.by_instrument", "improved_share", ("recovered",)),
    ("outcomes_by_program", "pairs", ("improved_share",)),
    ("equity", "enrolled", ("completed",)),
    ("equity", "enrolled", ("pairs",)),
    ("equity", "pairs", ("improved",)),
)


def attack_report(
    files: Sequence[Path],
    read: ReadRelease,
    smallest: int,
    *,
    to_funders: RecordedRelease | None,
    earlier: Sequence[RecordedRelease],
) -> list[str]:
    """What is wrong with a report to leadership, in sentences that hold no count; empty where it stands up.

    Args:
        files: Its pages as HTML and PDF.
        read: Its program.csv, read back.
        smallest: The smallest count that is shown.
        to_funders: What funders have of the same data.
        earlier: Earlier releases of the term to leadership, from other data.
    """
    numbers = by_key(read.numbers)
    wrong = [*_small(numbers, smallest), *_rests(numbers, smallest), *_of_programs(numbers, smallest)]
    wrong += [*_of_groups(numbers, smallest), *_measured_of_those_who_came(numbers, smallest)]
    wrong += _who_stayed_away(numbers, smallest)
    if to_funders is not None:
        wrong += _beside_funders(numbers, to_funders, smallest)
    for release in earlier:
        before = by_key(release.numbers)
        for key, count in _counts(numbers):
            if 0 < abs(count - before.get(key, math.nan)) < smallest:
                wrong.append(f"{_name(key)}: release {release.number} shows a count that differs by a few people")
    for file in files:
        if file.suffix in (".html", ".pdf"):
            wrong += _page(file, numbers, smallest)
    return wrong


def _counts(numbers: Mapping[Key, float]) -> Iterator[tuple[Key, float]]:
    return ((key, count) for key, count in numbers.items() if key[3] in COUNTED.get(key[0], ()))


def _name(key: Key) -> str:
    return ", ".join(text for text in key if text)


def _small(numbers: Mapping[Key, float], smallest: int) -> Iterator[str]:
    for key, count in _counts(numbers):
        if 0 < count < smallest:
            yield f"{_name(key)}: a small count is published"


def _rests(numbers: Mapping[Key, float], smallest: int) -> Iterator[str]:
    for key, count in _counts(numbers):
        for part, whole, parts in PARTS:
            if key[0] == part and key[3] == whole:
                rest = count - sum(numbers.get((*key[:3], name), math.nan) for name in parts)
                if 0 < rest < smallest:
                    yield f"{_name(key)} less {', '.join(parts)}: leaves a small count"


def _measured_of_those_who_came(numbers: Mapping[Key, float], smallest: int) -> Iterator[str]:
    """Those who came less those with both measurements of a questionnaire, in all and program by program."""
    for key, pairs in _counts(numbers):
        is_measured = key[0] in ("outcomes.by_instrument", "outcomes_by_program") and key[3] == "pairs"
        if is_measured and 0 < numbers.get(("flows", "", key[2], "started"), math.nan) - pairs < smallest:
            yield f"{_name(key)} less than started: leaves a small count"


def _of_programs(numbers: Mapping[Key, float], smallest: int) -> Iterator[str]:
    """All programs less all but one, and programs together less all: who is in two, or in the one not shown."""
    for part, of_all in (("flows", "flows"), ("outcomes_by_program", "outcomes.by_instrument")):
        kinds = {(key[1], key[3]) for key, _ in _counts(numbers) if key[0] == part}
        for about, measure in kinds:
            whole = numbers.get((of_all, about, ALL_PROGRAMS, measure), math.nan)
            shown = [
                count
                for key, count in numbers.items()
                if (key[0], key[1], key[3]) == (part, about, measure) and key[2] != ALL_PROGRAMS
            ]
            if shown and 0 < abs(whole - sum(shown)) < smallest:
                said = ", ".join(filter(None, (part, about, measure)))
                yield f"{said}: programs and all of them differ by a few people"


def _of_groups(numbers: Mapping[Key, float], smallest: int) -> Iterator[str]:
    """Exact sizes of the groups, together, and all people: who is in two groups, or in the small ones."""
    ends = ("size_from", "size_to")
    names = {key[2] for key in numbers if key[0] == "groups" and key[3] in ends}
    low, high = (sum(numbers.get(("groups", "", name, end), math.nan) for name in names) for end in ends)
    people = numbers.get(("flows", "", ALL_PROGRAMS, "enrolled"), math.nan)
    if names and low == high and 0 < abs(low - people) < smallest:
        yield "groups, size: the groups together and all people differ by a few people"


def _who_stayed_away(numbers: Mapping[Key, float], smallest: int) -> Iterator[str]:
    """How many people can have missed every session of their group, where who came is not told.

    By its attendance, and by its means: as many as the smallest count rated, and so came.
    """
    if ("flows", "", ALL_PROGRAMS, "started") in numbers:
        return
    rated = {key[2] for key in numbers if key[0] == "scales_by_group" and key[3] == "mean"}
    names = {key[2] for key in numbers if key[0] == "groups" and key[3] == "held_sessions"}
    away = 0.0
    for name in names:
        size, share = (numbers.get(("groups", "", name, of), math.nan) for of in ("size_to", "attendance_rate"))
        by_attendance = size if math.isnan(share) else size * (1 - share + 0.025) // 1
        away += min(by_attendance, size - smallest) if name in rated else by_attendance
    if names and away < smallest - 1:
        yield "groups: few people can have stayed away"


def _beside_funders(numbers: Mapping[Key, float], release: RecordedRelease, smallest: int) -> Iterator[str]:
    """Endings that funders read together, less the one that leadership reads alone."""
    stayed = release.tables.get("stayed")
    if stayed is None or release.policy.round_to > 1:
        return
    lines = {ALL_PROGRAMS: stayed.column_totals, **{str(row): stayed.table.loc[row] for row in stayed.table.index}}
    totals = {ALL_PROGRAMS: stayed.total, **{str(row): stayed.row_totals[row] for row in stayed.table.index}}
    for program, line in lines.items():
        own = {name: numbers.get(("flows", "", program, name), math.nan) for name in ("dropped_out", "completed")}
        told = {**{str(name): float(count) for name, count in line.items()}, TOTAL: float(totals[program])}
        for name, count in told.items():
            for end, among in own.items():
                possible = (name, end) in (
                    ("ended_before", "dropped_out"), ("not_completed", "dropped_out"),
                    (TOTAL, "dropped_out"), (TOTAL, "completed"),
                )  # fmt: skip
                if possible and 0 < count - among < smallest:
                    yield f"flows, {program}, {end}: beside funders' '{name}' it leaves a small count"


def _page(file: Path, numbers: Mapping[Key, float], smallest: int) -> Iterator[str]:
    """Small parts of a number of people on a page: "3 of 105" where 105 is a count of people that is shown."""
    wholes = {int(count) for _, count in _counts(numbers)} - _numbers_of_means(numbers)
    shown = {(int(part), int(whole)) for part, whole in _pairs_of_no_people(numbers)}
    for piece in pieces_of(file):
        if not piece.prose:
            continue
        for pair in PAIR.finditer(piece.text):
            part, whole = (int(text.replace(",", "")) for text in pair.groups())
            few = 0 < part < smallest or 0 < whole - part < smallest
            if few and whole in wholes and (part, whole) not in shown and not _foot(piece.where, part):
                yield f"{file.name}, {piece.where}: a small part of a number of people"


def _numbers_of_means(numbers: Mapping[Key, float]) -> set[int]:
    """How many groups there are, and how many of their means are compared: "3 of 48 group means" are no people."""
    means = numbers.get(("groups", "", ALL_PROGRAMS, COMPARED_MEANS), 0)
    counted = [{key[2] for key in numbers if key[0] == part} for part in ("groups", "scales_by_group")]
    return {int(means), *(len(groups - {ALL_PROGRAMS}) for groups in counted)}


def _foot(where: str, part: int) -> bool:
    return where == f"page {part}"


def _pairs_of_no_people(numbers: Mapping[Key, float]) -> Iterator[tuple[float, float]]:
    """Sessions in which feedback was used, and questionnaires that were answered."""
    for part, whole in (("viewed", "sessions"), ("discussed", "sessions"), ("answered", "expected")):
        rows = [key for key in numbers if key[3] == part]
        pairs = [(numbers[key], numbers.get((*key[:3], whole), math.nan)) for key in rows]
        pairs = [pair for pair in pairs if not math.isnan(pair[1])]
        yield from pairs
        yield sum(one for one, _ in pairs), sum(other for _, other in pairs)
