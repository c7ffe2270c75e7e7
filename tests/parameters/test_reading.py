"""What a program sets is right before anything else begins: each slip is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from groupreport.errors import ParameterError, Problem
from groupreport.parameters import Parameters, Project, read_parameters

PROGRAM = """\
program:
  name: Evening groups
data:
  path: "data/{term}"
instruments: [gcq_s, phq9]
stages:
  commitment: [1, 4]
  process: [5, 8]
ruptures:
  headline: reliable_change
  rules: [reliable_change, sd_strict]
audiences:
  leadership: {smallest_count: 5}
"""
FALL = """\
term:
  id: 2026-fall
  starts: 2026-08-24
  ends: 2026-12-11
compare_with: 2026-spring
groups: all
overrides:
  G07:
    stages:
      commitment: [1, 4]
"""


def project_of(folder: Path, program: str = PROGRAM, fall: str = FALL) -> Project:
    (folder / "params" / "terms").mkdir(parents=True)
    (folder / "params" / "program.yml").write_bytes(program.encode())
    (folder / "params" / "terms" / "2026-fall.yml").write_bytes(fall.encode())
    spring = "term: {id: 2026-spring, starts: 2026-01-19, ends: 2026-05-08}\n"
    (folder / "params" / "terms" / "2026-spring.yml").write_text(spring, encoding="utf-8")
    return Project(folder)


def parameters_of(folder: Path, program: str = PROGRAM, fall: str = FALL) -> Parameters:
    return read_parameters(project_of(folder, program, fall), "2026-fall")


def problems_of(folder: Path, program: str = PROGRAM, fall: str = FALL) -> tuple[Problem, ...]:
    project = project_of(folder, program, fall)
    with pytest.raises(ParameterError, match="nothing was run") as raised:
        read_parameters(project, "2026-fall")
    return raised.value.problems


def test_sound_files_are_read(tmp_path):
    """What stands in the two files is what the records hold."""
    parameters = parameters_of(tmp_path)

    assert parameters.settings.instruments == ("gcq_s", "phq9")
    assert parameters.stages_of("G07") == {"commitment": (1, 4)}
    assert parameters.stages_of("G01") == {"commitment": (1, 4), "process": (5, 8)}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        pytest.param("instruments:", "instrument:", 5, "unknown key 'instrument'", id="misspelt"),
        pytest.param("  name: Evening groups", "  title: x", 1, "lacks the key 'name'", id="missing"),
        pytest.param("smallest_count: 5", "smallest_count: five", 13, "must be a whole number", id="word-for-number"),
        pytest.param("smallest_count: 5", 'smallest_count: "5"', 13, "must be a whole number", id="quoted-number"),
        pytest.param("smallest_count: 5", "smallest_count: yes", 13, "must be a whole number", id="yes-for-number"),
        pytest.param("smallest_count: 5", "smallest_count: 1", 13, "must be 2 or more", id="too-small"),
        pytest.param("[gcq_s, phq9]", "gcq_s", 5, "must be a list", id="word-for-list"),
        pytest.param("[gcq_s, phq9]", "[]", 5, "must have at least one entry", id="empty-list"),
        pytest.param("[gcq_s, phq9]", "[gcq_s, gcq_s]", 5, "lists gcq_s more than once", id="listed-twice"),
        pytest.param("[reliable_change, sd_strict]", "[sd_strict]", 9, "must be one of rules", id="headline"),
        pytest.param("[reliable_change, sd_strict]", "[sd_strikt]", 11, "must be one of 'reliable_change'", id="rule"),
        pytest.param("process: [5, 8]", "proces: [5, 8]", 8, "must be one of 'commitment'", id="stage-name"),
        pytest.param("process: [5, 8]", "process: [4, 8]", 8, "overlaps the stage 'commitment'", id="stage-overlap"),
        pytest.param("process: [5, 8]", "process: [8, 5]", 8, "ends before it begins", id="stage-backwards"),
        pytest.param("process: [5, 8]", "process: [5]", 8, "too few entries", id="stage-half"),
        pytest.param("  path:", "  encoding: utf-9\n  path:", 4, "there is no text encoding 'utf-9'", id="encoding"),
        pytest.param(
            "  path:", "  date_format: MM/DD\n  path:", 4, "does not hold day, month and year", id="date-format"
        ),
        pytest.param("  path:", "  delimiter: ';;'\n  path:", 4, "must be one character", id="delimiter"),
        pytest.param("audiences:", "audiences:\n  funders: {}", 13, "unknown key 'funders'", id="audience"),
    ],
)
def test_a_slip_in_program_yml_is_named_with_its_line(tmp_path, old, new, line, message):
    """Unknown, missing, ill-typed and impossible values are refused where they stand, one problem each."""
    assert PROGRAM.count(old) == 1
    problems = [problem for problem in problems_of(tmp_path, PROGRAM.replace(old, new)) if message in str(problem)]

    assert [(problem.file, problem.line) for problem in problems] == [("params/program.yml", line)]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        pytest.param("starts: 2026-08-24", "starts: 2026-13-24", 3, "a day written as YYYY-MM-DD", id="month-13"),
        pytest.param("starts: 2026-08-24", "starts: 20260824", 3, "a day written as YYYY-MM-DD", id="day-as-number"),
        pytest.param("starts: 2026-08-24", "starts: 2027-08-24", 1, "before it starts", id="ends-first"),
        pytest.param("id: 2026-fall", "id: 2026-autumn", 2, "the file is named '2026-fall'", id="other-id"),
        pytest.param("id: 2026-fall", "id: ../fall", 2, "may hold letters", id="path-as-id"),
        pytest.param("2026-spring", "2026-sprnig", 5, "names the term '2026-sprnig'", id="unknown-comparison"),
        pytest.param("2026-spring", "2026-fall", 5, "names the term itself", id="compared-with-itself"),
        pytest.param("groups: all", "groups: al", 6, "must be one of 'all', or a list", id="groups-misspelt"),
        pytest.param("groups: all", "groups: [G01, 7]", 6, "must be text", id="group-as-number"),
        pytest.param("groups: all", "groups: [G01, G01]", 6, "lists G01 more than once", id="group-twice"),
        pytest.param("    stages:", "    stage:", 9, "unknown key 'stage'", id="override-misspelt"),
        pytest.param("      commitment: [1, 4]", "      commitment: [4, 1]", 10, "ends before", id="override-stage"),
    ],
)
def test_a_slip_in_the_terms_file_is_named_with_its_line(tmp_path, old, new, line, message):
    """The term's own file is judged like the program's."""
    assert FALL.count(old) == 1
    problems = problems_of(tmp_path, fall=FALL.replace(old, new))

    assert [(problem.file, problem.line, message in problem.message) for problem in problems] == [
        ("params/terms/2026-fall.yml", line, True)
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(f"{PROGRAM}stages: {{}}\n", 14, "the key 'stages' is given twice", id="key-twice"),
        pytest.param("program: {name: x\ninstruments: [phq9]\n", 2, "not valid YAML", id="open-brace"),
        pytest.param("program:\n\tname: x\n", 2, "not valid YAML", id="tab"),
        pytest.param("? [a, b]\n: x\n", 1, "a key must be plain text", id="list-as-key"),
        pytest.param("program: {name: 'bell \x07'}\n", None, "a character that YAML does not allow", id="control"),
        pytest.param("", None, "no `key: value` lines", id="empty"),
        pytest.param("- program\n", None, "no `key: value` lines", id="list"),
    ],
)
def test_a_file_that_is_no_yaml_is_named(tmp_path, text, line, message):
    """A broken file gives its line and no traceback."""
    [problem] = problems_of(tmp_path, text)

    assert (problem.line, message in problem.message) == (line, True)


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("instruments:", "instrumnets:", "instruments"),
        ("smallest_count", "smalest_count", "smallest_count"),
        ("headline: reliable_change", "headline: reliable_changes", "reliable_change"),
    ],
)
def test_a_near_word_is_offered(tmp_path, old, new, meant):
    """The one who mistyped a key or word is told the right one."""
    assert any(problem.suggestion == meant for problem in problems_of(tmp_path, PROGRAM.replace(old, new)))


def test_a_key_of_an_override_is_offered(tmp_path):
    """Suggestions come from the block that the key stands in."""
    [problem] = problems_of(tmp_path, fall=FALL.replace("    stages:", "    stagse:"))

    assert problem.suggestion == "stages"


def test_problems_of_both_files_are_listed_at_once(tmp_path):
    """A person mends everything before the second try."""
    problems = problems_of(tmp_path, PROGRAM.replace("instruments:", "instrument:"), FALL.replace("starts", "start"))

    assert {problem.file for problem in problems} == {"params/program.yml", "params/terms/2026-fall.yml"}


def test_an_unknown_term_is_refused_and_the_known_ones_are_named(tmp_path):
    """Never another term's data instead."""
    project = project_of(tmp_path)

    with pytest.raises(
        ParameterError, match=r"no term '2026-fal'; known terms: 2026-fall, 2026-spring.*mean '2026-fall'"
    ):
        read_parameters(project, "2026-fal")


