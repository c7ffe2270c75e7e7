"""What became of people from the first to the last occasion: classes of change, means, effect size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from groupreport.instruments.records import Cutoff, Instrument, ReliableChange, Scale
from groupreport.instruments.row_numbers import row_numbers
from groupreport.instruments.scoring import score
from groupreport.measures.change import (
    ChangeClass,
    classify_change,
    harmed,
    reliable_change,
    standardized_mean_change,
    wilson_interval,
)
from groupreport.measures.change.thresholds import is_clinical
from groupreport.measures.inputs import Numbers, as_days, as_texts
from groupreport.measures.outcome_pairs import outcome_pairs
from groupreport.measures.text import TEXT

CLASSES: tuple[ChangeClass, ...] = get_args(ChangeClass)

# Which side the line itself is on; what "above" and "below" leave out is functional.
_CUTOFF_IS: dict[str, Literal["clinical", "functional"]] = {
    "at_or_above": "clinical",
    "at_or_below": "clinical",
    "above": "functional",
    "below": "functional",
}

_NO_PAIRS = pd.DataFrame(columns=["member_id", "instrument", "scale", "outcome"], dtype=TEXT).assign(
    **{name: pd.Series(dtype="float64") for name in ("pre", "mid", "post", "change")}
)


@dataclass(frozen=True)
class OutcomeScale:
    """A scale that outcomes are read from, with the change and the line in use."""

    instrument: Instrument
    scale: Scale
    one_of_several: bool = False  # whether its questionnaire has other outcome scales, too

    @property
    def short_name(self) -> str:
        """What tables call it: the questionnaire's short name, with the scale's where it is one of several."""
        short_name = self.instrument.short_name
        return f"{short_name} {self.scale.label}" if self.one_of_several else short_name

    @property
    def key(self) -> str:
        """What tells it from all others in one word: `phq9`, or where it is one of several `own_sleep`."""
        return f"{self.instrument.id}_{self.scale.scale}" if self.one_of_several else self.instrument.id

    @property
    def criterion(self) -> float:
        """The smallest reliable change in scale points; NaN where it is not known.

        A published criterion, else 1.96 standard errors of the difference from a published SD and reliability. The
        SD of a group's or program's own few scores never stands in: it would judge the same person differently
        from report to report.
        """
        known = self.scale.reliable_change
        if known is None:
            return math.nan
        if known.criterion is not None:
            return known.criterion
        if known.standard_deviation is None or known.reliability is None:
            return math.nan
        return reliable_change(known.standard_deviation, known.reliability).criterion

    @property
    def source(self) -> str:
        """Where the criterion comes from; empty where there is none."""
        known: ReliableChange | None = self.scale.reliable_change
        return known.source if known is not None and not math.isnan(self.criterion) else ""

    @property
    def cutoff(self) -> Cutoff | None:
        """The line between the clinical and the functional range: the first that the instrument lists."""
        return self.scale.cutoffs[0] if self.scale.cutoffs else None

    @property
    def missing_criterion(self) -> str:
        """Why nobody can be classified (no_direction, no_criterion); empty where everybody with both scores can."""
        if self.scale.higher_is == "context":
            return "no_direction"
        if math.isnan(self.criterion):
            return "no_criterion"
        return ""

    def classify(self, pairs: pd.DataFrame) -> pd.Series:
        """Each pair's class of change; missing without both scores or without a criterion."""
        if self.missing_criterion:
            return pd.Series(None, index=pairs.index, dtype=TEXT)
        return classify_change(pairs["pre"], pairs["post"], **self._rule()).astype(TEXT)

    def harmed(self, pairs: pd.DataFrame) -> pd.Series:
        """Who got reliably worse across the cut-off; missing without both scores, a criterion or a cut-off."""
        if self.missing_criterion:
            return pd.Series(pd.NA, index=pairs.index, dtype="boolean")
        return harmed(pairs["pre"], pairs["post"], **self._rule())

    def _rule(self) -> dict[str, Any]:
        line, known = self.cutoff, self.scale.reliable_change
        return {
            "criterion": self.criterion,
            "cutoff": line.value if line else None,
            "higher_is": "better" if self.scale.higher_is == "better" else "worse",
            "inclusive": known is not None and known.inclusive,
            "cutoff_is": _CUTOFF_IS[line.clinical_side] if line else "neither",
        }

    def is_severe(self, scores: pd.Series) -> pd.Series:
        """Whether each score lies on the clinical side of the line for higher risk; missing without score or line."""
        line = self.scale.severe
        if line is None or self.scale.higher_is == "context":
            return pd.Series(pd.NA, index=scores.index, dtype="boolean")
        numbers = scores.to_numpy(np.float64)
        direction = 1.0 if self.scale.higher_is == "better" else -1.0
        severe = is_clinical(numbers, line.value, direction, _CUTOFF_IS[line.clinical_side])
        return pd.Series(pd.array(severe, dtype="boolean"), index=scores.index).mask(np.isnan(numbers))


