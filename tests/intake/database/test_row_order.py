"""A database gives rows in any order; the same rows are the same answer."""

from __future__ import annotations

import json

from hypothesis import given, settings, strategies

from groupreport.intake.sources.sql.answers import as_file
from groupreport.parameters import Limits

_CELLS = strategies.one_of(strategies.none(), strategies.integers(), strategies.text(max_size=5))
_ROWS = strategies.lists(strategies.tuples(_CELLS, _CELLS), max_size=8)


def _file(rows):
    return as_file("query ratings (2026-fall)", ["a", "b"], [False, False], [rows] if rows else [], Limits())


def _texts(rows) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


@settings(deadline=None, max_examples=60)
@given(_ROWS, strategies.integers(0, 7))
def test_the_hash_is_that_of_the_rows_not_of_their_order(rows, place):
    """Rows in another order have the same hash, and stand in the file in the order of the query."""
    others = [*rows[place:], *rows[:place]]
    assert _file(rows).sha256 == _file(others).sha256
    assert (_file(rows).content == _file(others).content) == (_texts(rows) == _texts(others))


@settings(deadline=None, max_examples=60)
@given(_ROWS, _ROWS)
def test_other_rows_have_another_hash(rows, others):
    """No two answers that differ in a row, or in how often it stands there, are taken for the same."""
    assert (_file(rows).sha256 == _file(others).sha256) == (sorted(_texts(rows)) == sorted(_texts(others)))


def test_a_frozen_term_is_left_alone_when_only_the_order_changes(stored):
    """Nothing is read anew, and no report is stale, because a server gives its rows in another order."""
    frozen = stored.set_queries(ratings="select * from ratings order by member_id").small.freeze()
    before = json.loads((frozen / "term.json").read_text(encoding="utf-8"))
    stored.set_queries(ratings="select * from ratings order by member_id desc, value").small.freeze()
    after = json.loads((frozen / "term.json").read_text(encoding="utf-8"))
    assert after["inputs"] == before["inputs"]
    assert after["data_hash"] == before["data_hash"]
