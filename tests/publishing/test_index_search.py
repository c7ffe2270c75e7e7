"""The search of the index in a real browser: a file of 60 groups, by keyboard, for screen readers, without script."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groupreport.publishing.index import IndexEntry, IndexFile, render_index

pytestmark = pytest.mark.browser
PROGRAMS = ("Ánimo y duelo", "Grief", "Worry")


def _entry(number: int) -> IndexEntry:
    name = f"G{number:02}"
    return IndexEntry(
        audience="evaluator",
        title=f"{('Monday', 'Tuesday', 'Friday')[number % 3]} {('morning', 'evening')[number % 2]} group",
        subtitle="Group report, Fall 2026",
        status="failed" if number == 17 else "published",
        reason="ValueError in cell 7" if number == 17 else None,
        files=(IndexFile(path=f"evaluator/{name}.html"), IndexFile(path=f"evaluator/{name}.pdf", pages=5)),
        made_on="December 14, 2026",
        group_id=name,
        program=PROGRAMS[number % 3],
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory, index_page, project):
    """The index of 60 groups and of a report for leadership."""
    page = replace(index_page, entries=(*map(_entry, range(1, 61)), index_page.entries[-1]))
    path = tmp_path_factory.mktemp("sixty") / "index.html"
    path.write_text(render_index(page, project), encoding="utf-8")
    return path


@pytest.fixture
def page(browser, index):
    """The index in a window of a desk."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=False)
    opened.goto(index.as_uri())
    yield opened
    opened.close()


def shown(page) -> list[str]:
    """The ids of the reports that can be seen; `-` for one that is about no group."""
    rows = page.locator(".reports > li:visible")
    return rows.evaluate_all("rows => rows.map(row => row.querySelector('.report-id')?.textContent ?? '-')")


def test_typing_finds_groups_by_name_id_and_program(page):
    """Words in any order, without regard to case and accents."""
    search = page.get_by_label("Group or report")
    found = {}
    for words in ("g05", "evening MONDAY", "animo duelo", "program report"):
        search.fill(words)
        found[words] = shown(page)

    assert found["g05"] == ["G05"]
    assert found["evening MONDAY"] == [f"G{number:02}" for number in range(3, 61, 6)]
    assert found["animo duelo"] == [f"G{number:02}" for number in range(3, 61, 3)]
    assert found["program report"] == ["-"]


def test_choices_narrow_the_list_and_parts_without_reports_go(page):
    """Program, readers and status work together; no heading stands above nothing."""
    page.get_by_label("Program", exact=True).select_option("Worry")
    page.get_by_label("Status", exact=True).select_option("Failed")
    headings = page.locator("main :is(h2, h3):visible").all_text_contents()

    assert shown(page) == ["G17"]
    assert headings[:2] == ["For evaluators and group leaders", "Worry"]
    assert "For clinic leadership" not in headings
    page.get_by_label("Readers", exact=True).select_option("For clinic leadership")
    assert shown(page) == []


def test_the_number_of_results_is_announced(page):
    """A polite live region says how many, and what to do where there are none."""
    status = page.get_by_role("status")
    search = page.get_by_label("Group or report")
    said = [status.text_content()]
    for words in ("g05", "tuesday", "nobody"):
        search.fill(words)
        said.append(status.text_content())

    assert said == [
        "",
        "1 of 61 reports matches.",
        "20 of 61 reports match.",
        "No report matches. Change the search or clear it.",
    ]


def test_all_works_with_the_keyboard_alone(page):
    """Skip link, search, choices, clear; then the first result is the next stop, not hidden below the controls."""
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "find-search"
    page.keyboard.type("g4")
    page.keyboard.press("Enter")
    assert sorted(shown(page)) == [f"G{number}" for number in range(40, 50)]
    page.keyboard.press("Tab")
    page.keyboard.type("Gr")
    assert shown(page) == ["G40", "G43", "G46", "G49"]
    for _ in range(4):
        page.keyboard.press("Tab")
    first = page.evaluate(
        "(() => { const box = document.activeElement.getBoundingClientRect();"
        " return [document.activeElement.getAttribute('href'),"
        " document.elementFromPoint(box.x + 2, box.y + 2) === document.activeElement]; })()"
    )
    assert first == ["evaluator/G40.html", True]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert len(shown(page)) == 61
    assert page.evaluate("document.activeElement.id") == "find-search"
    assert page.get_by_role("status").text_content() == ""


def test_controls_that_stay_in_view_never_cover_what_has_the_focus(page):
    """Walking backward through 60 rows, each link can be seen."""
    links = page.locator(".reports a")
    links.last.focus()
    covered = []
    for _ in range(links.count() - 1):
        page.keyboard.press("Shift+Tab")
        covered.append(
            page.evaluate(
                "(() => { const box = document.activeElement.getBoundingClientRect();"
                " return document.elementFromPoint(box.x + 2, box.y + box.height / 2) !== document.activeElement; })()"
            )
        )

    assert len(covered) > 100
    assert not any(covered)


def test_without_script_the_whole_list_is_there_and_no_control(browser, index):
    """Nothing is lost where a browser runs no script, and nothing pretends to work."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(index.as_uri())
    rows, controls = page.locator(".reports > li:visible").count(), page.locator(".find:visible").count()
    context.close()

    assert (rows, controls) == (61, 0)


def test_the_policy_lets_the_search_run_and_nothing_else(page):
    """The browser itself refuses another script, and complains of nothing else."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    page.get_by_label("Group or report").fill("g05")
    page.keyboard.press("Enter")
    assert said == []
    page.evaluate("document.body.appendChild(document.createElement('script')).textContent = 'document.title = 1'")
    assert page.title() != "1"
    assert "Content Security Policy" in said[0]


def test_field_and_list_agree_after_going_back(page):
    """Whether or not the browser fills the field in again."""
    page.get_by_label("Group or report").fill("g05")
    page.goto("about:blank")
    page.go_back()

    searched = page.get_by_label("Group or report").input_value()
    assert len(shown(page)) == {"g05": 1, "": 61}[searched]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("words", ["", "friday", "nobody"])
def test_axe_finds_nothing_whatever_is_shown(browser, index, width, words):
    """The controls, some results and none: no violation, and nothing wider than the window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    page.goto(index.as_uri())
    page.get_by_label("Group or report").fill(words)
    found = axe.Axe().run(page).response["violations"]
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert needed <= width


def test_on_paper_the_list_stands_without_controls(page):
    """A field on paper helps nobody."""
    page.emulate_media(media="print")

    assert page.locator(".find:visible").count() == 0
    assert len(shown(page)) == 61
