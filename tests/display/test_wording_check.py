"""A program's own wording is used or refused by name, never passed over."""

from __future__ import annotations

import pytest

from groupreport.display.wording_check import check_wording, lag
from groupreport.errors import ParameterError
from groupreport.parameters import WORDING_FOLDER, Project, packaged_folder

PACKAGED = packaged_folder() / WORDING_FOLDER
TRANSLATIONS = sorted(path for path in PACKAGED.iterdir() if path.is_dir() and path.name != "en")


@pytest.fixture(name="write")
def _write(tmp_path):
    def write(name, text):
        path = tmp_path / WORDING_FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


@pytest.fixture(name="problems")
def _problems(tmp_path):
    def problems(language="en"):
        with pytest.raises(ParameterError) as raised:
            check_wording(Project(tmp_path), language)
        return raised.value.problems

    return problems


def test_one_sentence_one_word_one_heading_and_one_page_word_may_be_changed(tmp_path, write):
    """What the page on wording shows as an example is taken as it is."""
    write("en/words.j2", "{% block share %}{{ count }} out of {{ total }}{% endblock %}\n")
    write("en/words.yml", "attendance: {no_show: absent}\n")
    write("en/page.yml", "readers: {funder: For our foundation}\n")
    write("en/headings.yml", "Attendance, participation and flow: Who came\n")
    check_wording(Project(tmp_path), "en")


@pytest.mark.parametrize(
    ("name", "text", "line", "said", "nearest"),
    [
        ("en/word.j2", "{% block share %}x{% endblock %}", None, "no file of wording", "words.j2"),
        ("en/words.yaml", "attendance: {late: x}", None, "no file of wording", "words.yml"),
        ("en/words.j2", "\n{% block shar %}x{% endblock %}", 2, "the block 'shar'", "share"),
        ("en/words.j2", "{% block share %}\n{{ cout }} of {{ total }}{% endblock %}", 2, "the fact 'cout'", "count"),
        ("en/words.j2", "{% block share %}{{ count }\n{% endblock %}", 1, "cannot be read as a template", None),
        ("en/words.j2", "{% block share %}{{ count|nubmer }}{% endblock %}", 1, "nubmer", None),
        ("en/words.j2", "{% block share %}{{ count|word('staus') }}{% endblock %}", 1, "kind 'staus'", "status"),
        ("en/words.j2", "\n\nOne of two.\n{% block share %}x{% endblock %}", 3, "outside of every block", None),
        ("en/words.yml", "attendance:\n  late: x\n  canceld: x\n", 3, "the code 'canceld'", "canceled"),
        ("en/words.yml", "attendence:\n  late: x\n", 1, "the kind of words 'attendence'", "attendance"),
        ("en/words.yml", "attendance:\n  late: yes\n", 2, "no text for 'late'", None),
        ("en/words.yml", "attendance:\n  late: x\n  late: y\n", 3, "given twice", None),
        ("en/page.yml", "reader: {funder: x}\n", 1, "unknown key 'reader'", "readers"),
        (
            "en/headings.yml",
            "Atendance, participation and flow: Who came\n",
            None,
            "which no notebook has",
            "Attendance, participation and flow",
        ),
        ("en/headings.yml", "Outcomes: 7\n", 1, "not one line of text", None),
        ("words.j2", "{% block share %}x{% endblock %}", None, "beside the folders of the languages", None),
        ("eng/words.yml", "attendance: {late: x}\n", None, "neither packaged nor", "en"),
    ],
)
def test_a_slip_is_refused_by_file_line_and_nearest_name(write, problems, name, text, line, said, nearest):
    """Each of these would have been passed over in silence, or would have stopped a report half-way."""
    write(name, text)
    (problem,) = problems()

    assert problem.file.removeprefix(f"{WORDING_FOLDER}/") in (name, name.partition("/")[0])
    assert problem.line == line
    assert said in problem.message
    assert nearest is None or problem.suggestion == nearest
    assert problem.remedy


def test_a_translation_of_ones_own_says_what_it_lacks(write, problems):
    """A report in two languages is worse than none: every block, word and heading that is missing is named."""
    write("nn/words.j2", "{% block share %}{{ count }} av {{ total }}{% endblock %}\n")
    said = [problem.message for problem in problems("nn")]

    assert any("glance.j2: is missing" in message for message in said)
    assert any("words.j2: the block 'listing' is missing" in message for message in said)
    assert any("page.yml" in (problem.file or "") for problem in problems("nn"))


def test_the_packaged_english_has_no_slip():
    """By the same rules as a program's own: every block stands in a file that is read, and nothing outside of one."""
    assert lag(PACKAGED / "en") == []
    check_wording(Project(packaged_folder()), "en")


@pytest.mark.parametrize("folder", TRANSLATIONS, ids=lambda path: path.name)
def test_a_packaged_translation_is_whole(folder):
    """Every file, block, fact, word, heading and page word; one that lags behind is named."""
    assert lag(folder) == []
    check_wording(Project(packaged_folder()), folder.name)


def test_a_translation_that_lags_behind_is_named(tmp_path):
    """A block that was renamed, a fact that is not given and a word that is missing each have their name."""
    for file in (PACKAGED / "en").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    share = "{% block share %}{{ count }} of {{ total }}{{ place }}{% endblock %}{% block lists %}x{% endblock %}"
    (tmp_path / "words.j2").write_text(share, encoding="utf-8")
    words = (tmp_path / "words.yml").read_text(encoding="utf-8").replace("  late: late\n", "")
    (tmp_path / "words.yml").write_text(words, encoding="utf-8")
    (tmp_path / "glance.j2").unlink()

    found = lag(tmp_path)
    assert "glance.j2: is missing" in found
    assert "words.j2: the block 'listing' is missing" in found
    assert "words.j2: there is no block 'lists'" in found
    assert "words.j2: the block 'share' is not given the fact 'place'" in found
    assert "words.yml: 'late' of 'attendance' is missing" in found
    assert all("words." in said or "glance.j2" in said for said in found)
