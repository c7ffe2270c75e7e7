"""The same data from files and from a database are the same term."""

from __future__ import annotations

import json

import pytest


def _data_hash(frozen) -> str:
    return json.loads((frozen / "term.json").read_text(encoding="utf-8"))["data_hash"]


@pytest.fixture
def from_files(small_term) -> str:
    """The hash of the small term from its CSV files, before a database takes them over."""
    return _data_hash(small_term.freeze())


def test_a_database_gives_the_same_term_as_files(from_files, stored):
    """Whoever moves from exported files to queries gets the same numbers: the frozen data are equal byte by byte."""
    assert stored.small.found() == []
    assert _data_hash(stored.small.freeze()) == from_files
