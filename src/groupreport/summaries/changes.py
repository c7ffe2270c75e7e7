"""What changed between the report of the term that this one is compared with, and now."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from groupreport.intake.hashes import seal_of
from groupreport.parameters.definitions import definitions_of
from groupreport.summaries.records import Changed, Changes, Unavailable

if TYPE_CHECKING:
    from groupreport.intake import Term
    from groupreport.intake.earlier_edition import EarlierEdition


def changes_since(term: Term) -> Changes | Unavailable:
    """What numbers of this term rest on that was otherwise when the term to compare with was last published.

    Both terms are read and counted by today's settings, questionnaires and code, so a comparison holds; but the earlier
    term's own report may show other numbers for it, wherever one of these changed.
    """
    previous, earlier = term.previous, term.earlier_edition
    if previous is None:
        return Unavailable("not_collected", "no_earlier_term")
    if earlier is None:
        return Unavailable("not_collected", "earlier_not_published")
    name = previous.parameters.term.name or previous.parameters.term.id
    return Changes(name, tuple(_changed(term, previous, earlier)))


def _changed(term: Term, previous: Term, earlier: EarlierEdition) -> Iterator[Changed]:
    parameters = term.parameters
    if earlier.data != previous.data_hash:
        yield Changed("data", previous.parameters.term.id)
    version = importlib.metadata.version("groupreport")
    if earlier.package != version:
        yield Changed("package", "groupreport", earlier.package, version)
    now = definitions_of(
        parameters.settings.model_dump(mode="json"),
        parameters.term_settings.model_dump(mode="json"),
    )
    for name in sorted({*earlier.definitions, *now}):
        then_value, value = earlier.definitions.get(name), now.get(name)
        if then_value != value:
            yield Changed("definition", name, then_value, value)
    # A questionnaire that came or went is a change of the setting `instruments`.
    for name, entry in term.instruments.items():
        if earlier.instruments.get(name, "") not in ("", seal_of(entry.model_dump(mode="json"))):
            yield Changed("questionnaire", name)
