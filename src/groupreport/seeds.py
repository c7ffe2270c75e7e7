"""Where every random draw behind a report begins: the same inputs give the same numbers, and a manifest can say so."""

from __future__ import annotations

from types import MappingProxyType

MEMBERS_BY_CHANCE = 2026
SURROGATES = 2026
GROUPS_BY_CHANCE = 20260824
SUBGROUPS = 20260824

SEEDS = MappingProxyType(
    {
        "groups_by_chance": GROUPS_BY_CHANCE,
        "members_by_chance": MEMBERS_BY_CHANCE,
        "subgroups": SUBGROUPS,
        "surrogates": SURROGATES,
    }
)
