"""The funder's summary in a box, how the groups work, and how the numbers were protected."""

from __future__ import annotations

import math

from groupreport.disclosure.safe import SafeNumber
from groupreport.disclosure.views import FunderView
from groupreport.display.escaping import Markdown
from groupreport.display.funder.changes import changed_sentence, changed_tables, overall_scale
from groupreport.display.funder.directions import directions
from groupreport.display.funder.people import served_sentence, stayed_sentence
from groupreport.display.funder.questionnaires import questionnaires
from groupreport.display.methods_words import provenance_sentences, rights
from groupreport.display.rounding import is_missing
from groupreport.display.shown import Piece, Shown, callout, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable


def show_funder_at_a_glance(view: FunderView) -> Shown:
    """Who was served, who stayed and what changed, in a few plain sentences."""
    words = wording(view.language)
    box = callout(
        "note",
        words.word("title", "at_a_glance"),
        paragraph(
            words.say("funder.served"),
            words.say("funder.header", term=view.term, groups=group_count(view)),
            served_sentence(view, words),
        ),
        paragraph(words.say("funder.stayed"), stayed_sentence(view.tables["stayed"], words))
        if "stayed" in view.tables
        else None,
        _changed(view, words),
    )
    return shown(
        paragraph(words.say("funder.boilerplate", text=view.term.text)) if view.term.text else None,
        box,
    )


def group_count(view: FunderView) -> int | None:
    """How many groups there were; None where that is withheld."""
    groups = view.groups
    value = groups.value if isinstance(groups, SafeNumber) else groups
    return None if is_missing(value) else int(value)


def _changed(view: FunderView, words: Wording) -> Piece | None:
    said = [changed_sentence(name, safe, words) for name, safe in changed_tables(view).items()][:1]
    scale = overall_scale(view)
    if scale is not None:
        said.append(
            words.say(
                "funder.means_sentence",
                short_name=scale.short_name,
                program=scale.program,
                pre=scale.mean_pre,
                post=scale.mean_post,
                direction=directions().get(scale.instrument),
                smcr=scale.smcr,
                low=scale.smcr_low,
                high=scale.smcr_high,
            )
        )
    return paragraph(words.say("funder.changed"), *said) if said else None


def show_how_groups_work(view: FunderView) -> Shown:
    """One paragraph on attendance, dose and repair over the whole program."""
    words, process = wording(view.language), view.process
    if isinstance(process, Unavailable):
        return absent(words, "process", process)
    groups = group_count(view)
    said: list[Markdown] = [
        words.say("funder.work_intro_unknown") if groups is None else words.say("funder.work_intro", groups=groups)
    ]
    said += [_statement(number, words) for number in process if not number.withheld]
    hidden = [number.label for number in process if number.withheld]
    return shown(paragraph(*said, words.say("funder.work_withheld", labels=hidden) if hidden else ""))


def _statement(number: SafeNumber, words: Wording) -> Markdown:
    people = None if is_missing(number.people) else int(number.people)
    kind = "share" if number.unit.startswith("share") else "number"
    return words.say(f"funder.work_{kind}", label=number.label, value=number.value, people=people)


def show_protection(view: FunderView) -> Shown:
    """The rules behind every number, what they withheld, and how the release stood up to an attack."""
    words, guarantee = wording(view.language), view.guarantee
    counts = {name: getattr(guarantee, name) for name in ("cells", "tables", "primary", "complementary")}
    points = [words.say("funder.rule_counts", smallest=guarantee.smallest_count, groups=guarantee.minimum_groups)]
    if guarantee.primary or guarantee.complementary:
        points.append(words.say("funder.rule_complementary", **counts))
        points.append(words.say("funder.rule_solver", solver=guarantee.solver))
    else:
        points.append(words.say("funder.rule_nothing", **counts))
    if guarantee.narrowest_interval is not None and math.isfinite(guarantee.narrowest_interval):
        points.append(words.say("funder.rule_attack", values=guarantee.narrowest_interval))
    points.append(words.say("funder.rule_members"))
    points += [words.say("funder.reason", reason=reason) for reason in guarantee.reasons]
    return shown(paragraph(*points, words.say("funder.statement")))


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
    known = questionnaires()
    named = [] if isinstance(view.scales, Unavailable) else dict.fromkeys(scale.instrument for scale in view.scales)
    used = [known[name] for name in named if name in known]
    return rights(used, words) if any(one.licence.status != "public_domain" for one in used) else Markdown("")
