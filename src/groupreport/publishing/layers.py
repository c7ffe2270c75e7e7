"""The layers between data and page, which explain a page that cannot be made again: numbers, document, tools."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groupreport.parameters import Record
from groupreport.publishing.keys import tool_versions

# How `groupreport.keep_numbers` marks them in an executed notebook.
_NUMBERS = "application/vnd.groupreport.numbers"
_MARKDOWN = "text/markdown"
_ABSENT = "(nothing)"


class Layers(Record):
    """What a published report was made of on its way, as hashes: the same hash means the same layer.

    numbers: of every number behind the report, None where its notebook keeps none. document: of every text, table and
    picture before a renderer lays them out. tools: the versions of all that can change a number or a page.
    """

    numbers: str | None = None
    document: str | None = None
    tools: dict[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class NumberChange:
    """A number that is another one now, by its place in the report's records."""

    place: str
    before: object
    now: object


def layers_of(executed: Path, renderer: str) -> Layers:
    """The layers of the report that an executed notebook became."""
    cells = _cells(executed)
    numbers = _numbers(cells)
    return Layers(
        numbers=_digest(numbers) if numbers is not None else None,
        document=_digest(json.dumps(list(_document(cells)), ensure_ascii=False)),
        tools={**tool_versions(), "renderer": renderer},
    )


def numbers_in(executed: Path) -> str | None:
    """The canonical JSON of the numbers that an executed notebook keeps; None where it keeps none."""
    return _numbers(_cells(executed))


def kept_numbers(build: Path, report: str) -> Path:
    """Where the numbers behind a published report lie: with the run's own files, for evaluators alone."""
    return build / "numbers" / f"{report}.json"


def keep_numbers(build: Path, report: str, executed: Path) -> None:
    """Put the numbers of a report that is being published aside; a later run that fails leaves them alone."""
    numbers, kept = numbers_in(executed), kept_numbers(build, report)
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept.unlink(missing_ok=True)
    if numbers is not None:
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(numbers)


def changed_numbers(build: Path, report: str, published: Layers, executed: Path) -> list[NumberChange] | None:
    """Which numbers differ between a published report and one that was made again.

    Returns:
        The changes in the order of the records' names; None where what was published is not kept any more.
    """
    try:
        kept = kept_numbers(build, report).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    now = numbers_in(executed)
    if now is None or _digest(kept) != published.numbers:
        return None
    return list(_changes(json.loads(kept), json.loads(now), ""))


def _changes(before: Any, now: Any, place: str) -> Iterator[NumberChange]:  # noqa: ANN401 - JSON
    if isinstance(before, dict) and isinstance(now, dict):
        for name in sorted(before.keys() | now.keys()):
            inside = f"{place}.{name}" if place else name
            yield from _changes(before.get(name, _ABSENT), now.get(name, _ABSENT), inside)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for position, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _changes(one, other, f"{place}[{position}]")
    elif isinstance(before, list) and isinstance(now, list):
        yield NumberChange(place=f"{place} (length)", before=len(before), now=len(now))
    elif before != now or type(before) is not type(now):
        yield NumberChange(place=place, before=before, now=now)


def _numbers(cells: Sequence[dict[str, Any]]) -> str | None:
    for cell in cells:
        for output in cell.get("outputs", []):
            if _NUMBERS in output.get("data", {}):
                return "".join(output["data"][_NUMBERS])
    return None


def _document(cells: Sequence[dict[str, Any]]) -> Iterator[str]:
    for cell in cells:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        for output in cell.get("outputs", []):
            yield "".join(output.get("data", {}).get(_MARKDOWN, ""))


def _cells(executed: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    return cells


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
