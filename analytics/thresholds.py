"""How much must stand behind a number before it is shown, compared or called sure.

The rules that use these are in `results.definition` and beside each result; `statistics` is given them. Every sentence
has them as blanks under the names of `SAID`, so that a text never types one.
"""

from __future__ import annotations

FEW = 20
"""Below this many recommendations a share is marked as resting on few, and what stands out is not tested."""
FEWEST_REVIEWS = 5
"""Below this many reviews a group gets no rate."""
FEWEST_CLUSTERS = 5
"""Below this many states no interval is shown, however many reviews they had: see `benchmarks.intervals`."""
FEWEST_STATES = 15
"""Below this many states a rate is marked as resting on few, and there is no rank correlation."""
FEWEST_SPREAD = 5
"""Below this many states with FEW or more recommendations nothing is said of how states differ."""
FEWEST_ANSWERS = 5
"""A state is a point of the rank correlation from this many answered recommendations on."""
FEWEST_LISTS = 10
"""Reviews with a full list of submissions that each compared region needs, per measure."""
FEWEST_COMPARED = 10
"""States that each group needs before changes of both are compared, or a gap is taken apart: parts need more states."""
FEWEST_TOLD = 3
"""Joint submissions of a review whose members all have a known country, before a share of them is shown."""
FEWEST_ON_ISSUE = 100
"""Below this many recommendations on an issue its acceptance is not named among the lowest or highest."""
STANDS_OUT = 0.1
"""A share of one country that moved by this much or more from one cycle to another is named."""
LARGE = 5
"""Organisations from which on a joint submission counts as large."""
ROUGH = 0.9
"""A flag of lower precision is shown as rough, and one of lower recall is named."""
UNCHANGED = 0.02
"""A judgement of civic space that moved by less than this share of its scale counts as unchanged."""
HALF_LIFE = 6
"""Sessions after which a recommendation counts half in the interest of a state: half a cycle, about two years."""
FIRST_PLACES, MORE_PLACES = 10, 20
"""Places of a ranked list whose precision, and whose recall, is measured."""
TRIED, TUNED = (20, 26), (13, 19)
"""First and last session that whom to lobby is held against, and those where its weights were chosen."""
ASKED_AGAIN = 75
"""Score of words, of 100, from which a recommendation counts as asked again: at least 9 in 10 such pairs ask the same.

How many do is read in a sample: `python -m analytics.compiling.asked_again`.
"""
ASKED_IN_BOTH = 3
"""States that must ask about an issue in each of two cycles, before it is listed as asked in both; readers choose."""

SAID = {
    "few": FEW,
    "fewest_reviews": FEWEST_REVIEWS,
    "fewest_clusters": FEWEST_CLUSTERS,
    "fewest_states": FEWEST_STATES,
    "fewest_answers": FEWEST_ANSWERS,
    "fewest_lists": FEWEST_LISTS,
    "fewest_compared": FEWEST_COMPARED,
    "fewest_told": FEWEST_TOLD,
    "fewest_on_issue": FEWEST_ON_ISSUE,
    "fewest_spread": FEWEST_SPREAD,
    "stands_out": STANDS_OUT,
    "large": LARGE,
    "rough": ROUGH,
    "unchanged": UNCHANGED,
    "half_life": HALF_LIFE,
    "first_places": FIRST_PLACES,
    "more_places": MORE_PLACES,
    "tried_first": TRIED[0],
    "tried_last": TRIED[1],
    "tuned_first": TUNED[0],
    "tuned_last": TUNED[1],
    "asked_again": ASKED_AGAIN,
}
"""Blank of sentences -> what fills it; below 1 it is a share."""
