"""The samples on which the lenses are measured: how each is drawn, read again in another export, and labelled.

`python -m analytics.compiling.lens_sample --from FILE ... --texts FILE` draws the sample of the civil-society lens, of
its latest period, from the files of the UPR Info export and writes the texts to a FILE outside the repository, shuffled
and without the flags, to be read. With `--labels FILE` (columns `source_key` and `flags`, those that a reader gave,
separated by spaces) the labels are added to `data/lens_sample.csv`, and `data/lens_strata.csv` is counted anew; without
either, it is only counted anew. With `--earlier FILE ...`, the export that the labels were given on, they go to the
same texts in the new one. With `--lens subjects` it is the sample of `data/subjects.toml` in all of this. Same seed,
same rules: same sample. The scores are made with the flags they rest on, by the build.

The design: a text belongs to the development part, on which the rules were made, or to the part they are measured
on, by a hash of its words and full stops; so equal texts are never on both sides, and either part is like the whole.
Strata are what the lens said first of a text (or, where it said nothing, whether a broad word of the subject is in
it) by region, and by period of sessions. The civil-society rules were made on sessions 1-20, so the second period shows
whether they hold on what came later. But for full stops, 329 of its 12,537 measured texts, 2 of them in the sample,
repeat one that the rules were made on.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analytics import small_tables
from analytics.compiling.lens_design import CIVIL_SOCIETY, DESIGNS, OTHER, REGIONS, Row
from analytics.folders import DATA
from analytics.lens import plain, read_lens
from analytics.sources import upr_info
from analytics.sources.recommendations import Coder, Recommendation, read_corrections
from analytics.starting.ending import command

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

    from analytics.compiling.lens_design import Design
    from analytics.lens import Lens

DEVELOPMENT = "012345"
"""First digits of the hash of the texts on which the rules were made: 6 of 16."""


class Drawn(NamedTuple):
    """A recommendation of the sample and the stratum it was drawn from."""

    source_key: str
    stratum: str
    text: str


def read_rows(paths: Iterable[Path], data: Path = DATA) -> list[Row]:
    """Every recommendation of the UPR Info export in `paths`, with its text; voluntary pledges are left out."""
    regions = {row["iso3"]: row["m49_region"] for row in small_tables.read(data / "states.csv")}
    coder = Coder("upr_info", data, read_corrections(data))
    rows = []
    for path in paths:
        for raw in upr_info.read(path):
            coded = coder.code(raw)
            if isinstance(coded, Recommendation) and coded.response != "pledge":
                place = regions[coded.state_under_review]
                region = place if place in REGIONS else OTHER
                asked = (coded.session, coded.state_under_review, coded.recommending_states)
                rows.append(Row(coded.source_key, raw.text, region, asked, coded.issues))
    return rows


def in_development(text: str) -> bool:
    """Whether a text belongs to the part on which the rules were made."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[0] in DEVELOPMENT


def stratified(rows: Iterable[Row], lens: Lens, design: Design) -> list[Drawn]:
    """Each text with its stratum."""
    rows = list(rows)
    raised = zip(rows, lens.flags_of_all(row.text for row in rows), strict=True)
    return [Drawn(row.source_key, design.stratum(row, flags), row.text) for row, flags in raised]


def draw(rows: Iterable[Row], lens: Lens, design: Design, period: str) -> list[Drawn]:
    """The sample of a period in a random order: of its texts in the measured part, as many as the design says."""
    strata: defaultdict[str, list[Drawn]] = defaultdict(list)
    inside = (row for row in rows if design.period(row.asked[0]) == period and not in_development(row.text))
    for each in stratified(inside, lens, design):
        strata[each.stratum].append(each)
    lot = random.Random(design.seed)  # noqa: S311 - a sample, not a secret
    drawn = []
    for stratum, members in sorted(strata.items()):
        drawn += lot.sample(sorted(members), min(len(members), design.sizes[period][stratum.split(":")[0]]))
    lot.shuffle(drawn)
    return drawn


def population(
    rows: Iterable[Row], lens: Lens, design: Design = CIVIL_SOCIETY, sampled: Container[str] = ()
) -> tuple[dict[str, str], Counter[str]]:
    """The stratum of each text of the measured part by its key, and how many texts each stratum holds.

    Texts `sampled` belong to the measured part also where a full stop that was lost since they were drawn says else.
    """
    measured = (row for row in rows if row.source_key in sampled or not in_development(row.text))
    strata = {each.source_key: each.stratum for each in stratified(measured, lens, design)}
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


def write_labels(
    given: Mapping[str, Collection[str]],
    placed: tuple[Mapping[str, str], Mapping[str, int]],
    lens: Lens,
    design: Design = CIVIL_SOCIETY,
    data: Path = DATA,
) -> None:
    """Write the flags a reader gave, a row for each text with its stratum, and the sizes of the strata, to `data`.

    `placed` is the `population`. Raises ValueError for a text without a stratum, and for a flag that the lens lacks.
    """
    strata, population = placed
    wrong = set(given) - set(strata) | set().union(*given.values()) - set(lens.names)
    if wrong:
        message = f"each text needs a stratum, and flags of the lens. Not so: {', '.join(sorted(wrong))}"
        raise ValueError(message)
    rows = [
        (key, strata[key], " ".join(flag for flag in lens.names if flag in flags))
        for key, flags in sorted(given.items())
    ]
    small_tables.write(data / design.sample, [("source_key", "stratum", "flags"), *rows])
    sampled = Counter(stratum for _, stratum, _ in rows)
    sizes = [(stratum, size, sampled[stratum]) for stratum, size in population.items()]
    small_tables.write(data / design.strata, [("stratum", "population", "sampled"), *sizes])


def read_labels(path: Path) -> dict[str, set[str]]:
    """The flags that a reader gave to each text, by its key; none is an answer too."""
    return {row["source_key"]: set(row["flags"].split()) for row in small_tables.read(path)}


@command
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m analytics.compiling.lens_sample", description=__doc__)
    parser.add_argument("--from", dest="files", type=Path, nargs="+", required=True, metavar="FILE", help="the export")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="write the texts to read here, not in the project")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="the labels of a reader, to be committed")
    parser.add_argument("--earlier", type=Path, nargs="+", metavar="FILE", help="the export that has the present keys")
    parser.add_argument("--lens", choices=DESIGNS, default="civil_society", help="which one is measured")
    options = parser.parse_args(arguments)
    if options.texts and options.texts.resolve().is_relative_to(DATA.parent):
        parser.error(f"'{options.texts}' lies in the project, which holds no text: name a file elsewhere")
    design = DESIGNS[options.lens]
    lens = read_lens(DATA / design.rules)
    rows = read_rows(options.files)
    if options.texts:
        drawn = draw(rows, lens, design, max(design.sizes, key=lambda period: int(period.split("-")[0])))
        small_tables.write(options.texts, [("source_key", "text"), *((each.source_key, each.text) for each in drawn)])
        return 0
    given = read_labels(DATA / design.sample)
    if options.earlier:
        keys = carried(given, read_rows(options.earlier), rows)
        given = {keys[key]: flags for key, flags in given.items()}
    if options.labels:
        given |= read_labels(options.labels)
    write_labels(given, population(rows, lens, design, given), lens, design)
    return 0


if __name__ == "__main__":
    sys.exit(main())
