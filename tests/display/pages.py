"""What tests of several displays share: the pages as pandoc reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pypandoc

import groupreport
from groupreport.display.shown import Shown

# design.md 3 and nothing else: what both renderers know.
BLOCKS = {"Para", "Plain", "BulletList", "OrderedList", "Div", "Figure", "Table"}
INLINES = {"Str", "Space", "SoftBreak", "Emph", "Strong", "Image", "Cite", "Quoted"}

# The parts of the group report and its technical appendix, in the order of their notebook.
GROUP = (
    "show_group",
    "show_group_at_a_glance",
    "show_prompts",
    "show_members_to_ask",
    "show_cohesion",
    "show_alliance",
    "show_ruptures",
    "show_attendance",
    "show_participation",
    "show_outcomes",
    "show_methods",
    "show_drop_out_definitions",
    "show_agreement",
    "show_growth",
    "show_rules",
    "show_rules_explained",
    "show_longer_repairs",
    "show_group_as_a_whole",
    "show_log_and_ratings",
    "show_sharing_of_talk",
    "show_outcome_details",
    "show_answers",
    "show_definitions",
    "show_questionnaires",
)
# The parts of the technical appendix to the program report, in the order of its notebook.
APPENDIX = (
    "show_nesting",
    "show_program_growth",
    "show_links",
    "show_conditions",
    "show_staying",
    "show_program_rules",
    "show_program_repairs",
    "show_consequences",
    "show_program_log",
    "show_outcome_criteria",
    "show_missing_scores",
    "show_talking_therapies",
    "show_higher_risk",
    "show_feedback_by_group",
    "show_equity_by_category",
    "show_every_comparison",
    "show_program_definitions",
    "show_program_data_quality",
    "show_program_questionnaires",
)


def program_appendix(view: Any) -> Shown:
    """All parts of the technical appendix to the program report, one below the other."""
    parts = [getattr(groupreport, name)(view) for name in APPENDIX]
    return Shown(tuple(piece for part in parts for piece in part.pieces))


def blocks_of(markdown: str) -> list[dict[str, Any]]:
    """The page as pandoc's blocks."""
    blocks: list[dict[str, Any]] = json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))["blocks"]
    return blocks


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every element of a page."""
    if isinstance(node, dict):
        if "t" in node:
            yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def kinds(markdown: str) -> set[str]:
    """Which kinds of blocks and inlines a page holds, without the alignments of tables and styles of quotes."""
    ignored = {"AlignLeft", "AlignRight", "AlignDefault", "ColWidth", "ColWidthDefault", "NormalCitation"}
    ignored |= {"AuthorInText", "DoubleQuote", "SingleQuote"}
    return {node["t"] for node in walk(blocks_of(markdown))} - ignored


def figures(markdown: str) -> list[tuple[str, str]]:
    """Label and alt text of every figure."""
    found = []
    for node in walk(blocks_of(markdown)):
        if node["t"] == "Figure":
            image = node["c"][2][0]["c"][0]
            found.append((node["c"][0][0], dict(image["c"][0][2]).get("fig-alt", "")))
    return found


def captions(markdown: str) -> list[str]:
    """The caption of every figure, as plain text."""
    nodes = [node for node in walk(blocks_of(markdown)) if node["t"] == "Figure"]
    return [said(node["c"][1]) for node in nodes]


def said(node: Any) -> str:
    """The words of an element."""
    words = []
    for element in walk(node):
        if element["t"] == "Str":
            words.append(element["c"])
        elif element["t"] in {"Space", "SoftBreak"}:
            words.append(" ")
    return "".join(words)


def table(markdown: str, label: str) -> list[list[str]]:
    """The cells of the table with this label, header first."""
    for node in walk(blocks_of(markdown)):
        if node["t"] == "Div" and node["c"][0][0] == f"tbl-{label}":
            inner = next(block for block in node["c"][1] if block["t"] == "Table")
            head, bodies = inner["c"][3], inner["c"][4]
            rows = [*head[1], *(row for body in bodies for row in body[3])]
            return [[said(cell[4]) for cell in row[1]] for row in rows]
    raise LookupError(f"no table '{label}'")