def test_a_folder_without_a_project_is_named(tmp_path):
    """Starting in the wrong folder is said at once."""
    with pytest.raises(ParameterError, match=r"no groupreport project in .*groupreport init"):
        read_parameters(Project(tmp_path), "2026-fall")


def test_group_ids_stay_as_written(tmp_path):
    """A group that YAML would take for a number or a yes is still that group."""
    parameters = parameters_of(tmp_path, fall=FALL.replace("  G07:", "  07: {}\n  NO: {}\n  G07:"))

    assert list(parameters.term_settings.overrides) == ["07", "NO", "G07"]


def test_codes_for_missing_may_be_numbers(tmp_path):
    """-9 and "-9" are the same code, as cells are text."""
    program = PROGRAM.replace("  path:", "  missing_codes: [-9, '99']\n  path:")

    assert parameters_of(tmp_path, program).settings.data.missing_codes == ("-9", "99")


def test_a_tab_can_be_the_delimiter(tmp_path):
    """A tab is not stripped away as a space."""
    program = PROGRAM.replace("  path:", '  delimiter: "\\t"\n  path:')

    assert parameters_of(tmp_path, program).settings.data.delimiter == "\t"


def test_parameters_survive_being_written_and_read(tmp_path):
    """The frozen term holds them as JSON and gives the same ones back."""
    parameters = parameters_of(tmp_path)

    assert Parameters.model_validate(parameters.model_dump(mode="json")) == parameters


