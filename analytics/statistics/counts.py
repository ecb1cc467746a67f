"""Counts that enter a statistic, checked in one place by errors that quote the value.

Belongs here: what makes an array of counts valid. Does not: anything computed from it.
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def whole_counts(values: npt.ArrayLike, name: str) -> FloatArray:
    """Return counts as floats: finite, whole and not negative, any shape.

    Floats hold every whole number up to 2**53 exactly, so nothing is lost.
    Raises ValueError naming the array and the first value that is not a count (a rate passed by
    mistake is the usual one).
    """
    counts = np.asarray(values, dtype=np.float64)
    wrong = ~((counts >= 0) & (counts == np.floor(counts)) & (counts < np.inf))
    if wrong.any():
        place = tuple(int(axis[0]) for axis in np.nonzero(wrong))
        msg = f"{name}{list(place)} is {counts[place]}: a count is a whole number, 0 or more"
        raise ValueError(msg)
    return counts


def accepted_of_answered(
    accepted: npt.ArrayLike, answered: npt.ArrayLike, dimensions: tuple[int, ...] = (1,)
) -> tuple[FloatArray, FloatArray]:
    """Return the two arrays of counts, of one shape, with accepted <= answered everywhere.

    Raises ValueError for unequal shapes, for another number of dimensions than `dimensions`
    allows, for values that are not counts, and where more was accepted than answered.
    """
    part = whole_counts(accepted, "accepted")
    whole = whole_counts(answered, "answered")
    if part.shape != whole.shape:
        msg = f"accepted has shape {part.shape} and answered {whole.shape}: they must be equal"
        raise ValueError(msg)
    if whole.ndim not in dimensions:
        allowed = " or ".join(map(str, dimensions))
        msg = f"answered has {whole.ndim} dimensions: {allowed} expected"
        raise ValueError(msg)
    over = part > whole
    if over.any():
        place = tuple(int(axis[0]) for axis in np.nonzero(over))
        msg = (
            f"accepted{list(place)} is {part[place]:.0f}, more than answered{list(place)}, which is {whole[place]:.0f}"
        )
        raise ValueError(msg)
    return part, whole


def group_index(
    group: npt.ArrayLike, length: int, groups: int | None = None, name: str = "group"
) -> tuple[IntArray, int]:
    """Return the group number of each row (0, 1, ...) and the number of groups.

    `groups` fixes how many there are, so that groups without any row keep their place; without it,
    it is the highest number plus one. Raises ValueError for another length than `length`, for
    numbers that are not whole, and for numbers outside 0 .. groups - 1.
    """
    given = np.asarray(group)
    if given.shape != (length,):
        msg = f"{name} has shape {given.shape}: one group number for each of {length} rows"
        raise ValueError(msg)
    with np.errstate(invalid="ignore"):  # not a number becomes some number, and is refused below
        index = given.astype(np.int64)
    if (index != given).any():
        msg = f"{name} holds {given[index != given][0]!r}: a group number is whole"
        raise ValueError(msg)
    highest = int(index.max(initial=-1))
    total = highest + 1 if groups is None else groups
    if int(index.min(initial=0)) < 0 or highest >= total:
        wrong = index[(index < 0) | (index >= total)][0]
        msg = f"{name} holds {wrong}: group numbers run from 0 to {total - 1}"
        raise ValueError(msg)
    return index, total
