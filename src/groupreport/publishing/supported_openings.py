"""How a report opens: the headline, and the key facts in large type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groupreport.publishing.document import Headline, KeyFact, KeyFacts
from groupreport.publishing.inlines import Place, inlines, plain_text
from groupreport.publishing.supported_tables import plain_grid

HEADLINE_CLASS = "headline"
KEY_FACTS_CLASS = "key-facts"
_FEWEST, _MOST = 2, 5  # what can be told apart at a glance, and fits side by side on paper


def headline(content: Sequence[Any], place: Place) -> Headline:
    """The paragraph in a `::: {.headline}` block.

    Raises:
        RenderError: The block holds something else.
    """
    if [node["t"] for node in content] != ["Para"]:
        raise place.refusal("a headline is not one paragraph")
    said = inlines(content[0]["c"], place)
    if not plain_text(said).strip():
        raise place.refusal("a headline is empty")
    return Headline(said)


def key_facts(content: Sequence[Any], place: Place) -> KeyFacts:
    """The table in a `::: {.key-facts}` block: a row of labels, one of values, one of notes.

    Raises:
        RenderError: The block holds something else, or a fact lacks its label or value.
    """
    if [node["t"] for node in content] != ["Table"]:
        raise place.refusal("the key facts are not one table")
    labels, rows = plain_grid(content[0], "the table of the key facts", place)
    if not _FEWEST <= len(labels) <= _MOST or len(rows) != 2:
        raise place.refusal(f"the key facts need a row of {_FEWEST} to {_MOST} labels, one of values and one of notes")
    facts = tuple(KeyFact(*texts) for texts in zip(labels, *rows, strict=True))
    if not all(plain_text(fact.value).strip() for fact in facts):
        raise place.refusal("a key fact has no value")
    return KeyFacts(facts)
