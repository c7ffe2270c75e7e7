"""Every rule for rating drops on one group's ratings, what each counts, and repairs watched longer."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.consequence_words import group_sentence
from groupreport.display.group.rupture_tables import how_chance_is_counted, not_judged, rules_table
from groupreport.display.group.staying import after_drops_sentence
from groupreport.display.repair_tables import repair_pieces
from groupreport.display.rules_table import rules_in_words
from groupreport.display.shown import Shown, paragraph, shown
from groupreport.display.wording import wording
from groupreport.summaries.records import Ruptures


def show_rules(view: EvaluatorGroupView) -> Shown:
    """Every rule side by side, and what could not be judged; nothing without ratings of the alliance."""
    words, ruptures = wording(view.language), view.summary.ruptures
    if not isinstance(ruptures, Ruptures):
        return shown()
    return shown(
        rules_table(ruptures, words), paragraph(how_chance_is_counted(ruptures, words), *not_judged(ruptures, words))
    )


def show_rules_explained(view: EvaluatorGroupView) -> Shown:
    """What each rule counts, how sure it is, and where to doubt it."""
    words, ruptures = wording(view.language), view.summary.ruptures
    return shown(rules_in_words(ruptures.rules, words)) if isinstance(ruptures, Ruptures) else shown()


def show_longer_repairs(view: EvaluatorGroupView) -> Shown:
    """Repairs by window and tolerance, ratings at the top of their scale, and what came after drops."""
    words, summary = wording(view.language), view.summary
    if not isinstance(summary.ruptures, Ruptures):
        return shown()
    tolerance = summary.term.parameters.settings.ruptures.repair_tolerance
    return shown(
        *repair_pieces(summary.repairs, tolerance, words),
        paragraph(after_drops_sentence(summary.absence, words), group_sentence(summary.consequences, words)),
    )
