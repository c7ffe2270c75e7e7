"""The style sheet of a page: the project's CSS with the brand's values in front."""

from __future__ import annotations

from groupreport.errors import ParameterError, Problem
from groupreport.parameters import Project
from groupreport.publishing.brand import Brand

STYLE_FILE = "templates/report.css"


def style_sheet(brand: Brand, project: Project, *files: str) -> str:
    """The brand's colors and fonts as CSS variables, then the style sheets.

    Raises:
        ParameterError: A style sheet could end the page's `style` element or load something from outside.
    """
    variables = "".join(f"  --{name}: {value};\n" for name, value in sorted(brand.colors.items()))
    fonts = f'  --text-font: "{brand.font}";\n  --heading-font: "{brand.heading_font}";\n'
    values = f":root {{\n{variables}{fonts}  --heading-weight: {brand.heading_weight};\n}}"
    return "\n".join((values, *(_checked(project, file) for file in files or (STYLE_FILE,))))


def _checked(project: Project, file: str) -> str:
    written = project.find(file).read_text(encoding="utf-8")
    for forbidden in ("</", "@import", "url("):
        if forbidden in written.lower():
            problem = Problem(
                rule="style-sheet",
                message=f"holds '{forbidden}', but a page may load nothing and run nothing",
                remedy="Remove it; pictures belong in the notebook.",
                file=file,
            )
            raise ParameterError([problem])
    return written
