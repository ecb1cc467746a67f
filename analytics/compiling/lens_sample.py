"""The sample on which the civil-society lens is measured: how it is drawn, and the scores its labels give.

`python -m analytics.compiling.lens_sample --from FOLDER --texts FILE` draws it from the producers' files in FOLDER and
writes the texts to FILE, shuffled and without the flags, to be read. FILE must lie outside the repository. With
`--labels FILE` (columns `source_key` and `flags`, those that a reader gave, separated by spaces) the labels go to
`data/lens_sample.csv` and the sizes of the strata to `data/lens_strata.csv`. Same seed, same rules: same sample.

The design: a text belongs to the development part, on which the rules were made, or to the part they are measured
on, by a hash of its words; so equal texts are never on both sides, and either part is like the whole. Strata are what
the lens said first of a text (or, where it said nothing, whether a broad word of the subject is in it) by region.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analytics import small_tables
from analytics.folders import DATA
from analytics.lens import plain, read_lens
from analytics.sources import upr_info
from analytics.sources.recommendations import Coder, Recommendation, read_corrections
from analytics.statistics.proportions import Proportion, stratified_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analytics.lens import Lens

SEED = 1927
DEVELOPMENT = "012345"
"""First digits of the hash of the texts on which the rules were made: 6 of 16."""
REGIONS = ("africa", "asia", "lac")
SAID_FIRST = ("follow_up", "consults", "names_civil_society", "room", "defenders")
OTHER = "other"
SCORE_COLUMNS = ("flag", "region", "measure", "value", "lower", "upper", "n")
SIZES = {**dict.fromkeys(SAID_FIRST, 16), "broad_word": 45, "no_word": 40}
"""How many are drawn from each kind of stratum in each region, or all there are."""
BROAD = re.compile(
    r" (civi[cl]|ngo|cso|non ?gov|non state|associat|organi|assembl|assoc|defend|activis|advoca|societ|union|stakehold"
    r"|grass|communit\w+ based|charit|volunt|campaign|movement|protest|demonstrat|gather|rall(y|ies)|dissid|networks?"
    r"|groups|partner|participat|consult|dialogue|representatives)"
)


class Row(NamedTuple):
    """A recommendation with its words, and the region of the state under review."""

    source_key: str
    text: str
    region: str


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


def read_rows(folder: Path, data: Path = DATA) -> list[Row]:
    """Every recommendation of the UPR Info export in `folder`, with its text; voluntary pledges are left out."""
    regions = {row["iso3"]: row["m49_region"] for row in small_tables.read(data / "states.csv")}
    sources = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))
    coder = Coder("upr_info", data, read_corrections(data))
    rows = []
    for name in sources["upr_info"]["sha256"]:
        for raw in upr_info.read(folder / "upr_info" / name):
            coded = coder.code(raw)
            if isinstance(coded, Recommendation) and coded.response != "pledge":
                region = regions[coded.state_under_review]
                rows.append(Row(coded.source_key, raw.text, region if region in REGIONS else OTHER))
    return rows


def in_development(text: str) -> bool:
    """Whether a text belongs to the part on which the rules were made."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[0] in DEVELOPMENT


def draw(rows: Iterable[Row], lens: Lens) -> tuple[list[Drawn], Counter[str]]:
    """The sample in a random order, and the population of each stratum."""
    measured = [row for row in rows if not in_development(row.text)]
    strata: defaultdict[str, list[Drawn]] = defaultdict(list)
    for row, flags in zip(measured, lens.flags_of_all(row.text for row in measured), strict=True):
        silent = "broad_word" if BROAD.search(plain(row.text)) else "no_word"
        kind = next((flag for flag in SAID_FIRST if flag in flags), silent)
        stratum = f"{kind}:{row.region}"
        strata[stratum].append(Drawn(row.source_key, stratum, row.text))
    lot = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    drawn = []
    for stratum, members in sorted(strata.items()):
        drawn += lot.sample(sorted(members), min(len(members), SIZES[stratum.split(":")[0]]))
    lot.shuffle(drawn)
    return drawn, Counter({stratum: len(members) for stratum, members in sorted(strata.items())})


