"""Why a published report is not what its inputs give now: the first layer that differs, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from groupreport.publishing.layers import Layers, NumberChange, changed_numbers, layers_of
from groupreport.publishing.plan import PlannedReport

_NAMED = 3  # the first of the numbers that differ


def explanation(planned: PlannedReport, executed: Path, *, build: Path, renderer: str, show_values: bool) -> str:
    """What differs between a published report and the same made again, from the data to the file.

    Args:
        planned: The report with its key as it was and as it is.
        executed: The executed notebook of the report that was made again.
        build: Where the numbers of published reports are kept.
        renderer: What made the pages this time.
        show_values: Whether numbers are told, which may be health data; else only their places.
    """
    if planned.published is None:
        raise ValueError(f"{planned.job.name} was never published, so there is nothing to explain")
    then, now = planned.published.layers, layers_of(executed, renderer)
    inputs = _changed_inputs(planned, then.tools, now.tools)
    numbers = _numbers(planned, then, now, executed, build, show_values)
    return "; ".join(part for part in (inputs, numbers, _page(then, now)) if part)


def _changed_inputs(planned: PlannedReport, then: Mapping[str, str], now: Mapping[str, str]) -> str:
    published = planned.published.key if planned.published else {}
    changed = [part for part in planned.key if planned.key[part] != published.get(part) and part != "tools"]
    versions = [
        f"{name} {then.get(name, 'absent')} -> {now.get(name, 'absent')}"
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]
    said = [f"{', '.join(changed)} changed since it was published"] if changed else []
    said += [f"other versions: {', '.join(versions)}"] if then and versions else []
    if not said and planned.key.get("tools") != published.get("tools"):
        said.append("tools changed since it was published")
    return "; ".join(said) or "data, parameters, templates and versions are the same"


def _numbers(planned: PlannedReport, then: Layers, now: Layers, executed: Path, build: Path, show_values: bool) -> str:
    if then.numbers is None or now.numbers is None:
        return "its numbers were not kept, so they cannot be compared"
    if then.numbers == now.numbers:
        return "all numbers are the same"
    changes = changed_numbers(build, planned.job.name, then, executed)
    if changes is None:
        return "numbers differ (the published ones are not in build/ any more, so which ones cannot be said)"
    return _listed(changes, show_values)


def _listed(changes: Sequence[NumberChange], show_values: bool) -> str:
    first = [
        f"{change.place} {change.before} -> {change.now}" if show_values else change.place
        for change in changes[:_NAMED]
    ]
    more = ", ..." if len(changes) > _NAMED else ""
    count = "1 number differs" if len(changes) == 1 else f"{len(changes)} numbers differ"
    hint = "" if show_values else " (--show-values shows them)"
    return f"{count}: {', '.join(first)}{more}{hint}"


def _page(then: Layers, now: Layers) -> str:
    if then.document is None:
        return ""
    if then.document == now.document:
        return "texts, tables and pictures are the same, and the file differs by how it was laid out"
    return "texts, tables or pictures differ" if then.numbers == now.numbers else ""
