from __future__ import annotations

import dataclasses
import os

import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.disclosure.pseudonyms import KEY_FILE_VARIABLE, pseudonyms
from groupreport.errors import DisclosureError
from groupreport.summaries.records import ParticipationSigns

KEY = bytes(range(32))


@pytest.fixture
def key_file(tmp_path, monkeypatch):
    """A key that only its owner can read, named by the environment."""
    path = tmp_path / "key"
    path.write_text(KEY.hex())
    path.chmod(0o600)
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    return path


@pytest.fixture(autouse=True)
def no_key_of_this_machine(monkeypatch):
    monkeypatch.delenv(KEY_FILE_VARIABLE, raising=False)


def test_members_have_the_same_token_everywhere_and_no_id_is_left(make_group_summary, key_file):
    """In attendance, ratings, episodes and participation."""
    summary = for_audience(make_group_summary(evaluator={"pseudonyms": True}), "evaluator").summary
    frames = [
        summary.attendance_by_member,
        summary.attendance_by_member_session,
        summary.participation.by_member,
        summary.ruptures.episodes,
    ]
    given = {"A-17", "B-03", "C-99"}
    tokens = set(summary.attendance_by_member["member_id"])

    assert all(set(frame["member_id"]) <= tokens for frame in frames)
    assert tokens.isdisjoint(given)
    assert len(tokens) == 3


def test_signs_about_members_have_tokens_too(make_group_summary, key_file):
    """Absences, drop-out by definition, silence: every frame of members, also inside records."""
    members = pd.DataFrame({"member_id": ["A-17", "B-03", "C-99"]})
    summary = dataclasses.replace(
        make_group_summary(evaluator={"pseudonyms": True}),
        completion_by_member=members,
        absence_runs=members,
        participation_signs=ParticipationSigns(by_member=members, early_and_late=pd.DataFrame()),
    )
    shown = for_audience(summary, "evaluator").summary
    tokens = set(shown.attendance_by_member["member_id"])

    for frame in (shown.completion_by_member, shown.absence_runs, shown.participation_signs.by_member):
        assert set(frame["member_id"]) == tokens


def test_rows_keep_their_numbers_and_are_ordered_by_token(make_group_summary, key_file):
    """The order of the ids is gone, the person's numbers stay with the person."""
    rows = for_audience(make_group_summary(evaluator={"pseudonyms": True}), "evaluator").summary.attendance_by_member
    token_of = pseudonyms(["A-17", "B-03", "C-99"], KEY, "2026-fall")

    assert rows["member_id"].tolist() == sorted(token_of.values())
    assert rows.set_index("member_id")["present"].to_dict() == {
        token_of["A-17"]: 7,
        token_of["B-03"]: 8,
        token_of["C-99"]: 9,
    }


def test_token_is_known_beforehand():
    """Keyed BLAKE2b of "t", NUL, "M1" with key 00 to 1f, as `openssl mac ... BLAKE2BMAC` gives it, in base 32."""
    assert pseudonyms(["M1"], KEY, "t") == {"M1": "FDSVVDUI"}


def test_another_term_gives_another_token():
    """Two terms' pages cannot be joined, unless the program asks for that."""
    assert pseudonyms(["M1"], KEY, "2026-fall") != pseudonyms(["M1"], KEY, "2026-spring")


def test_program_scope_keeps_the_token_over_terms(make_group_summary, key_file):
    """The scope is then the same for every term."""
    settings = {"pseudonyms": True, "pseudonym_scope": "program"}
    rows = for_audience(make_group_summary(evaluator=settings), "evaluator").summary.attendance_by_member

    assert set(rows["member_id"]) == set(pseudonyms(["A-17", "B-03", "C-99"], KEY, "").values())


def test_another_key_gives_another_token():
    """Without the key nobody can try out ids."""
    assert pseudonyms(["M1"], KEY, "t") != pseudonyms(["M1"], bytes(32), "t")


def test_thousand_members_have_thousand_tokens():
    """Eight letters are enough for a program."""
    tokens = pseudonyms([f"M{number}" for number in range(1000)], KEY, "t")

    assert len(set(tokens.values())) == 1000


def test_without_key_nothing_is_shown(make_group_summary):
    """Ids as given would be the wrong fallback."""
    with pytest.raises(DisclosureError, match="no key is given"):
        for_audience(make_group_summary(evaluator={"pseudonyms": True}), "evaluator")


def test_key_named_in_the_parameters(make_group_summary, key_file, monkeypatch):
    """program.yml may name the file as well."""
    monkeypatch.delenv(KEY_FILE_VARIABLE)
    settings = {"pseudonyms": True, "pseudonym_key_file": str(key_file)}

    assert for_audience(make_group_summary(evaluator=settings), "evaluator").pseudonyms


@pytest.mark.skipif(os.name != "posix", reason="file rights are POSIX")
def test_key_that_others_can_read_is_refused(make_group_summary, key_file):
    """A key that everybody has protects nobody."""
    key_file.chmod(0o644)

    with pytest.raises(DisclosureError, match="Others can read the pseudonym key file"):
        for_audience(make_group_summary(evaluator={"pseudonyms": True}), "evaluator")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("not a key", "hexadecimal digits", id="words"),
        pytest.param("00" * 16, "must have 32 bytes, this one has 16", id="too-short"),
    ],
)
def test_what_is_no_key_is_refused(make_group_summary, key_file, content, message):
    """A weak key is an error of its own."""
    key_file.write_text(content)

    with pytest.raises(DisclosureError, match=message):
        for_audience(make_group_summary(evaluator={"pseudonyms": True}), "evaluator")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("key", "must be absolute", id="relative"),
        pytest.param("/nowhere/at/all", "does not exist", id="missing"),
    ],
)
def test_key_file_that_cannot_be_found_is_refused(make_group_summary, monkeypatch, path, message):
    """The folder that a notebook runs in must not decide."""
    monkeypatch.setenv(KEY_FILE_VARIABLE, path)

    with pytest.raises(DisclosureError, match=message):
        for_audience(make_group_summary(evaluator={"pseudonyms": True}), "evaluator")