def scores(data: Path = DATA, region: str | None = None) -> list[Score]:
    """Precision and recall of each flag in `data`, or of its part of a region, by the committed labels."""
    strata = [
        row for row in small_tables.read(data / "lens_strata.csv") if region in {None, row["stratum"].split(":")[1]}
    ]
    population = {row["stratum"]: int(row["population"]) for row in strata}
    raised = {(row["source_key"], row["flag"]) for row in small_tables.read(data / "civil_society_flags.csv")}
    place = {stratum: number for number, stratum in enumerate(population)}
    labels: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for row in small_tables.read(data / "lens_sample.csv"):
        if row["stratum"] in place:
            found = int((row["source_key"], row["flag"]) in raised)
            labels[row["flag"]].append((found, int(row["label"]), place[row["stratum"]]))
    sizes = list(population.values())
    result = []
    for flag, rows in labels.items():
        found, true, stratum = (list(column) for column in zip(*rows, strict=True))
        both = [one * other for one, other in zip(found, true, strict=True)]
        shares = (stratified_share(both, whole, stratum, sizes) for whole in (found, true))
        result.append(Score(flag, *shares))
    return result


def score_rows(data: Path = DATA) -> list[tuple[str | int, ...]]:
    """The scores over all regions and of each, as rows of SCORE_COLUMNS; a share that rests on nothing is empty."""
    rows: list[tuple[str | int, ...]] = []
    for region in (None, *REGIONS, OTHER):
        for score in scores(data, region):
            for measure, share in (("precision", score.precision), ("recall", score.recall)):
                numbers = (
                    "" if number != number else f"{number:.6f}" for number in (share.value, share.lower, share.upper)
                )
                rows.append((score.flag, region or "all", measure, *numbers, share.n))
    return rows


def write_labels(
    given: Mapping[str, set[str]], drawn: Sequence[Drawn], population: Mapping[str, int], lens: Lens, data: Path = DATA
) -> None:
    """Write the labels a reader gave, a row for each flag of each text, and the sizes of the strata, to `data`.

    Raises ValueError for a text without labels, labels without a text, and a flag that the lens does not have.
    """
    wrong = {each.source_key for each in drawn} ^ set(given) | set().union(*given.values()) - set(lens.names)
    if wrong:
        message = f"each text of the sample needs its labels, in flags of the lens. Not so: {', '.join(sorted(wrong))}"
        raise ValueError(message)
    rows = [(*each[:2], flag, int(flag in given[each.source_key])) for each in sorted(drawn) for flag in lens.names]
    small_tables.write(data / "lens_sample.csv", [("source_key", "stratum", "flag", "label"), *rows])
    sampled = Counter(each.stratum for each in drawn)
    sizes = [(stratum, size, sampled[stratum]) for stratum, size in population.items()]
    small_tables.write(data / "lens_strata.csv", [("stratum", "population", "sampled"), *sizes])


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m analytics.compiling.lens_sample", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER", help="producers' files")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="write the texts to read here, not in the project")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="the labels of a reader, to be committed")
    options = parser.parse_args(arguments)
    if options.texts and options.texts.resolve().is_relative_to(DATA.parent):
        parser.error(f"'{options.texts}' lies in the project, which holds no text: name a file elsewhere")
    lens = read_lens(DATA / "lens.toml")
    drawn, population = draw(read_rows(options.folder), lens)
    if options.texts:
        small_tables.write(options.texts, [("source_key", "text"), *((each.source_key, each.text) for each in drawn)])
    if options.labels:
        given = {row["source_key"]: set(row["flags"].split()) for row in small_tables.read(options.labels)}
        write_labels(given, drawn, population, lens)


if __name__ == "__main__":
    main()
