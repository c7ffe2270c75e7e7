"""The funder report: only safe numbers, and the same numbers in the file."""

from __future__ import annotations

import csv
import dataclasses
import io
import math

import numpy as np
import pandas as pd
import pytest

import groupreport
from groupreport.disclosure import for_audience
from groupreport.display import tables
from groupreport.display.effects_figure import Effect, effects_summary
from groupreport.display.funder.changes import changed_sentence
from groupreport.display.funder.outcomes_file import COLUMNS, outcomes_csv
from groupreport.display.left_out import without_withheld
from groupreport.display.wording import wording
from groupreport.summaries.records import CountTable, FunderSummary, Unavailable

from .pages import BLOCKS, INLINES, figures, kinds, table

SECTIONS = [
    "show_funder",
    "show_funder_at_a_glance",
    "show_who_was_served",
    "show_what_changed",
    "show_how_groups_work",
    "show_protection",
    "show_citation",
    "show_outcomes_file",
]


def show(name, view):
    return getattr(groupreport, name)(view)


CLASSES = ["recovered", "improved", "unchanged", "deteriorated"]
TOGETHER = dict(zip(CLASSES, ["improved_reliably", "improved_reliably", "not_improved", "not_improved"], strict=True))


def _counts(kind, columns, rows, *, by=("Anxiety", "Grief"), about="", coarser=(), of="program", of_programs=None):
    """Counts; where they are by category, *of_programs* are those of its people who are in each program."""
    counts = pd.DataFrame(rows, index=list(by), columns=columns)
    by_program = None
    if of_programs is not None:
        lines = [(category, program) for program in of_programs for category in by]
        by_program = pd.DataFrame(
            sum(of_programs.values(), []), index=pd.MultiIndex.from_tuples(lines), columns=columns
        )
    return CountTable(
        about=about, rows=of, columns=kind, counts=counts, groups_behind=counts * 0 + 3, coarser=coarser,
        by_program=by_program,
    )  # fmt: skip


def _changes(rows):
    return _counts("outcome", CLASSES, rows, about="PHQ-9", coarser=(TOGETHER,))


def _summary(term_facts, **changed):
    given = {
        "served_gender": _counts("gender", ["=man", "woman"], [[40, 60], [35, 45]]),
        "stayed": _counts("end", ["completed", "dropped_out"], [[80, 20], [60, 20]]),
        "changed_phq9": _changes([[30, 20, 25, 3], [25, 20, 20, 0]]),
    }
    effect = {"smcr": -0.8, "smcr_low": -1.0, "smcr_high": -0.6, "criterion": 6.0, "criterion_source": "NHS."}
    means = {"mean_pre": 14.0, "mean_post": 9.0, "mean_change": -5.0, **effect}
    scales = pd.DataFrame(
        [
            {
                "instrument": "phq9",
                "short_name": "PHQ-9",
                "program": program,
                "asked_in": (),
                "people": people,
                "groups": 3,
            }
            | {"step": 1.0, **means}
            for program, people in (("Anxiety", 78), ("Grief", 65), ("All programs", 143))
        ]
    )
    process = pd.DataFrame(
        [
            ("attendance_rate", "", 0.82, "share", 180, 12, (), math.nan),
            ("rating", "GCQ-S Engaged", 3.26, "0..6", 170, 12, (), 1 / 60),
        ],
        columns=["measure", "about", "value", "unit", "people", "groups", "asked_in", "step"],
    )
    facts = {"tables": given, "scales": scales, "process": process, **changed}
    return FunderSummary(term=term_facts, groups=12, **facts)


@pytest.fixture(name="view")
def _view(term_facts):
    return for_audience(_summary(term_facts), "funder")


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_holds_only_what_both_renderers_know(name, view):
    """Names of programs and categories stay text."""
    assert kinds(show(name, view).markdown) <= BLOCKS | INLINES


