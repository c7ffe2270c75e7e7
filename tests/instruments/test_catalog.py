"""The catalog: complete, sourced, and open to a program's own questionnaires."""

from __future__ import annotations

from pathlib import Path

import pytest

from groupreport.errors import ParameterError
from groupreport.instruments import Instrument, load_catalog, unverified_facts
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
    promised = [
        *("alliance_1_10", "ccaps34", "core10", "core_om", "gad7", "gcq_s", "gcq_s_1_7", "gcs7", "gq", "gsrs"),
        *("k10", "k10_0_4", "oq45", "ors", "phq9", "phq_ads", "psq", "srs", "swemwbs", "swls", "tfi_19", "tfi_8"),
        *("wai_s", "wai_sr", "wemwbs", "who5", "wsas", "yp_core"),
    ]

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
        ("core_om", "total", (3, 4, 7, 12, 19, 21, 31, 32), 0, 40, "worse"),
        ("core_om", "risk", (), 0, 40, "worse"),
        ("k10", "total", (), 10, 50, "worse"),
        ("k10_0_4", "total", (), 0, 40, "worse"),
        ("gcq_s_1_7", "engaged", (), 1, 7, "better"),
        ("wemwbs", "total", (), 14, 70, "better"),
        ("swemwbs", "total", (), 7, 35, "better"),
        ("swls", "total", (), 5, 35, "better"),
        ("wsas", "total", (), 0, 40, "worse"),
        ("wsas", "without_work", (), 0, 32, "worse"),
        ("oq45", "total", (), 0, 180, "worse"),
        ("oq45", "symptom_distress", (), 0, 100, "worse"),
        ("oq45", "interpersonal_relations", (), 0, 44, "worse"),
        ("oq45", "social_role", (), 0, 36, "worse"),
        ("ors", "total", (), 0, 40, "better"),
        ("srs", "total", (), 0, 40, "better"),
        ("phq_ads", "total", (), 0, 48, "worse"),
        ("yp_core", "total", (), 0, 40, "worse"),
        ("tfi_8", "total", (), None, None, "better"),
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
        pytest.param("core_om", 5, False, [], id="coreims-5"),
        pytest.param("yp_core", 8, True, [], id="cyp-iapt-8"),
        pytest.param("wemwbs", 9, True, [], id="maheswaran-9-not-the-owners-3"),
        pytest.param("swemwbs", 3, True, [2.87], id="shah-3-unrounded-2.87"),
        pytest.param("oq45", 14, True, [18, 17], id="oq-measures-14-nl-18-cn-17"),
        pytest.param("ors", 5, False, [6.6], id="ors-5-cyp-6.6"),
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
        ("core_om", [(10, "at_or_above", True), (9.9, "at_or_above", True)]),
        ("yp_core", []),
        ("k10", [(20, "at_or_above", False), (22, "at_or_above", True)]),
        ("k10_0_4", []),
        ("wemwbs", []),
        ("swls", []),
        ("wsas", [(10, "at_or_above", False), (20, "above", False)]),
        (
            "oq45",
            [(64, "at_or_above", False), (56, "at_or_above", False), (54.5, "at_or_above", False)]
            + [(62, "at_or_above", False)],
        ),
        ("ors", [(25, "at_or_below", False), (32, "at_or_below", False)]),
        ("srs", [(36, "below", False)]),
        ("phq_ads", []),
    ],
)
def test_cutoffs(instrument, cutoffs):
    """Cut-offs name their clinical side; none is invented where none is published."""
    found = load_catalog()[instrument].scale("total").cutoffs

    assert [(cutoff.value, cutoff.clinical_side, cutoff.verified) for cutoff in found] == cutoffs


NO_CHANGE = [
    *("alliance_1_10", "ccaps34", "gq", "gsrs", "k10", "k10_0_4", "phq_ads", "srs", "swls", "tfi_19", "tfi_8"),
    *("wai_s", "wsas"),
]


