"""What a rule found of what was planted, and what it found beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.calibration.design import Design
from groupreport.measures.calibration.planted import Planted
from groupreport.measures.change import wilson_interval
from groupreport.measures.ruptures import RatedSeries, Rule, find_episodes, judge_series, rated_series, rule_named
from groupreport.parameters import RuptureSettings

_NO_SETTINGS_GIVEN = RuptureSettings()
_PLANTED_IN = 0  # the scale that falls are planted in


@dataclass(frozen=True, kw_only=True)
class Share:
    """A count out of a total with the share and its 95 % Wilson interval; share and limits are NaN out of nothing."""

    count: int
    total: int

    @property
    def share(self) -> float:
        """Count over total."""
        return self.count / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The limits of the share: what the number of simulated members leaves open."""
        return wilson_interval(self.count, self.total) if self.total else (math.nan, math.nan)


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """One rule on simulated terms. Only members whom the rule can judge count, but in `judged`.

    With several scales a member can be judged who can be on the first, in which falls are planted, and only an episode
    on the first meets a planted fall.

    Attributes:
        rule: The rule.
        judged: Members whom the rule can judge, of all members.
        reason: Why most of the others could not be judged, as in `judge_series`; None if all were.
        recall: Planted falls that were found, of all that were planted, rated or not.
        unrated: Planted falls with no rating in any low session, which no rule can find.
        precision: Found episodes that match a planted fall, of all that were found. It depends on the share of
            members with a planted fall.
        false_alarms: Members without a planted fall who have an episode on any scale, of all without one.
        flagged: Episodes of members without a planted fall, of all pairs of neighboring ratings of theirs.
        right_status: Matched episodes whose status (repaired, not, undetermined) is the one that the planted fall
            would have without noise at the same ratings, of all that are matched.
        repairs_seen: Matched episodes that are called repaired, of all that are matched and would be repaired without
            noise.
        repairs_imagined: Matched episodes that are called repaired, of all that are matched and would be unrepaired
            without noise: what makes repair rates too high.
        depth_error: Mean depth of the matched episodes minus the planted depth, in noise SDs; NaN without one. Found
            falls look deeper than they are: noise that adds to a fall helps to find it.
        depth_error_se: Its standard error; NaN with fewer than two.
    """

    rule: str
    judged: Share
    reason: str | None
    recall: Share
    unrated: Share
    precision: Share
    false_alarms: Share
    flagged: Share
    right_status: Share
    repairs_seen: Share
    repairs_imagined: Share
    depth_error: float
    depth_error_se: float

    @property
    def youden(self) -> float:
        """Recall minus false alarms: 0 for a rule that flags members with and without a planted fall alike."""
        return self.recall.share - self.false_alarms.share


def recovery(
    term: Planted,
    rule: str | Rule,
    *,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
    series: RatedSeries | None = None,
) -> Recovery:
    """Let a rule judge simulated terms, and compare.

    An episode matches a planted fall of its member if their falls meet: some session from the episode's onset to its
    lowest rating is one from the planted onset to its last low session. An episode that begins one noisy step early,
    or is seen only at the second low session, has still found the drop while it was there; one that begins after it,
    or is over before, has not. One to one: a second episode in the same low phase matches nothing.

    The right status is that of the planted fall alone at the sessions that were rated: repaired if the first rating
    after it comes within the rule's repair window after the first one at full depth; else unrepaired if the window was
    seen to its end; else undetermined.

    Args:
        term: Simulated terms.
        rule: The rule.
        settings: The settings of `find_episodes`.
        series: `rated_series(term.ratings)`, where several rules share it.

    Returns:
        Counts, shares and the error of depth.

    Raises:
        ValueError: There is no such rule, or it needs more than ratings of one scale.

    Examples:
        >>> from groupreport.measures.calibration import Design, planted_term
        >>> loud = Design(members=100, noise_sd=0.01, depth=500, share=0.5, missing=0, criterion=2.5, low_sessions=1)
        >>> found = recovery(planted_term(loud, seed=1), "reliable_change")
        >>> found.recall.share, found.precision.share, found.false_alarms.share, found.right_status.share
        (1.0, 1.0, 0.0, 1.0)
    """
    applied = rule_named(rule, settings)
    rated = rated_series(term.ratings) if series is None else series
    criterion = criterion_of(applied, term.design)
    judged = judge_series(rated, applied, criterion=criterion, settings=settings)
    judged = judged[judged["level"] == _PLANTED_IN].sort_values("member_id")
    episodes = find_episodes(rated, applied, criterion=criterion, settings=settings)
    truth = term.truth.assign(judged=judged["judged"].to_numpy(dtype=bool))
    scores = term.ratings["score"].to_numpy().reshape(-1, len(truth), term.design.sessions)
    is_rated = ~np.isnan(scores[_PLANTED_IN])
    of_judged = truth[truth["judged"]]
    count_planted = int(of_judged["planted"].sum())
    count_steady = len(of_judged) - count_planted

    member = episodes["member_id"].to_numpy(dtype=np.intp)
    planted = truth["planted"].to_numpy()[member]
    on_the_scale = episodes["level"].to_numpy() == _PLANTED_IN
    matched = _first_of_member(_meets(episodes, truth) & on_the_scale, member)
    steady = ~truth["planted"].to_numpy() & truth["judged"].to_numpy()
    intervals = int(np.maximum((~np.isnan(scores[:, steady])).sum(axis=2) - 1, 0).sum())
    low = _is_low(truth, term.design.sessions)
    unrated = truth["planted"] & truth["judged"] & ~(low & is_rated).any(axis=1)
    window = settings.repair_window if applied.repair_window is None else applied.repair_window
    errors = episodes["depth"].to_numpy(dtype=float)[matched] / term.design.noise_sd - term.design.depth
    said, true = episodes["status"].to_numpy()[matched], _status(truth, is_rated, window)[member[matched]]
    reasons = judged.loc[~judged["judged"], "reason"]
    return Recovery(
        rule=applied.name,
        judged=Share(count=len(of_judged), total=len(truth)),
        reason=None if reasons.empty else str(reasons.value_counts().index[0]),
        recall=Share(count=int(matched.sum()), total=count_planted),
        unrated=Share(count=int(unrated.sum()), total=count_planted),
        precision=Share(count=int(matched.sum()), total=len(episodes)),
        false_alarms=Share(count=len(np.unique(member[~planted])), total=count_steady),
        flagged=Share(count=int((~planted).sum()), total=intervals),
        right_status=Share(count=int((said == true).sum()), total=int(matched.sum())),
        repairs_seen=_called_repaired(said, true == "repaired"),
        repairs_imagined=_called_repaired(said, true == "unrepaired"),
        depth_error=float(errors.mean()) if len(errors) else math.nan,
        depth_error_se=float(errors.std(ddof=1) / math.sqrt(len(errors))) if len(errors) > 1 else math.nan,
    )


