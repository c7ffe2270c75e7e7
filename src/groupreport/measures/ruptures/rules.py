"""The rules, side by side: which fall of a member's ratings counts, by whom, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

from groupreport.measures.ruptures.rule import Rule
from groupreport.parameters import RuptureSettings

_LARGER_SD = "the larger of that of the member's own ratings and that of all the group's ratings over the term"

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            name="reliable_change",
            says="a fall, {added_up}, of at least the scale's reliable change criterion",
            kind="decline",
            unit="points",
            basis="reliable_change",
            minimum_ratings=2,
            source="Jacobson & Truax 1991; from session to session: Humer et al. 2021",
            certainty="formula_read",
            doubt="Blind to a fall over several sessions. A published reliability says nothing of how ratings move from"
            " week to week: where that is more than measurement error, the rule finds much by chance.",
        ),
        Rule(
            name="reliable_cumulated",
            says="a fall, {added_up}, of at least the scale's reliable change criterion",
            kind="decline",
            unit="points",
            basis="reliable_change",
            cumulative=True,
            minimum_ratings=2,
            source="Jacobson & Truax 1991; added up as by Gumz et al. 2012",
            certainty="package",
            doubt="The criterion is that of reliable_change; to add steps up is this package's choice, and finds far"
            " more by chance.",
        ),
        Rule(
            name="own_level",
            says="a rating that is lower than the one before and at least {factor} {deviations} under the mean of the"
            " member's own earlier ratings (more while these are few, as a mean of few is uncertain); the"
            " standard deviation is that of the group's ratings around each member's own mean",
            kind="below_own_past",
            unit="within_members",
            factor=1.96,
            source="lower end of a 95% interval for one more rating of the member, below which 2.5% lie, as if the"
            " standard deviation were known; after the idea of deviations from a person's own level in Falkenström et"
            " al. 2013 and Zilcha-Mano & Errázuriz 2017, whose limits are not known",
            certainty="package",
            doubt="Members whose ratings vary more than the others' are found more often; a drop after an earlier one"
            " that stayed is measured from a lower level. The standard deviation is that of the whole term, the rating"
            " in question included. Over several scales together, or with more than about fourteen sessions, it finds"
            " much by chance.",
        ),
        Rule(
            name="sd_strict",
            says="a fall, {added_up}, of more than {factor} {deviations}: " + _LARGER_SD,
            kind="decline",
            unit="standard_deviations",
            factor=2.0,
            inclusive=False,
            source="Stiles et al. 2004, as restated by Gumz et al. 2012, from whom the larger standard deviation is",
            certainty="inferred",
            doubt="Gumz et al. quote the authors as calling the limit ad hoc and preliminary. A large drop also makes"
            " the standard deviation larger.",
        ),
        Rule(
            name="sd_lenient",
            says="a fall, {added_up}, of at least {factor} {deviations}: " + _LARGER_SD,
            kind="decline",
            unit="standard_deviations",
            factor=1.0,
            source="Strauss et al. 2006, as restated by Gumz et al. 2012, from whom the larger standard deviation is",
            certainty="inferred",
            doubt="Mostly finds chance: for comparison with the literature only.",
            for_headline=False,
        ),
        Rule(
            name="sd_cumulated",
            says="a fall, {added_up}, of more than {factor} {deviations}: " + _LARGER_SD,
            kind="decline",
            unit="standard_deviations",
            factor=2.0,
            cumulative=True,
            inclusive=False,
            source="Gumz et al. 2012, who used both 1 and 2 standard deviations",
            certainty="read_in_part",
            doubt="From where a fall is added up, and when it ends, was not in the parts that were read: this package's"
            " choice. Adding up made the authors find considerably more crises than single steps.",
        ),
        Rule(
            name="fixed_points",
            says="a fall, {added_up}, of at least 1 point on a seven-point scale (a sixth of the scale's range),"
            " repaired within a quarter of that of the level before, in 5 rated sessions",
            kind="decline",
            unit="points",
            basis="answer_range",
            minimum_ratings=2,
            within=0.25,
            repair_window=5,
            source="Stevens et al. 2007",
            certainty="memory",
            doubt="One point means different things on scales of other precision.",
            for_headline=False,
        ),
        Rule(
            name="sudden_loss",
            says="a sudden loss: at least the reliable change criterion, at least {share}%, and lasting in the"
            " sessions after; repaired when half of it is regained",
            kind="lasting_shift",
            unit="points",
            basis="reliable_change",
            minimum_ratings=4,
            share=0.25,
            regained=0.5,
            source="Tang & DeRubeis 1999, mirrored from gains to losses",
            certainty="package",
            doubt="The three criteria were read in code; that they are turned around for alliance is this package's."
            " Blind to drops of one session, and at both ends of a series.",
        ),
        Rule(
            name="chart_individuals",
            says="a rating under the lower {factor}-sigma limit of the member's own individuals chart",
            kind="below_limit",
            unit="chart_sigmas",
            factor=3.0,
            inclusive=False,
            minimum_ratings=8,
            source="Shewhart chart as in qcc; for alliance: Eubanks-Carter et al. 2012 (their limits not known)",
            certainty="package",
            doubt="There is no current standard for charts of alliance (Lipner et al. 2022). Ratings that carry over"
            " from session to session make the limits too narrow; in short series it finds little.",
        ),
        Rule(
            name="chart_western_electric",
            says="a pattern under the center of the member's own individuals chart: 1 rating beyond 3 sigma, 2 of 3"
            " beyond 2, 4 of 5 beyond 1, or 8 in a row",
            kind="western_electric",
            unit="chart_sigmas",
            minimum_ratings=8,
            source="Western Electric 1956; for alliance: Eubanks-Carter et al. 2012 (their rules not known)",
            certainty="package",
            doubt="As for the chart; a slow trend alone makes patterns.",
        ),
        Rule(
            name="change_point",
            says="a step down of the ratings' mean: the partition with the best BIC has a lower part after a higher,"
            " each of at least {shortest} ratings",
            kind="step_down",
            unit="none",
            minimum_ratings=8,
            source="Eubanks-Carter et al. 2012 (partitioning); Bai & Perron 2003; Zeileis et al. 2003",
            certainty="package",
            doubt="Any size of step counts; blind to drops of one or two sessions; a trend looks like steps.",
        ),
        Rule(
            name="person_centered",
            says="a rating that is lower than the one before and at least {factor} {deviations} under the member's own"
            " mean; the standard deviation is that of the group's ratings around each member's own mean",
            kind="below_own_mean",
            unit="within_members",
            factor=2.0,
            source="after the idea of person-mean centering in Falkenström et al. 2013 and Zilcha-Mano & Errázuriz"
            " 2017, whose limits are not known",
            certainty="package",
            doubt="The drop is part of the mean, so one that lasts half the term is not seen; members whose ratings"
            " vary more than the others' are found more often. Over several scales together, or with about twenty"
            " sessions, it finds much by chance.",
        ),
        Rule(
            name="split_alliance",
            says="a rating on one level of alliance that is lower than the one before and comes to lie at least"
            " {factor} {deviations} of that level's ratings under the member's standing on the other levels in the"
            " same session",
            kind="split_levels",
            unit="level_deviations",
            factor=2.0,
            source="split alliance in groups; no limit was found",
            certainty="package",
            doubt="Exploratory: the construct is continuous. Levels asked by one item differ by chance a lot.",
            for_headline=False,
            by_chance=False,
        ),
        Rule(
            name="reported",
            says="the member reports a tension or rupture in the session",
            kind="reported",
            unit="points",
            basis="intensity",
            minimum_ratings=1,
            source="post-session questionnaire of Muran, Safran and others; Rubel et al. 2018 (known from abstracts)",
            certainty="package",
            doubt="Members report fewer than therapists and observers see. Reported ruptures went with lower alliance"
            " and more symptoms the session after; their intensity did not (Rubel et al. 2018).",
            for_headline=False,
            by_chance=False,
        ),
        Rule(
            name="alert_status",
            says="a rating that comes to lie at or beyond the program's own cut-off",
            kind="crossing",
            unit="points",
            basis="status_cutoff",
            minimum_ratings=2,
            source="status alerts as of the Group Questionnaire (Burlingame et al. 2021), by the program's cut-offs",
            certainty="package",
            doubt="The algorithms' numbers are not public: what is found depends on those that the program sets.",
            for_headline=False,
        ),
        Rule(
            name="alert_change",
            says="a fall, {added_up}, of at least the program's own cut-off for a change since the last session",
            kind="decline",
            unit="points",
            basis="change_cutoff",
            minimum_ratings=2,
            source="change alerts as of the Group Questionnaire (Burlingame et al. 2021), by the program's cut-offs",
            certainty="package",
            doubt="The algorithms' numbers are not public: what is found depends on those that the program sets.",
            for_headline=False,
        ),
    )
}


def rule_named(rule: str | Rule, settings: RuptureSettings | None = None) -> Rule:
    """The rule itself, or the rule of this name with the numbers that the program sets for it.

    Raises:
        ValueError: There is no rule of this name.

    Examples:
        >>> rule_named("sd_strict").factor
        2.0
        >>> rule_named("sd_strict", RuptureSettings(numbers={"sd_strict": {"factor": 2.5}})).factor
        2.5
    """
    if isinstance(rule, Rule):
        return rule
    if rule not in RULES:
        raise ValueError(f"there is no rule {rule!r}; the rules are {', '.join(RULES)}")
    numbers = settings.numbers.get(rule) if settings is not None else None  # type: ignore[call-overload]
    return replace(RULES[rule], **numbers.model_dump(exclude_none=True)) if numbers is not None else RULES[rule]
