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


def test_the_typeface_is_the_pages_own(browser, pages):
    """The fonts inside the page load under its policy, so that it looks like the PDF on any machine."""
    page = browser.new_page()
    for path in pages.values():
        page.goto(path.as_uri())
        loaded = page.evaluate("document.fonts.ready.then(all => [...all].map(one => [one.weight, one.status]))")

        assert {weight for weight, status in loaded if status == "loaded"} >= {"400", "600"}
    page.close()


@pytest.mark.parametrize("width", [320, 400])
def test_on_a_phone_the_numbers_come_before_the_list_of_contents(browser, render, sample, width):
    """Who opens the page on the way to a meeting sees what it says first."""
    page = _opened(browser, render, sample, width)
    tops = page.evaluate(
        "['.headline', '.key-facts', 'nav', '.page-text h2']"
        ".map(one => document.querySelector(one).getBoundingClientRect().top)"
    )
    page.close()

    assert tops == sorted(tops)


@pytest.mark.parametrize("width", [700, 900, 1024, 1280])
def test_a_number_in_large_type_stands_on_one_line(browser, render, sample, width):
    """ "11 of 11" is read at once."""
    page = _opened(browser, render, sample, width)
    high = page.evaluate(
        "[...document.querySelectorAll('.key-facts tbody tr:first-child td')].map(one => {"
        " const range = document.createRange(); range.selectNodeContents(one); return range.getClientRects().length; })"
    )
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert high == [1, 1, 1, 1, 1]
    assert needed <= width


def test_on_a_phone_a_rows_name_stays_in_its_place(browser, pages):
    """A wide table scrolls below its first column, and the page says that there is more."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(pages["report"].as_uri())
    moved = page.evaluate(
        "(place => { const cell = place.querySelector('tbody td'), left = () => cell.getBoundingClientRect().left;"
        " const before = left(); place.scrollLeft = 80; return [place.scrollLeft, left() - before]; })"
        "(document.querySelector('#tbl-members'))"
    )
    said = page.evaluate("getComputedStyle(document.querySelector('figure .scroll'), '::before').display")
    page.close()

    assert moved[0] > 0
    assert moved[1] == pytest.approx(0, abs=1)
    assert said == "block"


def _opened(browser, render, sample, width):
    rows = (
        ("Came", "Attendance", "Forms", "Drops", "Improved"),
        ("---",) * 5,
        ("11 of 11", "88%", "85%", "12 of 10", "12 of 15"),
        ("a", "b", "c", "d", "by chance 0 to 5"),
    )
    facts = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    opening = f"::: {{.headline}}\nOne thing to know.\n:::\n\n::: {{.key-facts}}\n{facts}\n:::"
    made = render(
        [sample.prose("A line before."), sample.shown(opening), sample.prose("# One\n\nText.\n\n# Two\n\nText.")]
    )
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(made["html"].as_uri())
    return page
