"""How many people can have stayed away, for all that a share of attendances tells.

A reader who takes everybody to have been enrolled from the first session to the last knows how many attendances were
possible, so a share of them is how many were missed. Who never came has missed all of theirs, who came to too few for
a regular dose more than a part of them: where few were missed, few people can have stayed away, whatever is withheld.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from groupreport.disclosure.policy import Policy

# What is reckoned in shares must not lose a person to the last binary digit.
_WHOLE = 1e-9


def most_who_never_came(
    people: float, share: float, half_step: float, *, irregular: float = 0.0, dose_share: float = 0.0
) -> int:
    """The most people who can have missed every session.

    Args:
        people: How many there are.
        share: The share of attendances, as it is printed.
        half_step: Half the step in which it is printed.
        irregular: How many of them a reader knows to have come to too few sessions for a regular dose; 0 where unknown.
        dose_share: The share of their sessions from which on people have a regular dose.

    Examples:
        >>> most_who_never_came(8, 0.95, 0.025)  # of 8 people's sessions 2.5 % to 7.5 % were missed
        0
        >>> most_who_never_came(100, 0.85, 0.005)
        15
        >>> most_who_never_came(100, 0.85, 0.005, irregular=20, dose_share=0.6)  # they miss 8 people's at least
        12
    """
    missed = people * (1 - share + half_step)
    if irregular:
        missed = min(irregular, (missed - irregular * (1 - dose_share)) / dose_share)
    return max(0, math.floor(missed + _WHOLE))


def most_irregular(people: float, share: float, half_step: float, missed: float) -> int:
    """The most people who can have come to too few sessions for a regular dose, each of whom has missed this share.

    Examples:
        >>> most_irregular(8, 0.95, 0.025, missed=5 / 12)  # 7.2 of 96 attendances were missed, and 5 are too many
        1
    """
    return max(0, math.floor(people * (1 - share + half_step) / missed + _WHOLE))


def fewest_irregular(people: float, share: float, half_step: float, dose_share: float) -> int:
    """The fewest people who must have come to too few sessions for a regular dose.

    Everybody else has missed no more than what a regular dose leaves.

    Examples:
        >>> fewest_irregular(8, 0.5, 0.025, 0.6)  # 3.8 people's sessions were missed; eight regular ones miss 3.2
        1
        >>> fewest_irregular(8, 0.8, 0.025, 0.6)
        0
    """
    missed = people * (1 - share - half_step)
    return max(0, math.ceil((missed - people * (1 - dose_share)) / dose_share - _WHOLE))


def fewest_regular(people: float, share: float, half_step: float, dose_share: float) -> int:
    """The fewest people who must have had a regular dose: everybody else came to fewer sessions than it takes.

    Examples:
        >>> fewest_regular(8, 0.8, 0.025, 0.6)  # 6.2 people's sessions were attended, 4.8 at the most without a dose
        4
    """
    attended = people * (share - half_step)
    return max(0, math.ceil((attended - people * dose_share) / (1 - dose_share) - _WHOLE)) if dose_share < 1 else 0


@dataclass(frozen=True)
class Dose:
    """Who came to enough sessions: `share` of them are enough, `regular` of the people did, which is told or not."""

    share: float
    regular: float
    told: bool


def leaves_people_open(attendance: float, people: float, dose: Dose | None, policy: Policy) -> bool:
    """Whether so many who never came as are too few to be told may have been among the people, and nobody as well.

    And as many or as few who had no regular dose, where that is withheld because few had, or had not, one.

    Args:
        attendance: The share of attendances, as it is printed.
        people: How many people were expected at sessions.
        dose: How many of them had a regular dose; None where nobody counted.
        policy: The rules.
    """
    half, smallest = policy.half_a_step, policy.smallest_count
    irregular = 0 if dose is None else round(people * (1 - dose.regular))
    known = {"irregular": irregular, "dose_share": dose.share} if dose is not None and dose.told else {}
    if most_who_never_came(people, attendance, half, **known) < smallest or people * attendance < smallest:
        return False
    if dose is None or dose.told:
        return True
    fewest = fewest_irregular if irregular < smallest else fewest_regular
    return fewest(people, attendance, half, dose.share) == 0
