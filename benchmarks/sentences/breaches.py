"""What a breach is, and the invariants that hold of every sentence whatever its key.

What a sentence of one key must say is in `rules`; here is what holds of all: numbers come from the rows, intervals hold
the estimate beside them, nothing is a dash, nobody is both first and last, regions are named under the chosen scheme,
the selection is named, languages carry the same numbers.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics import thresholds
from analytics.filters import Filters
from analytics.findings import selection
from analytics.rows import kept
from benchmarks.sentences.recorder import CARD, Page, Shown
from benchmarks.sentences.said import APART, KEY, MIDDLE, NAME, OPEN, Node, Number, lacking, numbers, parsed, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

NOT_IN_ROWS = "a number that is not in the rows"
NO_ESTIMATE = "an interval beside another estimate"
DASH = "a dash where a number should be"
BOTH_ENDS = "one name both most and least"
OTHER_SCHEME = "a region named by the other scheme"
NOT_NAMED = "the selection is not named"
NOT_APPLIED = "a selection named that does not apply"
LANGUAGES = "languages with other numbers"
WRONG_NUMBER = "a number that its rule does not give"
NOT_EXTREME = "an extreme that is none"
TIE = "a tie that is not told"
SUPERLATIVE = "a superlative of one"
WHOLE = "a share of another whole"
DRAWN = "a count of what is not drawn"
VERDICT = "a verdict that contradicts its numbers"
ONE_REGION = "said of all regions where there is one"
MODELLED = "a modelled rate beside a true n"
FIRST_PAGE = "the first page against the page behind"
IN_VIEW = "an answer that depends on what else is in view"
ALPHABET = "in the order of the alphabet, not of size"
NOTHING_SHOWN = "too little to compare, and nothing shown"
KINDS = (
    NOT_IN_ROWS,
    WRONG_NUMBER,
    NO_ESTIMATE,
    DASH,
    BOTH_ENDS,
    NOT_EXTREME,
    TIE,
    SUPERLATIVE,
    WHOLE,
    DRAWN,
    VERDICT,
    ONE_REGION,
    MODELLED,
    FIRST_PAGE,
    IN_VIEW,
    ALPHABET,
    NOTHING_SHOWN,
    OTHER_SCHEME,
    NOT_NAMED,
    NOT_APPLIED,
    LANGUAGES,
)


@dataclass(frozen=True)
class Breach:
    """One sentence that breaks one invariant."""

    kind: str
    where: str
    """Card, or key of a sentence."""
    language: str
    said: str
    why: str


ENDS = (("high", "low"), ("hard", "soft"), ("highest", "lowest"), ("most", "least"), ("asking_high", "asking_low"))
"""Blanks of one sentence that name the two ends of a list."""
INTERVALS = ("language.points_interval", "language.interval", "who_asks_whom.matrix.bounds")
"""Sentences that are an interval and nothing else."""
BOUNDS = (("lower", "upper"), ("rho_lower", "rho_upper"))
ESTIMATES: dict[str, tuple[str, ...]] = {
    "recommending_state.spread.ratio": ("ratio",),
    "glance.likely": (),
    "glance.gap.full.excludes": ("gap",),
    "glance.gap.full.includes": ("gap",),
    "regions.gap.more": ("gap",),
    "regions.gap.less": ("gap",),
    "regions.gap.includes": ("gap",),
    "regions.changes.move": ("change",),
    "regions.parts.excludes": (),
    "regions.parts.includes": (),
    "countries.one.adjusted": ("shrunken",),
    "who_asks_whom.own.gap": ("own", "others"),
    "who_asks_whom.own.no_gap": ("own", "others"),
    "who_asks_whom.matrix.times": ("ratio",),
    "who_asks_whom.matrix.times_unclear": ("ratio",),
    "who_asks_whom.spread.finding": ("ratio",),
    "civic_space.changes.region": ("change",),
    "civic_space.lens.region": ("share",),
    "civic_space.ranks.region": ("rho",),
    "civic_space.against.more": ("rho",),
    "civic_space.against.less": ("rho",),
    "civic_space.against.none": ("rho",),
    "coalition_impact.form.said": ("points",),
    "coalition_impact.networks.numbers": ("points",),
    "coalition_impact.pooled.numbers": ("points",),
    "coalition_impact.pooled.alike": (),
    "coalition_impact.accepted.alike": (),
    "coalition_impact.accepted.more": ("points",),
    "coalition_impact.accepted.less": ("points",),
    "follow_up.instruments.likely": ("accepted",),
    "follow_up.measured.pairs": (),
    "follow_up.measured.treaties": (),
    "coalition_impact.voice.alike": ("points",),
    "coalition_impact.voice.more": ("points",),
    "coalition_impact.voice.less": ("points",),
    "coalition_room.rho": ("rho",),
    **dict.fromkeys(("whom_to_lobby.tested.full.precision", "whom_to_lobby.tested.full.recall"), ("value",)),
    "whom_to_lobby.tested.gap.of": ("gap",),
}
"""Key of a sentence with an interval -> the blank of its estimate; two blanks: their difference; none: not said."""
PLACES_ALONE = (
    "civic_space.laws",
    "civic_space.barriers",
    "civic_space.institutions",
    "civic_falls.institutions",
    "civic_falls.shutdowns",
    "claims.latin_networks",
    "claims.african_partners",
    "claims.asia_diverse",
    "claims.restricted_space",
    "claims.joint_heard",
    "whom_to_lobby.tested",
)
"""Cards that no filter changes but that of places, or none."""
UNSIGNED = frozenset(
    {
        "regions.gap.more",
        "regions.gap.less",
        "coalition_impact.accepted.less",
        "coalition_impact.voice.less",
    }
)
"""Sentences whose words say which way a difference goes, so that their number needs no sign."""
OF_THE_DATA = (
    "selection.",
    "submissions.covered",
    "submissions.opening",
    "submissions.covered.",
    "coverage.",
    "card.",
    "cycle.",
    "later.",
    "submissions.review",
    "submissions.sessions",
)
"""Sentences of sessions, cycles and years, which are the selection or the extent of the data."""


def every(shown: Shown, covered: Sequence[Collection[tuple[str, str]]]) -> Iterator[Breach]:
    """The breaches of what is shown that need no rule of its own; `covered`: of each text, what rules have computed."""
    for tree, computed in zip(shown.trees, covered, strict=True):
        yield from _dashes(shown, tree)
        yield from _both_ends(shown, tree)
        yield from _intervals(shown, tree)
        yield from _schemes(shown, tree)
        yield from _from_rows(shown, tree, computed)
    yield from _drawn_scheme(shown)
    yield from _named(shown)


def breach(kind: str, shown: Shown, node: Node, why: str) -> Breach:
    """A breach of a sentence."""
    return Breach(kind, shown.name, shown.page.t.language, node.text or shown.said, why)


def _dashes(shown: Shown, tree: Node) -> Iterator[Breach]:
    for blank in lacking(tree):
        yield breach(DASH, shown, tree, blank)


def _both_ends(shown: Shown, tree: Node) -> Iterator[Breach]:
    for node in tree.sentences():
        blanks = node.blanks
        for high, low in ENDS:
            if high in blanks and low in blanks and blanks[high].codes and blanks[high].codes == blanks[low].codes:
                yield breach(BOTH_ENDS, shown, node, f"{high} = {low}")


def _intervals(shown: Shown, tree: Node) -> Iterator[Breach]:
    t = shown.page.t
    for node in tree.sentences():
        found = _interval(node, t)
        if found is None:
            continue
        if node.name not in ESTIMATES:
            yield breach(NO_ESTIMATE, shown, node, "no rule says what its estimate is")
            continue
        blanks = [_only(node.blanks[name], t) for name in ESTIMATES[node.name] if name in node.blanks]
        if not blanks or None in blanks:
            continue
        values = [number.value for number in blanks if number is not None]
        estimate = values[0] - values[1] if len(values) > 1 else values[0]
        rounded = sum(0.51 * 10**-number.decimals for number in (*blanks, *found) if number is not None)
        lower, upper = found[0].value, found[1].value
        signs = (1, -1) if node.name in UNSIGNED else (1,)
        if not any(lower - rounded <= sign * estimate <= upper + rounded for sign in signs):
            yield breach(NO_ESTIMATE, shown, node, f"{estimate:.4g} is not from {lower} to {upper}")


def _interval(node: Node, t: Any) -> tuple[Number, Number] | None:
    """The interval that this sentence says itself: of its own bounds, or of an interval that fills a blank."""
    blanks = node.blanks
    if node.name in INTERVALS:
        return None
    for low, high in BOUNDS:
        if low in blanks and high in blanks:
            ends = (_only(blanks[low], t), _only(blanks[high], t))
            return (ends[0], ends[1]) if ends[0] and ends[1] else None
    if "interval" not in blanks:
        return None
    found = [number for number in numbers(blanks["interval"], t) if not number.typed]
    return (found[0], found[1]) if len(found) > 1 else None


def _only(blank: Node, t: Any) -> Number | None:
    found = [number for number in numbers(blank, t) if True]
    return found[0] if found else None


def _schemes(shown: Shown, tree: Node) -> Iterator[Breach]:
    scheme = shown.page.filters.scheme
    other = [
        node.text
        for node in tree.walk()
        if (node.kind == NAME and node.name.startswith("region") and node.name.split(APART)[-1] != scheme)
        or (node.kind == KEY and scheme != "m49" and node.name.startswith("region."))
    ]
    if other:
        yield breach(OTHER_SCHEME, shown, tree, ", ".join(dict.fromkeys(other)))


def _drawn_scheme(shown: Shown) -> Iterator[Breach]:
    if shown.figure is None or shown.page.filters.scheme == "m49":
        return
    drawn = json.dumps(getattr(shown.figure, "_spec", None), default=str, ensure_ascii=False)
    for mark in (f"{OPEN}{KEY}{APART}region.", f"{APART}m49{MIDDLE}"):
        if mark in drawn:
            yield Breach(OTHER_SCHEME, shown.name, shown.page.t.language, f"[figure] {shown.said}", mark)


def _named(shown: Shown) -> Iterator[Breach]:
    """The heading of a card begins with what is selected, unless that is everything."""
    page = shown.page
    if shown.kind != CARD:
        return
    if shown.name.startswith(PLACES_ALONE):
        applied = Filters(
            scheme=page.filters.scheme,
            regions=shown.filters.regions,
            subregions=shown.filters.subregions,
            states=shown.filters.states,
        )
        if shown.filters != applied:
            yield Breach(NOT_APPLIED, shown.name, page.t.language, plain(shown.heading), str(shown.filters))
    lead = selection.lead(shown.filters, page.data.codes, page.t)
    if lead and plain(lead) not in plain(shown.heading):
        yield Breach(NOT_NAMED, shown.name, page.t.language, plain(shown.heading), plain(lead))


# Numbers from rows


def _from_rows(shown: Shown, tree: Node, computed: Collection[tuple[str, str]]) -> Iterator[Breach]:
    for number in numbers(tree, shown.page.t):
        if number.typed or any(part.startswith(OF_THE_DATA) for part in number.path):
            continue
        if any(pair in computed for pair in pairwise(number.path)) or number.value in thresholds.SAID.values():
            continue
        if not any(_explains(rows, number) for rows in shown.tables()):
            said = f"{number.value:.{number.decimals}f} at {' > '.join(number.path[-4:])}"
            yield breach(NOT_IN_ROWS, shown, tree, said)


def _explains(rows: pd.DataFrame, number: Number) -> bool:
    """Whether these rows give a number that is written like this.

    A number is a cell, or a hundred times one (a share in percent), or follows by one of these rules: how many rows
    there are; how many have the same value in a column of words, or no value; the sum of a column, and how many of its
    values are not zero; the same of the rows of one word.
    """
    half = 0.5 * 10.0**-number.decimals + 1e-9
    for known in kept(rows, _derived):
        for value in {number.value, number.value if number.signed else -number.value}:
            place = np.searchsorted(known, value - half)
            if place < known.size and known[place] <= value + half:
                return True
    return False


FEW_WORDS = 40
"""Values of a column of words up to which their rows are also counted apart."""


def _derived(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The numbers that rows give, sorted; and a hundred times each."""
    found = [np.array([float(len(rows))])]
    words = [name for name in rows.columns if rows[name].dtype.kind not in "fiub"]
    measured = [name for name in rows.columns if rows[name].dtype.kind in "fiub"]
    cells = rows[measured].to_numpy(dtype=float)
    known = ~np.isnan(cells)
    filled = np.where(known, cells, 0)
    found += [cells.ravel(), filled.sum(axis=0), (filled != 0).sum(axis=0), known.sum(axis=0)]
    for name in words:
        code, values = pd.factorize(rows[name])
        found.append(np.array([len(values), (code < 0).sum()], dtype=float))
        counted = np.bincount(code[code >= 0], minlength=len(values))
        found.append(counted.astype(float))
        if len(values) <= FEW_WORDS and measured:
            belongs = (code[:, None] == np.arange(len(values))).astype(float)
            found += [(belongs.T @ filled).ravel(), (belongs.T @ (filled != 0)).ravel(), (belongs.T @ known).ravel()]
    every_number = np.concatenate([part[~np.isnan(part)] for part in (np.asarray(each_, float) for each_ in found)])
    unique = np.unique(every_number)
    return unique, unique * 100


# Languages


def between(pages: Sequence[Page]) -> Iterator[Breach]:
    """Breaches between the languages of one page: other cards, or other numbers."""
    first, *others = pages
    for other in others:
        names = [[shown.name for shown in page.shown] for page in (first, other)]
        if names[0] != names[1]:
            yield Breach(LANGUAGES, first.name, other.t.language, str(names[1]), f"shown are {names[0]}")
            continue
        for one, two in zip(first.shown, other.shown, strict=True):
            for place, (text, its) in enumerate(zip(one.texts, two.texts, strict=False)):
                said = [
                    sorted((round(number.value, 4), number.decimals) for number in numbers(parsed(each), page.t))
                    for each, page in ((text, first), (its, other))
                ]
                if said[0] != said[1]:
                    why = f"{place}: {_difference(*said)}"
                    yield Breach(LANGUAGES, one.name, other.t.language, two.said, why)


def _difference(one: list[Any], other: list[Any]) -> str:
    lost, new = Counter(one) - Counter(other), Counter(other) - Counter(one)
    return f"lacks {[value for value, _ in lost]}, has {[value for value, _ in new]}"
