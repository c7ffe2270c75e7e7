"""The release ledgers: what was handed out, when and under which rules. Lines are added and never changed.

Each line of `releases/funder.jsonl` or `releases/leadership.jsonl` in the program's folder is one release, or the word
that one was never handed out.
A line holds only what was published, and the SHA-256 of the line before, so that a changed or lost line is noticed.
A release is written down before its files are put in place: a run that breaks off in between leaves a release too many
in the ledger, which withholds more than is needed, and never one too few.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

import filelock

from groupreport.disclosure.policy import Policy
from groupreport.disclosure.read_back import ReadNumber, ReadRelease, ReadTable, cells_of, table_of_cells
from groupreport.errors import DisclosureError, ParameterError, Problem
from groupreport.parameters import RELEASES_FOLDER
from groupreport.whole_files import write_whole

Readers = Literal["funder", "leadership"]
_FIRST = "0" * 64
_SECONDS_FOR_ANOTHER_RUN = 600


@dataclass(frozen=True, kw_only=True)
class RecordedRelease:
    """One release that readers may have.

    Attributes:
        number: Its number in the ledger, from 1.
        term: The term's id.
        starts: The term's first day.
        ends: The term's last day.
        data: SHA-256 of the term's data.
        rules: The policy as it was, so that the same data under other rules are another release.
        tables: The counts by table, missing where withheld.
        numbers: The other numbers, such as shares of people.
        recorded_at: When it was written down, ISO 8601.
        withdrawn: Why it counts as never handed out; None where readers may have it.
    """

    number: int
    term: str
    starts: datetime.date
    ends: datetime.date
    data: str
    rules: Mapping[str, Any]
    tables: Mapping[str, ReadTable]
    numbers: tuple[ReadNumber, ...]
    recorded_at: str
    withdrawn: str | None = None

    @property
    def policy(self) -> Policy:
        """The rules that it was made under."""
        return Policy(**self.rules)


def ledger_file(readers: Readers) -> str:
    """Where the releases to these readers are written down, seen from the program's folder."""
    return f"{RELEASES_FOLDER}/{readers}.jsonl"


@contextlib.contextmanager
def only_writer(project_folder: Path, readers: Readers = "funder") -> Iterator[None]:
    """Hold the ledger while a release is looked at beside the earlier ones and written down behind them.

    Two terms of a program may be made at the same time: without this, neither would be looked at beside the other, and
    one of their lines would be lost.

    Raises:
        DisclosureError: The ledger's folder cannot be written or locked, or another run holds it for long.
    """
    path = project_folder / ledger_file(readers)
    lock = filelock.FileLock(path.with_suffix(".lock"), timeout=_SECONDS_FOR_ANOTHER_RUN, mode=0o600)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except (OSError, NotImplementedError) as error:
        raise DisclosureError(f"{ledger_file(readers)} cannot be locked: {error}.") from error
    try:
        yield
    finally:
        lock.release()


def read_ledger(project_folder: Path, readers: Readers = "funder") -> tuple[RecordedRelease, ...]:
    """Every release that was written down, in order; withdrawn ones say why. No ledger is no release.

    Raises:
        DisclosureError: A line was changed, lost or cut off: then nobody knows what readers have, and nothing is
            released to funders until the file is restored from a copy.
    """
    releases: dict[int, RecordedRelease] = {}
    for line in _lines(project_folder / ledger_file(readers)):
        if "withdraws" in line:
            number = int(line["withdraws"])
            releases[number] = replace(releases[number], withdrawn=str(line["why"]))
        else:
            release = _release(line)
            releases[release.number] = release
    return tuple(releases.values())


class Rules(Protocol):
    """What a release was made under: a record of plain values."""

    @property
    def smallest_count(self) -> int:
        """The smallest count that is shown."""


def earlier_releases(
    ledger: Sequence[RecordedRelease], term: str, data: str, policy: Rules
) -> tuple[RecordedRelease, ...]:
    """The releases that a release of this term has to be read beside: those written down before it.

    A release that is made again from the same data under the same rules is the same release, and is read beside the
    same ones as the first time, so that it comes out the same.
    """
    standing = [release for release in ledger if release.withdrawn is None]
    same = [release.number for release in standing if (release.term, release.data) == (term, data)]
    same = [one.number for one in standing if one.number in same and one.rules == rules_of(policy)]
    return tuple(release for release in standing if not same or release.number < same[0])


def rules_of(policy: Rules) -> dict[str, Any]:
    """The policy in the form in which the ledger keeps it."""
    return json.loads(json.dumps(vars(policy)))  # type: ignore[no-any-return]


