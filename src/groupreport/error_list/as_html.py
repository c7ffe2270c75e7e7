"""The list as one page: no script, nothing from outside, every text in it escaped."""

from __future__ import annotations

from markupsafe import Markup

from groupreport.error_list import words
from groupreport.error_list.record import SEVERITIES, ErrorList
from groupreport.harmless import visible
from groupreport.parameters import Project
from groupreport.publishing.brand import read_brand
from groupreport.publishing.html_writer import data_uri_of_logo, page_template
from groupreport.publishing.style_sheet import STYLE_FILE, style_sheet
from groupreport.rules import RULES

PAGE_TEMPLATE = "templates/check.html.j2"
PAGE_STYLE = "templates/check.css"


def as_html(listed: ErrorList, project: Project) -> str:
    """The list as one HTML file in the look of the reports.

    Args:
        listed: What was found.
        project: Whose brand and templates are taken, the packaged ones where it has none.

    Raises:
        ParameterError: The brand or a style sheet is wrong.
    """
    brand = read_brand(project)
    template = page_template(project.find(PAGE_TEMPLATE).read_text(encoding="utf-8"))
    broken = dict.fromkeys(problem.rule for problem in listed.in_order)
    return template.render(
        listed=listed,
        severities=[severity for severity in SEVERITIES if listed.of(severity)],
        rules={name: RULES[name] for name in broken if name in RULES},
        counts=words.rule_table(listed),
        words=words,
        visible=visible,
        style=Markup(style_sheet(brand, project, STYLE_FILE, PAGE_STYLE)),  # checked: it cannot end the element
        logo=brand.logo,
        logo_source=data_uri_of_logo(brand),
    )
