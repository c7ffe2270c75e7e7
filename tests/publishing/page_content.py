"""What a published page says, in the same shape for HTML and PDF, so that the two can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup


@dataclass(frozen=True)
class Content:
    """A page's content without white space.

    Attributes:
        text: Everything below the title block, in reading order.
        headings: Level (1 is the highest below the title) and text.
        captions: Of figures and tables, with their numbers.
        tables: Header and body rows of each table.
        alternatives: The alt texts of the figures.
        references: The texts of links to figures and tables.
    """

    text: str
    headings: list[tuple[int, str]]
    captions: list[str]
    tables: list[list[list[str]]]
    alternatives: list[str]
    references: list[str]


def html_content(path: Path) -> Content:
    """The content of an HTML page of either renderer."""
    main = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find("main")
    for contents in main.find_all("nav"):
        contents.decompose()
    return Content(
        text=_squeezed(main),
        headings=[(int(one.name[1]) - 1, _squeezed(one)) for one in main.find_all(["h2", "h3", "h4"])],
        captions=[_squeezed(one) for one in main.find_all(["caption", "figcaption"])],
        tables=[
            [[_squeezed(cell) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
            for table in main.find_all("table")
        ],
        alternatives=[one.get("alt") or one["aria-label"] for one in main.find_all("img")],
        references=[_squeezed(one) for one in main.find_all("a", href=True)],
    )


def pdf_content(document: Any) -> Content:
    """The content of a tagged PDF."""
    parts = document.parts[0].parts
    # The title block ends with the line that says for whom the report is.
    first = next(place for place, part in enumerate(parts) if part.text.startswith("Forevaluatorsandgroupleaders")) + 1
    body = [part for part in parts[first:] if not isinstance(part, str)]

    def inside(*kinds: str) -> list[Any]:
        return [found for part in body for found in ([part] if part.kind in kinds else []) + part.all(*kinds)]

    return Content(
        text="".join(_without_labels(part) for part in body),
        headings=[(int(one.kind[1]), one.text) for one in inside("H1", "H2", "H3")],
        captions=[one.text for one in inside("Caption")],
        tables=[[[cell.text for cell in row.all("TH", "TD")] for row in table.all("TR")] for table in inside("Table")],
        alternatives=[one.alternative for one in inside("Figure")],
        references=[one.text for one in inside("Link")],
    )


def _squeezed(element: Any) -> str:
    return "".join(element.get_text().split())


def _without_labels(part: Any) -> str:
    # The numbers and dots of a list are text in a PDF, and style in HTML.
    if isinstance(part, str):
        return "".join(part.split())
    return "" if part.kind == "Lbl" else "".join(_without_labels(inner) for inner in part.parts)
