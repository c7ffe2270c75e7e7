"""A program's own wording, checked before anything is made: nothing misspelt is passed over in silence."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import TemplateSyntaxError, meta, nodes

from groupreport.display.wording import Wording, wording, wording_environment
from groupreport.errors import ParameterError, Problem, ProblemsError
from groupreport.instruments import load_catalog, with_titles
from groupreport.instruments.titles import TITLES_FILE
from groupreport.parameters import (
    WORDING_FOLDER,
    Project,
    headings_of,
    packaged_folder,
    read_headings,
    read_page_words,
)
from groupreport.parameters.yaml_files import read_yaml

_RULE = "wording-override"
_SOURCE = "en"  # the language that translations are made from
_WORDS, _HEADINGS = "words.yml", "headings.yml"
_OPTIONAL = {_HEADINGS, TITLES_FILE}  # English does without them


@dataclass(frozen=True)
class Statement:
    """One block: the line on which it begins, and the first line on which it uses each fact and kind of words."""

    line: int
    facts: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)


def check_wording(project: Project, language: str) -> None:
    """Refuse a program's own wording that would be passed over, or that would stop a report half-way.

    Args:
        project: The program's folder; what stands in `templates/wording` there is checked.
        language: The language of the program's reports.

    Raises:
        ParameterError: Every problem with its file, its line and the nearest name that there is.
    """
    problems = list(_problems(project, language))
    if problems:
        raise ParameterError(problems)


def lag(folder: Path) -> list[str]:
    """What a translation lacks, or has too much, beside the language it is made from; by name.

    Args:
        folder: The folder of the translation, such as `templates/wording/es`.
    """
    source = packaged_folder() / WORDING_FOLDER / _SOURCE
    names, own_names = ({file.name for file in _files(one)} - _OPTIONAL for one in (source, folder))
    said = _compared(names, own_names, "{0}: is missing", "{0}: there is no such file")
    for name in sorted(names & own_names):
        if name.endswith(".j2"):
            theirs, own = statements_of(source / name), statements_of(folder / name)
            missing, extra = f"{name}: the block '{{0}}' is missing", f"{name}: there is no block '{{0}}'"
            said += _compared(theirs.keys(), own.keys(), missing, extra)
            said += [
                f"{name}: the block '{block}' is not given the fact '{fact}'"
                for block in own.keys() & theirs.keys()
                for fact in sorted(own[block].facts.keys() - theirs[block].facts.keys())
            ]
    if _WORDS in own_names:
        every, translated = read_yaml(source / _WORDS).values, read_yaml(folder / _WORDS).values
        for kind in sorted(every.keys() | translated.keys()):
            missing, extra = f"{_WORDS}: '{{0}}' of '{kind}' is missing", f"{_WORDS}: there is no '{{0}}' of '{kind}'"
            said += _compared((every.get(kind) or {}).keys(), (translated.get(kind) or {}).keys(), missing, extra)
    return said


def _compared(source: Collection[str], own: Collection[str], missing: str, extra: str) -> list[str]:
    lacking, added = sorted(set(source) - set(own)), sorted(set(own) - set(source))
    return [missing.format(name) for name in lacking] + [extra.format(name) for name in added]


def statements_of(file: Path) -> dict[str, Statement]:
    """The blocks of a file of wording by name.

    Raises:
        jinja2.TemplateSyntaxError: The file cannot be read as a template.
    """
    return _statements(file, file.read_text(encoding="utf-8"))


@cache
def _statements(file: Path, text: str) -> dict[str, Statement]:
    environment = wording_environment(file.parent, wording(_SOURCE))
    environment.compile(text, name=file.name)  # finds filters and tests that there are not
    found = {}
    for block in environment.parse(text).find_all(nodes.Block):
        alone = nodes.Template(block.body, lineno=block.lineno)
        alone.set_environment(environment)
        unset = meta.find_undeclared_variables(alone)
        facts: dict[str, int] = {}
        for name in block.find_all(nodes.Name):
            if name.name in unset:
                facts.setdefault(name.name, name.lineno)
        kinds: dict[str, int] = {}
        for used in block.find_all(nodes.Filter):
            given = used.args[0] if used.name == "word" and used.args else None
            if isinstance(given, nodes.Const):
                kinds.setdefault(str(given.value), used.lineno)
        found[block.name] = Statement(block.lineno, facts, kinds)
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith("."))


def _problems(project: Project, language: str) -> Iterator[Problem]:
    own, packaged = project.folder.resolve() / WORDING_FOLDER, packaged_folder().resolve() / WORDING_FOLDER
    known = sorted(path.name for path in packaged.iterdir() if path.is_dir())
    for entry in sorted(own.glob("*")):
        shown = f"{WORDING_FOLDER}/{entry.name}"
        if entry.is_file():
            yield _problem(
                shown,
                "stands beside the folders of the languages, where nobody reads it",
                f"Move it into the folder of its language, such as {WORDING_FOLDER}/{language}.",
            )
        elif entry.name in known:
            yield from _overrides(entry, packaged / entry.name, shown)
        elif entry.name == language:
            yield from _overrides(entry, packaged / _SOURCE, shown)
            yield from (_problem(shown, f"is no whole translation: {said}", "Translate it.") for said in _lag(entry))
        else:
            yield _problem(
                shown,
                f"is wording in a language that is neither packaged nor that of the reports, '{language}'",
                f"Correct the folder's name; the packaged ones are {', '.join(known)}.",
                suggestion=_nearest(entry.name, {*known, language}),
            )
    yield from _page_and_headings(project, language)


def _lag(folder: Path) -> list[str]:
    try:
        return lag(folder)
    except (TemplateSyntaxError, ProblemsError):
        return []  # said where the file itself is checked


def _overrides(own: Path, packaged: Path, shown: str) -> Iterator[Problem]:
    names = {path.name for path in _files(packaged)} | _OPTIONAL
    words = wording(packaged.name)
    for file in _files(own):
        name = f"{shown}/{file.name}"
        if file.name not in names:
            yield _problem(
                name,
                "is no file of wording that a report reads",
                "Name it like the packaged file whose statements it changes.",
                suggestion=_nearest(file.name, names),
            )
        elif file.suffix == ".j2":
            yield from _template_problems(file, packaged / file.name, name, words)
        elif file.name == _WORDS:
            yield from _word_problems(file, name, words)


def _template_problems(own: Path, packaged: Path, shown: str, words: Wording) -> Iterator[Problem]:
    known = statements_of(packaged)
    try:
        text = own.read_text(encoding="utf-8")
        given = _statements(own, text)
        stray = _outside_blocks(own, text)
    except UnicodeDecodeError:
        yield _problem(shown, "is not UTF-8 text", "Save it as UTF-8.")
        return
    except TemplateSyntaxError as error:
        message = f"cannot be read as a template: {error.message}"
        yield _problem(shown, message, "Compare the line with the packaged file.", error.lineno)
        return
    if stray is not None:
        yield _problem(
            shown,
            "holds text outside of every block, which nobody reads",
            "Put it between {% block name %} and {% endblock %} of the statement that it is to be.",
            stray,
        )
    for name, statement in given.items():
        if name not in known:
            yield _problem(
                shown,
                f"holds the block '{name}', which the packaged file does not have",
                "Name the block of the statement that it changes.",
                statement.line,
                _nearest(name, known),
            )
            continue
        for fact, line in statement.facts.items():
            if fact not in known[name].facts:
                has = ", ".join(sorted(known[name].facts)) or "none"
                yield _problem(
                    shown,
                    f"uses the fact '{fact}' in the block '{name}', which is not given it",
                    f"The facts of this statement are: {has}.",
                    line,
                    _nearest(fact, known[name].facts),
                )
        for kind, line in statement.kinds.items():
            if kind not in words.kinds:
                yield _problem(
                    shown,
                    f"asks in the block '{name}' for words of the kind '{kind}', which {_WORDS} does not have",
                    f"Name a kind of {_WORDS}.",
                    line,
                    _nearest(kind, words.kinds),
                )


def _outside_blocks(own: Path, text: str) -> int | None:
    """The first line with something outside of every block."""
    for node in wording_environment(own.parent, wording(_SOURCE)).parse(text).body:
        if isinstance(node, nodes.Block):
            continue
        if isinstance(node, nodes.Output):
            spoken = [part for part in node.nodes if not isinstance(part, nodes.TemplateData) or part.data.strip()]
            if not spoken:
                continue
            return _line_of(spoken[0])
        return int(node.lineno)
    return None


def _line_of(part: nodes.Node) -> int:
    if isinstance(part, nodes.TemplateData):
        before = part.data[: len(part.data) - len(part.data.lstrip())]
        return int(part.lineno) + before.count("\n")
    return int(part.lineno)


def _word_problems(own: Path, shown: str, words: Wording) -> Iterator[Problem]:
    try:
        file = read_yaml(own, shown)
    except ProblemsError as error:
        yield from error.problems
        return
    for kind, codes in file.values.items():
        if kind not in words.kinds:
            yield _problem(
                shown,
                f"holds the kind of words '{kind}', which there is not",
                "Name a kind of the packaged file.",
                file.line_of((kind,)),
                _nearest(kind, words.kinds),
            )
            continue
        if not isinstance(codes, dict):
            yield _problem(shown, f"'{kind}' must hold `code: word` lines", "Add them.", file.line_of((kind,)))
            continue
        for code, word in codes.items():
            if code not in words.words(kind):
                yield _problem(
                    shown,
                    f"holds the code '{code}' of '{kind}', which there is not",
                    f"The codes of '{kind}' are: {', '.join(words.words(kind))}.",
                    file.line_of((kind, code)),
                    _nearest(code, words.words(kind)),
                )
            elif not isinstance(word, str) or not word.strip():
                yield _problem(
                    shown,
                    f"has no text for '{code}' of '{kind}'",
                    "Write a word, in quotes where it is a number, yes or no.",
                    file.line_of((kind, code)),
                )


def _page_and_headings(project: Project, language: str) -> Iterator[Problem]:
    try:
        read_page_words(project, language)
        headings = read_headings(project, language)
        with_titles(load_catalog(project), project, language)
    except ProblemsError as error:
        yield from error.problems
        return
    shown = f"{WORDING_FOLDER}/{language}/{_HEADINGS}"
    packaged = _headings_in(packaged_folder())
    every = packaged | _headings_in(project.folder)
    for heading in headings.keys() - every:
        yield _problem(
            shown,
            f"translates the heading '{heading}', which no notebook has",
            "Write the heading as it stands in the notebook.",
            suggestion=_nearest(heading, every),
        )
    if language != _SOURCE:
        for heading in sorted(packaged - headings.keys()):
            yield _problem(shown, f"lacks the heading '{heading}'", "Add its translation.")


def _headings_in(folder: Path) -> set[str]:
    return {heading for notebook in sorted((folder / "reports").glob("*.ipynb")) for heading in headings_of(notebook)}


def _nearest(name: str, known: Collection[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, list(known), n=1)), None)


def _problem(file: str, message: str, remedy: str, line: int | None = None, suggestion: str | None = None) -> Problem:
    return Problem(rule=_RULE, message=message, remedy=remedy, file=file, line=line, suggestion=suggestion)