def record_release(
    project_folder: Path,
    release: ReadRelease,
    *,
    starts: datetime.date,
    ends: datetime.date,
    data: str,
    policy: Rules,
    now: datetime.datetime,
    readers: Readers = "funder",
) -> int:
    """Write a release down, unless the same one stands there already; returns its number.

    Raises:
        DisclosureError: The ledger was damaged.
    """
    ledger = read_ledger(project_folder, readers)
    rules = rules_of(policy)
    for known in ledger:
        same = (known.term, known.data, known.rules) == (release.term, data, rules) and known.withdrawn is None
        if same and (_written(known.tables), known.numbers) == (_written(release.tables), release.numbers):
            return known.number
    number = len(ledger) + 1
    _append(
        project_folder / ledger_file(readers),
        {
            "release": number,
            "term": release.term,
            "starts": starts.isoformat(),
            "ends": ends.isoformat(),
            "data": data,
            "rules": rules,
            "tables": _written(release.tables),
            "numbers": [astuple(number) for number in release.numbers],
            "recorded_at": now.isoformat(),
        },
    )
    return number


def withdraw_release(
    project_folder: Path, number: int, why: str, now: datetime.datetime, readers: Readers = "funder"
) -> None:
    """Write down that a release was never handed out; the line of the release itself stays.

    Raises:
        ParameterError: There is no such release, it is withdrawn already, or no reason is given.
        DisclosureError: A line of the ledger is damaged.
    """
    known = {release.number: release for release in read_ledger(project_folder, readers)}
    if number not in known:
        raise _slip(f"there is no release {number}", "List them with `groupreport releases`.")
    if known[number].withdrawn is not None:
        raise _slip(f"release {number} is withdrawn already", "Nothing is left to be done.")
    if not why.strip():
        raise _slip(
            "no reason is given", 'Say with --why "..." why nobody has it: what readers have cannot be taken back.'
        )
    _append(
        project_folder / ledger_file(readers), {"withdraws": number, "why": why.strip(), "recorded_at": now.isoformat()}
    )


def _slip(message: str, remedy: str) -> ParameterError:
    return ParameterError([Problem(rule="withdrawal", message=message, remedy=remedy, file="--withdraw")])


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    raw = path.read_bytes()
    if not raw.endswith(b"\n"):
        raise _damaged(path, raw.count(b"\n") + 1, "is cut off")
    found, before = [], _FIRST
    for place, line in enumerate(raw.splitlines(), 1):
        try:
            read = json.loads(line)
            told = read.pop("before")
        except (ValueError, KeyError, AttributeError, TypeError):
            raise _damaged(path, place, "cannot be read") from None
        if told != before:
            raise _damaged(path, place, "does not follow from the line before it")
        before = hashlib.sha256(line).hexdigest()
        found.append(read)
    return found


def _damaged(path: Path, line: int, what: str) -> DisclosureError:
    return DisclosureError(
        f"{path.parent.name}/{path.name}, line {line}, {what}: what readers have been told is not known any more. "
        "Restore the file from a copy; it is never edited by hand."
    )


def _append(path: Path, line: dict[str, Any]) -> None:
    _lines(path)  # nothing is added behind a damaged line
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = hashlib.sha256(path.read_bytes().splitlines()[-1]).hexdigest() if path.exists() else _FIRST
    text = json.dumps({**line, "before": before}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A whole new file in place of the old one: a run that is killed here leaves no half of a line.
    earlier = path.read_bytes() if path.exists() else b""
    write_whole(path, earlier + f"{text}\n".encode(), private=True)


def _written(tables: Mapping[str, ReadTable]) -> dict[str, list[list[Any]]]:
    return {
        name: [[row, column, None if math.isnan(count) else count] for row, column, count in cells_of(table)]
        for name, table in tables.items()
    }


def _release(line: Mapping[str, Any]) -> RecordedRelease:
    return RecordedRelease(
        number=int(line["release"]),
        term=str(line["term"]),
        starts=datetime.date.fromisoformat(line["starts"]),
        ends=datetime.date.fromisoformat(line["ends"]),
        data=str(line["data"]),
        rules=line["rules"],
        tables={
            name: table_of_cells(
                name, {(row, column): math.nan if count is None else count for row, column, count in cells}
            )
            for name, cells in line["tables"].items()
        },
        numbers=tuple(ReadNumber(*number) for number in line["numbers"]),
        recorded_at=str(line["recorded_at"]),
    )


def _count(written: float | None) -> float:
    return math.nan if written is None else float(written)
