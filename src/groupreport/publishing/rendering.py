"""Which of the two renderers turns executed notebooks into pages."""

from __future__ import annotations

import calendar
import functools
import importlib.metadata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from groupreport.errors import SetupError
from groupreport.parameters import Audience, Boilerplate, Parameters, Project, read_headings, read_page_words
from groupreport.publishing.page import PageFacts, PageSource, confidentiality_of
from groupreport.publishing.pandoc import pandoc_version
from groupreport.publishing.quarto_program import find_quarto, quarto_version

RendererChoice = Literal["auto", "quarto", "embedded"]


@dataclass(frozen=True)
class Renderer:
    """A renderer's name and version, and its one function."""

    name: Literal["quarto", "embedded"]
    version: str
    render: Callable[..., Sequence[Mapping[str, Path]]]

    def __str__(self) -> str:
        """`embedded (pandoc 3.9, Typst 0.15)`, as printed in the manifest and the index."""
        return f"{self.name} ({self.version})"


def choose_renderer(choice: RendererChoice) -> Renderer:
    """The renderer that was asked for; `auto` takes Quarto where it is found.

    Raises:
        SetupError: Quarto was asked for and is not there.
    """
    program = find_quarto() if choice != "embedded" else None
    if program is not None:
        return Renderer("quarto", quarto_version(program), functools.partial(_with_quarto, quarto=program))
    if choice == "quarto":
        raise SetupError(
            "Quarto was asked for, but no `quarto` is on PATH and QUARTO_PATH does not name it; "
            "install Quarto 1.9 or later, or use --renderer embedded."
        )
    return Renderer("embedded", embedded_version(), _embedded)


def embedded_version() -> str:
    """The versions that a report's look depends on: `pandoc 3.9, Typst 0.15.2`."""
    return f"pandoc {pandoc_version()}, Typst {importlib.metadata.version('typst')}"


# The renderers are imported when the first page is made: a run with nothing to do needs their versions only.
def _embedded(sources: Sequence[PageSource], **options: Any) -> Sequence[Mapping[str, Path]]:  # noqa: ANN401 - passed on
    from groupreport.publishing.embedded import render_embedded

    return [
        render_embedded(
            source.notebook,
            document=source.document,
            title=source.title,
            subtitle=source.subtitle,
            facts=source.facts,
            destination=source.destination,
            **options,
        )
        for source in sources
    ]


def _with_quarto(sources: Sequence[PageSource], **options: Any) -> Sequence[Mapping[str, Path]]:  # noqa: ANN401 - passed on
    from groupreport.publishing.quarto import render_quarto

    return render_quarto(sources, **options)


def page_facts(project: Project, parameters: Parameters, audience: Audience, data: str) -> PageFacts:
    """What every page of a report carries."""
    term, language = parameters.term, parameters.settings.language
    words, program = read_page_words(project, language), parameters.settings.program
    return PageFacts(
        program=program.name,
        audience=audience,
        confidentiality=confidentiality_of(parameters.settings.program.confidentiality, words)
        if audience != "funder"
        else "",
        term=words.term_dates.format(term=term.name or term.id, dates=words.dates_in_words(term.starts, term.ends)),
        data=data[:12],
        language=language,
        words=words,
        brand=parameters.settings.brand,
        boilerplate=_boilerplate(parameters, audience),
        headings=read_headings(project, language),
    )


def _boilerplate(parameters: Parameters, audience: Audience) -> Boilerplate:
    audiences = parameters.settings.audiences
    if audience == "evaluator":
        return Boilerplate()
    return audiences.leadership.boilerplate if audience == "leadership" else audiences.funder.boilerplate


def render_report(
    renderer: Renderer,
    sources: Sequence[PageSource],
    *,
    formats: Sequence[str],
    project: Project,
    parameters: Parameters,
    stem: str,
) -> Sequence[Mapping[str, Path]]:
    """Turn one report's executed notebooks, which have been read, into their pages: for each the file in each format.

    The time stamp is the term's last day, so bytes can be repeated.
    """
    for source in sources:
        source.destination.mkdir(parents=True, exist_ok=True, mode=0o700)
    return renderer.render(
        sources,
        formats=tuple(formats),
        templates=project,
        stem=stem,
        timestamp=calendar.timegm(parameters.term.ends.timetuple()),
    )
