"""The pages in a real browser: accessible, and never wider than a phone."""

from __future__ import annotations

import pytest

from groupreport.publishing.index import render_index

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(sample_pages, tmp_path_factory, project, index_page):
    """The sample report and an index."""
    index = tmp_path_factory.mktemp("published") / "index.html"
    index.write_text(render_index(index_page, project), encoding="utf-8")
    return {"report": sample_pages["html"], "index": index}


@pytest.mark.parametrize("name", ["report", "index"])
@pytest.mark.parametrize("width", [320, 1280])
def test_page_has_no_accessibility_violation(browser, pages, name, width):
    """axe-core finds nothing, best practices included."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    page.goto(pages[name].as_uri())
    found = axe.Axe().run(page).response["violations"]
    page.close()

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("name", ["report", "index"])
@pytest.mark.parametrize("width", [320, 480, 768, 1280])
def test_page_never_scrolls_sideways(browser, pages, name, width):
    """Wide tables and figures scroll in their own place."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(pages[name].as_uri())
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert needed <= width


def test_wide_places_scroll_with_the_keyboard(browser, pages):
    """On a phone, a table wider than the page can be focused and scrolled."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(pages["report"].as_uri())
    table = page.locator("#tbl-members")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    moved = table.evaluate("place => [place.scrollLeft, document.activeElement === place]")
    page.close()

    assert moved[0] > 0
    assert moved[1] is True


def test_first_tab_stop_skips_to_the_content(browser, pages):
    """A keyboard reader need not walk through the contents list."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(pages["report"].as_uri())
    page.keyboard.press("Tab")
    shown = page.evaluate("[document.activeElement.textContent, document.activeElement.getBoundingClientRect().top]")
    page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.id")
    page.close()

    assert shown[0] == "Skip to the content"
    assert shown[1] >= 0
    assert focused == "page-content"


def test_pages_ask_for_nothing_and_print_no_error(browser, pages):
    """No request leaves the page, and the security policy blocks nothing that the page needs."""
    asked, said = [], []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url.partition(",")[0][:30]))
    page.on("console", lambda message: said.append(message.text))
    for path in pages.values():
        page.goto(path.as_uri())
    page.close()

    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    assert said == []