@pytest.mark.parametrize("name", SECTIONS)
def test_nothing_collected_is_still_a_report(name, term_facts):
    """Without questionnaires the report says who was served."""
    absent = Unavailable("not_collected", "")
    only = {"served_gender": _counts("gender", ["man", "woman"], [[40, 60], [35, 45]])}
    view = for_audience(_summary(term_facts, tables=only, scales=absent, process=absent), "funder")

    assert kinds(show(name, view).markdown) <= BLOCKS | INLINES


def test_small_counts_are_withheld_in_page_and_file(view):
    """Three people got worse: put together with the unchanged, neither the page nor the file gives it away."""
    page, rows = str(show("show_what_changed", view)), list(csv.DictReader(io.StringIO(outcomes_csv(view))))

    changed = {(row["row"], row["column"]): row["value"] for row in rows if row["part"] == "changed_phq9"}
    assert "deteriorated" not in page.lower()
    assert "worse" not in page
    assert {column for _, column in changed} == {"improved_reliably", "not_improved", "Total"}
    assert (changed["Anxiety", "improved_reliably"], changed["Anxiety", "not_improved"]) == ("50", "28")


def test_page_and_file_hold_the_same_counts(view):
    """Every published count of the page stands in the file."""
    rows = {
        (row["part"], row["row"], row["column"]): row["value"]
        for row in csv.DictReader(io.StringIO(outcomes_csv(view)))
    }
    shown = {row[0]: row[1:] for row in table(show("show_who_was_served", view).markdown, "people")}

    assert shown["Enrolled"] == ["100", "80", "180"]
    assert shown["Gender: woman"] == ["60", "45", "105"]
    assert [rows["stayed", "Anxiety", category] for category in ("completed", "dropped_out", "Total")] == [
        "80",
        "20",
        "100",
    ]
    assert rows["stayed", "Total", "Total"] == "180"


def test_the_file_is_plain_csv_with_its_header(view):
    """One row a number; a name that a spreadsheet would compute is quoted."""
    lines = outcomes_csv(view).splitlines()

    assert lines[0] == ",".join(COLUMNS)
    assert "'=man" in outcomes_csv(view)
    assert ",=man" not in outcomes_csv(view)


def test_the_file_travels_as_an_output_with_its_name(view):
    """The executed notebook holds everything that is published."""
    data, metadata = show("show_outcomes_file", view)._repr_mimebundle_()

    assert data["text/csv"] == outcomes_csv(view)
    assert metadata == {"text/csv": {"file": "outcomes.csv"}}
    assert "outcomes.csv" in data["text/markdown"]


def test_the_first_page_says_who_was_served_who_stayed_and_what_changed(view):
    """180 people, 140 of whom completed; 95 of the 143 measured twice improved; recovered is not told apart."""
    first, box = str(show("show_funder", view)), str(show("show_funder_at_a_glance", view))
    served = str(show("show_who_was_served", view))

    assert first.startswith("180 people were served in 12 groups, and 140 of 180 (78%) completed.")
    assert "People measured twice improved on average (PHQ-9)." in first
    assert "Improved reliably: 66% (95 of 143 measured twice; 180 enrolled (PHQ-9))" in first
    assert "Average change: 0.80 SD (plus is better; PHQ-9, 95% interval 0.60 to 1.00)" in first
    assert "140 of 180 (78%) completed; 40 of 180 (22%) dropped out." in served
    assert "PHQ-9 (all programs): the mean fell from 14.0 to 9.0 (lower is better), a standardized change of" in box


def test_a_fall_in_symptoms_is_drawn_to_the_right(view):
    """Right is better, whichever way a questionnaire counts."""
    ((_, alt),) = figures(show("show_what_changed", view).markdown)

    assert alt.startswith("Standardized mean change, positive is better. PHQ-9 (Anxiety): 0.80 (0.60 to 1.00)")


def test_the_rules_of_protection_are_printed(view):
    """Thresholds, what was withheld, and that this is no promise."""
    said = str(show("show_protection", view))

    assert "Every number describes at least 11 people from at least 2 groups" in said
    assert "not an expert determination" in said


