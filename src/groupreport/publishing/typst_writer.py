"""A supported document as Typst source: every text is a string literal, so nothing in it can act."""

from __future__ import annotations

from collections.abc import Sequence

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
    Reference,
    Strong,
    Table,
    Text,
)
from groupreport.publishing.page import PageFacts

PAGE_FILE = "typst-template.typ"
_NAMES = "report, callout, headline, key-facts, report-table"


def write_typst(document: Document, *, title: str, subtitle: str, facts: PageFacts, brand: Brand) -> str:
    """The report's main file; the page itself is `typst-template.typ` beside it, which Quarto uses as well.

    Figures are read from `fig-name.svg` or `.png` beside it, the logo from `logo.svg` or `.png`.
    """
    colors = ", ".join(f"{string(name)}: rgb({string(value)})" for name, value in sorted(brand.colors.items()))
    settings = {
        "title": string(title),
        "subtitle": string(subtitle),
        "program": string(facts.program),
        "readers": string(facts.readers),
        "confidentiality": string(facts.confidentiality),
        "term": string(facts.term_line),
        "data": string(facts.data_line),
        "kind": string(facts.setting),
        "title-line": string(facts.boilerplate.title_line or ""),
        "footer-line": string(facts.boilerplate.footer_line or ""),
        "acknowledgment": string(facts.boilerplate.acknowledgment or ""),
        "page-number": f"({', '.join(string(part) for part in facts.words.page_number_parts)})",
        "lang": string(facts.language.partition("-")[0]),
        "paper": string(brand.paper),
        "font": string(brand.font),
        "size": brand.size,
        "heading-font": string(brand.heading_font),
        "heading-weight": str(brand.heading_weight),
        "colors": f"({colors})",
        "logo": _logo(brand),
    }
    given = "".join(f"  {name}: {value},\n" for name, value in settings.items())
    body = "\n\n".join(_block(block, document) for block in document.blocks)
    return f'#import "{PAGE_FILE}": {_NAMES}\n\n#show: report.with(\n{given})\n\n{body}\n'


def string(text: str) -> str:
    r"""A Typst string literal that prints the text.

    >>> print(string('#read("x") \\'))
    "#read(\"x\") \\"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one >= " " else f"\\u{{{ord(one):x}}}" for one in escaped) + '"'


def _logo(brand: Brand) -> str:
    if brand.logo is None:
        return "none"
    return f"image({string('logo.' + brand.logo.kind)}, alt: {string(brand.logo.alternative)})"


def _block(block: Block, document: Document) -> str:
    match block:
        case Heading():
            return f"#heading(level: {block.level}, [{_inlines(block.content)}]);"
        case Paragraph():
            return _inlines(block.content)
        case BulletList():
            return f"#list({_items(block.items, document)});"
        case NumberedList():
            return f"#enum(start: {block.start}, {_items(block.items, document)});"
        case Callout():
            body = "\n\n".join(_block(inner, document) for inner in block.content)
            return f"#callout(kind: {string(block.kind)}, title: [#{string(block.title)};], body: [\n{body}\n]);"
        case Figure():
            return _figure(block, document)
        case Table():
            return _table(block, document)
        case Headline():
            return f"#headline([{_inlines(block.content)}]);"
        case KeyFacts():
            return _key_facts(block)
        case PageBreak():
            return "#pagebreak(weak: true);"


def _items(items: Sequence[Sequence[Block]], document: Document) -> str:
    return ", ".join("[" + "\n\n".join(_block(block, document) for block in item) + "]" for item in items)


# The kinds and supplements are Quarto's, so that one page template styles both renderers' figures and tables.
def _figure(figure: Figure, document: Document) -> str:
    file = string(f"{figure.label}.{figure.picture.kind}")
    return (
        f"#figure(image({file}, alt: {string(figure.alternative)}),"
        f' kind: "quarto-float-fig", supplement: {string(document.figure)},'
        f" caption: figure.caption(position: top, [{_inlines(figure.caption)}]));\n<{figure.label}>"
    )


def _table(table: Table, document: Document) -> str:
    shares = ", ".join(f"{100 * width:.2f}%" for width in table.widths)
    columns = f"({shares},)" if shares else str(len(table.alignments))
    header = ", ".join(f"[{_inlines(cell)}]" for cell in table.header)
    rows = "\n".join("  " + ", ".join(f"[{_inlines(cell)}]" for cell in row) + "," for row in table.rows)
    return (
        f"#figure(report-table(\n  columns: {columns},\n  align: ({', '.join(table.alignments)},),\n"
        f"  table.header({header}),\n  table.hline(),\n{rows}\n),"
        f' kind: "quarto-float-tbl", supplement: {string(document.table)},'
        f" caption: figure.caption(position: top, [{_inlines(table.caption)}]));\n<{table.label}>"
    )


def _key_facts(block: KeyFacts) -> str:
    facts = block.facts
    parts = (*(one.label for one in facts), *(one.value for one in facts), *(one.note for one in facts))
    return f"#key-facts(columns: {len(facts)}, {', '.join(f'[{_inlines(part)}]' for part in parts)});"


def _inlines(content: Sequence[Inline]) -> str:
    return "".join(_inline(inline) for inline in content)


def _inline(inline: Inline) -> str:
    match inline:
        case Text():
            return f"#{string(inline.text)};"
        case Emphasis():
            return f"#emph[{_inlines(inline.content)}];"
        case Strong():
            return f"#strong[{_inlines(inline.content)}];"
        case Reference():
            return f"#ref(<{inline.label}>);"
