"""The funder's summary in a box, how the groups work, and how the numbers were protected."""

from __future__ import annotations

import math
from dataclasses import replace

from groupreport.disclosure.safe import SafeNumber, SafeScale
from groupreport.disclosure.views import FunderView
from groupreport.display.escaping import Markdown
from groupreport.display.funder.changes import (
    changed_tables,
    effect_of,
    improved_and_recovered,
    overall_scale,
    written_mean,
)
from groupreport.display.funder.counts import known
from groupreport.display.funder.outcome_scales import direction, has_no_line, scales_by_key
from groupreport.display.funder.people import completed, served_total
from groupreport.display.methods_words import provenance_sentences, rights
from groupreport.display.program_name import program_name
from groupreport.display.rounding import is_missing
from groupreport.display.shown import (
    FEWEST_KEY_FACTS,
    KeyFact,
    Piece,
    Shown,
    callout,
    headline,
    key_facts,
    paragraph,
    shown,
)
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable

GUARANTEE_TYPE = "application/vnd.groupreport.guarantee+json"


def show_funder(view: FunderView) -> Shown:
    """The one thing to know, and the numbers behind it; what the program says of itself first."""
    words = wording(view.language)
    facts = funder_facts(view, words)
    scale, done = overall_scale(view), completed(view)
    said = words.say(
        "funder.headline",
        enrolled=served_total(view),
        groups=group_count(view),
        completed=None if done is None else done[0],
        short_name="" if scale is None else scale.short_name,
        change=None if scale is None else _direction_of_change(scale, words),
    )
    return shown(
        headline(said),
        key_facts(facts) if len(facts) >= FEWEST_KEY_FACTS else None,
        paragraph(words.say("funder.boilerplate", text=view.term.text)) if view.term.text else None,
    )


def funder_facts(view: FunderView, words: Wording) -> list[KeyFact]:
    """People served, completed, improved reliably (or recovered) and the size of change; withheld ones are left out."""
    facts = []
    enrolled, groups, done, scale = served_total(view), group_count(view), completed(view), overall_scale(view)
    if enrolled is not None:
        facts.append(
            KeyFact(
                words.say("funder.fact_served"),
                words.say("leadership.fact_number", number=enrolled),
                words.say("funder.fact_groups", groups=groups),
            )
        )
    if done is not None:
        counts = {"count": done[0], "total": done[1]}
        facts.append(
            KeyFact(
                words.say("leadership.fact_completed"),
                words.say("leadership.fact_share", **counts),
                words.say("leadership.fact_of_enrolled", **counts),
            )
        )
    facts += _improved(view, words)
    if scale is not None and direction(scale.instrument) in {"better", "worse"}:
        turned = effect_of(scale, words, turned=direction(scale.instrument) == "worse")
        facts.append(
            KeyFact(
                words.say("funder.fact_change"),
                words.say("funder.fact_sd", value=turned.value),
                words.say("funder.fact_interval", short_name=scale.short_name, low=turned.low, high=turned.high),
            )
        )
    return facts


def _improved(view: FunderView, words: Wording) -> list[KeyFact]:
    """Of the first questionnaire: who improved reliably, or where that is withheld who recovered."""
    key, safe = next(iter(changed_tables(view).items()), ("", None))
    if safe is None:
        return []
    scale = overall_scale(view)
    name = scale.short_name if scale is not None and scale.instrument == key else safe.about
    total, totals = known(safe.total), safe.column_totals
    improved, recovered = (known(count) for count in improved_and_recovered(totals))
    recovered = None if has_no_line(key) else recovered
    if not total or (improved is None and recovered is None):
        return []
    label = "recovered" if improved is None else "improved"
    counts = {"count": recovered if improved is None else improved, "total": total}
    return [
        KeyFact(
            words.say(f"funder.fact_{label}"),
            words.say("leadership.fact_share", **counts),
            words.say("funder.fact_of_pairs", short_name=name, enrolled=served_total(view), **counts),
        )
    ]


def _direction_of_change(scale: SafeScale, words: Wording) -> str:
    """Which way people changed on average beyond the uncertainty of the mean: better, worse or unclear."""
    way = direction(scale.instrument)
    if way not in {"better", "worse"}:
        return "unclear"
    turned = effect_of(scale, words, turned=way == "worse")
    if turned.low is not None and turned.low > 0:
        return "better"
    return "worse" if turned.high is not None and turned.high < 0 else "unclear"