@pytest.mark.parametrize("name", NO_CHANGE)
def test_no_reliable_change_is_invented(name):
    """Where no reliable change was found in any source, none is offered."""
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

    assert verified == {"gsrs", "alliance_1_10", "gcs7", "phq_ads", "swemwbs", "swls", "wemwbs"}


def test_own_questionnaire_needs_no_code(tmp_path):
    """A file in params/instruments adds a questionnaire, with the range of its score derived from the key."""
    catalog = load_catalog(project_with(tmp_path, mood_check__yml=OWN))

    assert len(catalog) == len(load_catalog()) + 1
    assert (catalog["mood_check"].scale("total").minimum, catalog["mood_check"].scale("total").maximum) == (4, 20)


def test_own_entry_wins(tmp_path):
    """A program's own entry replaces the packaged one of the same id as a whole."""
    own = OWN.replace("mood_check", "phq9")
    catalog = load_catalog(project_with(tmp_path, phq9__yml=own))

    assert len(catalog) == len(load_catalog())
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
        pytest.param(
            "    label: Mood",
            "    label: Mood\n    cutoffs: [{label: low, value: 9, clinical_side: at_or_above, source: us}]",
            7,
            r"the clinical side of 'low' \(at_or_above\) does not go with higher_is: better",
            id="side-against-the-direction",
        ),
        pytest.param(
            "    label: Mood",
            "    label: Mood\n    severe: {label: low, value: 3, clinical_side: below, source: us}",
            6,
            r"'low' stands at 3, outside the range of scores \(4 to 20\)",
            id="line-of-another-coding",
        ),
        pytest.param(
            "    label: Mood",
            "    label: Mood\n    bands: [{source: us, bands: [{label: low, lowest: 4, highest: 9}, "
            "{label: high, lowest: 9, highest: 20}]}]",
            9,
            "the band 'high' begins inside the one before it",
            id="bands-overlap",
        ),
        pytest.param(
            "    label: Mood",
            "    label: Mood\n    bands: [{source: us, bands: [{label: low, lowest: 4, highest: 9}, "
            "{label: high, lowest: 10, highest: 21}]}]",
            6,
            r"'high' stands at 21, outside the range of scores",
            id="band-of-another-coding",
        ),
        pytest.param(
            "    label: Mood",
            "    label: Mood\n    reliable_change: {criterion: 17, source: us}",
            6,
            r"a reliable change of 17 is more than its range of scores \(4 to 20\) holds",
            id="change-of-another-coding",
        ),
        pytest.param(
            "given: session",
            "given: session\nsafety_items: [5]",
            5,
            r"safety_items lists \[5\], which the form does not have",
            id="safety-item-beyond",
        ),
        pytest.param(
            "given: session",
            "given: session\nnot_applicable: {items: [2], when: alone, scale: total, source: us}",
            None,
            "needs a scale 'total' that does without its items",
            id="not-applicable-needs-its-scale",
        ),
        pytest.param(
            "given: session",
            "given: session\nconfusable_with: [phq_9]",
            None,
            "confusable_with names 'phq_9', which is not in the catalog",
            id="confusable-with-a-stranger",
        ),
    ],
)
def test_wrong_entry_is_named(tmp_path, old, new, line, message):
    """A wrong entry is refused with its file and line and what is wrong there."""
    assert old in OWN
    project = project_with(tmp_path, mood_check__yml=OWN.replace(old, new))

    place = "" if line is None else f":{line}:"  # what concerns the entry as a whole has no line
    with pytest.raises(ParameterError, match=rf"params/instruments/mood_check\.yml{place}.*{message}"):
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
    assert catalog["gq"].answer_names[:3] == ("positive_bond", "positive_work", "negative_relationship")


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


def test_forms_of_two_codings_name_each_other():
    """Whoever is easily taken for another has as many items as it and is named by it."""
    catalog = load_catalog()
    named = {(one.id, other) for one in catalog.values() for other in one.confusable_with}

    assert named >= {("wai_s", "wai_sr"), ("k10", "k10_0_4"), ("gcq_s", "gcq_s_1_7")}
    assert named == {(other, one) for one, other in named}
    assert all(catalog[one].items.count == catalog[other].items.count for one, other in named)


