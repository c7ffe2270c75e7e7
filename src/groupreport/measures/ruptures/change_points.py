"""Where the mean of a series changes: the partition of its ratings that the BIC finds best."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers, Values, as_numbers
from groupreport.measures.ruptures.criteria import Criteria
from groupreport.measures.ruptures.marks import Marks, marks_at_once
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.series import Ratings, Stretches

# So many rows are worked on at once that their table of costs fits into the processor's own memory.
_NUMBERS_AT_ONCE = 400_000
_DIGITS = 10


def change_points(values: Values, shortest: int = 3) -> list[int]:
    """After which values of one series its mean changes.

    The values are cut into parts of at least `shortest`, each with a mean of its own and one variance for all. For
    every number of parts the cut with the smallest sum of squares is found exactly; the number of parts is the one
    with the smallest BIC, n log(squares / n) + 2 m log(n) for m parts. Where a cut leaves no squares at all, the one
    with the fewest parts is taken.

    Args:
        values: Ratings in order of session; missing ones are left out.
        shortest: Fewest values in a part, from 1 on.

    Returns:
        How many values lie before each change, in order; empty where one mean is best, for values that never change,
        and for series of twice the shortest part or less. At most n / shortest - 2 changes are looked for, rounded up.

    Raises:
        ValueError: Values are not numbers, or shortest is below 1.

    Source: Bai & Perron 2003; R's strucchange::breakpoints(values ~ 1, h = shortest), whose BIC differs by a number
    that is the same for every m.

    Examples:
        >>> change_points([7, 8, 7, 8, 7, 3, 4, 3, 4])
        [5]
    """
    if shortest < 1:
        raise ValueError(f"a part needs 1 value or more, not {shortest}")
    numbers = as_numbers(values, "values")
    rows = numbers[np.isfinite(numbers)][np.newaxis, :]
    return [int(place) for place in np.flatnonzero(changes(rows, shortest)[0])]


def step_down(ratings: Ratings, rule: Rule, judged: Criteria, stretches: Stretches) -> Marks:
    """The first rating of a lower part that lies under the mean of the part before, which is the level before."""
    del stretches  # a step that falls into a gap begins a stretch, where no fall is looked for
    begins, mean = np.zeros(len(ratings.score), dtype=bool), np.zeros(len(ratings.score))
    lengths = np.where(judged.judged, ratings.ratings, 0)
    for length in np.unique(lengths[lengths > 0]):
        places = ratings.first[lengths == length][:, np.newaxis] + np.arange(length)
        rows = ratings.score[places]
        begins[places] = changes(rows, rule.shortest)
    starts = begins | (np.diff(ratings.number, prepend=-1) != 0)
    part = np.cumsum(starts) - 1
    mean = (np.bincount(part, weights=ratings.score) / np.bincount(part)) if len(part) else mean
    before = mean[np.maximum(part - 1, 0)]
    has_before = begins[np.flatnonzero(starts)][part]
    under = has_before & (before > mean[part]) & (ratings.score < before)
    return marks_at_once(_first_of(under, part), before)


def _first_of(under: npt.NDArray[np.bool_], part: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Only the first of each part."""
    places = np.flatnonzero(under)
    first = places[np.diff(part[places], prepend=-1) != 0]
    found = np.zeros(len(under), dtype=bool)
    found[first] = True
    return found


def changes(rows: Numbers, shortest: int) -> npt.NDArray[np.bool_]:
    """For a table of series of one length: whether a value is the first after a change of the mean."""
    count, length = rows.shape
    found = np.zeros((count, length), dtype=bool)
    if _most_parts(length, shortest) < 2:
        return found
    at_once = max(1, _NUMBERS_AT_ONCE // length**2)
    for start in range(0, count, at_once):
        found[start : start + at_once] = _changes(rows[start : start + at_once], shortest)
    return found


def _changes(rows: Numbers, shortest: int) -> npt.NDArray[np.bool_]:
    count, length = rows.shape
    centered = (rows - rows[:, :1]) - (rows - rows[:, :1]).mean(axis=1, keepdims=True)
    squares_of = _squares(centered)
    # best[parts][end]: the smallest squares of the first `end` values in so many parts; came: where the last begins.
    best = [squares_of[:, 0, :]]
    came = [np.zeros((length + 1, count), dtype=np.intp)]
    for parts in range(2, _most_parts(length, shortest) + 1):
        smallest, begins = np.full((length + 1, count), np.inf), np.zeros((length + 1, count), dtype=np.intp)
        for end in range(parts * shortest, length + 1):
            starts = np.arange((parts - 1) * shortest, end - shortest + 1)
            squares = best[-1][starts] + squares_of[end, starts]
            chosen = squares.argmin(axis=0)
            smallest[end], begins[end] = squares[chosen, np.arange(count)], starts[chosen]
        best.append(smallest)
        came.append(begins)
    return _cuts(_best_number(np.stack([one[length] for one in best]), length), came, length)


def _most_parts(length: int, shortest: int) -> int:
    """So many as strucchange allows: not quite as many as would fit, which would leave the cuts no choice."""
    return -(-length // shortest) - 1


def _squares(centered: Numbers) -> Numbers:
    """squares[end, start, series]: the squared distances of the values from start to before end from their mean."""
    count, length = centered.shape
    total = np.zeros((length + 1, count))
    total[1:] = np.cumsum(centered.T, axis=0)
    squared = np.zeros((length + 1, count))
    squared[1:] = np.cumsum(centered.T**2, axis=0)
    values = np.maximum(np.subtract.outer(np.arange(length + 1), np.arange(length + 1)), 1)[:, :, np.newaxis]
    squares = squared[:, np.newaxis] - squared[np.newaxis] - (total[:, np.newaxis] - total[np.newaxis]) ** 2 / values
    # Shares of all squares, rounded: of cuts that are equally good, the last digits must not choose.
    return np.asarray(np.round(np.maximum(squares, 0.0) / np.maximum(squared[-1], 1e-300), _DIGITS))


def _best_number(squares: Numbers, length: int) -> npt.NDArray[np.intp]:
    """The number of parts with the smallest BIC; without any squares left, the fewest parts that leave none."""
    parts = np.arange(1, len(squares) + 1)[:, np.newaxis]
    with np.errstate(divide="ignore"):
        criterion = length * np.log(squares / length) + 2 * parts * np.log(length)
    return np.asarray(criterion.argmin(axis=0) + 1)


def _cuts(parts: npt.NDArray[np.intp], came: list[npt.NDArray[np.intp]], length: int) -> npt.NDArray[np.bool_]:
    """Where each part but the first begins, traced back from the end."""
    found = np.zeros((len(parts), length), dtype=bool)
    rows, end = np.arange(len(parts)), np.full(len(parts), length, dtype=np.intp)
    for number in range(len(came), 1, -1):
        cut = parts >= number
        begins = came[number - 1][end[cut], rows[cut]]
        found[rows[cut], begins] = True
        end[cut] = begins
    return found
