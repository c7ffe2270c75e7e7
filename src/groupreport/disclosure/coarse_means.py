"""How finely a mean is told where its readers are not told of how many people it is.

Scores move in steps, so the mean of n people is a whole number of steps, divided by n: of 25 people whose well-being
moves in steps of 4, a mean is a multiple of 0.16. Printed to 0.1, it tells of which numbers of people it can be.
"""

from __future__ import annotations


def decimals_that_leave_people_open(fewest: float, step: float, decimals: int) -> int | None:
    """The most decimals, up to so many, with which a mean is one that any number of people can have; None if none are.

    Between two neighbouring printed numbers there must be room for a mean of as few people as there may be, and so of
    more people, too: a step divided by the people is no larger than the last decimal. This is of one mean. A mean
    change besides the means before and after leaves fewer, since it is their difference.

    Args:
        fewest: The fewest people that it may be the mean of, for all that its readers know.
        step: By how much two scores differ at the least.
        decimals: How finely a mean is told otherwise.

    Examples:
        >>> decimals_that_leave_people_open(17, step=1, decimals=1), decimals_that_leave_people_open(17, 4, 1)
        (1, 0)
    """
    return next((places for places in range(decimals, -1, -1) if step <= fewest * 10.0**-places), None)