def test_parameters_cannot_be_changed(tmp_path):
    """What was checked stays as it was checked."""
    parameters = parameters_of(tmp_path)

    with pytest.raises(ValueError, match="frozen"):
        parameters.settings.program.name = "Other"


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        pytest.param("{total: 0, currency: USD}", "must be more than 0", id="nothing"),
        pytest.param("{total: -5, currency: USD}", "must be more than 0", id="negative"),
        pytest.param("{total: .inf, currency: USD}", "finite", id="infinite"),
        pytest.param("{total: 48.000, currency: ''}", "must not be empty", id="no-currency"),
        pytest.param("{total: 48000}", "currency", id="no-currency-key"),
        pytest.param("{total: a lot, currency: USD}", "number", id="text"),
        pytest.param("{total: 48000, currency: USD, per: member}", "unknown key 'per'", id="unknown-key"),
    ],
)
def test_costs_that_cannot_be_are_refused(tmp_path, costs, message):
    """A cost of 0 or in no currency would be divided by people all the same."""
    (problem,) = problems_of(tmp_path, fall=f"{FALL}costs: {costs}\n")

    assert (problem.file, problem.line) == ("params/terms/2026-fall.yml", 11)
    assert message in problem.message


def test_costs_are_read_and_need_not_be_given(tmp_path):
    """A whole number is an amount of money; a term without costs has none."""
    given = parameters_of(tmp_path / "with", fall=f"{FALL}costs: {{total: 48000, currency: USD, note: rooms}}\n")
    left_out = parameters_of(tmp_path / "without")

    assert given.term_settings.costs is not None
    assert (given.term_settings.costs.total, given.term_settings.costs.note) == (48000.0, "rooms")
    assert left_out.term_settings.costs is None


def test_reports_are_written_in_english_where_nothing_is_said(tmp_path):
    """A program that says nothing of a language keeps the one it had."""
    assert parameters_of(tmp_path).settings.language == "en"


def test_a_language_without_wording_is_refused_by_name(tmp_path):
    """A report half in a language nobody translated must not come about: the ones that are there are named."""
    (problem,) = problems_of(tmp_path, f"{PROGRAM}language: fr\n")
    assert (problem.rule, problem.file, problem.line) == ("language-unknown", "params/program.yml", 14)
    assert "'fr'" in problem.message
    assert "en" in problem.remedy.split("Name one of")[1]


def test_a_language_is_a_tag_and_no_way_out_of_the_folder(tmp_path):
    """The tag names a folder, so nothing but a tag may stand there."""
    (problem,) = problems_of(tmp_path, f"{PROGRAM}language: ../en\n")
    assert "tag of a language" in problem.message


def test_a_folder_of_the_programs_own_is_a_language(tmp_path):
    """A program may bring a translation that the package lacks."""
    (tmp_path / "templates" / "wording" / "nn").mkdir(parents=True)
    assert parameters_of(tmp_path, f"{PROGRAM}language: nn\n").settings.language == "nn"
