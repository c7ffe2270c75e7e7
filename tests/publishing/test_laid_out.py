"""Typst's memory is emptied between documents: never under one that is in work, and before it holds many."""

from __future__ import annotations

import threading

import pytest

from groupreport.publishing import laid_out
from groupreport.publishing.laid_out import MOST_DOCUMENTS, LaidOut

WITHIN = 30  # seconds; on a busy machine, too


@pytest.fixture
def forgotten(monkeypatch):
    """An entry for each time that the memory was emptied."""
    times = []
    monkeypatch.setattr(laid_out, "forget", times.append)
    return times


def test_nothing_is_forgotten_under_a_document_that_is_in_work(forgotten):
    """Two documents at once: the memory is emptied once, after the second."""
    memory = LaidOut()
    with memory.in_use("fonts"):
        with memory.in_use("fonts"):
            pass
        assert forgotten == []
    assert forgotten == ["fonts"]


def test_all_is_forgotten_after_every_document_that_stands_alone(forgotten):
    """One after the other, each leaves nothing behind, whether it could be made or not."""
    memory = LaidOut()
    with memory.in_use("fonts"):
        pass
    with pytest.raises(ValueError, match="wrong"), memory.in_use("fonts"):
        raise ValueError("wrong")
    assert forgotten == ["fonts"] * 2


def test_the_next_document_waits_while_memory_is_full_and_then_begins(forgotten):
    """While one document after the other overlaps with the next, memory would never be emptied; so one waits."""
    memory = LaidOut()
    first = memory.in_use("fonts")
    first.__enter__()
    for _ in range(MOST_DOCUMENTS - 1):
        with memory.in_use("fonts"):
            pass
    began = threading.Event()

    def next_document() -> None:
        with memory.in_use("fonts"):
            began.set()

    waiting = threading.Thread(target=next_document)
    waiting.start()
    assert not began.wait(0.2)
    assert forgotten == []
    first.__exit__(None, None, None)
    assert began.wait(WITHIN)
    waiting.join(WITHIN)
    assert forgotten == ["fonts"] * 2
