"""How complete the records are, and how the answers look."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.measures.attendance_completeness import AttendanceCompleteness
from groupreport.summaries.records.facts import Unavailable


@dataclass(frozen=True, kw_only=True)
class DataQuality:
    """How complete the records are and how the answers look, about forms, items and sites, never about a person.

    Members' forms stand apart from those of leaders and observers (`rater`: member, leader, observer). Forms about
    sessions that were not held are left out, as everywhere.

    attendance: how many of the possible attendances are on record.
    forms: one row a questionnaire and rater with any answer: instrument, short_name, given (session, occasion), rater,
        forms (with an answer), members (different ones; missing for other raters), judged (forms with at least five
        answers), same (of them, with the same answer to every item), reversed_judged (judged forms with answers to
        reversed and to other items), contradicting (of them, the same throughout though not in the middle); for
        members' session questionnaires also sessions (held, of the groups that use it), sessions_answered, expected
        and answered (members present in these, and who answered), rate, and lowest_group, lowest_session,
        lowest_expected, lowest_answered (the session with the lowest rate), else missing.
    scales: one row a questionnaire, rater and scale with any score: instrument, short_name, rater, scale, label,
        scores, at_lowest, at_highest (missing: the end of the range is not known), noted (at which ends more than
        15 % lie: neither, lowest, highest, both, not_enough_data).
    items: one row a questionnaire, rater and item, over all sites (site missing) and, in a program with several sites,
        at each: instrument, short_name, rater, scale (the largest that holds the item), site, item, forms, members
        (groups for other raters), correlation (with the rest of the scale, after the key's reversal), low, high,
        direction (with, against, unclear, not_enough_data).
    ranges: members' answers, one row a questionnaire and site: instrument, short_name, scale (missing: its items;
        else a score that comes without them), site (missing: not recorded), members, answers, lowest, highest, used,
        others, others_used, chance, shift (lower, higher, none, not_enough_data).
    """

    attendance: AttendanceCompleteness
    forms: pd.DataFrame
    scales: pd.DataFrame
    items: pd.DataFrame
    ranges: pd.DataFrame | Unavailable
