"""The catalog: complete, sourced, and open to a program's own questionnaires."""

from __future__ import annotations

from pathlib import Path

import pytest

from groupreport.errors import ParameterError
from groupreport.instruments import Instrument, load_catalog
from groupreport.parameters import Project

OWN = """\
id: mood_check
name: Mood check
short_name: Mood
given: session
items: {count: 4, minimum: 1, maximum: 5}
scales:
  - scale: total
    label: Mood
    items: [1, 2, 3, 4]
    reversed_items: [2]
    aggregation: sum
    higher_is: better
    domain: outcome
licence: {status: free, holder: us, note: our own}
citation: ours
key_source: ours
verified: true
"""


def project_with(folder: Path, **files: str) -> Project:
    own = folder / "params" / "instruments"
    own.mkdir(parents=True)
    for name, text in files.items():
        (own / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return Project(folder)


def test_packaged_questionnaires():
    """The promised questionnaires are there, in order of their ids."""
    promised = ["alliance_1_10", "core10", "gad7", "gcq_s", "gcs7", "gq", "gsrs", "phq9", "wai_s", "wai_sr", "who5"]

    assert list(load_catalog()) == promised


@pytest.mark.parametrize(
    ("instrument", "scale", "reversed_items", "lowest", "highest", "higher_is"),
    [
        ("gcq_s", "engaged", (), 0, 6, "better"),
        ("gcq_s", "avoiding", (), 0, 6, "worse"),
        ("gcq_s", "conflict", (), 0, 6, "context"),
        ("wai_sr", "total", (), 1, 5, "better"),
        ("wai_s", "total", (4, 10), 1, 7, "better"),
        ("wai_s", "goal", (4, 10), 1, 7, "better"),
        ("gsrs", "total", (), 0, 40, "better"),
        ("gq", "negative_relationship", (), None, None, "worse"),
        ("alliance_1_10", "member_member", (), 1, 10, "better"),
        ("gcs7", "total", (), 1, 5, "better"),
        ("phq9", "total", (), 0, 27, "worse"),
        ("gad7", "total", (), 0, 21, "worse"),
        ("core10", "total", (2, 3), 0, 40, "worse"),
        ("who5", "total", (), 0, 100, "better"),
    ],
)
def test_range_and_direction(instrument, scale, reversed_items, lowest, highest, higher_is):
    """Each scale has the published range of scores, direction and reversed items."""
    found = load_catalog()[instrument].scale(scale)

    assert found.reversed_items == reversed_items
    assert (found.minimum, found.maximum) == (lowest, highest)
    assert found.higher_is == higher_is


@pytest.mark.parametrize(
    ("instrument", "criterion", "verified", "others"),
    [
        pytest.param("phq9", 6, True, [5], id="nhs-6-kroenke-5"),
        pytest.param("gad7", 4, True, [6], id="nhs-4-bischoff-6"),
        pytest.param("core10", 6, True, [], id="barkham-6"),
        pytest.param("who5", 10, False, [], id="topp-10-second-hand"),
    ],
)
def test_published_reliable_change(instrument, criterion, verified, others):
    """A published criterion stands with its alternatives, a change equal to it counts, and second-hand ones say so."""
    scale = load_catalog()[instrument].scale("total")

    assert scale.reliable_change is not None
    assert (scale.reliable_change.criterion, scale.reliable_change.verified) == (criterion, verified)
    assert scale.reliable_change.inclusive
    assert [other.criterion for other in scale.other_reliable_changes] == others


@pytest.mark.parametrize(
    ("instrument", "cutoffs"),
    [
        ("phq9", [(10, "at_or_above", False)]),
        ("gad7", [(8, "at_or_above", False), (10, "at_or_above", False)]),
        ("core10", [(11, "at_or_above", True), (13, "at_or_above", True)]),
        ("who5", [(50, "below", False)]),
        ("gcs7", []),
        ("gsrs", []),
    ],
)
def test_cutoffs(instrument, cutoffs):
    """Cut-offs name their clinical side; none is invented where none is published."""
    found = load_catalog()[instrument].scale("total").cutoffs

    assert [(cutoff.value, cutoff.clinical_side, cutoff.verified) for cutoff in found] == cutoffs


@pytest.mark.parametrize("name", ["alliance_1_10", "wai_s"])
def test_no_reliability_no_reliable_change(name):
    """Where no reliability was found, no reliable change is offered."""
    assert all(scale.reliable_change is None for scale in load_catalog()[name].scales)


def test_levels_of_the_single_ratings():
    """Of the three ratings from 1 to 10, the first is about the leader, the second members, the third the group."""
    scales = load_catalog()["alliance_1_10"].scales

    assert [(scale.items, scale.level) for scale in scales] == [
        ((1,), "member_leader"),
        ((2,), "member_member"),
        ((3,), "member_group"),
    ]


def test_only_read_keys_are_verified():
    """A key that was only seen second-hand is not called verified."""
    verified = {name for name, instrument in load_catalog().items() if instrument.verified}

    assert verified == {"gsrs", "alliance_1_10", "gcs7"}


def test_own_questionnaire_needs_no_code(tmp_path):
    """A file in params/instruments adds a questionnaire, with the range of its score derived from the key."""
    catalog = load_catalog(project_with(tmp_path, mood_check__yml=OWN))

    assert len(catalog) == 12
    assert (catalog["mood_check"].scale("total").minimum, catalog["mood_check"].scale("total").maximum) == (4, 20)


def test_own_entry_wins(tmp_path):
    """A program's own entry replaces the packaged one of the same id as a whole."""
    own = OWN.replace("mood_check", "phq9")
    catalog = load_catalog(project_with(tmp_path, phq9__yml=own))

    assert len(catalog) == 11
    assert catalog["phq9"].short_name == "Mood"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        pytest.param("higher_is: better", "higher: better", 12, "unknown key 'higher'", id="misspelt-key"),
        pytest.param("higher_is: better", "higher_is: good", 12, "must be one of 'better', 'worse'", id="unknown-word"),
        pytest.param("minimum: 1", "minimum: 5", 5, r"lowest answer \(5\) must be below the highest \(5\)", id="range"),
        pytest.param("[1, 2, 3, 4]", "[1, 2, 3, 5]", 6, r"lists \[5\], but the form has items 1 to 4", id="beyond"),
        pytest.param("[1, 2, 3, 4]", "[1, 2, 2, 4]", 7, "lists an item twice", id="twice"),
        pytest.param("items: [2]", "items: [7]", 7, r"reverses \[7\], which are not among its items", id="stranger"),
        pytest.param(
            "    label: Mood", "    label: Mood\n    maximum: 25", 6, "key gives 4 to 20", id="range-against-the-key"
        ),
        pytest.param(
            "    label: Mood",
            "    label: Mood\n    missing: {minimum_answered: 5, source: us}",
            7,
            "has 4 items but needs 5 answered",
            id="missing-rule",
        ),
        pytest.param(
            "    label: Mood",
            "    label: Mood\n    reliable_change: {source: us}",
            9,
            "needs a criterion, or a reliability",
            id="no-basis",
        ),
        pytest.param(
            "given: session",
            "given: session\nform_missing: {minimum_answered: 9, source: us}",
            5,
            "more answers than the form has items",
            id="form-rule",
        ),
        pytest.param("items: {count", "unused: {count", 5, "unknown key 'unused'", id="items-missing"),
    ],
)
def test_wrong_entry_is_named(tmp_path, old, new, line, message):
    """A wrong entry is refused with its file and line and what is wrong there."""
    assert old in OWN
    project = project_with(tmp_path, mood_check__yml=OWN.replace(old, new))

    with pytest.raises(ParameterError, match=rf"params/instruments/mood_check\.yml:{line}:.*{message}"):
        load_catalog(project)


