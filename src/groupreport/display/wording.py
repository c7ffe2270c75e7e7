"""Every sentence of a report, from templates that a program can replace and a translation can follow.

`templates/wording/<language>/<theme>.j2` holds one block a statement and `words.yml` the words for codes. A program
changes a statement by a file of the same name with just that block in its own project folder.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import FileSystemLoader, StrictUndefined, Template, Undefined
from jinja2.exceptions import TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from groupreport.display import rounding
from groupreport.display.compiled_wording import kept_compiled
from groupreport.display.escaping import Markdown, literal, plain
from groupreport.parameters import (
    PROJECT_VARIABLE,
    WORDING_FOLDER,
    PageWords,
    Project,
    packaged_folder,
    read_page_words,
)

DOCUMENTATION_FOLDER = "templates/documentation"
MOST_NAMES = 5  # that a sentence lists before it counts the rest


class Wording:
    """The statements and words of one language: the program's own before the packaged ones."""

    def __init__(self, folders: Iterable[Path], page: PageWords) -> None:
        self.page = page
        self._folders = tuple(folders)
        self._environments = tuple(wording_environment(folder, self) for folder in self._folders)
        self._templates: dict[tuple[int, str], Template | None] = {}
        self._words = _merged_words(self._folders)

    def say(self, statement: str, /, **facts: Any) -> Markdown:  # noqa: ANN401 - a statement's facts are its own
        """A statement (`theme.block`) as Markdown on one line; text among the facts is escaped.

        Raises:
            KeyError: There is no such statement.
            jinja2.UndefinedError: The statement needs a fact that was not given.
            TypeError: A number with decimals was printed without saying how to round it.
        """
        theme, block = statement.split(".")
        for place in range(len(self._folders)):
            template = self._template(place, theme)
            if template is not None and block in template.blocks:
                context = template.new_context(facts)
                return Markdown(" ".join("".join(template.blocks[block](context)).split()))
        raise KeyError(f"no statement '{statement}' in {[folder.as_posix() for folder in self._folders]}")

    def text(self, statement: str, /, **facts: Any) -> str:  # noqa: ANN401 - a statement's facts are its own
        """A statement as plain text, for pictures and alt texts."""
        return plain(self.say(statement, **facts))

    def between(self, low: str, high: str) -> Markdown:
        """Two limits, already in print, as one range."""
        return self.say("words.interval", low=Markdown(low), high=Markdown(high))

    def word(self, kind: str, code: object) -> str:
        """The word for a code of the data contract.

        Raises:
            KeyError: The kind or the code is unknown: a code must never be printed as if it were a word.
        """
        return self._words[kind][str(code)]

    def words(self, kind: str) -> Mapping[str, str]:
        """All words of a kind, in the order in which they are listed."""
        return self._words[kind]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of words that there are."""
        return frozenset(self._words)

    def prepare(self, kept: Path | None = None) -> None:
        """Compile every statement now, so that the first report does not have to.

        Args:
            kept: The file of what an earlier process has compiled; kept there again where anything has changed.
        """
        themes = sorted({file.stem for folder in self._folders for file in folder.glob("*.j2")})
        with kept_compiled(kept, self._folders, self._environments):
            for place in range(len(self._folders)):
                for theme in themes:  # also those that a folder lacks: each report would look for them
                    self._template(place, theme)

    def _template(self, place: int, theme: str) -> Template | None:
        if (place, theme) not in self._templates:
            try:
                found: Template | None = self._environments[place].get_template(f"{theme}.j2")
            except TemplateNotFound:
                found = None
            self._templates[place, theme] = found
        return self._templates[place, theme]


def wording(language: str = "en", project_folder: Path | None = None) -> Wording:
    """The wording of a project; without a folder, of the project that the environment names, else the packaged one."""
    named = os.environ.get(PROJECT_VARIABLE)
    folder = project_folder or (Path(named) if named else None)
    return _wording(folder, language)


def documentation_wording(project_folder: Path | None = None) -> Wording:
    """The wording of the documentation and the command line, which stay English: no translation has to have it."""
    bases = _bases(project_folder)
    folders = [packaged_folder() / DOCUMENTATION_FOLDER, *(base / WORDING_FOLDER / "en" for base in bases)]
    return Wording(folders, read_page_words(Project(bases[0]), "en"))


@cache
def _wording(project_folder: Path | None, language: str) -> Wording:
    bases = _bases(project_folder)
    page = read_page_words(Project(bases[0]), language)
    return Wording((base / WORDING_FOLDER / language for base in bases), page)


def _bases(project_folder: Path | None) -> list[Path]:
    return [base for base in (project_folder, packaged_folder()) if base is not None]


def wording_environment(folder: Path, words: Wording) -> ImmutableSandboxedEnvironment:
    """The sandbox in which the templates of one folder run: a program's wording cannot reach beyond its facts."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # `finalize` escapes for Markdown; HTML escaping would be the wrong one
    )

    def share_of(count: int, total: int) -> Markdown:
        return words.say("words.share", count=count, total=total)

    def word(code: object, kind: str) -> str:
        return words.word(kind, code)

    def listing(names: Iterable[str]) -> Markdown:
        return words.say("words.listing", names=list(names))

    def some(names: Iterable[str], noun: str) -> Markdown:
        return words.say("words.some", names=list(names), noun=noun, most=MOST_NAMES)

    def interval(low: float, high: float, places: int = 1) -> Markdown:
        return words.between(rounding.number(low, places), rounding.number(high, places))

    def day(date: datetime.date) -> Markdown:
        return literal(words.page.day_in_words(date))

    environment.filters.update(
        some=some,
        number=_marked(rounding.number),
        signed=_marked(rounding.signed),
        percent=_marked(rounding.percent),
        interval=interval,
        plainly=_marked(rounding.plainly),
        day=day,
        counted=_counted,
        share_of=share_of,
        word=word,
        listing=listing,
        first_upper=_first_upper,
        together=_together,
    )
    return environment


def _finalize(value: object) -> object:
    if isinstance(value, Undefined):
        return str(value)  # raises, and names the fact
    if isinstance(value, Markdown):
        return value
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, bool) or value is None or not isinstance(value, int):
        raise TypeError(f"a statement printed {value!r}: round a number with a filter, and say what is missing")
    return rounding.number(value, 0)


def _marked(rounder: Any) -> Any:  # noqa: ANN401 - the rounders differ in their arguments
    def mark(*arguments: Any) -> Markdown:  # noqa: ANN401
        return Markdown(rounder(*arguments))

    return mark


def _counted(count: int, one: str, many: str) -> Markdown:
    return Markdown(f"{rounding.number(count, 0)} {one if count == 1 else many}")


def _together(statements: Iterable[str]) -> Markdown:
    return Markdown(" ".join(literal(statement) for statement in statements))


def _first_upper(text: str) -> str:
    raised = text[:1].upper() + text[1:]
    return Markdown(raised) if isinstance(text, Markdown) else raised


def _merged_words(folders: tuple[Path, ...]) -> dict[str, dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for folder in reversed(folders):
        file = folder / "words.yml"
        if file.is_file():
            for kind, given in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                merged.setdefault(kind, {}).update({str(code): word for code, word in given.items()})
    return merged