def show_funder_at_a_glance(view: FunderView) -> Shown:
    """What changed and how sure that is, in a few plain sentences."""
    words = wording(view.language)
    scale = overall_scale(view)
    changed = None
    if scale is not None:
        way = direction(scale.instrument)
        effect = effect_of(scale, words, turned=way == "worse")
        changed = paragraph(
            words.say("funder.changed"),
            words.say(
                "funder.means_sentence",
                short_name=scale.short_name,
                program=program_name(scale.program, words),
                pre=scale.mean_pre,
                post=scale.mean_post,
                written={one: written_mean(one, scale.decimals, words) for one in (scale.mean_pre, scale.mean_post)},
                direction=way if way in {"better", "worse"} else None,
                smcr=effect.value,
                low=effect.low,
                high=effect.high,
            ),
        )
    sure = words.say("funder.no_outcomes") if isinstance(view.scales, Unavailable) else words.say("funder.no_causes")
    box = callout(
        "note",
        words.word("title", "at_a_glance"),
        changed,
        _nothing_shown(view, words),
        paragraph(words.say("program.sure"), sure),
    )
    return shown(box)


def _nothing_shown(view: FunderView, words: Wording) -> Piece | None:
    """Why no table shows a count; nothing where one does."""
    if view.guarantee.solver != "everything withheld":
        return None
    return paragraph(*(words.say("funder.reason", reason=reason) for reason in view.guarantee.reasons))


def group_count(view: FunderView) -> int | None:
    """How many groups there were; None where that is withheld."""
    groups = view.groups
    value = groups.value if isinstance(groups, SafeNumber) else groups
    return None if is_missing(value) else int(value)


def show_how_groups_work(view: FunderView) -> Shown:
    """One paragraph on attendance, dose and repair over the whole program."""
    words, process = wording(view.language), view.process
    if isinstance(process, Unavailable):
        return absent(words, "process", process)
    groups = group_count(view)
    said: list[Markdown] = [
        words.say("funder.work_intro_unknown") if groups is None else words.say("funder.work_intro", groups=groups)
    ]
    said += [_statement(number, view, words) for number in process if not number.withheld]
    hidden = list(dict.fromkeys(words.word("process", number.measure) for number in process if number.withheld))
    return shown(paragraph(*said, words.say("funder.work_withheld", labels=hidden) if hidden else ""))


def _statement(number: SafeNumber, view: FunderView, words: Wording) -> Markdown:
    people = None if is_missing(number.people) else int(number.people)
    lowest, _, highest = number.unit.partition("..")  # the ends of a scale
    named = {"about": number.about, "lowest": lowest, "highest": highest, "dose_share": view.term.dose_share}
    if number.measure == "rating":
        named["written"] = written_mean(number.value, number.decimals, words)
    return words.say(f"funder.work_{number.measure}", value=number.value, people=people, **named)


def show_protection(view: FunderView) -> Shown:
    """The rules behind every number, what they withheld, and how the release stood up to an attack.

    The facts are stored as JSON as well, for the manifest.
    """
    words, guarantee = wording(view.language), view.guarantee
    # One number for all that is withheld: how many of them are small would tell what a correction has changed.
    withheld = guarantee.primary + guarantee.complementary
    counts = {"cells": guarantee.cells, "tables": guarantee.tables, "withheld": withheld}
    points = [words.say("funder.rule_counts", smallest=guarantee.smallest_count, groups=guarantee.minimum_groups)]
    if withheld:
        points.append(words.say("funder.rule_complementary", **counts))
        if guarantee.solver != "optimal":
            points.append(words.say("funder.rule_solver", solver=guarantee.solver))
    else:
        points.append(words.say("funder.rule_nothing", **counts))
    if guarantee.narrowest_interval is not None and math.isfinite(guarantee.narrowest_interval):
        # What holds for every release: how many values there were in this one would tell of counts that nobody sees.
        points.append(words.say("funder.rule_attack", values=guarantee.smallest_count - 1))
    read = {"releases": guarantee.earlier_releases, "related": guarantee.related_releases}
    points.append(words.say("funder.rule_earlier", hypotheses=guarantee.hypotheses, **read))
    points.append(words.say("funder.rule_members"))
    points += [words.say("funder.reason", reason=reason) for reason in guarantee.reasons]
    said = shown(paragraph(*points, words.say("funder.statement")))
    return replace(said, attachments={GUARANTEE_TYPE: guarantee.as_json()})


def show_citation(view: FunderView) -> Shown:
    """How to cite the report, where its numbers come from, and who holds the rights to the questionnaires."""
    words, term = wording(view.language), view.term
    cited = words.say(
        "funder.cite",
        program_name=term.program_name,
        year=str(term.ends.year),
        term_name=term.term_name,
        data_hash=term.data_hash,
    )
    return shown(
        paragraph(
            words.say("funder.cite_intro"),
            cited,
            *provenance_sentences(term.term_id, term.data_hash, term.contact, words),
            _rights(view, words),
        ),
    )


def _rights(view: FunderView, words: Wording) -> Markdown:
    """Who holds the rights to the outcome questionnaires; nothing where all of them are in the public domain."""
    known = scales_by_key()
    keys = () if isinstance(view.scales, Unavailable) else (scale.instrument for scale in view.scales)
    used = list({known[key].instrument.id: known[key].instrument for key in keys if key in known}.values())
    return rights(used, words) if any(one.licence.status != "public_domain" for one in used) else Markdown("")