def test_the_two_codings_of_the_gcq_differ_in_their_numbers_only():
    """Same scales, same items, one point higher."""
    low, high = (load_catalog()[name] for name in ("gcq_s", "gcq_s_1_7"))

    assert [(scale.scale, scale.items) for scale in low.scales] == [(scale.scale, scale.items) for scale in high.scales]
    assert (low.items.minimum + 1, low.items.maximum + 1) == (high.items.minimum, high.items.maximum)


def test_items_about_safety():
    """Item 9 of the PHQ-9, the item on risk of the CORE-10 and the six of the CORE-OM are marked, no others."""
    marked = {name: one.safety_items for name, one in load_catalog().items() if one.safety_items}

    assert marked == {"phq9": (9,), "core10": (6,), "core_om": (6, 9, 16, 22, 24, 34)}


@pytest.mark.parametrize(
    ("instrument", "edges"),
    [
        pytest.param("phq9", [[0, 5, 10, 15, 20]], id="awell-bands"),
        pytest.param("gad7", [[0, 5, 10, 15]], id="awell-bands-of-the-gad"),
        pytest.param("core10", [[0, 11, 15, 20, 25]], id="socas-and-valant"),
        pytest.param("k10", [[10, 20, 25, 30], [10, 16, 22, 30]], id="andrews-and-slade-then-abs"),
        pytest.param("phq_ads", [[0, 10, 20, 30]], id="kroenke-2016"),
        pytest.param("swls", [[5, 10, 15, 20, 21, 26, 31]], id="diener"),
        pytest.param("wsas", [[0, 10, 21]], id="mundt"),
    ],
)
def test_bands_begin_where_they_are_published_to_begin(instrument, edges):
    """Each division covers the whole range without a gap between whole scores, and begins its bands as published."""
    scale = load_catalog()[instrument].scale("total")

    assert [[band.lowest for band in one.bands] for one in scale.bands] == edges
    for one in scale.bands:
        ends = [(band.lowest, band.highest) for band in one.bands]
        assert (ends[0][0], ends[-1][1]) == (scale.minimum, scale.maximum)
        assert all(following[0] == before[1] + 1 for before, following in zip(ends, ends[1:], strict=False))


@pytest.mark.parametrize(("instrument", "points"), [("phq9", 1.7), ("gad7", 1.5), ("wemwbs", 3)])
def test_a_noticed_change_is_no_reliable_change(instrument, points):
    """What people notice is smaller than measurement error, and stands apart from every reliable change."""
    scale = load_catalog()[instrument].scale("total")
    reliable = [change.criterion for change in (scale.reliable_change, *scale.other_reliable_changes)]

    assert [change.points for change in scale.important_changes] == [points]
    assert points < min(reliable)


def test_no_rule_for_missing_items_is_invented():
    """The questionnaires for which none was found have none, so that one missing item gives no score."""
    without = {
        name
        for name, one in load_catalog().items()
        if one.items and one.items.count > 1 and all(scale.missing is None for scale in one.scales if scale.headline)
    }

    assert without == {"alliance_1_10", "gad7", "gcs7", "k10", "k10_0_4", "wemwbs", "wsas"}


@pytest.mark.parametrize(
    ("instrument", "unchecked"),
    [
        ("gcs7", ()),
        ("k10", ("key", "cutoff")),
        ("gcq_s", ("key", "missing_rule", "reliable_change")),
        ("core10", ("key", "severe")),
        ("wsas", ("key", "missing_rule", "cutoff")),
    ],
)
def test_what_nobody_has_checked_is_told_by_kind(instrument, unchecked):
    """Facts in use count; an alternative that nobody has checked judges nobody."""
    assert unverified_facts(load_catalog()[instrument]) == unchecked
