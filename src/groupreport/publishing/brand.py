"""The look that a program sets in `templates/brand.yml`: colors, fonts, paper, logo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from groupreport.errors import ParameterError, Problem
from groupreport.parameters import Project, Record, read_record

BRAND_FILE = "templates/brand.yml"
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

ColorName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
ColorValue = Annotated[str, Field(pattern=r"^(#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})|[a-z][a-z0-9-]*)$")]
Family = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 .-]*$")]


class BrandColors(Record):
    """Named colors, and which of them are the text's and the headings'."""

    palette: dict[ColorName, ColorValue]
    foreground: ColorValue
    primary: ColorValue


class FontFile(Record):
    """One file of a font, relative to `templates/`."""

    path: str
    weight: int = 400
    style: Literal["normal", "italic"] = "normal"


class BrandFont(Record):
    """A font that the project carries."""

    family: Family
    source: Literal["file"]
    files: tuple[FontFile, ...]


class BaseType(Record):
    """The running text."""

    family: Family
    size: Annotated[str, Field(pattern=r"^\d{1,2}(\.\d+)?pt$")]


class HeadingType(Record):
    """The headings."""

    family: Family
    weight: Annotated[int, Field(ge=100, le=900)]


class Typography(Record):
    """Fonts; those that are not listed as files must be among the ones that Typst carries."""

    fonts: tuple[BrandFont, ...] = ()
    base: BaseType
    headings: HeadingType


class LogoFile(Record):
    """A picture at the top of the first page; the alt text names the organization."""

    path: Annotated[str, Field(pattern=r"^[A-Za-z0-9_./-]+\.(svg|png)$")]
    alt: Annotated[str, Field(min_length=1)]


class BrandLogo(Record):
    """The logo, if there is one."""

    medium: LogoFile


class TypstDefaults(Record):
    """What only the PDF needs."""

    papersize: Literal["us-letter", "a4"] = "us-letter"


class QuartoFormats(Record):
    """Defaults by format, where Quarto looks for them."""

    typst: TypstDefaults = TypstDefaults()


class QuartoDefaults(Record):
    """The defaults that Quarto reads too."""

    format: QuartoFormats = QuartoFormats()


class BrandDefaults(Record):
    """Defaults by tool."""

    quarto: QuartoDefaults = QuartoDefaults()


class BrandFile(Record):
    """The file as it is written."""

    color: BrandColors
    typography: Typography
    logo: BrandLogo | None = None
    defaults: BrandDefaults = BrandDefaults()


@dataclass(frozen=True, kw_only=True)
class Logo:
    """The logo's bytes and its alt text."""

    kind: Literal["svg", "png"]
    content: bytes
    alternative: str


@dataclass(frozen=True, kw_only=True)
class Brand:
    """The look, with every color looked up.

    Attributes:
        colors: Hexadecimal values by name; always with `ink`, `quiet`, `line`, `wash`, `deep` and the five boxes.
        font: The family of the text.
        heading_font: The family of the headings.
        heading_weight: From 100 to 900.
        size: The text's size in print, such as `10.5pt`.
        paper: `us-letter` or `a4`.
        font_folders: Where the font files are.
        files: Fonts and logo, relative to `templates/`.
        logo: A picture for the first page.
    """

    colors: dict[str, str]
    font: str
    heading_font: str
    heading_weight: int
    size: str
    paper: Literal["us-letter", "a4"]
    font_folders: tuple[Path, ...]
    files: tuple[str, ...]
    logo: Logo | None


def read_brand(project: Project) -> Brand:
    """Read the project's brand file.

    Raises:
        ParameterError: A key, color or file is wrong.
    """
    path = project.find(BRAND_FILE)
    file = read_record(path, BrandFile, BRAND_FILE)
    font_files = [one.path for font in file.typography.fonts for one in font.files]
    logo_files = [file.logo.medium.path] if file.logo else []
    fonts = [project.find(f"templates/{one}") for one in font_files]
    return Brand(
        colors=_colors(file.color),
        font=file.typography.base.family,
        heading_font=file.typography.headings.family,
        heading_weight=file.typography.headings.weight,
        size=file.typography.base.size,
        paper=file.defaults.quarto.format.typst.papersize,
        font_folders=tuple(dict.fromkeys(font.parent for font in fonts)),
        files=(*font_files, *logo_files),
        logo=_logo(project, file.logo),
    )


_NEEDED = ("ink", "quiet", "line", "wash", "deep", "note", "tip", "important", "warning", "caution")


def _colors(given: BrandColors) -> dict[str, str]:
    named = {**given.palette, "ink": given.foreground, "deep": given.primary}
    missing = [name for name in _NEEDED if name not in named]
    if missing:
        raise _wrong(f"the palette lacks {', '.join(missing)}", "Add these colors under color.palette.")
    return {name: _resolved(value, given.palette) for name, value in named.items()}


def _resolved(value: str, palette: dict[str, str]) -> str:
    for _ in palette:
        if _COLOR.fullmatch(value):
            return value.lower()
        value = palette.get(value, "")
    if _COLOR.fullmatch(value):
        return value.lower()
    raise _wrong("a color is neither #rrggbb nor the name of another color", "Correct it under color.palette.")


def _logo(project: Project, given: BrandLogo | None) -> Logo | None:
    if given is None:
        return None
    path = project.find(f"templates/{given.medium.path}")
    kind: Literal["svg", "png"] = "svg" if path.suffix == ".svg" else "png"
    return Logo(kind=kind, content=path.read_bytes(), alternative=given.medium.alt)


def _wrong(message: str, remedy: str) -> ParameterError:
    return ParameterError([Problem(rule="brand", message=message, remedy=remedy, file=BRAND_FILE)])
