"""A database gives rows in any order; the same rows are the same answer."""

from __future__ import annotations

import json

from hypothesis import given, strategies

from groupreport.intake.sources.sql.answers import as_file
from groupreport.parameters import Limits

_CELLS = strategies.one_of(strategies.none(), strategies.integers(), strategies.text(max_size=5))
_ROWS = strategies.lists(strategies.tuples(_CELLS, _CELLS), max_size=8)


def _file(rows):
    return as_file("query ratings", ["a", "b"], [False, False], [rows] if rows else [], Limits())


@given(_ROWS.flatmap(lambda rows: strategies.tuples(strategies.just(rows), strategies.permutations(rows))))
def test_the_hash_is_that_of_the_rows_not_of_their_order(both):
    """Rows in another order have the same hash, and stand in the file in the order of the query."""
    rows, shuffled = both
    assert _file(rows).sha256 == _file(list(shuffled)).sha256
    assert _file(rows).content.count(b'","') == len(rows) + 1


@given(_ROWS, _ROWS)
def test_other_rows_have_another_hash(rows, others):
    """No two answers that differ in a row, or in how often it stands there, are taken for the same."""
    texts = [sorted(["" if cell is None else str(cell) for cell in row] for row in each) for each in (rows, others)]
    assert (_file(rows).sha256 == _file(others).sha256) == (texts[0] == texts[1])


def test_a_frozen_term_is_left_alone_when_only_the_order_changes(stored):
    """Nothing is read anew, and no report is stale, because a server gives its rows in another order."""
    frozen = stored.set_queries(ratings="select * from ratings order by member_id").small.freeze()
    before = json.loads((frozen / "term.json").read_text(encoding="utf-8"))
    stored.set_queries(ratings="select * from ratings order by member_id desc, value").small.freeze()
    after = json.loads((frozen / "term.json").read_text(encoding="utf-8"))
    assert after["inputs"] == before["inputs"]
    assert after["data_hash"] == before["data_hash"]
