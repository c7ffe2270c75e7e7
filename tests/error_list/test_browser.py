"""The page in a real browser: accessible, readable on a phone, in the dark and on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groupreport.error_list.as_html import as_html
from groupreport.parameters import Project

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_file(sample, tmp_path_factory):
    """The sample list as a file, its values shown."""
    folder = tmp_path_factory.mktemp("list")
    path = folder / "list.html"
    path.write_text(as_html(replace(sample, show_values=True), Project(folder)), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser, page_file):
    """Open the page as wide and as dark as asked."""
    contexts = []

    def open_page(width: int, scheme: str = "light", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(page_file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_page_has_no_accessibility_violation(opened, width, scheme):
    """axe-core finds nothing, best practices and contrast included."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(opened(width, scheme, bypass_csp=True)).response["violations"]

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("width", [320, 480, 768, 1024, 1280])
def test_page_never_scrolls_sideways(opened, width):
    """Problems become blocks on a phone; tables of numbers scroll in their own place."""
    assert opened(width).evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_problems_are_a_table_to_a_screen_reader_at_any_width(opened, width):
    """Cells keep their column headers and their row's place where the page shows blocks."""
    tree = opened(width).locator("table.problems").first.aria_snapshot()

    for part in (
        'table "params/program.yml: 1 error"',
        'columnheader "Where"',
        'columnheader "What to do"',
        'rowheader "line 12, key instrument"',
        "- cell",
    ):
        assert part in tree


def test_paper_is_white(opened):
    """A dark screen prints dark ink on a white page."""
    page = opened(1280, "dark")
    page.emulate_media(media="print")
    colors = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")

    assert colors == ["rgb(255, 255, 255)", "rgb(31, 42, 51)"]


def test_first_tab_stop_skips_to_the_list(opened):
    """A keyboard reader need not walk through the contents."""
    page = opened(1280)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "page-content"


def test_a_rule_leads_to_its_reason(opened):
    """A click on a rule's name shows why it matters."""
    page = opened(1280)
    page.get_by_role("link", name="member-unknown").first.click()

    assert page.evaluate("document.querySelector(':target').nextElementSibling.textContent").startswith("A member who")


def test_page_asks_for_nothing_and_prints_no_error(browser, page_file):
    """No request leaves the page, and the security policy blocks nothing that it needs."""
    asked, said = [], []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.as_uri())
    scripts = page.locator("script").count()
    page.close()

    assert (asked, said, scripts) == ([page_file.as_uri()], [], 0)