def outcome_scales(instruments: Iterable[Instrument]) -> tuple[OutcomeScale, ...]:
    """The scales that outcomes are read from: the headline scales of domain outcome, in the program's order.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> catalog = load_catalog()
        >>> [one.scale.scale for one in outcome_scales([catalog["core_om"], catalog["wai_sr"]])]
        ['total']
    """
    found = []
    for instrument in instruments:
        if instrument.given == "occasion":
            read = [scale for scale in instrument.scales if scale.domain == "outcome" and scale.headline]
            found += [OutcomeScale(instrument, scale, one_of_several=len(read) > 1) for scale in read]
    return tuple(found)


def pairs_of_people(answers: pd.DataFrame, scales: Iterable[OutcomeScale]) -> pd.DataFrame:
    """Score outcome answers and give each person's pair of scores its class of change.

    A person's answers count wherever they were given, so that somebody who moved between groups has one pair.

    Args:
        answers: One row an answer: member_id, group_id (may be missing), occasion, measured_on, instrument, item and
            value.
        scales: The scales to read.

    Returns:
        One row a person and scale with any score: member_id, instrument, scale, pre, mid, post, change, outcome.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> items = [str(number) for number in range(1, 6)]
        >>> forms = pd.DataFrame({"occasion": ["pre"] * 5 + ["post"] * 5, "item": items * 2})
        >>> forms = forms.assign(value=[1] * 5 + [3] * 5, measured_on=pd.NaT)
        >>> answers = forms.assign(member_id="A", group_id="G", instrument="who5")
        >>> pairs = pairs_of_people(answers, outcome_scales([load_catalog()["who5"]]))
        >>> pairs[["pre", "post", "outcome"]].values.tolist()
        [[20.0, 60.0, 'recovered']]
    """
    read = tuple(scales)
    form = row_numbers(answers, ["member_id", "group_id", "occasion", "instrument"])
    given, instruments = answers[["item", "value"]].assign(form=form), as_texts(answers["instrument"])
    scored = []
    for instrument in {outcome.instrument.id: outcome.instrument for outcome in read}.values():
        own = given.take(np.flatnonzero(instruments == instrument.id))
        if len(own):
            names = [outcome.scale.scale for outcome in read if outcome.instrument.id == instrument.id]
            scores = score(own, instrument)
            scored.append(scores.take(np.flatnonzero(np.isin(as_texts(scores["scale"]), names))))
    if not scored:
        return _NO_PAIRS.copy()
    scores = pd.concat(scored, ignore_index=True)
    # Forms are numbered as they appear, so that a form's number is its place here; its day is the first one given.
    day = as_days(answers["measured_on"])
    order = np.lexsort((day, form))
    of_score = scores["form"].to_numpy()
    first = np.unique(form, return_index=True)[1][of_score]
    first_day = day[order[np.unique(form[order], return_index=True)[1][of_score]]]
    whose = {name: answers[name].array.take(first) for name in ("member_id", "occasion")}
    pairs = outcome_pairs(scores.assign(**whose, measured_on=first_day))
    classes = [outcome.classify(pairs_of_scale(pairs, outcome)) for outcome in read]
    return pairs.assign(outcome=pd.concat(classes).reindex(pairs.index))


