"""What stands inside a page's own elements: CSS with the brand's values in front, and the index's script."""

from __future__ import annotations

import base64

from groupreport.errors import ParameterError, Problem
from groupreport.parameters import Project
from groupreport.publishing.brand import Brand, WebFont

STYLE_FILE = "templates/report.css"


def style_sheet(brand: Brand, project: Project, *files: str) -> str:
    """The brand's fonts, its colors as CSS variables, then the style sheets.

    Raises:
        ParameterError: A style sheet could end the page's `style` element or load something from outside.
    """
    variables = "".join(f"  --{name}: {value};\n" for name, value in sorted(brand.colors.items()))
    fonts = f'  --text-font: "{brand.font}";\n  --heading-font: "{brand.heading_font}";\n'
    values = f":root {{\n{variables}{fonts}  --heading-weight: {brand.heading_weight};\n}}"
    carried = (_font_face(one) for one in brand.web_fonts)
    return "\n".join((*carried, values, *(checked_inline(project, file) for file in files or (STYLE_FILE,))))


def _font_face(font: WebFont) -> str:
    encoded = base64.b64encode(font.path.read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; font-style: {font.style};'
        f" font-display: block; src: url(data:font/woff;base64,{encoded}) format('woff'); }}"
    )


def checked_inline(project: Project, file: str) -> str:
    """A style sheet or script that stands inside a page.

    Raises:
        ParameterError: It could end its element or load something from outside.
    """
    written = project.find(file).read_text(encoding="utf-8")
    for forbidden in ("</", "@import", "url("):
        if forbidden in written.lower():
            problem = Problem(
                rule="style-sheet" if file.endswith(".css") else "script",
                message=f"holds '{forbidden}', but a page may load nothing and run nothing",
                remedy="Remove it; pictures belong in the notebook.",
                file=file,
            )
            raise ParameterError([problem])
    return written
