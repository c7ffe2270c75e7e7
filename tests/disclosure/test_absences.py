"""What a share of attendances leaves open, against all ways in which a few people can have come."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations_with_replacement

import pytest

from groupreport.disclosure.absences import fewest_irregular, fewest_regular, most_irregular, most_who_never_came
from groupreport.disclosure.printed import in_steps


def _by_printed_share(people, sessions):
    """For every share in twentieths: how many sessions each of the people can have come to."""
    ways = defaultdict(list)
    for came in combinations_with_replacement(range(sessions + 1), people):
        ways[in_steps(sum(came) / (people * sessions), 20)].append(came)
    return ways


@pytest.mark.parametrize(("people", "sessions"), [(5, 4), (8, 4), (6, 6), (7, 10)])
def test_no_way_to_come_leaves_more_who_never_came(people, sessions):
    """Of all ways behind a printed share, the one with the most people who never came has as many as is said."""
    for share, ways in _by_printed_share(people, sessions).items():
        assert most_who_never_came(people, share, 0.025) == max(came.count(0) for came in ways)


@pytest.mark.parametrize(("people", "sessions", "needed"), [(5, 4, 3), (8, 4, 3), (6, 6, 4), (7, 10, 6)])
def test_no_way_to_come_leaves_more_or_fewer_without_a_regular_dose(people, sessions, needed):
    """What is said of the most is so, of the fewest within one person; of those with one no way has fewer."""
    for share, ways in _by_printed_share(people, sessions).items():
        regular = [sum(times >= needed for times in came) for came in ways]
        most = most_irregular(people, share, 0.025, (sessions - needed + 1) / sessions)
        fewest = fewest_irregular(people, share, 0.025, needed / sessions)

        assert min(people, most) == people - min(regular)
        assert 0 <= people - max(regular) - fewest <= 1
        assert min(regular) - fewest_regular(people, share, 0.025, needed / sessions) >= 0


@pytest.mark.parametrize(("people", "sessions", "needed"), [(6, 5, 3), (7, 10, 6)])
def test_who_is_known_to_have_come_too_seldom_leaves_fewer_who_never_came(people, sessions, needed):
    """Each way with so many irregular people has no more who never came than is said."""
    for share, ways in _by_printed_share(people, sessions).items():
        for came in ways:
            irregular = sum(times < needed for times in came)
            most = most_who_never_came(people, share, 0.025, irregular=irregular, dose_share=needed / sessions)

            assert came.count(0) <= most
