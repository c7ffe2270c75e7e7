"""The rows that a report is about: those of one group, or those of every group of the term, measured the same way.

Every measure works on rows with a group_id, so a group's numbers are the same in its own report and in the
program's; a group's report opens only that group's part of the frozen term.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments import Instrument, score
from groupreport.instruments.row_numbers import agreeing_row, row_numbers
from groupreport.measures.attendance import attendance_by_member, member_sessions
from groupreport.measures.attendance_completeness import AttendanceCompleteness, attendance_completeness
from groupreport.measures.flow import people
from groupreport.measures.inputs import as_texts
from groupreport.measures.outcomes import OutcomeScale, outcome_scales, pairs_of_people
from groupreport.measures.response_rates import members_asked, response_rates
from groupreport.measures.stages import stage_of_sessions
from groupreport.measures.text import TEXT
from groupreport.summaries.scale_facts import PROCESS_DOMAINS, SCALE, SCALE_FACTS, about_targets, scale_facts

if TYPE_CHECKING:
    from groupreport.intake import TermTables

_OUTCOME = ["member_id", "group_id", "occasion", "instrument", "item"]
_NO_OUTCOMES = pd.DataFrame(columns=[*_OUTCOME, "measured_on", "value"], dtype=TEXT).astype({"value": "float64"})
_ANSWER = ["group_id", "member_id", "session", "target"]
_NO_SCORES = pd.DataFrame(columns=["form", *_ANSWER, *SCALE_FACTS, "score", "status"], dtype=TEXT).astype(
    {"form": "int64", "session": "Int64", "minimum": "float64", "maximum": "float64", "score": "float64"}
)


Part = TypeVar("Part")


def _told_apart(groups: pd.DataFrame) -> pd.Series[Any]:
    """The groups' names; those of several with the program that only one of them is in, or else with the id.

    Not with the site: leadership is not told where a group meets.
    """
    names = groups["group_name"]
    for fact in ("program", "group_id"):
        same = names.duplicated(keep=False)
        if not same.any():
            break
        longer = names + " (" + groups[fact] + ")"
        alone = same & ~longer.duplicated(keep=False) & ~longer.isin(names)
        names = names.mask(alone, longer)
    return names


def once_a_scope(work_out: Callable[[Scope], Part]) -> Callable[[Scope], Part]:
    """Work out once what several parts of a report need of a scope; not to be changed by the callers."""

    @wraps(work_out)
    def kept(scope: Scope) -> Part:
        if work_out not in scope._worked_out:
            scope._worked_out[work_out] = work_out(scope)
        return cast("Part", scope._worked_out[work_out])

    return kept


@dataclass(frozen=True)
class Scope:
    """One group's rows (`group_id`) or all rows (None) of a term, and what several parts of a report need of them."""

    term: TermTables
    group_id: str | None = None
    _opened: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False, compare=False)
    _worked_out: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def collected(self, name: str) -> bool:
        """Whether the table was handed in at all."""
        return name in self.term.collected

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a table that belong to this scope; not to be changed by the caller."""
        if name not in self._opened:
            self._opened[name] = self.term.table(name, self.group_id)
        return self._opened[name]

    @property
    def dose_share(self) -> float:
        """The share of their own sessions from which on a member has received the program."""
        return self.term.parameters.settings.attendance.dose_share

    @property
    def absent_without_row(self) -> bool:
        """Whether the program's attendance sheets list only those who came."""
        return self.term.parameters.settings.attendance.without_row == "absent"

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row a group, in the term's order; groups of one name have names that tell them apart."""
        wanted = list(self.term.group_ids) if self.group_id is None else [self.group_id]
        groups = self.table("groups").set_index("group_id").loc[wanted].reset_index()
        return groups.assign(group_name=_told_apart(groups))

    @cached_property
    def stays(self) -> pd.DataFrame:
        """One row a member's stay in a group, with the group's program."""
        stays = self.table("roster")
        group = agreeing_row(stays, self.groups, ["group_id"])
        known = np.flatnonzero(group >= 0)
        return stays.take(known).reset_index(drop=True).assign(program=self.groups["program"].array.take(group[known]))

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """One row a planned session: group_id, session, held_on, status, stage, modality; a missing status is held."""
        sessions = self.table("sessions")
        group = agreeing_row(sessions, self.groups, ["group_id"])
        order = np.argsort(row_numbers(sessions, ["group_id", "session"], sort=True), kind="stable")
        order = order[group[order] >= 0]
        sessions, group = sessions.take(order).reset_index(drop=True), group[order]
        modality = self.groups["modality"].take(group).reset_index(drop=True)
        return sessions[["group_id", "session", "held_on"]].assign(
            status=sessions["status"].fillna("held"),
            stage=self._stages(sessions),
            modality=sessions["modality"].fillna(modality),
        )

    def _stages(self, sessions: pd.DataFrame) -> pd.Series[Any]:
        """The stage of each session; groups without an override share the program's ranges."""
        parameters, ids = self.term.parameters, as_texts(sessions["group_id"])
        overridden = np.array([one if one in parameters.term_settings.overrides else "" for one in ids], dtype=object)
        stages = []
        for name in dict.fromkeys(overridden):
            own = overridden == name
            rows = sessions[own]
            stages.append(stage_of_sessions(rows["session"], rows["stage"], parameters.stages_of(ids[own][0])))
        if not stages:
            return sessions["stage"].astype(TEXT)
        staged: pd.Series[Any] = pd.concat(stages).reindex(sessions.index) if len(stages) > 1 else stages[0]
        return staged

    @cached_property
    def held(self) -> pd.DataFrame:
        """The sessions that took place."""
        return self.sessions[self.sessions["status"] == "held"].reset_index(drop=True)

    @cached_property
    def places(self) -> pd.DataFrame:
        """The place of each held session among those of its group, from 1."""
        held = self.held[["group_id", "session"]]
        group = row_numbers(held, ["group_id"])  # one after the other, since sessions are sorted by group
        return held.assign(place=pd.array(np.arange(len(held)) - np.searchsorted(group, group) + 1, dtype="Int64"))

    def sessions_at(self, rows: pd.DataFrame, place_in: str) -> pd.Series[Any]:
        """The number of the held session at each row's place, by group_id.

        Raises:
            ValueError: A group has held no session at a place.
        """
        held = agreeing_row(rows, self.places, ["group_id", place_in], ["group_id", "place"])
        if (held < 0).any():
            raise ValueError("a place is none of a held session")
        return self.places["session"].take(held).reset_index(drop=True)

    def numbers_of_held(self, rows: pd.DataFrame, session_in: str = "session") -> npt.NDArray[np.intp]:
        """Which held session (row of `held`) each row is about, by group_id and session; -1 where it was not held."""
        return agreeing_row(rows, self.held, ["group_id", session_in], ["group_id", "session"])

    def known_as_held(self, rows: pd.DataFrame, session_in: str) -> npt.NDArray[np.intp]:
        """The same for rows that only held sessions can have.

        Raises:
            ValueError: A row is about another session.
        """
        numbers = self.numbers_of_held(rows, session_in)
        if (numbers < 0).any():
            raise ValueError("a rating is about a session that was not held")
        return numbers

    @cached_property
    def member_sessions(self) -> pd.DataFrame:
        """One row a member and session, with what attendance says."""
        attendance = self.table("attendance")
        return member_sessions(self.stays, self.sessions, attendance, absent_without_row=self.absent_without_row)

    @cached_property
    def attendance_completeness(self) -> AttendanceCompleteness:
        """How many of the possible attendances are on record."""
        return attendance_completeness(self.member_sessions)

    @cached_property
    def attendance_by_member(self) -> pd.DataFrame:
        """One row a member of a group."""
        return attendance_by_member(self.member_sessions, self.stays, self.dose_share)

    @cached_property
    def people(self) -> pd.DataFrame:
        """One row a person, however many stays they had in this scope."""
        return people(self.stays, self.attendance_by_member, self.dose_share)

    @cached_property
    def session_instruments(self) -> dict[str, Instrument]:
        """The questionnaires about sessions that the program uses."""
        return {key: value for key, value in self.term.instruments.items() if value.given == "session"}

    @cached_property
    def given_answers(self) -> pd.DataFrame:
        """Every row of the ratings table; empty, with the contract's columns, where none was collected."""
        if self.collected("ratings"):
            return self.table("ratings")
        columns = ["member_id", "group_id", "session", "instrument", "item", "value", "rater", "target"]
        return pd.DataFrame({name: pd.Series(dtype=TEXT) for name in columns}).astype(
            {"session": "Int64", "value": "float64"}
        )

    @cached_property
    def answers(self) -> pd.DataFrame:
        """What members answered about held sessions; ratings by leaders and observers are never mixed in.

        `form` numbers the answers of one member about one session and target: a number is quicker to join than ids.
        """
        rows = self.given_answers
        by_member = (rows["rater"].isna() | (rows["rater"] == "member")) & rows["member_id"].notna()
        wanted = by_member & rows["instrument"].isin(list(self.session_instruments))
        rows = rows.take(np.flatnonzero(wanted.to_numpy(bool) & (self.numbers_of_held(rows) >= 0)))
        return rows.reset_index(drop=True).assign(form=row_numbers(rows, _ANSWER))

    @cached_property
    def forms(self) -> pd.DataFrame:
        """One row a filled-in form by its number in `answers`: whose, and about which session and target."""
        # Forms are numbered as they appear, so that a form's number is its row here.
        first = np.unique(self.answers["form"].to_numpy(), return_index=True)[1]
        return self.answers[_ANSWER].take(first).reset_index(drop=True)

    @cached_property
    def asked(self) -> pd.DataFrame:
        """One row a member and session with a reason to expect an answer."""
        return members_asked(self.member_sessions, self.answers)

    @cached_property
    def response_rates(self) -> pd.DataFrame:
        """One row a group, questionnaire that it used and held session: how many were asked, and how many answered."""
        return response_rates(self.asked, self.answers, self.held)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """One row a member, held session and scale: facts of the scale, score and status, in the program's order."""
        scored = []
        given, instruments = self.answers[["form", "item", "value"]], as_texts(self.answers["instrument"])
        for key, instrument in self.session_instruments.items():
            answers = given.take(np.flatnonzero(instruments == key))
            if len(answers):
                rows, facts = score(answers, instrument), scale_facts(instrument)
                place = {name: number for number, name in enumerate(facts["scale"])}
                places = np.array([place[name] for name in rows["scale"]], dtype=np.intp)
                order = np.argsort(places, kind="stable")
                columns = {name: rows[name].array.take(order) for name in ("form", "score", "status")}
                columns |= {name: facts[name].array.take(places[order]) for name in SCALE_FACTS}
                scored.append(pd.DataFrame(columns, copy=False))
        if not scored:
            return _NO_SCORES.copy()
        rows = pd.concat(scored, ignore_index=True)
        rows = rows.assign(**{name: self.forms[name].array.take(rows["form"].to_numpy()) for name in _ANSWER})
        return (about_targets(rows) if rows["target"].notna().any() else rows)[list(_NO_SCORES.columns)]

    @cached_property
    def process_scores(self) -> pd.DataFrame:
        """The scores on cohesion, climate and alliance, with the rows of `process_scales` and `held` they belong to."""
        rows = self.scores[self.scores["domain"].isin(PROCESS_DOMAINS)].reset_index(drop=True)
        scales = row_numbers(rows, SCALE)
        return rows.assign(scale_number=scales, held_number=self.numbers_of_held(rows))

    @cached_property
    def process_scored(self) -> pd.DataFrame:
        """The same without those that could not be scored."""
        return self.process_scores[self.process_scores["score"].notna().to_numpy()]

    @cached_property
    def process_scales(self) -> pd.DataFrame:
        """One row a scale that was used, in the program's order."""
        rows = self.process_scores
        first = rows["scale_number"].drop_duplicates().index
        return rows.loc[first, SCALE_FACTS].reset_index(drop=True)

    @property
    def outcome_scales(self) -> tuple[OutcomeScale, ...]:
        """The scales that outcomes are read from."""
        return outcome_scales(self.term.instruments.values())

    @cached_property
    def given_outcomes(self) -> pd.DataFrame:
        """Every outcome answer of the scope's people, wherever it was given."""
        if not self.collected("outcomes"):
            return _NO_OUTCOMES
        answers = self.table("outcomes")
        return answers[answers["member_id"].isin(self.stays["member_id"])]

    @property
    def repeated_outcome_answers(self) -> int:
        """How many answers stand in a form that holds them already (given with the group's id and without one)."""
        return int(self.given_outcomes.duplicated(_OUTCOME).sum())

    @cached_property
    def outcome_pairs(self) -> pd.DataFrame:
        """One row a person and outcome scale with any score: pre, mid, post, change and class."""
        return pairs_of_people(self.given_outcomes.drop_duplicates(_OUTCOME), self.outcome_scales)
