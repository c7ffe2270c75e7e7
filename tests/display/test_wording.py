"""Sentences come from templates: fixed rules for number, direction, doubt and missing facts."""

from __future__ import annotations

import re

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from groupreport.display.wording import PROJECT_VARIABLE, wording
from groupreport.parameters import packaged_folder

FOLDERS = ("wording/en", "documentation")
TEMPLATES = sorted(path for folder in FOLDERS for path in (packaged_folder() / "templates" / folder).glob("*.j2"))


@pytest.fixture(name="project")
def _project(tmp_path):
    (tmp_path / "templates" / "wording" / "en").mkdir(parents=True)
    return tmp_path


def _write(project, name, text):
    (project / "templates" / "wording" / "en" / name).write_text(text, encoding="utf-8")
    return wording("en", project)


@pytest.mark.parametrize(
    ("count", "total", "said"),
    [
        (3, 4, "3 of 4"),
        (0, 7, "0 of 7"),
        (14, 19, "14 of 19"),
        (15, 20, "15 of 20 (75%)"),
        (149, 200, "149 of 200 (75%)"),
    ],
)
def test_a_share_of_few_people_has_no_percentage(count, total, said):
    """With fewer than 20 people a percentage claims more than is known."""
    assert wording().say("words.share", count=count, total=total) == said


@pytest.mark.parametrize(("count", "said"), [(1, "1 session was canceled."), (2, "2 sessions were canceled.")])
def test_words_follow_the_number(count, said):
    """One session was, two sessions were."""
    facts = {"sessions": 5, "present": 20, "expected": 40, "rate": 0.5, "lowest": 0.5, "lowest_session": 1}
    facts |= {"unrecorded": 0}
    sentence = wording().say("attendance.rate_sentence", highest=0.5, highest_session=1, canceled=count, **facts)

    assert sentence.endswith(said)


@pytest.mark.parametrize(("names", "said"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_a_list_of_names_reads_as_a_list(names, said):
    """Commas between, and before the last."""
    assert wording().say("words.listing", names=names) == said


def test_text_among_the_facts_is_escaped():
    """A name from the data cannot bring markup into a sentence."""
    assert wording().say("words.listing", names=["*a*", "<b>"]) == r"\*a\* and \<b\>"


def test_a_missing_fact_stops_the_sentence():
    """A sentence with a hole is never printed."""
    with pytest.raises(UndefinedError, match="total"):
        wording().say("words.share", count=3)


def test_a_number_with_decimals_needs_a_rounding_rule(project):
    """Python's fifteen digits never reach a reader."""
    words = _write(project, "mine.j2", "{% block raw %}{{ value }}{% endblock %}")

    with pytest.raises(TypeError, match="round a number with a filter"):
        words.say("mine.raw", value=0.1 + 0.2)


def test_a_missing_number_stops_the_sentence(project):
    """Missing is not 0 and not "nan"."""
    words = _write(project, "mine.j2", "{% block raw %}{{ value|number }}{% endblock %}")

    with pytest.raises(ValueError, match="not enough data"):
        words.say("mine.raw", value=float("nan"))


def test_a_program_replaces_one_statement_and_keeps_the_rest(project):
    """A file with one block is enough."""
    words = _write(project, "words.j2", "{% block share %}{{ count }}/{{ total }}{% endblock %}")

    assert words.say("words.share", count=3, total=4) == "3/4"
    assert words.say("words.listing", names=["a", "b"]) == "a and b"


def test_a_program_replaces_one_word_and_keeps_the_rest(project):
    """A words file with one word is enough."""
    words = _write(project, "words.yml", "attendance: {no_show: absent}\n")

    assert words.word("attendance", "no_show") == "absent"
    assert words.word("attendance", "late") == "late"


def test_the_environment_names_the_project(project, monkeypatch):
    """A notebook finds the program's own wording without being told."""
    _write(project, "words.yml", "attendance: {late: came late}\n")
    monkeypatch.setenv(PROJECT_VARIABLE, str(project))

    assert wording().word("attendance", "late") == "came late"


def test_a_template_cannot_reach_python(project):
    """Wording is text, not code: the sandbox refuses what leads out of it."""
    words = _write(project, "mine.j2", "{% block out %}{{ names.__class__.__mro__ }}{% endblock %}")

    with pytest.raises(SecurityError, match="unsafe"):
        words.say("mine.out", names=["a"])


def test_a_template_cannot_change_its_facts(project):
    """The same facts go into the next sentence."""
    words = _write(project, "mine.j2", "{% block change %}{{ names.append('b') }}{% endblock %}")

    with pytest.raises(SecurityError, match="unsafe"):
        words.say("mine.change", names=["a"])


def test_a_template_with_a_mistake_says_where(project):
    """The person who changed the wording sees the line."""
    words = _write(project, "words.j2", "{% block share %}\n{{ count }\n{% endblock %}")

    with pytest.raises(TemplateSyntaxError, match="unexpected"):
        words.say("words.share", count=1, total=2)


def test_an_unknown_code_is_never_printed():
    """A code that has no word is an error, not a word."""
    with pytest.raises(KeyError, match="vanished"):
        wording().word("attendance", "vanished")


def test_an_unknown_statement_is_an_error():
    """A misspelt statement is not an empty one."""
    with pytest.raises(KeyError, match=r"words\.nothing"):
        wording().say("words.nothing")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_statement_words_a_change_as_caused(template):
    """Change over a term is described, never credited."""
    text = template.read_text(encoding="utf-8").lower()
    causal = (
        r"\b(caused?|causes|led to|leads to|due to|thanks to|resulted in|results in|because of|the effect of|thus)\b"
    )

    assert re.findall(causal, text) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_people_are_members_not_cases(template):
    """Person-first words, and one word per thing."""
    text = template.read_text(encoding="utf-8").lower()
    words = r"\b(patients?|clients?|cases|sufferers?|addicts?|failed|failures?|non-?compliant|programme|behaviour)\b"

    assert re.findall(words, text) == []


def test_a_sentence_counts_the_names_that_it_does_not_list():
    """Sixty groups make no sentence; six names are listed, because "1 more" saves nothing."""
    names = [f"G{place}" for place in range(1, 13)]

    assert wording().text("words.some", names=names[:6], noun="groups", most=5) == "G1, G2, G3, G4, G5 and G6"
    assert wording().text("words.some", names=names, noun="groups", most=5) == "G1, G2, G3, G4, G5, and 7 more groups"
