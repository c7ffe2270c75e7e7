"""A word of its own is planted in every column that can hold text; it reaches an audience only where it may."""

from __future__ import annotations

import contextlib
import dataclasses
import io
from collections.abc import Mapping

import pandas as pd
import pytest

import groupreport
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
    ("events", "kind"): ("zqxkind ", {"evaluator"}),
    ("events", "identity_domain"): ("zqxdomain", {"evaluator"}),
}
COMMENT = "zqxcomment"
BY_COLUMN = {column: word for (_, column), (word, _) in CANARIES.items()}


@pytest.fixture(scope="module", params=["embedded", pytest.param("quarto", marks=pytest.mark.quarto)])
def published(request, plant, tmp_path_factory):
    """The demo with canaries, published for everybody (one group for the evaluators)."""
    if request.param == "quarto" and not _quarto_is_there():
        pytest.skip("Quarto is not installed: no `quarto` on PATH and no QUARTO_PATH")
    folder = plant(tmp_path_factory.mktemp("canaries") / "project", BY_COLUMN)
    for file in (folder / "params").rglob("*.yml"):  # a comment is nobody's to read
        file.write_text(f"# {COMMENT}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    arguments = ["render", "--project", str(folder), "--term", TERM, "--renderer", request.param]
    with contextlib.redirect_stdout(io.StringIO()) as answer, contextlib.redirect_stderr(io.StringIO()) as complaints:
        assert exit_code([*arguments, "--audience", "leadership", "--audience", "funder"]) == 0
        assert exit_code([*arguments, "--group", "zqxgidG05"]) == 0
    (folder / "said").write_text(answer.getvalue() + complaints.getvalue(), encoding="utf-8")
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
    assert COMMENT not in everything


PERSONAL = [CANARIES[place][0].strip() for place in CANARIES if place[1] in ("member_id", "leaders", "site", "note")]


BESIDE = {"index.html", "manifest.json", "ro-crate-metadata.json"}


@pytest.mark.kernel
@pytest.mark.slow
def test_index_manifest_and_messages_name_nobody(published):
    """They stand beside the reports of all audiences; executed notebooks and logs do not."""
    project = published.parents[1]
    files = [*(published / name for name in BESIDE), project / "said"]
    beside = {path.name for path in published.iterdir() if path.is_file()}
    said = "".join(path.read_text(encoding="utf-8") for path in files)

    assert beside == BESIDE
    assert [word for word in [*PERSONAL, COMMENT] if word in said] == []
    assert {path.suffix for path in published.rglob("*") if path.is_file()} == {".html", ".pdf", ".csv", ".json"}


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.parametrize("report", ["leadership/program", "funder/outcomes"])
def test_executed_notebooks_for_others_hold_no_person(published, report):
    """Parameters, code, outputs and metadata of what leadership's and funders' pages are made of."""
    project = published.parents[1]
    executed = (project / "build" / TERM / "executed" / f"{report}.ipynb").read_text(encoding="utf-8")

    assert "injected-parameters" in executed
    assert [word for word in PERSONAL if word in executed] == []


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.parametrize("audience", ["leadership", "funder"])
def test_views_for_others_hold_no_person(published, audience):
    """All that a notebook can reach from its view: every record, frame, index and text in it, however deep."""
    term = groupreport.open_term(published.parents[1] / "build" / TERM / "frozen")
    summarize = groupreport.summarize_program if audience == "leadership" else groupreport.summarize_outcomes
    summary = summarize(term)
    held = " ".join(_texts(groupreport.for_audience(summary, audience), set()))

    assert "zqxprogram" in held
    assert [word for word in PERSONAL if word in held] == []
    assert "member_id" not in held.split()


def _texts(thing, met):
    """Every text in a record and in whatever it holds; files that it names are not opened."""
    if id(thing) in met:
        return
    met.add(id(thing))
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, pd.Series):
        yield from _texts(thing.to_frame(), met)
    elif isinstance(thing, pd.DataFrame):
        if not thing.empty:  # the names of columns without rows are nobody's
            names = " ".join(map(str, [*thing.columns.names, *thing.index.names]))
            yield from f"{thing.reset_index().to_csv()} {names}".replace(",", " ").split()
    else:
        for part in _parts(thing):
            yield from _texts(part, met)


def _parts(thing):
    if isinstance(thing, Mapping):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, (list, tuple, set, frozenset)):
        return thing
    return vars(thing).values() if dataclasses.is_dataclass(thing) or hasattr(thing, "model_dump") else ()


@pytest.mark.kernel
@pytest.mark.slow
def test_the_canaries_would_be_found(published):
    """The evaluator's report holds ids and names, so that the search for them can fail."""
    everything = _everything(published / "evaluator")

    assert all(BY_COLUMN[column].strip() in everything for column in ("member_id", "group_name", "leaders", "program"))
