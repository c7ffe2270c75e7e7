"""Pictures are drawn as matplotlib draws the same: places, letters, signs, dashes, hatching and ticks."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re

import matplotlib as mpl
import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib import image
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import MaxNLocator

from groupreport.display.drawing.letters import ASCENT, DESCENT, letters
from groupreport.display.drawing.picture import Picture
from groupreport.display.drawing.shades import Shades
from groupreport.display.drawing.ticks import round_ticks
from groupreport.display.style import BLACK, BLUE, FALLBACK_FONT, FONT, FONT_FILES, GRID, LINE, ORANGE, TEXT, WHITE
from groupreport.parameters import packaged_folder
from groupreport.publishing.pixels import png_of

PLACE = (0.2, 0.3, 0.6, 0.5)
FONTS = packaged_folder() / "templates" / "fonts"
STYLE = {
    "svg.fonttype": "path",
    "font.family": [FONT, FALLBACK_FONT],
    "font.size": 9.0,
    "text.color": TEXT,
    "axes.titlesize": 9.5,
    "axes.titleweight": "semibold",
    "axes.titlelocation": "left",
    "axes.labelcolor": TEXT,
    "axes.edgecolor": LINE,
    "axes.linewidth": 0.7,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": TEXT,
    "ytick.labelcolor": TEXT,
    "xtick.labelsize": 9.0,
    "ytick.labelsize": 9.0,
    "xtick.major.size": 3.0,
    "ytick.major.size": 3.0,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
}


def ours(draw):
    picture = Picture(4, 2)
    axes = picture.add_axes(PLACE)
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 5)
    draw(axes)
    return picture.svg()


def theirs(draw):
    for name in FONT_FILES.values():
        fontManager.addfont(FONTS / name)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(4, 2))
        FigureCanvasSVG(figure)
        axes = figure.add_axes(PLACE)
        axes.set_xlim(0, 10)
        axes.set_ylim(0, 5)
        draw(axes)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()


def dots(picture):
    return image.imread(io.BytesIO(png_of(picture, 150)))[:, :, :3].mean(axis=2)


LINES = [
    {"color": BLUE},
    {"color": BLUE, "linestyle": "--", "linewidth": 0.8},
    {"color": ORANGE, "linestyle": "-.", "linewidth": 2.0},
    {"color": ORANGE, "linestyle": ":", "linewidth": 1.2},
    {"color": BLACK, "linestyle": (0, (6, 1.5)), "linewidth": 1.4},
    *({"color": BLUE, "marker": marker, "markersize": 7.0, "linestyle": ""} for marker in "os^Dv>X.|"),
    {"color": BLUE, "marker": "o", "markerfacecolor": WHITE, "markeredgecolor": BLACK, "markeredgewidth": 0.6},
]
TEXTS = [
    {},
    {"fontsize": 8.5, "color": ORANGE},
    {"fontweight": "semibold"},
    *(
        {"ha": ha, "va": va}
        for ha in ("left", "center", "right")
        for va in ("top", "center", "center_baseline", "bottom")
    ),
    {"rotation": 90, "ha": "center", "va": "center"},
]
HATCHES = ["////", "xxxx", "---"]
measured_alike = pytest.mark.skipif(
    mpl.__version_info__ < (3, 11), reason="matplotlib took a line to be as high as the letters l and p"
)


@pytest.mark.parametrize("style", LINES, ids=str)
def test_lines_and_signs_look_as_matplotlib_draws_them(style):
    """Also where they are cut off at the edge of the axes."""
    alike(lambda axes: axes.plot([0, 3, 6, 12], [1, 4, 2, 3], **style))


@measured_alike
@pytest.mark.parametrize("style", TEXTS, ids=str)
@pytest.mark.parametrize("text", ["5.3", "M0307 (7)", "Alliance with\nthe group"])
def test_texts_stand_where_matplotlib_puts_them(text, style):
    """Letters, kerning, alignment and lines."""
    alike(lambda axes: axes.text(5, 2.5, text, **style))


@pytest.mark.parametrize("hatch", HATCHES)
def test_hatching_looks_as_matplotlib_draws_it(hatch):
    """Its color is the edge's."""
    ours_of = ours(lambda axes: axes.rectangle(1, 1, 5, 3, color=BLUE, edgecolor=WHITE, linewidth=0.6, hatch=hatch))
    theirs_of = theirs(
        lambda axes: axes.barh(2.5, 5, left=1, height=3, color=BLUE, edgecolor=WHITE, linewidth=0.6, hatch=hatch)
    )

    assert difference(ours_of, theirs_of) < 0.001


