"""Figures are vector pictures with alt text, the same bytes for the same numbers, and nothing hidden in them."""

from __future__ import annotations

import base64
import re

import pytest

from groupreport.display import style
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH, figure_piece
from groupreport.display.row_labels import fitted, in_lines

from .pages import blocks_of, figures


def _draw(label: str = "M1") -> str:
    figure = Picture(WIDTH, 2)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.set_xlim(0, 4)
    axes.set_ylim(0, 4)
    axes.plot([1, 2, 3], [3, 1, 2], marker="o")
    axes.text(1, 2, label)
    return figure.svg()


def test_the_same_numbers_give_the_same_bytes():
    """Nothing of the clock or of chance gets into a picture."""
    assert _draw() == _draw()


def test_no_text_hides_in_the_picture():
    """Ids are drawn as shapes: no comment, metadata, date or text element repeats them."""
    picture = _draw("Very-Secret-Member")

    assert "Secret" not in picture
    assert not re.search(r"<!--|<metadata|<dc:|<text|<\?xml|<!DOCTYPE", picture)


def test_an_id_that_looks_like_a_formula_is_drawn_as_it_is():
    """A dollar sign is a dollar sign."""
    assert _draw("$x_") != _draw("x_")


def test_the_picture_fits_the_text_of_a_page():
    """6.5 inches: Letter and A4 with usual margins."""
    assert re.search(r'width="([\d.]+)pt"', _draw())[1] == "468"
    assert WIDTH * 72 == 468


def test_a_figure_stands_alone_with_label_caption_and_alt_text():
    """Both renderers number it, and PDF/UA accepts it."""
    piece = figure_piece("climate", "It *rose*.", 'From 1 to 2, "surely".', Picture(WIDTH, 1))
    (block,) = blocks_of(piece.markdown)

    assert block["t"] == "Figure"
    assert figures(piece.markdown) == [("fig-climate", 'From 1 to 2, "surely".')]
    assert base64.b64decode(re.search(r"base64,([\w+/=]+)", piece.markdown)[1]).startswith(b"<svg")


@pytest.mark.parametrize("alt", ["", "  ", "It rose."])
def test_an_alt_text_is_there_and_says_more_than_the_caption(alt):
    """A caption read out twice helps nobody."""
    with pytest.raises(ValueError, match="alt text of its own"):
        figure_piece("climate", "It rose.", alt, Picture(WIDTH, 1))


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    low, high = sorted([_luminance(first), _luminance(second)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("color", [*style.COLORS, style.LINE])
def test_lines_and_marks_stand_out_from_the_page(color):
    """WCAG 1.4.11: at least 3 to 1 against white."""
    assert _contrast(color, style.WHITE) >= 3


@pytest.mark.parametrize("color", [style.TEXT, style.QUIET_TEXT])
@pytest.mark.parametrize("background", [style.WHITE, style.SHADE, style.PALE_BLUE])
def test_text_stands_out_from_what_is_behind_it(color, background):
    """WCAG 1.4.3: at least 4.5 to 1."""
    assert _contrast(color, background) >= 4.5


@pytest.mark.parametrize("gray", [0.0, 0.1, 0.3, 0.45, 0.5, 0.7, 1.0])
def test_text_in_a_cell_stands_out_on_any_shade(gray):
    """Black or white, whichever is read more easily."""
    shade = "#" + f"{round(gray * 255):02x}" * 3

    assert _contrast(style.ink_on(shade), shade) >= 4.5


def test_a_long_name_is_broken_between_words_before_it_is_shortened():
    """A group is told apart by the end of its name as often as by its beginning."""
    assert in_lines("Thursday evening social anxiety group (10)", 34) == "Thursday evening social anxiety\ngroup (10)"
    assert in_lines("Short", 34) == "Short"
    assert in_lines("one two three four five six", 9) == "one two\nthree\N{HORIZONTAL ELLIPSIS}"


def test_an_id_that_is_cut_says_so():
    """Two ids that begin alike must not look the same without a sign."""
    assert fitted(["PARTICIPANT-0001"], longest=10) == ["PAR\N{HORIZONTAL ELLIPSIS}T-0001"]
    assert fitted(["M0301"], longest=10) == ["M0301"]
