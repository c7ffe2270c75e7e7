"""A supported document as one HTML page: no script, no outside file, every text escaped."""

from __future__ import annotations

import base64
import functools
import itertools
from collections.abc import Sequence
from html import escape

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from groupreport.parameters import Project
from groupreport.publishing.brand import Brand
from groupreport.publishing.document import (
    Block,
    BulletList,
    Callout,
    Document,
    Emphasis,
    Figure,
    Heading,
    Headline,
    Inline,
    KeyFacts,
    NumberedList,
    PageBreak,
    Paragraph,
    Picture,
    Reference,
    Strong,
    Table,
    Text,
)
from groupreport.publishing.page import PageFacts
from groupreport.publishing.style_sheet import style_sheet

PAGE_TEMPLATE = "templates/report.html.j2"
_MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def write_html(
    document: Document, *, title: str, subtitle: str, facts: PageFacts, brand: Brand, project: Project
) -> str:
    """The whole page, from the project's page template and style sheet."""
    template = page_template(project.find(PAGE_TEMPLATE).read_text(encoding="utf-8"))
    opening = _length_of_opening(document.blocks)
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    return template.render(
        title=title,
        subtitle=subtitle,
        facts=facts,
        style=Markup(style_sheet(brand, project)),  # checked: it cannot end the element
        logo=brand.logo,
        logo_source=data_uri_of_logo(brand),
        contents=[(heading.identifier, Markup(_inlines(heading.content, document))) for heading in headings],
        opening=Markup(_blocks(document.blocks[:opening], document)),  # every text in both is escaped below
        body=Markup(_blocks(document.blocks[opening:], document)),
    )


@functools.cache
def page_template(text: str) -> Template:
    """A page template that escapes every value and refuses one that is not given."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)


def data_uri_of_logo(brand: Brand) -> str:
    """The logo inside the page; empty without one."""
    if brand.logo is None:
        return ""
    return data_uri(Picture(brand.logo.kind, base64.b64encode(brand.logo.content).decode()))


def data_uri(picture: Picture) -> str:
    """A picture inside the page."""
    return f"data:{_MEDIA_TYPES[picture.kind]};base64,{picture.encoded}"


def _length_of_opening(blocks: Sequence[Block]) -> int:
    """How many blocks stand before the list of contents: those up to the headline and the key facts."""
    unheaded = itertools.takewhile(lambda block: not isinstance(block, Heading), blocks)
    return max((place + 1 for place, one in enumerate(unheaded) if isinstance(one, Headline | KeyFacts)), default=0)


def _blocks(blocks: Sequence[Block], document: Document) -> str:
    return "\n".join(_block(block, document) for block in blocks)


def _block(block: Block, document: Document) -> str:
    match block:
        case Heading():
            level = block.level + 1  # the title is the page's only h1
            name = f"h{min(level, 6)}"
            return f'<{name} id="{escape(block.identifier)}">{_inlines(block.content, document)}</{name}>'
        case Paragraph():
            return f"<p>{_inlines(block.content, document)}</p>"
        case BulletList():
            return f"<ul>\n{_items(block.items, document)}\n</ul>"
        case NumberedList():
            return f'<ol start="{block.start}">\n{_items(block.items, document)}\n</ol>'
        case Callout():
            return _callout(block, document)
        case Figure():
            return _figure(block, document)
        case Table():
            return _table(block, document)
        case Headline():
            return f'<div class="headline"><p>{_inlines(block.content, document)}</p></div>'
        case KeyFacts():
            return _key_facts(block, document)
        case PageBreak():
            return '<div class="page-break"></div>'


def _items(items: Sequence[Sequence[Block]], document: Document) -> str:
    return "\n".join(f"<li>{_item(item, document)}</li>" for item in items)


def _item(item: Sequence[Block], document: Document) -> str:
    # A point of one paragraph needs no paragraph around it.
    if len(item) == 1 and isinstance(item[0], Paragraph):
        return _inlines(item[0].content, document)
    return "".join(_block(block, document) for block in item)


def _callout(callout: Callout, document: Document) -> str:
    body = _blocks(callout.content, document)
    return (
        f'<section class="box box-{callout.kind}" aria-label="{escape(callout.title)}">\n'
        f'<p class="box-title">{escape(callout.title)}</p>\n{body}\n</section>'
    )


def _figure(figure: Figure, document: Document) -> str:
    number = document.numbers[figure.label]
    return (
        f'<figure id="{figure.label}">\n<figcaption>{number}: {_inlines(figure.caption, document)}</figcaption>\n'
        f'<div class="scroll" role="region" aria-label="{number}" tabindex="0">'
        f'<img src="{data_uri(figure.picture)}" alt="{escape(figure.alternative)}"></div>\n</figure>'
    )


def _table(table: Table, document: Document) -> str:
    caption = f"{document.numbers[table.label]}: {_inlines(table.caption, document)}"
    header = "".join(
        f'<th scope="col" class="{alignment}">{_inlines(cell, document)}</th>'
        for alignment, cell in zip(table.alignments, table.header, strict=True)
    )
    rows = "\n".join(f"<tr>{_row(row, table, document)}</tr>" for row in table.rows)
    shares = "".join(f'<col style="width: {int(100 * width)}%">' for width in table.widths)
    columns = f"<colgroup>{shares}</colgroup>\n" if shares else ""
    return (
        f'<div class="scroll table" id="{table.label}" role="region" aria-labelledby="{table.label}-caption"'
        f' tabindex="0">\n<table>\n<caption><span id="{table.label}-caption">{caption}</span></caption>\n'
        f"{columns}<thead>\n<tr>{header}</tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _key_facts(block: KeyFacts, document: Document) -> str:
    labels = "".join(f'<th scope="col">{_inlines(fact.label, document)}</th>' for fact in block.facts)
    values = "".join(f"<td>{_inlines(fact.value, document)}</td>" for fact in block.facts)
    notes = "".join(f"<td>{_inlines(fact.note, document)}</td>" for fact in block.facts)
    return (
        f'<div class="key-facts">\n<table>\n<thead>\n<tr>{labels}</tr>\n</thead>\n'
        f"<tbody>\n<tr>{values}</tr>\n<tr>{notes}</tr>\n</tbody>\n</table>\n</div>"
    )


def _row(row: Sequence[Sequence[Inline]], table: Table, document: Document) -> str:
    return "".join(
        f'<td class="{alignment}">{_inlines(cell, document)}</td>'
        for alignment, cell in zip(table.alignments, row, strict=True)
    )


def _inlines(content: Sequence[Inline], document: Document) -> str:
    return "".join(_inline(inline, document) for inline in content)


def _inline(inline: Inline, document: Document) -> str:
    match inline:
        case Text():
            return escape(inline.text)
        case Emphasis():
            return f"<em>{_inlines(inline.content, document)}</em>"
        case Strong():
            return f"<strong>{_inlines(inline.content, document)}</strong>"
        case Reference():
            return f'<a href="#{inline.label}">{document.numbers[inline.label]}</a>'
