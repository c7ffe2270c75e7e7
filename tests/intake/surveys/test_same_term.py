"""Whatever survey system wrote a term's answers: they freeze to the same term as the contract's own tables."""

from __future__ import annotations

import pytest

KINDS = ["qualtrics-numbers", "qualtrics-texts", "redcap-raw", "redcap-labels", "google-sheet", "google-direct",
         "microsoft"]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_gives_the_same_term_as_plain_tables(plain_term, exported, kind):
    """The same answers, whoever wrote them down, freeze to the same rows; nothing is warned of."""
    plain = plain_term().open()
    term = exported(kind)

    assert term.open().data_hash == plain.data_hash
    assert term.found() == []


def test_every_kind_is_tried(programs):
    """No kind of export is left out above."""
    assert list(programs.KINDS) == KINDS
