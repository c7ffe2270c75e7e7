"""What a program sets of its reports' look, and the lines of its funder: the keys `brand` and `boilerplate`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from groupreport.parameters.record import Record

LEAST_CONTRAST = 4.5  # WCAG 2.1, 1.4.3: of text with its background


def contrast_with_white(color: str) -> float:
    """The contrast ratio of a color with white, from 1 to 21 (WCAG 2.1, relative luminance).

    >>> round(contrast_with_white("#767676"), 2)
    4.54
    """
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _readable(color: str) -> str:
    ratio = contrast_with_white(color)
    if ratio < LEAST_CONTRAST:
        raise ValueError(
            f"is too light to read on white: its contrast is {int(ratio * 100) / 100:.2f} to 1, and text needs"
            f" {LEAST_CONTRAST} to 1; take a darker color"
        )
    return color


Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$"), AfterValidator(_readable)]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class BrandSettings(Record):
    """What wins over `templates/brand.yml`: a logo (a file in `params/`), the color of headings and links, paper."""

    logo: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*\.(svg|png)$")] | None = None
    logo_alt: Line | None = None
    primary: Color | None = None
    paper: Literal["us-letter", "a4"] | None = None

    @model_validator(mode="after")
    def _logo_with_words(self) -> BrandSettings:
        if (self.logo is None) != (self.logo_alt is None):
            raise ValueError("needs `logo` and `logo_alt`, the words for those who do not see it, or neither")
        return self


class Boilerplate(Record):
    """Lines that a program must print: below the title, in the footer, and as an acknowledgment at the end."""

    title_line: Line | None = None
    footer_line: Line | None = None
    acknowledgment: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
