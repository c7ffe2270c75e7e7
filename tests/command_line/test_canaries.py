"""A word of its own is planted in every column that can hold text; it reaches an audience only where it may."""

from __future__ import annotations

import pytest

from groupreport.command_line import exit_code
from groupreport.disclosure.contents import pieces_of

TERM = "2026-fall"
# By table and column: the word in front of every value, and who may read it. Everything else is for nobody's eyes but
# the evaluator's; an event's id and a note are not printed at all.
CANARIES = {
    ("groups", "group_id"): ("zqxgid", {"evaluator"}),
    ("groups", "group_name"): ("zqxgname ", {"evaluator", "leadership"}),
    ("groups", "program"): ("zqxprogram ", {"evaluator", "leadership", "funder"}),
    ("groups", "site"): ("zqxsite ", {"evaluator"}),
    ("groups", "leaders"): ("zqxleader", {"evaluator"}),
    ("roster", "member_id"): ("zqxmember", {"evaluator"}),
    ("roster", "age_band"): ("zqxage ", {"evaluator", "leadership", "funder"}),
    ("roster", "gender"): ("zqxgender ", {"evaluator", "leadership", "funder"}),
    ("events", "event_id"): ("zqxevent", set()),
    ("events", "note"): ("zqxnote ", set()),
}
BY_COLUMN = {column: word for (_, column), (word, _) in CANARIES.items()}


@pytest.fixture(scope="module", params=["embedded", pytest.param("quarto", marks=pytest.mark.quarto)])
def published(request, plant, tmp_path_factory):
    """The demo with canaries, published for everybody (one group for the evaluators)."""
    if request.param == "quarto" and not _quarto_is_there():
        pytest.skip("Quarto is not installed: no `quarto` on PATH and no QUARTO_PATH")
    folder = plant(tmp_path_factory.mktemp("canaries") / "project", BY_COLUMN)
    arguments = ["render", "--project", str(folder), "--term", TERM, "--renderer", request.param]
    assert exit_code([*arguments, "--audience", "leadership", "--audience", "funder"]) == 0
    assert exit_code([*arguments, "--group", "zqxgidG05"]) == 0
    return folder / "published" / TERM


def _quarto_is_there():
    from groupreport.publishing.quarto_program import find_quarto

    return find_quarto() is not None


def _everything(folder):
    """All that the files of an audience hold: their bytes, and what is encoded in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    decoded = [piece.text for path in files for piece in pieces_of(path)]
    raw = [path.read_bytes().decode("utf-8", "replace") for path in files]
    # Words are parted at the ends of lines in a PDF; a canary is looked for without what may stand in it.
    return "".join([*decoded, *raw]).replace("\u00ad", "").lower()


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.parametrize("audience", ["evaluator", "leadership", "funder"])
def test_a_column_reaches_only_the_audiences_that_may_read_it(published, audience):
    """Ids, leaders, sites and notes stay where they belong, in text, pictures, metadata and machine-readable files."""
    everything = _everything(published / audience)

    reached = {place for place, (word, _) in CANARIES.items() if word.strip() in everything}

    assert reached - {place for place, (_, may) in CANARIES.items() if audience in may} == set()


@pytest.mark.kernel
@pytest.mark.slow
def test_the_canaries_would_be_found(published):
    """The evaluator's report holds ids and names, so that the search for them can fail."""
    everything = _everything(published / "evaluator")

    assert all(BY_COLUMN[column].strip() in everything for column in ("member_id", "group_name", "leaders", "program"))