def pairs_of_scale(pairs: pd.DataFrame, outcome: OutcomeScale) -> pd.DataFrame:
    """The rows of one scale.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> pairs = pd.DataFrame({"instrument": ["phq9", "gad7"], "scale": "total", "pre": [12.0, 9.0]})
        >>> pairs_of_scale(pairs, outcome_scales([load_catalog()["gad7"]])[0])["pre"].tolist()
        [9.0]
    """
    instrument, scale = (as_texts(pairs[name]) for name in ("instrument", "scale"))
    return pairs.take(np.flatnonzero((instrument == outcome.instrument.id) & (scale == outcome.scale.scale)))


def describe_outcome(pairs: pd.DataFrame, outcome: OutcomeScale, enrolled: int) -> dict[str, object]:
    """Describe one scale's change over people.

    Args:
        pairs: One row a person with any score on this scale: pre, post, change, outcome (class of change).
        outcome: The scale.
        enrolled: How many people were enrolled, with or without scores.

    Returns:
        The fields of a row of outcomes by instrument. Means, SDs and effect size are of people with both scores;
        they are missing, not 0, where there are too few, and `note` says so: codes with spaces between them (no_pairs,
        no_direction, no_criterion, too_few_pairs, no_variance).

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> pairs = pd.DataFrame({"pre": [18.0, 14, 8], "post": [9.0, 9, 8]})
        >>> pairs = pairs.assign(change=pairs["post"] - pairs["pre"], outcome=["recovered", "unchanged", "unchanged"])
        >>> found = describe_outcome(pairs, outcome_scales([load_catalog()["phq9"]])[0], enrolled=5)
        >>> found["pairs"], found["recovered"], round(found["improved_share"], 3)
        (3, 1.0, 0.333)
    """
    both = pairs["change"].notna().to_numpy(bool)
    n = int(both.sum())
    pre, post, change = (pairs[name].to_numpy(np.float64)[both] for name in ("pre", "post", "change"))
    smcr = standardized_mean_change(pre, post)
    found = Counter(pairs["outcome"].array[both])
    classes: dict[str, float] = {
        name: math.nan if outcome.missing_criterion else float(found[name]) for name in CLASSES
    }
    better = classes["recovered"] + classes["improved"]
    low, high = wilson_interval(better, n)
    line = outcome.cutoff
    return {
        "instrument": outcome.instrument.id,
        "short_name": outcome.short_name,
        "scale": outcome.scale.scale,
        "higher_is": outcome.scale.higher_is,
        **dict(zip(("minimum", "maximum"), range_of(outcome.instrument, outcome.scale), strict=True)),
        "enrolled": enrolled,
        "with_pre": int(pairs["pre"].notna().sum()),
        "with_post": int(pairs["post"].notna().sum()),
        "pairs": n,
        "mean_pre": _mean(pre),
        "sd_pre": _sd(pre),
        "mean_post": _mean(post),
        "sd_post": _sd(post),
        "mean_change": _mean(change),
        "smcr": smcr.value,
        "smcr_low": smcr.low,
        "smcr_high": smcr.high,
        "criterion": outcome.criterion,
        "criterion_source": outcome.source,
        "cutoff": line.value if line else math.nan,
        "cutoff_source": line.source if line else "",
        **classes,
        "improved_share": better / n if n else math.nan,
        "improved_low": low,
        "improved_high": high,
        "note": _note(n, smcr.value, outcome),
    }


def range_of(instrument: Instrument, scale: Scale) -> tuple[float, float]:
    """The lowest and highest possible score; NaN where it is not known (scores handed in without a range).

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> catalog = load_catalog()
        >>> range_of(catalog["core10"], catalog["core10"].scale("total"))
        (0.0, 40.0)
    """
    if scale.items is not None and instrument.items is not None:
        return scale.score_range(instrument.items)
    return (
        math.nan if scale.minimum is None else scale.minimum,
        math.nan if scale.maximum is None else scale.maximum,
    )


def _mean(scores: Numbers) -> float:
    return float(scores.mean()) if len(scores) else math.nan


def _sd(scores: Numbers) -> float:
    return float(scores.std(ddof=1)) if len(scores) > 1 else math.nan


def _note(pairs: int, smcr: float, outcome: OutcomeScale) -> str:
    if pairs == 0:
        return "no_pairs"
    notes = [outcome.missing_criterion]
    if pairs < 3:
        notes.append("too_few_pairs")
    elif math.isnan(smcr):
        notes.append("no_variance")
    return " ".join(note for note in notes if note)
