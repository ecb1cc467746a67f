"""Which recommendations ask a state again what an earlier review asked it, by their words: pairs of ids and a score.

`python -m analytics.compiling.asked_again` prints how often pairs of each score ask the same, as read by hand. With
`--from FILE ... --texts FILE` it draws the sample from the files of the UPR Info export and writes the two texts of
each pair to a FILE outside the repository, to be read. With `--from FILE ... --judged FILE` (columns `earlier`,
`later`, `same`: yes or no) what was read is kept as `data/asked_again_sample.csv`, and the strata are counted anew.

A pair is two recommendations to one state, in two reviews of different cycles. Pairs in which both ask to ratify a
treaty in common are known from the flags of `data/instruments.toml` and not written here; where only one of the two
asks for such a treaty, or each for another, it is no pair. All others are compared by their words: small words, the
words that most recommendations begin with, and endings are left out, and the score is the mean of RapidFuzz's
`token_set_ratio` (what one says is in the other) and `token_sort_ratio` (both say nothing else), 0 to 100. Words
alone: two texts that ask the same in other words are not found.

The words that are left out were chosen on the pairs of half of the states, by a hash of their codes; the sample is
drawn from the other half.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from analytics import flags, small_tables
from analytics.compiling import compact
from analytics.compiling.checks import Step
from analytics.compiling.compact import CODE, WHOLE
from analytics.folders import DATA
from analytics.lens import plain, read_lens
from analytics.starting.ending import command
from analytics.statistics.proportions import Proportion, stratified_share
from analytics.thresholds import ASKED_AGAIN

FILE = "asked_again.parquet"
SAMPLE, STRATA = "asked_again_sample.csv", "asked_again_strata.csv"
TREATY = "treaty"
"""Stratum of the pairs that ask to ratify a treaty in common."""
DRAWN: Mapping[str, int] = {
    "60-64": 15, "65-69": 20, "70-74": 25, "75-79": 25, "80-89": 20, "90-100": 15, TREATY: 30,
}  # fmt: skip
"""How many pairs the sample holds of each score, and of those with a treaty in common."""
SEED = 2018
CHOSEN_ON = "01234567"
"""First digits of the hash of the states on whose pairs the words below were chosen: 8 of 16."""
NOTHING = """
a an the of to in on and or for with by at as its it is are be that this all any from into which their them these those
such other also through under s has have more while within can so not yet between both if who will would should well
continue continuing effort efforts strengthen strengthening take taking measure measures step steps consider considering
ensure ensuring further enhance enhancing intensify pursue accelerate redouble increase improve improving necessary
appropriate effective effectively fully full possible soon recommended recommends particular particularly including
especially view order make work working current ongoing relevant human right rights
"""
SMALL = frozenset(NOTHING.split())
"""Words that say nothing of what is asked."""


class Asked(NamedTuple):
    """A recommendation: who was asked when, in which words, to ratify which treaties."""

    source_key: str
    state: str
    session: int
    text: str
    treaties: frozenset[str]


class Pair(NamedTuple):
    """Two recommendations by their keys; `stratum` is the treaty's, or that of the score."""

    earlier: str
    later: str
    score: int
    stratum: str


def said(text: str) -> str:
    """What a text is compared by: its words without endings, each once, in the order of the alphabet."""
    return " ".join(sorted({_stem(word) for word in plain(text).split() if word not in SMALL and word != "."}))


@cache
def _stem(word: str) -> str:
    import snowballstemmer

    return snowballstemmer.stemmer("english").stemWord(word)


