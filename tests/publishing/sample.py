"""A report notebook as Papermill would leave it: invented numbers, every element that a report may hold."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from groupreport.parameters import Project, packaged_folder, read_page_words
from groupreport.publishing.page import PageFacts

HEADER = """---
title: Group report
subtitle: One term
lang: en
execute: {enabled: false, echo: false}
---"""
TITLE = "Tuesday evening grief group"
SUBTITLE = "Fall 2026, sessions 1 to 12"
WORDS = read_page_words(Project(packaged_folder()), "en")
FACTS = PageFacts(
    program="Anxiety and grief groups",
    audience="evaluator",
    confidentiality="Confidential: contains health information about people in group therapy. Do not copy or forward.",
    term="Fall 2026 (2026-08-24 to 2026-12-11)",
    data="3f9a71c2",
    language="en",
    words=WORDS,
)
TINY_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30" viewBox="0 0 90 30"><path d="M0 0h90v30z"/></svg>'
)


def shown(markdown: str, **others: str) -> Any:
    """A code cell that showed Markdown."""
    data = {"text/markdown": markdown, "text/plain": "for a terminal", **others}
    return new_code_cell("groupreport.show(view)", execution_count=1, outputs=[new_output("display_data", data=data)])


def prose(markdown: str) -> Any:
    """A cell of text."""
    return new_markdown_cell(markdown)


def notebook(cells: Sequence[Any], *, header: str = HEADER) -> Any:
    """Cells below a report's header, with ids that do not change."""
    book = new_notebook(
        cells=[new_raw_cell(header), *cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
    return book


def write_notebook(path: Path, cells: Sequence[Any], *, header: str = HEADER) -> Path:
    """The notebook as a file."""
    nbformat.write(notebook(cells, header=header), path)
    return path


def picture(svg: str) -> str:
    """A picture as the target of a Markdown image."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def figure(label: str, caption: str, alternative: str, svg: str = TINY_SVG) -> str:
    """A figure in Markdown."""
    return f'![{caption}]({picture(svg)}){{#fig-{label} fig-alt="{alternative}"}}'


def table(label: str, caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], right: int = 1) -> str:
    """A table in Markdown; the columns from number `right` on are aligned at the right."""
    rules = [":---" if place < right else "---:" for place in range(len(header))]
    lines = ["| " + " | ".join(line) + " |" for line in (header, rules, *rows)]
    return f"::: {{#tbl-{label}}}\n" + "\n".join(lines) + f"\n\n{caption}\n:::"


def box(kind: str, title: str, *lines: str) -> str:
    """A callout in Markdown."""
    return "\n".join((f'::: {{.callout-{kind} title="{title}"}}', *lines, ":::"))


def key_facts(labels: Sequence[str], values: Sequence[str], notes: Sequence[str]) -> str:
    """Key facts in Markdown."""
    lines = ["| " + " | ".join(line) + " |" for line in (labels, [":---"] * len(labels), values, notes)]
    return "::: {.key-facts}\n" + "\n".join(lines) + "\n:::"


def climate_svg() -> str:
    """A line over twelve sessions with a band."""
    engaged = [3.1, 3.4, 3.3, 3.8, 4.0, 3.2, 3.6, 4.2, 4.4, 4.3, 4.6, 4.8]
    conflict = [1.8, 1.9, 2.4, 2.2, 2.1, 3.4, 2.6, 2.0, 1.7, 1.8, 1.5, 1.4]
    with mpl.rc_context({"svg.hashsalt": "sample", "font.size": 8}):
        drawn = Figure(figsize=(6.5, 2.6), layout="constrained")
        FigureCanvasSVG(drawn)
        axes = drawn.subplots()
        sessions = range(1, 13)
        axes.axvspan(0.5, 4.5, color="#f2f2f2")
        axes.axvspan(8.5, 12.5, color="#f2f2f2")
        axes.plot(sessions, engaged, color="#0072B2", marker="o")
        axes.plot(sessions, conflict, color="#D55E00", marker="s", linestyle="--")
        axes.text(12.2, engaged[-1], "engaged", va="center", color="#0072B2")
        axes.text(12.2, conflict[-1], "conflict", va="center", color="#D55E00")
        axes.set(xlabel="Session", ylabel="Mean score (0 to 6)", ylim=(0, 6), xlim=(0.5, 13.6), xticks=sessions)
        axes.spines[["top", "right"]].set_visible(False)
        written = io.StringIO()
        drawn.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()


def report_cells() -> list[Any]:
    """A whole group report."""
    members = [
        [
            f"M{number:02}",
            f"{12 - number % 4}",
            f"{number % 3}",
            f"{6.1 + number * 0.17:.1f}",
            change,
            f"{100 - 7 * number % 40} %",
        ]
        for number, change in enumerate(
            ("improved", "unchanged", "recovered", "not enough data", "deteriorated") * 2, 1
        )
    ]
    sessions = [
        [
            str(number),
            f"2026-09-{number:02}",
            f"{number % 5 + 4}",
            f"{3 + number / 10:.1f}",
            f"{2 - number / 40:.2f}",
            "held" if number % 7 else "canceled",
        ]
        for number in range(1, 31)
    ]
    return [
        shown("**Tuesday evening grief group** (G07) met in person. Leaders: L01 and L02."),
        prose("## At a glance"),
        shown("::: {.headline}\nMembers grew *more engaged*; one drop in session 6 is worth a talk.\n:::"),
        shown(
            key_facts(
                ["Sessions held", "Attendance", "Alliance"], ["12 of 13", "82 %", "7.4"], ["one canceled", "", "of 10"]
            )
        ),
        shown(
            '::: {.callout-note title="What stands out"}\n'
            "- The group met **12 times**; on average *7.4 of 9* members came.\n"
            "- Engagement rose from 3.1 to 4.8 on a scale from 0 to 6 (@fig-climate).\n"
            "- One rating drop consistent with a rupture was found in session 6; the ratings were back in session 8"
            " (@tbl-members).\n:::"
        ),
        prose(
            "## Group climate\n\nMembers rated the climate after every session. Higher values mean more of what"
            " the scale is named after."
        ),
        shown(
            "Engagement rose over the term. Conflict peaked once, in session 6, and fell afterwards.\n\n"
            + figure(
                "climate",
                "Engagement rose from 3.1 to 4.8; conflict peaked in session 6.",
                "Line chart of mean engagement and conflict over 12 sessions. Engagement rises from 3.1 to 4.8 with"
                " a dip to 3.2 in session 6, where conflict peaks at 3.4.",
                climate_svg(),
            )
        ),
        prose("### How far members agreed\n\nAgreement is high where members' ratings differ by less than a point."),
        shown(
            table(
                "agreement",
                "Agreement of members by session part.",
                ["Part", "Sessions", "rWG"],
                [["First third", "4", "0.81"], ["Second third", "4", "0.64"], ["Last third", "4", "0.88"]],
            )
        ),
        prose("## Members\n\nEach row of @tbl-members is one member. The rules are described in the appendix."),
        shown(
            table(
                "members",
                "Members over the term: sessions attended, rating drops, mean alliance and change in symptoms.",
                [
                    "Member",
                    "Sessions attended",
                    "Rating drops",
                    "Mean alliance (1 to 10)",
                    "Change in symptoms",
                    "Questionnaires answered",
                ],
                members,
            ),
            **{"text/csv": "ignored"},
        ),
        shown(
            box(
                "warning",
                "Not enough data",
                "For two members the outcome questionnaire was answered only once. Their change is not classified.",
            )
        ),
        prose("{{< pagebreak >}}\n\n## Sessions"),
        shown(
            table(
                "sessions",
                "Every session of the term.",
                ["Session", "Date", "Present", "Engaged", "Conflict", "Status"],
                sessions,
            )
        ),
        shown(box("tip", "For the leaders", "1. Look at session 6 first.", "2. Ask what changed after it.")),
        shown(box("important", "Reading the ratings", "A drop is consistent with a rupture; it does not prove one.")),
        prose("::: {.callout-caution}\n## Small numbers\n\nNine members are too few to compare stages.\n:::"),
        prose(
            "## Appendix: methods\n\nA *reliable change* is larger than 1.96 standard errors of the difference.\n\n"
            "1. Ratings are scored by the instrument's key.\n2. Missing answers stay missing.\n\n"
            "- One point\n- Another point, with \\*literal\\* signs"
        ),
    ]
