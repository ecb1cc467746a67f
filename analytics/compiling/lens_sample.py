"""The sample on which the civil-society lens is measured: how it is drawn, and the scores its labels give.

`python -m analytics.compiling.lens_sample --from FILE ... --texts FILE` draws the sample of sessions 21-27 from the
files of the UPR Info export and writes the texts to a FILE outside the repository, shuffled and without the flags, to
be read. With `--labels FILE` (columns `source_key` and `flags`, those that a reader gave, separated by spaces) the
labels are added to `data/lens_sample.csv`, and `data/lens_strata.csv` is counted anew; without either, it is only
counted anew. With `--earlier FILE ...`, the export that the labels were given on, they go to the same texts in the new
one. Same seed, same rules: same sample.

The design: a text belongs to the development part, on which the rules were made, or to the part they are measured
on, by a hash of its words and full stops; so equal texts are never on both sides, and either part is like the whole.
Strata are what the lens said first of a text (or, where it said nothing, whether a broad word of the subject is in
it) by region by period of sessions. The rules were made on sessions 1-20 and not changed since, so the second period
shows whether the lens holds on what came later. But for full stops, 329 of its 12,537 measured texts, 2 of them in
the sample, repeat one that the rules were made on.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analytics.folders import DATA
from analytics.lens import plain, read_lens
from analytics.sources import upr_info
from analytics.sources.recommendations import Coder, Recommendation, read_corrections
from analytics.statistics.proportions import Proportion, stratified_share

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

    from analytics.lens import Lens

SEED = 1927
DEVELOPMENT = "012345"
"""First digits of the hash of the texts on which the rules were made: 6 of 16."""
REGIONS = ("africa", "asia", "lac")
SAID_FIRST = ("follow_up", "consults", "names_civil_society", "room", "defenders")
OTHER, ALL = "other", "all"
FIRST, SECOND = "1-20", "21-27"
PERIODS = {**dict.fromkeys(range(1, 21), FIRST), **dict.fromkeys(range(21, 28), SECOND)}
"""Session -> period. The first was drawn from the export of 2015, the second from that of 2018."""
SCORE_COLUMNS = ("flag", "sample", "measure", "value", "lower", "upper", "n")
SIZES = {
    FIRST: {**dict.fromkeys(SAID_FIRST, 16), "broad_word": 45, "no_word": 40},
    SECOND: {**dict.fromkeys(SAID_FIRST, 8), "broad_word": 20, "no_word": 20},
}
"""How many are drawn from each kind of stratum in each region and period, or all there are."""
BROAD = re.compile(
    r" (civi[cl]|ngo|cso|non ?gov|non state|associat|organi|assembl|assoc|defend|activis|advoca|societ|union|stakehold"
    r"|grass|communit\w+ based|charit|volunt|campaign|movement|protest|demonstrat|gather|rall(y|ies)|dissid|networks?"
    r"|groups|partner|participat|consult|dialogue|representatives)"
)


class Row(NamedTuple):
    """A recommendation with its words, the region of the state under review, the period, and who asks whom when."""

    source_key: str
    text: str
    region: str
    period: str = FIRST
    asked: tuple[int, str, tuple[str, ...]] = (0, "", ())


class Drawn(NamedTuple):
    """A recommendation of the sample and the stratum it was drawn from."""

    source_key: str
    stratum: str
    text: str


class Score(NamedTuple):
    """How well a flag is found: precision and recall, each with its interval."""

    flag: str
    precision: Proportion
    recall: Proportion


def read_rows(paths: Iterable[Path], data: Path = DATA) -> list[Row]:
    """Every recommendation of the UPR Info export in `paths`, with its text; voluntary pledges are left out.

    Topics are not read: the lens knows the words alone, and a name of an issue that is new in an export, or none at
    all, leaves no text out.
    """
    with (data / "states.csv").open(encoding="utf-8", newline="") as file:
        regions = {row["iso3"]: row["m49_region"] for row in csv.DictReader(file)}
    coder = Coder("upr_info", data, read_corrections(data))
    coder.rules = replace(coder.rules, topics_required=False)
    rows = []
    for path in paths:
        for raw in upr_info.read(path):
            coded = coder.code(raw._replace(issues=()))
            if isinstance(coded, Recommendation) and coded.response != "pledge":
                region = regions[coded.state_under_review]
                asked = (coded.session, coded.state_under_review, coded.recommending_states)
                place = region if region in REGIONS else OTHER
                rows.append(Row(coded.source_key, raw.text, place, PERIODS[coded.session], asked))
    return rows


def in_development(text: str) -> bool:
    """Whether a text belongs to the part on which the rules were made."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[0] in DEVELOPMENT


