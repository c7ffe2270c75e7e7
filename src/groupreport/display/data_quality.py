"""How complete the records are and how the answers look: one row a questionnaire, and what is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.wording import Wording
from groupreport.instruments.records import Instrument
from groupreport.measures.data_quality.ceiling import FEWEST_SCORES, NOTED_SHARE
from groupreport.measures.data_quality.item_direction import FEWEST_FORMS, FEWEST_MEMBERS
from groupreport.measures.data_quality.straight_lining import FEWEST_ANSWERS
from groupreport.summaries.records import DataQuality, Unavailable

_OF_FORM = ["instrument", "rater"]


@dataclass(frozen=True)
class Sign:
    """Something worth a look, and what it is about (a questionnaire, its scale or a site)."""

    about: str
    sentence: str


def attendance_sentence(quality: DataQuality, words: Wording) -> Markdown:
    """How many of the possible attendances are on record, and how the others are counted."""
    record = quality.attendance
    facts = {**asdict(record), "rate": record.rate, "lowest": record.lowest_rate, "highest": record.highest_rate}
    return words.say("quality.attendance", **facts)


@dataclass(frozen=True)
class AnswersRow:
    """How the forms of one questionnaire by one kind of rater look: cells by the name of their header."""

    instrument: str
    rater: str
    cells: dict[str, str]


def answers_rows(quality: DataQuality, words: Wording, *, groups: bool) -> list[AnswersRow]:
    """One row a questionnaire and kind of rater, with cells of plain text.

    Args:
        quality: What was found.
        words: The wording.
        groups: Whether the session with the lowest rate is named with its group.

    Returns:
        Cells named instrument, forms, members, answered, lowest_session, same, highest, lowest, and against where any
        item could be judged.
    """
    judged = _items_are_judged(quality)
    scales, items = _by_form(quality.scales), _by_form(quality.items[quality.items["site"].isna()])
    rows = []
    for row in rows_of(quality.forms):
        form = (row.instrument, row.rater)
        cells = _cells(row, scales.get(form, []), items.get(form, []), words, groups=groups)
        shown = {name: cell for name, cell in cells.items() if judged or name != "against"}
        rows.append(AnswersRow(str(row.instrument), str(row.rater), shown))
    return rows


def _items_are_judged(quality: DataQuality) -> bool:
    return bool((quality.items["direction"] != "not_enough_data").any())


def note_facts(quality: DataQuality, *, groups: bool) -> dict[str, Any]:
    """What the note below the table says of its thresholds."""
    return {
        "groups": groups,
        "items": _items_are_judged(quality),
        "contradicting": bool(quality.forms["reversed_judged"].sum()),
        "fewest_answers": FEWEST_ANSWERS,
        "noted_share": NOTED_SHARE,
        "fewest_scores": FEWEST_SCORES,
        "fewest_forms": FEWEST_FORMS,
        "fewest_members": FEWEST_MEMBERS,
    }


def subject(words: Wording, short_name: str, rater: str = "member", label: str = "", site: object = "") -> str:
    """What a sign is about, as plain text."""
    where = words.text("quality.no_site") if is_missing(site) else str(site)
    return words.text("quality.subject", short_name=short_name, rater=rater, label=label, site=where)


def signs(quality: DataQuality, instruments: tuple[Instrument, ...], words: Wording) -> list[Sign]:
    """What is worth a look, in the order of the questionnaires; empty where nothing is.

    Args:
        quality: What was found.
        instruments: The questionnaires in use.
        words: The wording.
    """
    found = [*_contradicting(quality, words), *_ends(quality, words), *_items(quality, words)]
    return [*found, *_shifts(quality, {instrument.id: instrument for instrument in instruments}, words)]


def _cells(  # a form, its scales and its items, as rows of `rows_of`
    row: Any,  # noqa: ANN401
    scales: Sequence[Any],
    items: Sequence[Any],
    words: Wording,
    *,
    groups: bool,
) -> dict[str, str]:
    judged = [item for item in items if item.direction != "not_enough_data"]
    same = f"{row.same}/{row.judged}" if row.judged else NOTHING
    return {
        "instrument": subject(words, str(row.short_name), str(row.rater)),
        "forms": str(row.forms),
        "members": NOTHING if is_missing(row.members) else str(row.members),
        "answered": NOTHING if is_missing(row.rate) else _answered(row, words),
        "lowest_session": _lowest_session(row, groups=groups),
        "same": f"{same} ({row.contradicting})" if row.reversed_judged else same,
        "highest": _most(scales, "highest"),
        "lowest": _most(scales, "lowest"),
        "against": words.say(
            "key_facts.of", count=sum(item.direction == "against" for item in judged), total=len(judged)
        )
        if judged
        else NOTHING,
    }


def _answered(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    return words.text("quality.answered", answered=int(row.answered), expected=int(row.expected))


def _by_form(frame: pd.DataFrame) -> dict[tuple[str, str], list[Any]]:
    """The rows of each questionnaire and kind of rater."""
    own: dict[tuple[str, str], list[Any]] = {}
    for row in rows_of(frame):
        own.setdefault((row.instrument, row.rater), []).append(row)
    return own


def _lowest_session(row: Any, *, groups: bool) -> str:  # noqa: ANN401 - a row of `rows_of`
    if is_missing(row.lowest_session):
        return NOTHING
    place = f"{row.lowest_group}, {row.lowest_session}" if groups else str(row.lowest_session)
    return f"{row.lowest_answered}/{row.lowest_expected} ({place})"


def _most(scales: Sequence[Any], end: str) -> str:
    """The count of scores at an end, on the scale where their share is largest; marked where it is noted."""
    known = [row for row in scales if not is_missing(getattr(row, f"at_{end}"))]
    if not known:
        return NOTHING
    most = max(known, key=lambda row: getattr(row, f"at_{end}") / row.scores)
    return f"{int(getattr(most, f'at_{end}'))}/{int(most.scores)}{' *' if str(most.noted) in (end, 'both') else ''}"


def _contradicting(quality: DataQuality, words: Wording) -> Iterator[Sign]:
    for row in rows_of(quality.forms[quality.forms["contradicting"] > 0]):
        said = words.text("quality.sign_contradicting", count=int(row.contradicting), total=int(row.reversed_judged))
        yield Sign(subject(words, str(row.short_name), str(row.rater)), said)


def _ends(quality: DataQuality, words: Wording) -> Iterator[Sign]:
    for end in ("highest", "lowest"):
        noted = quality.scales[quality.scales["noted"].isin([end, "both"])]
        for _, rows in noted.groupby(_OF_FORM, sort=False):
            first = rows.iloc[0]
            counts = rows[["label", f"at_{end}", "scores"]].itertuples(index=False)
            scales = [{"label": str(label), "count": int(count), "total": int(total)} for label, count, total in counts]
            said = words.text("quality.sign_ends", end=end, scales=scales)
            yield Sign(subject(words, str(first["short_name"]), str(first["rater"])), said)


def _items(quality: DataQuality, words: Wording) -> Iterator[Sign]:
    against = quality.items[quality.items["direction"] == "against"]
    everywhere = against.loc[against["site"].isna(), [*_OF_FORM, "item"]]
    # What holds everywhere is not said of each site again.
    told = pd.MultiIndex.from_frame(against[[*_OF_FORM, "item"]]).isin(pd.MultiIndex.from_frame(everywhere))
    for _, rows in against[against["site"].isna() | ~told].groupby(
        [*_OF_FORM, "scale", "site"], dropna=False, sort=False
    ):
        first = rows.iloc[0]
        items = rows[["item", "correlation", "low", "high"]].to_dict("records")
        said = words.text("quality.sign_items", items=items, forms=int(first["forms"]))
        site = "" if is_missing(first["site"]) else str(first["site"])
        yield Sign(subject(words, str(first["short_name"]), str(first["rater"]), site=site), said)


def _shifts(quality: DataQuality, instruments: dict[str, Instrument], words: Wording) -> Iterator[Sign]:
    if isinstance(quality.ranges, Unavailable):
        return
    for row in rows_of(quality.ranges[quality.ranges["shift"].isin(["lower", "higher"])]):
        instrument = instruments[str(row.instrument)]
        scale = None if is_missing(row.scale) else instrument.scale(str(row.scale))
        ends = scale or instrument.items
        said = words.text(
            "quality.sign_shift",
            direction=str(row.shift),
            scores=scale is not None,
            minimum=ends.minimum if ends else None,
            maximum=ends.maximum if ends else None,
            members=int(row.members),
            others=int(row.others),
            others_used=int(row.others_used),
        )
        label = scale.label if scale else ""
        yield Sign(subject(words, str(row.short_name), label=label, site=row.site), said)
