"""Whether an HTML page holds all of itself."""

from __future__ import annotations

import pytest

from groupreport.publishing.outside_loads import loaded_from_outside


@pytest.mark.parametrize(
    ("written", "loading"),
    [
        ('<link rel="stylesheet" href="report.css">', ["link"]),
        ('<script src="https://example.org/a.js"></script>', ["script"]),
        ("<img alt='a > b' src=one.png>", ["img"]),
        ('<img SRCSET="one.png 2x">', ["img"]),
        ('<svg><use xlink:href="all.svg#one"/><image href="two.svg"/></svg>', ["use", "image"]),
        ('<object data="one.svg"></object><video poster="one.png">', ["object", "video"]),
        ('<iframe src=""></iframe>', ["iframe"]),
    ],
)
def test_what_a_page_asks_for_is_found(written, loading):
    """By every attribute with which HTML and SVG load something, however it is written."""
    assert loaded_from_outside(f"<p>Before</p>{written}<p>after</p>") == loading


@pytest.mark.parametrize(
    "written",
    [
        '<img src="data:image/svg+xml;base64,AAAA">',
        '<a href="https://example.org/">a link</a><a href="#fig-one">Figure 1</a>',
        '<svg><use href="#one"/></svg>',
        '<img alt=\'src="one.png"\' src="data:image/png;base64,AAAA">',
        "<p>&lt;img src=&quot;one.png&quot;&gt;</p>",
        "<style>a { color: red }</style>",
    ],
)
def test_what_stands_in_the_page_is_not_loaded(written):
    """Links are a reader's own step, and text is text."""
    assert loaded_from_outside(written) == []