@pytest.mark.parametrize("values", [10.0, 13.0])
def test_the_page_promises_what_holds_and_not_what_was_found(view, values):
    """How many values the attack left here can follow from counts that are withheld since: 10 always hold."""
    found = dataclasses.replace(view.guarantee, narrowest_interval=values)
    fields = {field.name: getattr(view, field.name) for field in dataclasses.fields(view)}
    said = str(show("show_protection", type(view)._checked(**{**fields, "guarantee": found})))

    assert "at least 10 values remain possible" in said


def test_missing_stays_missing_in_the_file(term_facts):
    """A mean that is not known has no value, and 0 is not written for it."""
    summary = _summary(term_facts)
    view = for_audience(
        _summary(term_facts, scales=summary.scales.assign(smcr=np.nan, smcr_low=np.nan, smcr_high=np.nan)), "funder"
    )
    rows = [row for row in csv.DictReader(io.StringIO(outcomes_csv(view))) if row["measure"] == "smcr"]

    assert {row["value"] for row in rows} == {""}


def test_benchmark_stands_only_beside_the_programs_own_rate(term_facts, view):
    """Nine dropped out, too few to say: readers would compare 19.7 % with everybody who did not complete."""
    few = _counts("end", ["completed", "dropped_out", "ended_otherwise"], [[90, 4, 6], [70, 5, 5]])
    summary = _summary(term_facts)
    hidden = for_audience(dataclasses.replace(summary, tables={**summary.tables, "stayed": few}), "funder")

    assert "19.7%" in str(show("show_who_was_served", view))
    assert "19.7%" not in str(show("show_who_was_served", hidden))


def test_improved_without_recovered_is_not_told_as_all_who_improved(term_facts):
    """Nine recovered, too few to say, so 40 who improved without crossing the cut-off are not all who improved."""
    few = _counts("outcome", CLASSES, [[4, 20, 25, 4], [5, 20, 20, 5]], about="PHQ-9")
    summary = _summary(term_facts)
    said = str(
        show(
            "show_what_changed",
            for_audience(dataclasses.replace(summary, tables={**summary.tables, "changed_phq9": few}), "funder"),
        )
    )

    assert "people with both measurements improved reliably without crossing the cut-off; how many" in said
    assert "PHQ-9: 40 of" in said


def test_an_effect_without_an_interval_is_drawn_and_said_to_have_none(term_facts):
    """The number of people of one program is withheld, so its interval is too; its effect may be published."""
    scales = _summary(term_facts).scales.copy()
    scales.loc[0, ["smcr_low", "smcr_high"]] = np.nan
    view = for_audience(_summary(term_facts, scales=scales), "funder")
    ((_, alt),) = figures(show("show_what_changed", view).markdown)

    assert "PHQ-9 (Anxiety): 0.80 (interval withheld or not enough data); PHQ-9 (Grief): 0.80 (0.60 to 1.00)" in alt


def test_without_intervals_nothing_is_said_of_how_sure_a_change_is(term_facts):
    """Effects of -0.80 whose intervals are withheld must not be called within their uncertainty."""
    scales = _summary(term_facts).scales.assign(smcr_low=np.nan, smcr_high=np.nan)
    caption = str(show("show_what_changed", for_audience(_summary(term_facts, scales=scales), "funder")))

    assert "nothing can be said about how sure the average changes are" in caption
    assert "beyond its uncertainty" not in caption
    assert "mean changes with 95% intervals" not in caption


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (((0.1, 0.9), (-0.2, 0.4)), "A: people measured twice improved on average, beyond"),
        (((-0.9, -0.1), (-0.2, 0.4)), "A: people got worse on average, beyond the uncertainty of the mean."),
        (((-0.9, 0.1), (None, None)), "No average change whose interval is shown lies beyond its uncertainty."),
        (((-0.9, 0.1), (-0.2, 0.4)), "No average change lies beyond its uncertainty."),
        (((0.1, 0.9), (0.2, 0.4)), "In every row, people measured twice improved"),
    ],
)
def test_a_change_is_clear_where_its_whole_interval_lies_on_one_side(ends, said):
    """For the worse as much as for the better: harm beyond chance is never called unclear."""
    effects = [Effect(name, 0.3, *limits) for name, limits in zip("AB", ends, strict=True)]

    assert said in str(effects_summary(effects, wording()))