def stratified(rows: Iterable[Row], lens: Lens) -> list[Drawn]:
    """Each text with its stratum."""
    rows = list(rows)
    placed = []
    for row, flags in zip(rows, lens.flags_of_all(row.text for row in rows), strict=True):
        silent = "broad_word" if BROAD.search(plain(row.text)) else "no_word"
        kind = next((flag for flag in SAID_FIRST if flag in flags), silent)
        placed.append(Drawn(row.source_key, f"{kind}:{row.region}:{row.period}", row.text))
    return placed


def draw(rows: Iterable[Row], lens: Lens, sizes: Mapping[str, Mapping[str, int]] = SIZES) -> list[Drawn]:
    """The sample of the measured part in a random order: of each period, as many as its `sizes` say."""
    strata: defaultdict[str, defaultdict[str, list[Drawn]]] = defaultdict(lambda: defaultdict(list))
    for each in stratified((row for row in rows if not in_development(row.text)), lens):
        strata[each.stratum.split(":")[2]][each.stratum].append(each)
    drawn = []
    for period in sorted(strata.keys() & sizes.keys()):
        lot = random.Random(SEED)  # noqa: S311 - a sample, not a secret
        chosen = []
        for stratum, members in sorted(strata[period].items()):
            chosen += lot.sample(sorted(members), min(len(members), sizes[period][stratum.split(":")[0]]))
        lot.shuffle(chosen)
        drawn += chosen
    return drawn


def population(rows: Iterable[Row], lens: Lens, sampled: Container[str] = ()) -> tuple[dict[str, str], Counter[str]]:
    """The stratum of each text of the measured part by its key, and how many texts each stratum holds.

    Texts `sampled` belong to the measured part also where a full stop that was lost since they were drawn says else.
    """
    measured = (row for row in rows if row.source_key in sampled or not in_development(row.text))
    strata = {each.source_key: each.stratum for each in stratified(measured, lens)}
    return strata, Counter(dict(sorted(Counter(strata.values()).items())))


def carried(keys: Iterable[str], earlier: Iterable[Row], rows: Iterable[Row]) -> dict[str, str]:
    """Key in an earlier export -> key in `rows`: of the same states and session, words and occurrence.

    The answer is part of a key, and exports word it differently; sentence marks differ as well. Raises ValueError,
    naming them, for keys that are not found again.
    """
    now = {words: key for key, words in _words(rows)}
    then = dict(_words(earlier))
    found = {key: now.get(then.get(key, ()), "") for key in keys}
    lost = sorted(key for key, other in found.items() if not other)
    if lost:
        message = f"labels of texts that are not found again: {', '.join(lost)}"
        raise ValueError(message)
    return found