def pairs(rows: Iterable[Asked], cycles: Mapping[int, int], lowest: int) -> Iterator[Pair]:
    """Every pair whose score is `lowest` at least, and those with a treaty in common; `cycles` of each session."""
    by_review: dict[str, dict[int, list[tuple[Asked, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_review[row.state][row.session].append((row, said(row.text)))
    for _, reviews in sorted(by_review.items()):
        for first, second in combinations(sorted(reviews), 2):
            if cycles[first] != cycles[second]:
                yield from _between(reviews[first], reviews[second], lowest)


def _between(earlier: Sequence[tuple[Asked, str]], later: Sequence[tuple[Asked, str]], lowest: int) -> Iterator[Pair]:
    """The pairs of two reviews of a state."""
    import numpy as np
    from rapidfuzz import fuzz, process

    words = [[text for _, text in review] for review in (earlier, later)]
    one_in_other, nothing_else = (
        process.cdist(*words, scorer=ratio, dtype=np.float64) for ratio in (fuzz.token_set_ratio, fuzz.token_sort_ratio)
    )
    score = (one_in_other + nothing_else) // 2
    for one, (before, _) in enumerate(earlier):
        for other, (after, _) in enumerate(later):
            found = int(score[one, other])
            if before.treaties & after.treaties:
                yield Pair(before.source_key, after.source_key, found, TREATY)
            elif found >= lowest and not before.treaties and not after.treaties:
                yield Pair(before.source_key, after.source_key, found, _band(found))


def _band(score: int) -> str:
    """The stratum of a score."""
    return next((band for band in DRAWN if band != TREATY and score <= int(band.split("-")[1])), "")


def cycles(data: Path) -> dict[int, int]:
    """The cycle of each session."""
    return {int(row["session"]): int(row["cycle"]) for row in small_tables.read(data / "sessions.csv")}


def treaties(data: Path) -> dict[str, frozenset[str]]:
    """The treaties that each recommendation asks to ratify, by its key, as its flags say."""
    named = {flag.flag for flag in read_lens(data / flags.LENSES["instruments"]).definitions if flag.within}
    found: dict[str, set[str]] = defaultdict(set)
    for key, flag in flags.read(data / flags.FLAGS):
        if flag in named:
            found[key].add(flag)
    return {key: frozenset(of) for key, of in found.items()}


def write(texts: Mapping[str, str], asked: Mapping[str, tuple[str, int]], data: Path) -> list[Step]:
    """Write FILE, of pairs by words alone, from the flags in `data`; a step for the log.

    `texts` are by their keys, `asked` holds the state under review and the session of each.
    """
    named = treaties(data)
    rows = [Asked(key, *asked[key], text, named.get(key, frozenset())) for key, text in texts.items()]
    found = Counter[str]()
    kept = []
    for pair in pairs(rows, cycles(data), ASKED_AGAIN):
        found["a treaty in common" if pair.stratum == TREATY else "words"] += 1
        if pair.stratum != TREATY:
            kept.append((pair.earlier, pair.later, pair.score))
    compact.write(data / FILE, sorted(kept), {"earlier": CODE, "later": CODE, "score": WHOLE})
    again = len({later for _, later, _ in kept})
    treaty = found["a treaty in common"]
    note = f"{len(kept)} pairs by words, score {ASKED_AGAIN} or more; {treaty} with a treaty in common"
    return [Step("recommendations asked again in a later cycle, by words", len(rows), again, 0, note)]


def precision(data: Path = DATA, lowest: int = ASKED_AGAIN) -> Proportion:
    """How many of the pairs by words from a score on ask the same, as read: the share, 0 to 1, with its interval."""
    bands = [band for band in DRAWN if band != TREATY and int(band.split("-")[0]) >= lowest]
    return _share(data, bands)


def of_treaties(data: Path = DATA) -> Proportion:
    """The same of the pairs with a treaty in common."""
    return _share(data, [TREATY])


def recall(data: Path = DATA) -> Proportion:
    """Of the pairs by words that ask the same, from the lowest score that was read on: how many are found."""
    bands = [band for band in DRAWN if band != TREATY]
    return _share(data, bands, {band for band in bands if int(band.split("-")[0]) >= ASKED_AGAIN})


def _share(data: Path, bands: Sequence[str], found: Container[str] | None = None) -> Proportion:
    """Of the pairs in some strata how many ask the same; of those that do, how many are in the strata `found`."""
    sizes = {row["stratum"]: int(row["population"]) for row in small_tables.read(data / STRATA)}
    rows = [row for row in small_tables.read(data / SAMPLE) if row["stratum"] in bands]
    same = [int(row["same"] == "yes") for row in rows]
    whole = [1] * len(rows) if found is None else same
    part = [each * (found is None or row["stratum"] in found) for each, row in zip(same, rows, strict=True)]
    stratum = [bands.index(row["stratum"]) for row in rows]
    return stratified_share(part, whole, stratum, [sizes[band] for band in bands])


def score_rows(data: Path = DATA) -> list[tuple[str | int, ...]]:
    """What was read, as rows of `lens_scores.SCORE_COLUMNS`."""
    scores = {("again_words", "precision"): precision(data), ("again_words", "recall"): recall(data)}
    scores["again_treaty", "precision"] = of_treaties(data)
    return [
        (name, "all", measure, *(f"{value:.6f}" for value in (share.value, share.lower, share.upper)), share.n)
        for (name, measure), share in scores.items()
    ]


def draw(found: Iterable[Pair]) -> tuple[list[Pair], dict[str, int]]:
    """The sample in a random order, and how many pairs each stratum holds."""
    strata: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        strata[pair.stratum].append(pair)
    lot = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    drawn = [pair for band, number in DRAWN.items() for pair in lot.sample(sorted(strata[band]), number)]
    lot.shuffle(drawn)
    return drawn, {band: len(strata[band]) for band in DRAWN}


def _measured(files: Iterable[Path], data: Path) -> tuple[list[Pair], dict[str, str]]:
    """The pairs of the states that the sample is drawn from, and the text of each recommendation by its key."""
    from analytics.compiling.lens_sample import read_rows

    named = treaties(data)
    rows = [
        Asked(row.source_key, row.asked[1], row.asked[0], row.text, named.get(row.source_key, frozenset()))
        for row in read_rows(files, data)
        if hashlib.sha256(row.asked[1].encode()).hexdigest()[0] not in CHOSEN_ON
    ]
    lowest = min(int(band.split("-")[0]) for band in DRAWN if band != TREATY)
    return list(pairs(rows, cycles(data), lowest)), {row.source_key: row.text for row in rows}


def _print(data: Path) -> None:
    """Print how many pairs of each stratum ask the same, and the precision of each threshold."""
    judged = Counter((row["stratum"], row["same"]) for row in small_tables.read(data / SAMPLE))
    print("pairs       read  same")
    for band in DRAWN:
        print(f"{band:<9}{judged[band, 'yes'] + judged[band, 'no']:>7}{judged[band, 'yes']:>6}")
    print("\nscore from   precision  95 % interval    n")
    for band in (each for each in DRAWN if each != TREATY):
        lowest = int(band.split("-")[0])
        found = precision(data, lowest)
        mark = "  <- in use" if lowest == ASKED_AGAIN else ""
        print(f"{lowest:>10}{found.value:>12.3f}  {found.lower:.3f} to {found.upper:.3f}{found.n:>5}{mark}")
    found = of_treaties(data)
    print(f"{TREATY:>10}{found.value:>12.3f}  {found.lower:.3f} to {found.upper:.3f}{found.n:>5}")


@command
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m analytics.compiling.asked_again", description=__doc__)
    parser.add_argument("--from", dest="files", type=Path, nargs="+", metavar="FILE", help="the export")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="write the pairs to read here, not in the project")
    parser.add_argument("--judged", type=Path, metavar="FILE", help="what a reader judged, to be committed")
    options = parser.parse_args(arguments)
    if (options.texts or options.judged) and not options.files:
        parser.error("the sample is drawn from the files of the export: name them behind --from")
    if options.texts and options.texts.resolve().is_relative_to(DATA.parent):
        parser.error(f"'{options.texts}' lies in the project, which holds no text: name a file elsewhere")
    if options.files:
        found, texts = _measured(options.files, DATA)
        drawn, sizes = draw(found)
        if options.texts:
            rows = [(pair.earlier, pair.later, texts[pair.earlier], texts[pair.later]) for pair in drawn]
            small_tables.write(options.texts, [("earlier", "later", "text", "later_text"), *rows])
            return 0
        if options.judged:
            same = {(row["earlier"], row["later"]): row["same"] for row in small_tables.read(options.judged)}
            rows = sorted((pair.earlier, pair.later, pair.stratum, same[pair.earlier, pair.later]) for pair in drawn)
            small_tables.write(DATA / SAMPLE, [("earlier", "later", "stratum", "same"), *rows])
            strata = [(band, size, DRAWN[band]) for band, size in sizes.items()]
            small_tables.write(DATA / STRATA, [("stratum", "population", "sampled"), *strata])
    _print(DATA)
    return 0


if __name__ == "__main__":
    sys.exit(main())