def test_a_funder_reads_who_holds_the_rights_to_the_outcome_questionnaires(view, term_facts):
    """What the report names it credits where the rights ask for it; the PHQ-9 alone is in the public domain."""
    scales = _summary(term_facts).scales.replace({"phq9": "core10", "PHQ-9": "CORE-10"})
    core = for_audience(_summary(term_facts, scales=scales), "funder")

    assert "Questionnaires: CORE-10 (CORE System Trust)." in str(show("show_citation", core))
    assert "Questionnaires" not in str(show("show_citation", view))


def test_change_has_its_denominators(term_facts):
    """Of 180 enrolled 151 were measured twice; those who improved and those who recovered are counted of these."""
    many = _changes([[30, 20, 20, 15], [25, 15, 14, 12]])
    summary = _summary(term_facts)
    view = for_audience(dataclasses.replace(summary, tables={**summary.tables, "changed_phq9": many}), "funder")
    page = show("show_what_changed", view)
    rows = table(page.markdown, "change")

    assert "PHQ-9: 90 of 151 (60%) people with both measurements improved reliably" in str(page)
    assert "Of 180 enrolled, 151 have both measurements." in str(page)
    assert rows[3] == ["PHQ-9", "All programs", "151", "14.0", "9.0", "0.80 (0.60 to 1.00)", "90", "55"]
    assert "Improved reliably: 60% (90 of 151 measured twice; 180 enrolled (PHQ-9))" in str(show("show_funder", view))


def test_a_number_of_people_that_no_table_shows_is_rounded_down_and_told_of_all_programs_alone(term_facts):
    """Without a table of classes the exact number of people is not known to be safe, and by program nothing is told."""
    tables = {name: one for name, one in _summary(term_facts).tables.items() if not name.startswith("changed")}
    rows = table(
        show("show_what_changed", for_audience(_summary(term_facts, tables=tables), "funder")).markdown, "change"
    )

    assert [row[:2] for row in rows[1:]] == [["PHQ-9", "at least 140"]]


def test_who_completed_and_who_improved_is_told_by_characteristic_where_it_may_be(term_facts):
    """55 of 75 men and 85 of 105 women completed. 4 of 60 men improved, too few to say, so of women it is kept too."""
    tables = dict(_summary(term_facts).tables)
    of_gender = {"by": ("=man", "woman"), "of": "gender"}
    tables["completed_gender"] = _counts(
        "end", ["completed", "not_completed"], [[55, 20], [85, 20]], **of_gender,
        of_programs={"Anxiety": [[30, 10], [50, 10]], "Grief": [[25, 10], [35, 10]]},
    )  # fmt: skip
    classes = ["improved_reliably", "not_improved"]
    tables["improved_phq9_gender"] = _counts(
        "outcome", classes, [[4, 56], [91, 1]], about="PHQ-9", **of_gender,
        of_programs={"Anxiety": [[2, 29], [48, 1]], "Grief": [[2, 27], [43, 0]]},
    )  # fmt: skip
    tables["changed_phq9"] = _changes([[30, 20, 25, 5], [25, 20, 20, 7]])
    page = show("show_who_was_served", for_audience(_summary(term_facts, tables=tables), "funder"))
    shown = {row[0]: row[-1] for row in table(page.markdown, "people")}

    assert (shown["Enrolled"], shown["Gender: =man"], shown["Gender: woman"]) == ("140", "55", "85")
    assert "Who improved by characteristic is withheld for PHQ-9." in str(page)


def test_how_the_groups_work_is_told_by_attendance_and_ratings(view):
    """The share of sessions attended, and the mean rating with the ends of its scale and the people behind it.

    All 180 may have rated, or 170: "at least 180" would say that nobody is missing.
    """
    said = str(show("show_how_groups_work", view))

    assert "Sessions attended, of those held while enrolled: 82% (at least 170 people)." in said
    assert "GCQ-S Engaged: 3.3 on a scale of 0 to 6 (mean of at least 170 people)." in said