def _words(rows: Iterable[Row]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Key of each row, and what it says whatever its punctuation; rows that say the same are numbered."""
    times: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        said = (*row.asked, plain(row.text).replace(" .", ""))
        times[said] += 1
        yield row.source_key, (*said, times[said])


def scores(data: Path = DATA, region: str | None = None, period: str | None = None) -> list[Score]:
    """Precision and recall of each flag in `data`, or of its part of a region or a period, by the committed labels."""
    part = (region, period)
    strata = [row for row in _read(data / "lens_strata.csv") if _within(row["stratum"], part)]
    sizes = {row["stratum"]: int(row["population"]) for row in strata}
    raised = {(row["source_key"], row["flag"]) for row in _read(data / "civil_society_flags.csv")}
    place = {stratum: number for number, stratum in enumerate(sizes)}
    rows = [row for row in _read(data / "lens_sample.csv") if row["stratum"] in place]
    stratum = [place[row["stratum"]] for row in rows]
    result = []
    for flag in read_lens(data / "lens.toml").names:
        found = [int((row["source_key"], flag) in raised) for row in rows]
        true = [int(flag in row["flags"].split()) for row in rows]
        both = [one * other for one, other in zip(found, true, strict=True)]
        shares = (stratified_share(both, whole, stratum, list(sizes.values())) for whole in (found, true))
        result.append(Score(flag, *shares))
    return result


def _within(stratum: str, part: tuple[str | None, str | None]) -> bool:
    """Whether a stratum belongs to a region and a period; None for all of them."""
    return all(wanted in {None, found} for wanted, found in zip(part, stratum.split(":")[1:], strict=True))


def score_rows(data: Path = DATA) -> list[tuple[str | int, ...]]:
    """The scores over all texts, of each region and of each period, as rows of SCORE_COLUMNS.

    A share that rests on nothing is empty.
    """
    rows: list[tuple[str | int, ...]] = []
    parts = [(ALL, None, None), *((region, region, None) for region in (*REGIONS, OTHER))]
    for name, region, period in [*parts, *((period, None, period) for period in (FIRST, SECOND))]:
        for score in scores(data, region, period):
            for measure, share in (("precision", score.precision), ("recall", score.recall)):
                numbers = (
                    "" if number != number else f"{number:.6f}" for number in (share.value, share.lower, share.upper)
                )
                rows.append((score.flag, name, measure, *numbers, share.n))
    return rows


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_labels(
    given: Mapping[str, Collection[str]],
    strata: Mapping[str, str],
    population: Mapping[str, int],
    lens: Lens,
    data: Path = DATA,
) -> None:
    """Write the flags a reader gave, a row for each text with its stratum, and the sizes of the strata, to `data`.

    Raises ValueError for a text without a stratum, and for a flag that the lens does not have.
    """
    wrong = set(given) - set(strata) | set().union(*given.values()) - set(lens.names)
    if wrong:
        message = f"each text needs a stratum, and flags of the lens. Not so: {', '.join(sorted(wrong))}"
        raise ValueError(message)
    rows = [
        (key, strata[key], " ".join(flag for flag in lens.names if flag in flags))
        for key, flags in sorted(given.items())
    ]
    _write(data / "lens_sample.csv", ("source_key", "stratum", "flags"), rows)
    sampled = Counter(stratum for _, stratum, _ in rows)
    sizes = [(stratum, size, sampled[stratum]) for stratum, size in population.items()]
    _write(data / "lens_strata.csv", ("stratum", "population", "sampled"), sizes)


def read_labels(path: Path) -> dict[str, set[str]]:
    """The flags that a reader gave to each text, by its key; none is an answer too."""
    return {row["source_key"]: set(row["flags"].split()) for row in _read(path)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m analytics.compiling.lens_sample", description=__doc__)
    parser.add_argument("--from", dest="files", type=Path, nargs="+", required=True, metavar="FILE", help="the export")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="write the texts to read here, not in the project")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="the labels of a reader, to be committed")
    parser.add_argument("--earlier", type=Path, nargs="+", metavar="FILE", help="the export that has the present keys")
    options = parser.parse_args(arguments)
    if options.texts and options.texts.resolve().is_relative_to(DATA.parent):
        parser.error(f"'{options.texts}' lies in the project, which holds no text: name a file elsewhere")
    lens = read_lens(DATA / "lens.toml")
    rows = read_rows(options.files)
    if options.texts:
        drawn = draw(rows, lens, {SECOND: SIZES[SECOND]})
        _write(options.texts, ("source_key", "text"), [(each.source_key, each.text) for each in drawn])
        return
    given = read_labels(DATA / "lens_sample.csv")
    if options.earlier:
        keys = carried(given, read_rows(options.earlier), rows)
        given = {keys[key]: flags for key, flags in given.items()}
    if options.labels:
        given |= read_labels(options.labels)
    write_labels(given, *population(rows, lens, given), lens)


if __name__ == "__main__":
    main()
