"""The style sheet of a page: the project's CSS with the brand's values in front."""

from __future__ import annotations

from groupreport.errors import ParameterError, Problem
from groupreport.parameters import Project
from groupreport.publishing.brand import Brand

STYLE_FILE = "templates/report.css"


def style_sheet(brand: Brand, project: Project, file: str = STYLE_FILE) -> str:
    """The brand's colors and fonts as CSS variables, then the style sheet.

    Raises:
        ParameterError: The style sheet could end the page's `style` element or load something from outside.
    """
    written = project.find(file).read_text(encoding="utf-8")
    for forbidden in ("</", "@import", "url("):
        if forbidden in written:
            problem = Problem(
                rule="style-sheet",
                message=f"holds '{forbidden}', but a page may load nothing and run nothing",
                remedy="Remove it; pictures belong in the notebook.",
                file=file,
            )
            raise ParameterError([problem])
    variables = "".join(f"  --{name}: {value};\n" for name, value in sorted(brand.colors.items()))
    fonts = f'  --text-font: "{brand.font}";\n  --heading-font: "{brand.heading_font}";\n'
    return f":root {{\n{variables}{fonts}  --heading-weight: {brand.heading_weight};\n}}\n{written}"