def test_problems_of_all_files_are_listed_at_once(tmp_path):
    """Two wrong files give one list, not one error after the other."""
    project = project_with(
        tmp_path,
        first__yml=OWN.replace("name: Mood check\n", ""),
        mood__yml=OWN,
        other__yaml=OWN,
    )

    with pytest.raises(ParameterError) as refused:
        load_catalog(project)
    messages = "\n".join(str(problem) for problem in refused.value.problems)

    assert len(refused.value.problems) == 3
    assert "lacks the key 'name'" in messages
    assert "the file is named 'mood' but its id is 'mood_check'" in messages
    assert "the ending is .yaml" in messages


def test_scales_of_one_name_are_refused(tmp_path):
    """Two scales of the same name could not be told apart."""
    scale = OWN[OWN.index("  - scale") : OWN.index("licence")]

    with pytest.raises(ParameterError, match=r"scales of the same name: \['total'\]"):
        load_catalog(project_with(tmp_path, mood_check__yml=OWN.replace(scale, scale + scale)))


def test_scores_and_items_do_not_mix(tmp_path):
    """A scale without items in a form with items is refused."""
    text = OWN.replace("    items: [1, 2, 3, 4]\n    reversed_items: [2]\n", "")

    with pytest.raises(ParameterError, match="lists no items, but the form has some"):
        load_catalog(project_with(tmp_path, mood_check__yml=text))


def test_answer_names():
    """Answers are named by item number, or by scale where a program hands in scores."""
    catalog = load_catalog()

    assert catalog["alliance_1_10"].answer_names == ("1", "2", "3")
    assert catalog["gq"].answer_names == ("positive_bond", "positive_work", "negative_relationship")


def test_unknown_scale():
    """Asking for a scale that is not there names those that are."""
    with pytest.raises(KeyError, match="gad7 has no scale 'fear'; its scales are"):
        load_catalog()["gad7"].scale("fear")


def test_records_are_frozen():
    """A catalog entry cannot be changed by whoever reads it."""
    instrument: Instrument = load_catalog()["gad7"]

    with pytest.raises(ValueError, match="frozen"):
        instrument.verified = True


@pytest.mark.parametrize(
    ("instrument", "line"),
    [
        pytest.param("phq9", 15, id="awell-band-15-19"),
        pytest.param("gad7", 15, id="awell-band-15-21"),
        pytest.param("core10", 20, id="socas-band-20-24"),
    ],
)
def test_higher_risk_at_intake(instrument, line):
    """The line of higher risk at intake is the edge of a published severity band, from there up, and second-hand."""
    severe = load_catalog()[instrument].scale("total").severe

    assert severe is not None
    assert (severe.value, severe.clinical_side, severe.verified) == (line, "at_or_above", False)


def test_no_invented_line_of_higher_risk():
    """Where no severity band is published, no line of higher risk is offered."""
    lined = {name for name, one in load_catalog().items() if any(scale.severe for scale in one.scales)}

    assert lined == {"phq9", "gad7", "core10"}