def test_a_change_has_one_direction_all_over_the_page(view):
    """Plus is better in the key facts, in the box, in the figure and in the table, whichever way a scale counts."""
    page = "".join(str(show(name, view)) for name in SECTIONS[:4])

    assert "0.80" in page
    assert "\u22120.80" not in page
    assert "minus is better" not in page


def _nothing_to_tell(term_facts):
    """Seven people of one group."""
    tables = {
        "served_gender": _counts("gender", ["man", "woman"], [[3, 4]], by=["Anxiety"]),
        "stayed": _counts("end", ["completed", "dropped_out"], [[4, 3]], by=["Anxiety"]),
        "completed_gender": _counts(
            "end",
            ["completed", "not_completed"],
            [[2, 1], [2, 2]],
            by=["man", "woman"],
            of="gender",
            of_programs={"Anxiety": [[2, 1], [2, 2]]},
        ),
    }
    scales = _summary(term_facts).scales.assign(people=7, groups=1)
    return for_audience(_summary(term_facts, tables=tables, scales=scales), "funder")


@pytest.mark.parametrize(
    ("section", "label", "sentence"),
    [
        (
            "show_who_was_served",
            "people",
            "How many people were served is withheld, in all and by program and category.",
        ),
        ("show_what_changed", "change", "How people changed on average is withheld for PHQ-9."),
    ],
)
def test_where_all_of_a_table_is_withheld_a_sentence_says_so(term_facts, section, label, sentence):
    """A table of dashes tells nothing but the names of its rows."""
    page = show(section, _nothing_to_tell(term_facts))

    assert sentence in str(page)
    with pytest.raises(LookupError, match="no table"):
        table(page.markdown, label)


def test_categories_without_a_count_are_named_neither_on_the_page_nor_in_the_file(term_facts):
    """Two nonbinary people, and men for their sake: "categories that are not named", and numbers in the file."""
    tables = {
        "served_gender": _counts("gender", ["man", "nonbinary", "woman"], [[20, 1, 60], [25, 1, 45]]),
        "stayed": _counts("end", ["completed", "dropped_out"], [[60, 21], [50, 21]]),
    }
    view = for_audience(_summary(term_facts, tables=tables), "funder")
    said, file = str(show("show_who_was_served", view)), outcomes_csv(view)

    assert "Gender: categories that are not named" in said
    assert "Gender: woman" in said
    for text in (said, file):
        assert "nonbinary" not in text
        assert "unnamed_3" not in text
    assert ",gender,unnamed_2,people,,withheld" in file


def test_a_program_of_which_nothing_is_told_has_no_row_of_blanks():
    """It is named once below; the columns stay that all programs together fill."""
    words = wording()
    columns = [tables.text("Questionnaire", 12), tables.text("Program", 12), tables.numbers("First", 9)]
    blank = words.word("marker", "withheld")
    rows = [["PHQ-9", "Anxiety", blank], ["PHQ-9", "Grief", blank], ["PHQ-9", "All programs", "13.4"]]
    kept = without_withheld(columns, rows, words, labels=2)

    assert [column.header for column in kept.columns] == ["Questionnaire", "Program", "First"]
    assert kept.rows == [["PHQ-9", "All programs", "13.4"]]
    assert kept.names == ["PHQ-9 (Anxiety)", "PHQ-9 (Grief)"]


def test_who_improved_is_said_where_only_the_number_of_those_measured_twice_is_withheld(term_facts):
    """As in the table beside the sentence, which has the count."""
    view = for_audience(_summary(term_facts), "funder")
    table_of_all = view.tables["changed_phq9"]
    better = int(table_of_all.column_totals.get("improved_reliably", table_of_all.column_totals[:2].sum()))
    said = changed_sentence("changed_phq9", table_of_all.without({("Total", "Total")}), 180, wording())

    assert f"{better} people improved reliably; how many have both measurements is withheld." in said
