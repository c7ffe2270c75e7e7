"""`groupreport calibrate` says how far each rule can be trusted on a design, the program's own or a given one."""

from __future__ import annotations

import csv
import io
import json

import pytest

from groupreport.measures.calibration import judged_rules

from .conftest import TERM

QUICK = ("--replications", 2, "--seed", 7)


def in_one_line(answer):
    """The answer without its line breaks, which follow the terminal's width."""
    return " ".join(answer.split())


def test_every_rule_is_said_with_what_it_finds(run):
    """Design, shares found by depth, false alarms, the headline and why; no line wider than a terminal."""
    code, answer, complaint = run("calibrate", *QUICK)
    said = in_one_line(answer)

    assert (code, complaint) == (0, "")
    assert max(map(len, answer.splitlines())) <= 80
    assert all(f"  {rule.name}" in answer for rule in judged_rules())
    for part in (
        "2 terms of 40 members, seed 7",
        "12, with 10% of ratings missing",
        "2.08 points, 2.8 SD of noise",
        "in 25% of members",
        "for 1, 2, 4 sessions or to the end of the term, each as likely",
        "1 SD 1.5 SD 2 SD 3 SD",
        "headline at 2 SD",
    ):
        assert part in said


def test_the_same_seed_says_the_same(run):
    """Another seed does not."""
    first, again, other = (run("calibrate", "--replications", 2, "--seed", seed)[1] for seed in (3, 3, 4))

    assert first == again
    assert first.replace("seed 3", "") != other.replace("seed 4", "")


def test_a_design_of_ones_own(run):
    """Every option is in the answer; JSON holds counts, shares and limits, and the design that was simulated."""
    options = {
        "--members": 30,
        "--sessions": 9,
        "--reliability": 0.9,
        "--autocorrelation": 0.3,
        "--length": 1,
        "--onset": 2,
        "--missing": 0.2,
        "--share": 0.5,
        "--trend": 0.05,
        "--noise-spread": 0.25,
        "--replications": 3,
    }
    given = [part for option in options.items() for part in option]
    code, answer, _ = run("calibrate", *given, "--depth", 4, "--depth", 2.5, "--rule", "sd_strict", "--format", "json")
    facts = json.loads(answer)

    assert code == 0
    assert facts["schema"] == "groupreport-calibration/1"
    names = (
        "members",
        "sessions",
        "autocorrelation",
        "low_sessions",
        "onset_sessions",
        "missing",
        "share",
        "trend",
        "noise_spread",
    )
    assert [facts["design"][name] for name in names] == [30, 9, 0.3, 1, 2, 0.2, 0.5, 0.05, 0.25]
    # Of a variance of 2.8125 a tenth is noise: 1.96 * sqrt(2) * sqrt(.28125).
    assert facts["design"]["reliable_change"] == pytest.approx(1.47, abs=0.005)
    assert [(rule["depth"], rule["rule"]) for rule in facts["rules"]] == [(2.5, "sd_strict"), (4.0, "sd_strict")]
    assert all(rule["judged_total"] == 90 for rule in facts["rules"])
    assert all(rule["recall_low"] <= rule["recall_share"] <= rule["recall_high"] for rule in facts["rules"])
    assert facts["supported"]["at_depth"] == 2.5


def test_falls_of_several_lengths(run):
    """Each once, in the order given; 'end' is to the end of the term, and one length is no list."""
    asked = {
        ("--length", 3, "--length", "end", "--length", 3): [3, "end"],
        ("--length", "end"): "end",
        (): [1, 2, 4, "end"],
    }
    for options, said in asked.items():
        code, answer, _ = run("calibrate", *QUICK, *options, "--rule", "own_level", "--format", "json")

        assert code == 0
        assert json.loads(answer)["design"]["low_sessions"] == said


def test_the_answer_as_a_table_for_other_programs(run):
    """A row a rule and depth; what is missing is an empty cell, not a 0."""
    code, answer, _ = run("calibrate", *QUICK, "--share", 0, "--depth", 2, "--rule", "reliable_change", "-f", "csv")
    (row,) = csv.DictReader(io.StringIO(answer))

    assert code == 0
    assert (row["depth"], row["rule"], row["recall_total"], row["recall_share"]) == ("2.0", "reliable_change", "0", "")
    assert row["false_alarms_total"] == "80"


def test_the_limit_on_false_alarms_is_the_readers(run):
    """With none, no rule is supported that flags anybody; with 1 only the distance counts."""
    strict, loose = (
        json.loads(run("calibrate", "--replications", 25, "--most-false-alarms", limit, "-f", "json")[1])["supported"]
        for limit in (0, 1)
    )

    assert strict["rule"] is None
    assert loose["rule"] == loose["without_limit_on_false_alarms"] == strict["without_limit_on_false_alarms"]
    assert (strict["most_false_alarms"], loose["most_false_alarms"]) == (0, 1)


@pytest.mark.parametrize(("name", "begins"), [("drawn.svg", b"<svg"), ("drawn.png", b"\x89PNG")])
def test_the_figure_is_drawn_where_it_is_wanted(run, tmp_path, name, begins):
    """As vectors or as pixels; the answer stays free of it."""
    code, answer, complaint = run("calibrate", *QUICK, "--format", "json", "--figure", tmp_path / name)

    assert code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert json.loads(answer)
    assert "wrote" in complaint