@measured_alike
def test_scales_look_as_matplotlib_draws_them():
    """Ticks, their labels, the scales' names, the title."""

    def draw(axes):
        axes.set_xticks([0, 5, 10])
        axes.set_yticks([0, 2.5, 5])
        axes.set_xlabel("Session")
        axes.set_ylabel("Score")
        axes.set_title("Engaged", pad=15)

    alike(draw)


def test_steps_and_bands_look_as_matplotlib_draws_them():
    """A value holds until the next one."""
    ours_of = ours(
        lambda axes: (
            axes.fill_steps([1, 4, 9], [1, 2, 2], [3, 4, 4], color=GRID),
            axes.step([1, 4, 9], [2, 3, 3], color=BLUE),
        )
    )
    theirs_of = theirs(
        lambda axes: (
            axes.fill_between([1, 4, 9], [1, 2, 2], [3, 4, 4], step="post", color=GRID, linewidth=0),
            axes.step([1, 4, 9], [2, 3, 3], where="post", color=BLUE),
        )
    )

    assert difference(ours_of, theirs_of) < 0.001


@pytest.mark.parametrize("ends", [(0.57, 1.016), (-0.31, 1.12), (0, 1.04), (-13, 250), (0.001, 0.0042)])
@pytest.mark.parametrize("most", [3, 4, 9])
def test_round_ticks_are_matplotlibs(ends, most):
    """The same round numbers."""
    expected = [
        tick for tick in MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(*ends) if ends[0] <= tick <= ends[1]
    ]

    assert round_ticks(*ends, most) == pytest.approx(expected)


@pytest.mark.parametrize("weight", FONT_FILES)
def test_a_line_is_as_high_as_its_typeface_says(weight):
    """The typographic ascent and descent in the font's own OS/2 table."""
    font = TTFont(FONTS / FONT_FILES[weight])

    assert font["OS/2"].sTypoAscender / font["head"].unitsPerEm == ASCENT
    assert -font["OS/2"].sTypoDescender / font["head"].unitsPerEm == DESCENT


def test_what_is_missing_has_no_place():
    """A line has a gap there; a sign or bar at no number is a mistake."""
    path = re.findall(
        r'<path d="([^"]*)"[^>]*stroke="#0072B2"',
        ours(lambda axes: axes.plot([1, 2, 3, 4, 5], [1, 2, None, 4, 5], color=BLUE)),
    )

    assert [run.count("L") for run in path[0].split("M")[1:]] == [1, 1]
    with pytest.raises(ValueError, match="leave out what is not known"):
        ours(lambda axes: axes.rectangle(1, float("nan"), 1, 1, color=BLUE))
    with pytest.raises(ValueError, match="two different numbers"):
        ours(lambda axes: axes.set_xlim(1, 1))


def test_shades_end_with_their_first_and_last_color():
    """And lie evenly between."""
    shades = Shades(("#000000", "#808080", "#ffffff"))

    assert [shades.at(share) for share in (-1, 0, 0.25, 0.5, 1, 2)] == [
        "#000000", "#000000", "#404040", "#808080", "#ffffff", "#ffffff",
    ]  # fmt: skip


def difference(one, other):
    """The share of dots that clearly differ."""
    return float((np.abs(dots(one) - dots(other)) > 0.25).mean())


def alike(draw):
    ours_of = ours(draw)

    assert difference(ours_of, ours(lambda axes: None)) > 0
    assert difference(ours_of, theirs(draw)) < 0.001


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
def test_forked_processes_do_not_read_a_font_through_one_open_file():
    """It has one place in the file: two kernels that read at once would get each other's letters, or none."""
    letters("before the fork", "normal")
    texts = [f"{chr(first)}{chr(second)}" for first in range(0xC0, 0x17F, 9) for second in range(33, 127, 2)]
    found = [_in_a_fork(lambda: [letters(text, "normal") for text in texts]) for _ in range(4)]

    assert [read() for read in found] == [_of(texts)] * 4


def _of(texts):
    return hashlib.sha256(repr([letters(text, "normal") for text in texts]).encode()).hexdigest()


def _in_a_fork(make):
    """What a fork makes, as a hash that can be waited for; empty where it fails."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.write(writing, hashlib.sha256(repr(make()).encode()).hexdigest().encode())
        os._exit(0)
    os.close(writing)

    def read():
        with open(reading, "rb") as answer:
            hashed = answer.read().decode()
        os.waitpid(child, 0)
        return hashed

    return read
