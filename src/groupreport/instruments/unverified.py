"""Which facts that numbers rest on nobody has compared with the manual, the paper or the rights holder's word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from groupreport.instruments.facts import Sourced
from groupreport.instruments.records import Instrument

KindOfFact = Literal["key", "missing_rule", "reliable_change", "cutoff", "severe"]


def unverified_facts(instrument: Instrument) -> tuple[KindOfFact, ...]:
    """The kinds of facts in use that are not verified, each once; an empty tuple where everything in use is.

    In use are the key, the missing rules, each scale's reliable change, its first cut-off and its line of higher risk.
    Alternatives, bands and single reliabilities judge nobody, so that they do not count.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> unverified_facts(load_catalog()["phq9"])
        ('key', 'missing_rule', 'cutoff', 'severe')
    """
    found = {kind: None for kind, fact in _facts_in_use(instrument) if not fact.verified}
    return (*(("key",) if not instrument.verified else ()), *found)


def _facts_in_use(instrument: Instrument) -> Iterator[tuple[KindOfFact, Sourced]]:
    scales = instrument.scales
    rules = [instrument.form_missing, instrument.not_applicable, *(scale.missing for scale in scales)]
    yield from (("missing_rule", rule) for rule in rules if rule)
    yield from (("reliable_change", scale.reliable_change) for scale in scales if scale.reliable_change)
    yield from (("cutoff", scale.cutoffs[0]) for scale in scales if scale.cutoffs)
    yield from (("severe", scale.severe) for scale in scales if scale.severe)