def test_the_programs_own_term_gives_the_design(run, small_project):
    """Lengths, noise, gaps, what carries over and the criterion are the term's; an option has the last word."""
    code, answer, _ = run("calibrate", "-p", small_project, "-t", TERM, *QUICK, "--sessions", 6, "--format", "json")
    facts = json.loads(answer)

    assert code == 0
    assert facts["own_term"]["instrument"] == "wai_sr"
    assert facts["own_term"]["ratings"] > 100
    assert (facts["design"]["minimum"], facts["design"]["maximum"], facts["design"]["sessions"]) == (1, 5, 6)
    assert 0.2 < facts["design"]["noise_sd"] < 1
    assert facts["design"]["criterion"] == facts["design"]["reliable_change"]

    code, answer, _ = run("calibrate", "-p", small_project, "-t", TERM, *QUICK)
    assert code == 0
    assert "This program's reports lead with" in in_one_line(answer)
    assert f"Lengths, noise and gaps are those of {facts['own_term']['ratings']} ratings" in in_one_line(answer)


def test_a_reliability_of_ones_own_decides_the_criterion(run, small_project):
    """1.96 * sqrt(2) * SD * sqrt(1 - .75), with the term's SD of single ratings."""
    _, answer, _ = run("calibrate", "-p", small_project, "-t", TERM, *QUICK, "--reliability", 0.75, "--format", "json")
    design = json.loads(answer)["design"]
    sd = (design["person_sd"] ** 2 + design["noise_sd"] ** 2) ** 0.5

    assert design["reliable_change"] == pytest.approx(1.96 * 2**0.5 * sd * 0.5)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--rule", "sd_stric"], "Did you mean 'sd_strict'"),
        (["--sessions", 3, "--onset", 3], "does not fit into 3"),
        (["--depth", "nan"], ""),
        (["--length", "0"], "not for '0'"),
        (["--length", "1.5"], "not for '1.5'"),
        (["--length", "\u00b2"], "Give a whole number from 1 on, or 'end'"),
        (["--length", "2", "--length", "ends"], "not for 'ends'"),
        (["--missing", 1], "--missing"),
        (["--sessions", 1], "--sessions"),
        (["--members", 100000, "--sessions", 60], "too much to simulate"),
        (["--term", "2026-fall"], "a term belongs to a project"),
        (["--figure", "drawn.gif"], "an .svg or a .png file"),
        (["--project", "nowhere"], "no terms"),
        (["--format", "xlsx"], "--format"),
    ],
)
def test_what_cannot_be_followed_is_refused(run, tmp_path, monkeypatch, options, said):
    """Exit code 2, what is wrong on standard error, and no answer."""
    monkeypatch.chdir(tmp_path)
    code, answer, complaint = run("calibrate", *QUICK, *options)

    assert (code, answer) == (2, "")
    assert said.lower() in in_one_line(complaint).lower()
    assert list(tmp_path.iterdir()) == []


def test_a_figure_that_cannot_be_written_is_the_machines_fault(run, tmp_path):
    """Exit code 4, as for other files; here its name is that of a folder."""
    (tmp_path / "drawn.svg").mkdir()
    code, _, complaint = run("calibrate", *QUICK, "--figure", tmp_path / "drawn.svg")

    assert code == 4
    assert "directory" in complaint


def test_a_figure_without_its_folder_is_refused_before_anything_is_simulated(run, tmp_path):
    """Nobody waits for a simulation whose figure has no place."""
    code, answer, complaint = run("calibrate", *QUICK, "--figure", tmp_path / "nowhere" / "drawn.svg")

    assert (code, answer) == (2, "")
    assert "There is no folder" in " ".join(complaint.split())


@pytest.mark.parametrize(("option", "value"), [("--trend", "1e308"), ("--depth", "1e300"), ("--trend", "-6")])
def test_numbers_beyond_any_rating_are_refused(run, option, value):
    """A trend or a fall of thousands of SDs is a slip of the keyboard, not a design."""
    code, answer, _ = run("calibrate", *QUICK, option, value)

    assert (code, answer) == (2, "")


def test_a_term_with_too_little_says_so(run, small_project):
    """With one rating a member nothing is guessed: exit code 2, and what to do instead."""
    ratings = small_project / "data" / "2026-fall" / "ratings.csv"
    head, *lines = ratings.read_text(encoding="utf-8").splitlines()
    session = head.split(",").index("session")
    kept = [line for line in lines if line.split(",")[session] == "1"]
    ratings.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")

    code, answer, complaint = run("calibrate", "-p", small_project, "-t", TERM, *QUICK)

    assert (code, answer) == (2, "")
    assert "calibration-data" in complaint
    assert "Leave --project out" in in_one_line(complaint)


def test_data_with_errors_are_refused_as_by_the_check(run, small_project):
    """The same list, and nothing is simulated."""
    ratings = small_project / "data" / "2026-fall" / "ratings.csv"
    ratings.write_text(ratings.read_text(encoding="utf-8").replace("member_id", "whoever", 1), encoding="utf-8")

    code, answer, complaint = run("calibrate", "-p", small_project, "-t", TERM, *QUICK)

    assert (code, answer) == (2, "")
    assert "column" in complaint