def criterion_of(rule: Rule, design: Design) -> float | None:
    """The number in points that a rule asks of the caller; None where it asks for none.

    Raises:
        ValueError: The rule needs a number that a design does not have.

    Examples:
        >>> design = Design(noise_sd=1.0, person_sd=2.0, minimum=1, maximum=7)
        >>> round(criterion_of(rule_named("reliable_change"), design), 2), criterion_of(rule_named("sd_strict"), design)
        (2.77, None)
    """
    if rule.basis is None:
        return None
    known = {"reliable_change": design.reliable_change, "answer_range": design.answer_point}
    if rule.basis not in known:
        raise ValueError(f"{rule.name} needs more than the ratings of one scale")
    return known[rule.basis]


def _called_repaired(said: npt.NDArray[np.object_], these: npt.NDArray[np.bool_]) -> Share:
    return Share(count=int((these & (said == "repaired")).sum()), total=int(these.sum()))


def _meets(episodes: pd.DataFrame, truth: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether the fall of each episode meets its member's planted one."""
    own = truth.iloc[episodes["member_id"].to_numpy(dtype=np.intp)]
    begins_in_time = episodes["onset_session"].to_numpy(dtype=float) <= own["last"].to_numpy()
    ends_in_time = episodes["nadir_session"].to_numpy(dtype=float) >= own["onset"].to_numpy()
    return np.asarray(own["planted"].to_numpy() & begins_in_time & ends_in_time, dtype=bool)


def _first_of_member(meets: npt.NDArray[np.bool_], member: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Only the first of a member's episodes that meet; episodes stand in order of member and onset."""
    first = np.zeros(len(member), dtype=bool)
    places = np.flatnonzero(meets)
    first[places[np.unique(member[places], return_index=True)[1]]] = True
    return first


def _is_low(truth: pd.DataFrame, sessions: int) -> npt.NDArray[np.bool_]:
    session = np.arange(1, sessions + 1)
    onset, last = (truth[name].to_numpy()[:, np.newaxis] for name in ("onset", "last"))
    return np.asarray((session >= onset) & (session <= last) & truth["planted"].to_numpy()[:, np.newaxis])


def _status(truth: pd.DataFrame, is_rated: npt.NDArray[np.bool_], window: int) -> npt.NDArray[np.object_]:
    """The status of each member's planted fall without noise, at the sessions that were rated."""
    session = np.arange(1, is_rated.shape[1] + 1)
    nadir, last = (truth[name].to_numpy()[:, np.newaxis] for name in ("nadir", "last"))
    at_depth = is_rated & (session >= nadir)
    # Ratings after the first one at full depth; the first of them is the place 0 of the window.
    place = np.cumsum(at_depth, axis=1) - 1
    regained = at_depth & (session > last) & (place <= window) & (place >= 1)
    seen_whole = place[:, -1] >= window
    status = np.where(regained.any(axis=1), "repaired", np.where(seen_whole, "unrepaired", "undetermined"))
    return status.astype(object)
