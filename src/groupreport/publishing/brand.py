"""The look that a program sets in `templates/brand.yml`: colors, fonts, paper, logo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

import yaml
from pydantic import Field

from groupreport.errors import ParameterError, Problem
from groupreport.parameters import BrandSettings, Project, Record, read_record
from groupreport.publishing.logo import Logo, read_logo

BRAND_FILE = "templates/brand.yml"
NO_SETTINGS = BrandSettings()
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
class WebFont:
    """One cut of a font for HTML pages, as a WOFF file.

    Attributes:
        family: As in the brand file.
        weight: From 100 to 900.
        style: `normal` or `italic`.
        path: The file.
        relative: The same, relative to `templates/`.
    """

    family: str
    weight: int
    style: Literal["normal", "italic"]
    path: Path
    relative: str


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
        files: Fonts, relative to `templates/`.
        web_fonts: What an HTML page carries of them: the files with the ending `.woff` that stand beside them.
        logo: A picture for the first page.
        file: The brand file as it holds with the program's settings.
    """

    colors: dict[str, str]
    font: str
    heading_font: str
    heading_weight: int
    size: str
    paper: Literal["us-letter", "a4"]
    font_folders: tuple[Path, ...]
    files: tuple[str, ...]
    web_fonts: tuple[WebFont, ...]
    logo: Logo | None
    file: BrandFile

    @property
    def written(self) -> str:
        """The brand as a file for Quarto; its logo is the file `logo.svg` or `logo.png` beside it."""
        facts = self.file.model_dump(mode="json", exclude_none=True)
        return str(yaml.safe_dump(facts, allow_unicode=True, sort_keys=False))


def read_brand(project: Project, settings: BrandSettings = NO_SETTINGS) -> Brand:
    """Read the project's brand file, and what its program.yml sets instead.

    Args:
        project: The program's folder.
        settings: The key `brand` of program.yml; what it says wins over the file.

    Raises:
        ParameterError: A key, color or file is wrong.
    """
    path = project.find(BRAND_FILE)
    file = read_record(path, BrandFile, BRAND_FILE)
    logo = _logo(project, file.logo, settings)
    file = _with_settings(file, settings, logo)
    font_files = [one.path for font in file.typography.fonts for one in font.files]
    fonts = [project.find(f"templates/{one}") for one in font_files]
    web_fonts = _web_fonts(file.typography, project)
    return Brand(
        colors=_colors(file.color),
        font=file.typography.base.family,
        heading_font=file.typography.headings.family,
        heading_weight=file.typography.headings.weight,
        size=file.typography.base.size,
        paper=file.defaults.quarto.format.typst.papersize,
        font_folders=tuple(dict.fromkeys(font.parent for font in fonts)),
        files=(*font_files, *(one.relative for one in web_fonts)),
        web_fonts=web_fonts,
        logo=logo,
        file=file,
    )


def _web_fonts(typography: Typography, project: Project) -> tuple[WebFont, ...]:
    found = []
    for font in typography.fonts:
        for cut in font.files:
            relative = PurePosixPath(cut.path).with_suffix(".woff").as_posix()
            found += [
                WebFont(family=font.family, weight=cut.weight, style=cut.style, path=path, relative=relative)
                for path in project.every(f"templates/{relative}")[:1]
            ]
    return tuple(found)


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


def _with_settings(file: BrandFile, settings: BrandSettings, logo: Logo | None) -> BrandFile:
    """The file as it holds with the program's settings."""
    color = file.color if settings.primary is None else file.color.model_copy(update={"primary": settings.primary})
    paper = settings.paper or file.defaults.quarto.format.typst.papersize
    typst = QuartoFormats(typst=TypstDefaults(papersize=paper))
    shown = None
    if logo is not None:
        shown = BrandLogo(medium=LogoFile(path=f"logo.{logo.kind}", alt=logo.alternative))
    defaults = BrandDefaults(quarto=QuartoDefaults(format=typst))
    return file.model_copy(update={"color": color, "logo": shown, "defaults": defaults})


def _logo(project: Project, given: BrandLogo | None, settings: BrandSettings) -> Logo | None:
    if settings.logo is not None and settings.logo_alt is not None:
        place, alternative = f"params/{settings.logo}", settings.logo_alt
        path = project.folder / place
    elif given is not None:
        place, alternative = f"templates/{given.medium.path}", given.medium.alt
        path = project.find(place)
    else:
        return None
    try:
        return read_logo(path, alternative)
    except ValueError as error:
        problem = Problem(rule="brand", message=str(error), remedy="Give another picture.", file=place)
        raise ParameterError([problem]) from error


def _wrong(message: str, remedy: str) -> ParameterError:
    return ParameterError([Problem(rule="brand", message=message, remedy=remedy, file=BRAND_FILE)])
