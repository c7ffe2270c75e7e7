"""One scale of a questionnaire, fact by fact, each with its source."""

from __future__ import annotations

from collections.abc import Iterator

from groupreport.display.wording import Wording
from groupreport.instruments import Scale

Row = tuple[str, str]


def scale_rows(scale: Scale, words: Wording) -> Iterator[Row]:
    """The scale's key, rules, lines and what is known of its error, one row a fact."""
    yield from _key(scale, words)
    yield from _lines(scale, words)
    yield from _changes(scale, words)


def _key(scale: Scale, words: Wording) -> Iterator[Row]:
    if scale.items:
        yield _row(words, "items", "numbers", numbers=[str(number) for number in scale.items])
        yield _row(words, "reversed", "numbers", numbers=[str(number) for number in scale.reversed_items])
    made = scale.model_dump(include={"aggregation", "weight", "minimum", "maximum", "higher_is"})
    yield _row(words, "score", "score", handed_in=scale.items is None, **made)
    yield _row(words, "shown", "shown", **scale.model_dump(include={"headline", "optional", "level"}))
    if scale.missing:
        yield _row(words, "missing", "missing", count=len(scale.items or (1,)), **scale.missing.model_dump())
    elif scale.items:
        yield _row(words, "missing", "missing_none")


def _lines(scale: Scale, words: Wording) -> Iterator[Row]:
    for place, line in enumerate(scale.cutoffs):
        yield _row(words, "other_cutoff" if place else "cutoff", "line", **line.model_dump())
    if scale.headline and not scale.cutoffs:
        yield _row(words, "cutoff", "none")
    if scale.severe:
        yield _row(words, "severe", "line", **scale.severe.model_dump())
    for one in scale.bands:
        yield _row(words, "bands", "bands", **one.model_dump())


def _changes(scale: Scale, words: Wording) -> Iterator[Row]:
    if scale.reliable_change:
        yield _row(words, "change", "change", **scale.reliable_change.model_dump())
    elif scale.headline:
        yield _row(words, "change", "none")
    for change in scale.other_reliable_changes:
        yield _row(words, "other_change", "change", **change.model_dump())
    for noticed in scale.important_changes:
        yield _row(words, "important", "important", **noticed.model_dump())
    for coefficient in scale.reliabilities:
        yield _row(words, "reliability", "reliability", **coefficient.model_dump())


def _row(words: Wording, name: str, statement: str, **facts: object) -> Row:
    return words.text(f"catalog.row_{name}"), words.text(f"catalog.{statement}", **facts)
