"""What is to be simulated: a term's groups, how people come and go, and the ruptures to plant."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

EventLevel = Literal["member_leader", "member_member", "member_group", "leader_leader", "subgroup"]
Repair = Literal["full", "partial", "none"]
Modality = Literal["in_person", "online", "hybrid"]
Enrollment = Literal["open", "closed"]


@dataclass(frozen=True, kw_only=True)
class PlannedRupture:
    """A rupture to plant in one group.

    Args:
        session: The session of the drop; where it is canceled, the next one that is held.
        level: Between whom.
        involved: How many members drop.
        depth: The drop of their ratings at that level, in SDs of session ratings; 0 for a rupture that people saw
            and nobody's ratings show.
        repair: How much comes back: all of it, six tenths, or nothing.
        sessions_to_repair: Held sessions from the drop to the repair.
        contagious: Whether most of the uninvolved members drop in the next session.
        kind: How it showed, as the event log names it.
        identity_domain: For a microaggression: the coarse domain (say "race_ethnicity"); the event is then cultural.
        logged: Whether anybody wrote it into the event log.
    """

    session: int
    level: EventLevel
    involved: int = 1
    depth: float = 2.2
    repair: Repair = "full"
    sessions_to_repair: int = 2
    contagious: bool = False
    kind: str = "withdrawal"
    identity_domain: str | None = None
    logged: bool = True

    def __post_init__(self) -> None:
        if self.session < 2:
            raise ValueError("a rupture needs a session before it: plant it in session 2 or later")
        if self.involved < 1 or self.depth < 0 or self.sessions_to_repair < 1:
            raise ValueError(
                "a rupture needs one member or more, a depth of 0 or more, and 1 or more sessions to repair"
            )


@dataclass(frozen=True, kw_only=True)
class GroupDesign:
    """One group with weekly sessions from `first_session` on; `canceled` holds session numbers."""

    group_id: str
    name: str
    program: str
    first_session: datetime.date
    site: str = "Main"
    modality: Modality = "in_person"
    enrollment: Enrollment = "closed"
    members: int = 9
    sessions: int = 12
    leaders: tuple[str, ...] = ("L01",)
    canceled: tuple[int, ...] = ()
    ruptures: tuple[PlannedRupture, ...] = ()
    participation_counted: bool = True

    def __post_init__(self) -> None:
        if self.members < 1 or self.sessions < 1:
            raise ValueError(f"group {self.group_id} needs a member and a session")
        if not set(self.canceled) < set(range(1, self.sessions + 1)):
            raise ValueError(f"group {self.group_id}: canceled must be some, not all, of sessions 1 to {self.sessions}")
        late = [rupture.session for rupture in self.ruptures if rupture.session > self.last_held]
        if late:
            raise ValueError(f"group {self.group_id}: ruptures in {late}, after the last held session {self.last_held}")
        early = [rupture.session for rupture in self.ruptures if rupture.session <= self.held[0]]
        if early:
            raise ValueError(f"group {self.group_id}: ruptures in {early}, with no held session before")

    @property
    def held(self) -> tuple[int, ...]:
        """The numbers of the sessions that take place."""
        return tuple(number for number in range(1, self.sessions + 1) if number not in self.canceled)

    @property
    def last_held(self) -> int:
        """The number of the last session that takes place."""
        return self.held[-1]

    def date_of(self, session: int) -> datetime.date:
        """The day of a planned session."""
        return self.first_session + datetime.timedelta(weeks=session - 1)


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """A member of one group leaves after `session` and joins another group the next day."""

    from_group: str
    to_group: str
    session: int


@dataclass(frozen=True, kw_only=True)
class TermDesign:
    """A term to simulate.

    Shares are of the members of the term (`late_share`: of those in open groups) and are met as closely as whole
    people allow. `missing_share` is the share of questionnaires that present members do not hand in,
    `incomplete_share` the share of handed-in ones that lack an item or two. Variances are shares of the variance
    of session ratings: `group_variance` is the ICC(1) of a single session, `group_variance` + `person_variance` the
    share that lasts over sessions; the rest changes from session to session, with `carry_over` as its correlation
    from one session to the next.

    Raises:
        ValueError: The parts do not fit together.
    """

    groups: tuple[GroupDesign, ...]
    transfers: tuple[Transfer, ...] = ()
    first_member: int = 101
    session_instruments: tuple[str, ...] = ("gcq_s", "wai_sr", "alliance_1_10")
    outcome_instruments: tuple[str, ...] = ("phq9", "gad7")
    missing_share: float = 0.15
    incomplete_share: float = 0.03
    never_attend_share: float = 0.06
    dropout_share: float = 0.17
    late_share: float = 0.35
    group_variance: float = 0.15
    person_variance: float = 0.45
    carry_over: float = 0.4
    improvement: float = 0.75

    def __post_init__(self) -> None:
        ids = [group.group_id for group in self.groups]
        if not ids or len(set(ids)) < len(ids):
            raise ValueError("a term needs groups, each with an id of its own")
        for transfer in self.transfers:
            if transfer.from_group == transfer.to_group or not {transfer.from_group, transfer.to_group} <= set(ids):
                raise ValueError(f"a transfer needs two of the groups, not {transfer}")
        if self.group_variance + self.person_variance >= 1:
            raise ValueError("group and person variance must leave room for change from session to session")

    def group(self, group_id: str) -> GroupDesign:
        """The group of this id."""
        return next(group for group in self.groups if group.group_id == group_id)


def even_design(
    groups: int, members: int = 9, sessions: int = 12, ruptures: tuple[PlannedRupture, ...] = ()
) -> TermDesign:
    """A plain term for checks of power and false alarms: equal closed groups in one program, nobody late or lost.

    Args:
        groups: How many groups.
        members: Members of each.
        sessions: Weekly sessions of each, all held.
        ruptures: Planted alike in every group; none for false alarms.
    """
    return TermDesign(
        groups=tuple(
            GroupDesign(
                group_id=f"G{number:02d}",
                name=f"Group {number}",
                program="Program",
                first_session=datetime.date(2026, 9, 1),
                members=members,
                sessions=sessions,
                ruptures=ruptures,
            )
            for number in range(1, groups + 1)
        ),
        missing_share=0.0,
        incomplete_share=0.0,
        never_attend_share=0.0,
        dropout_share=0.0,
    )
