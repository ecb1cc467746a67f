"""The samples on which the lenses are measured: how each is drawn, and the scores its labels give.

`python -m analytics.lens_sample --from FOLDER --texts FILE` draws it from the producers' files in FOLDER and writes
the texts to FILE, shuffled and without the flags, to be read. FILE must lie outside the repository. With
`--labels FILE` (columns `source_key` and `flags`, those that a reader gave, separated by spaces) the labels go to
`data/lens_sample.csv` and the sizes of the strata to `data/lens_strata.csv`. Same seed, same rules: same sample.
With `--lens subjects` it is the sample of `data/subjects.toml` in all of this, from UPR Info's export of 2018, and the
scores go to `data/subject_scores.csv`; those of civil society are written by the build, with the flags they rest on.

The design: a text belongs to the development part, on which the rules were made, or to the part they are measured
on, by a hash of its words; so equal texts are never on both sides, and either part is like the whole. Strata are what
the lens said first of a text (or, where it said nothing, whether a broad word of the subject is in it) by region.
For the subjects, whose rarest comes first, UPR Info's issue of the same subject is as good as a broad word.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analytics import subjects
from analytics.lens import plain, read_lens
from analytics.sources import upr_info
from analytics.sources.recommendations import VOLUNTARY_PLEDGE, Coder, read_corrections
from analytics.statistics.proportions import Proportion, stratified_share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from analytics.lens import Lens

DATA = Path(__file__).parents[1] / "data"
SEED = 1927
DEVELOPMENT = "012345"
"""First digits of the hash of the texts on which the rules were made: 6 of 16."""
REGIONS = ("africa", "asia", "lac")
SAID_FIRST = ("follow_up", "consults", "names_civil_society", "room", "defenders")
OTHER = "other"
FOUND_COLUMNS = ("source_key", "stratum", "flag", "found", "label")
SCORE_COLUMNS = ("flag", "region", "measure", "value", "lower", "upper", "n")
SIZES = {**dict.fromkeys(SAID_FIRST, 16), "broad_word": 45, "no_word": 40}
"""How many are drawn from each kind of stratum in each region, or all there are."""
BROAD = re.compile(
    r" (civi[cl]|ngo|cso|non ?gov|non state|associat|organi|assembl|assoc|defend|activis|advoca|societ|union|stakehold"
    r"|grass|communit\w+ based|charit|volunt|campaign|movement|protest|demonstrat|gather|rall(y|ies)|dissid|networks?"
    r"|groups|partner|participat|consult|dialogue|representatives)"
)


class Row(NamedTuple):
    """A recommendation with its words, the region of the state under review, and its issues as UPR Info prints them."""

    source_key: str
    text: str
    region: str
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Design:
    """How the sample of one lens is drawn, and the files of `data` that it is about.

    `first` are the flags in the order in which they decide the stratum of a text with several; `silent` names the
    kind of stratum of a text without any; `sizes` how many are drawn from each kind in each region, or all there are.
    `flags` is the file of what the rules raise; without it, that stands in the column `found` of the sample, which then
    leaves out what is neither found nor labelled. Scores of a region rest on at least `fewest` units.
    """

    rules: str
    name: str
    export: str
    seed: int
    first: Sequence[str]
    silent: Callable[[Row], str]
    sizes: Mapping[str, int]
    flags: str | None = None
    fewest: int = 0

    @property
    def sample(self) -> str:
        """The file of the labels."""
        return f"{self.name}_sample.csv"

    @property
    def strata(self) -> str:
        """The file of the sizes of the strata."""
        return f"{self.name}_strata.csv"

    @property
    def scores(self) -> str:
        """The file of the scores."""
        return f"{self.name}_scores.csv"


def _broad_word(row: Row) -> str:
    return "broad_word" if BROAD.search(plain(row.text)) else "no_word"


def _near_subject(row: Row) -> str:
    subject = subjects.near(plain(row.text), row.issues)
    return f"near_{subject}" if subject else NOTHING


NOTHING = "nothing"
CIVIL_SOCIETY = Design(
    rules="lens.toml",
    name="lens",
    export="upr_info",
    seed=SEED,
    first=SAID_FIRST,
    silent=_broad_word,
    sizes=SIZES,
    flags="civil_society_flags.csv",
)
SUBJECTS = Design(
    rules="subjects.toml",
    name="subject",
    export="upr_info_2018",
    seed=2018,
    first=tuple(subjects.BROAD),
    silent=_near_subject,
    sizes={
        **dict.fromkeys(subjects.BROAD, 8),
        **dict.fromkeys(("climate", "death_penalty", "torture"), 10),
        **{f"near_{subject}": 5 for subject in subjects.BROAD},
        "near_sogi": 7,
        "near_child_exploitation": 10,
        "near_torture": 10,
        NOTHING: 25,
    },
    fewest=20,
)
DESIGNS = {"civil_society": CIVIL_SOCIETY, "subjects": SUBJECTS}


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


def read_rows(folder: Path, data: Path = DATA, design: Design = CIVIL_SOCIETY) -> list[Row]:
    """Every recommendation of the UPR Info export in `folder`, with its text; voluntary pledges are left out."""
    with (data / "states.csv").open(encoding="utf-8", newline="") as file:
        regions = {row["iso3"]: row["m49_region"] for row in csv.DictReader(file)}
    coder = Coder("upr_info", data, read_corrections(data))
    rows = []
    for path in _files(folder, data, design.export):
        for raw in upr_info.read(path):
            key = coder.key(raw)
            if raw.response != VOLUNTARY_PLEDGE:
                region = regions[coder.states[raw.to]]
                rows.append(Row(key, raw.text, region if region in REGIONS else OTHER, raw.issues))
    return rows


def _files(folder: Path, data: Path, export: str) -> list[Path]:
    """The files of an export: those that data/sources.toml lists, or all there are."""
    sources = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))
    listed = sources.get(export, {}).get("sha256", ())
    return [folder / export / name for name in listed] or sorted((folder / export).glob("*.csv"))


def in_development(text: str) -> bool:
    """Whether a text belongs to the part on which the rules were made."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[0] in DEVELOPMENT


def draw(rows: Iterable[Row], lens: Lens, design: Design = CIVIL_SOCIETY) -> tuple[list[Drawn], Counter[str]]:
    """The sample in a random order, and the population of each stratum."""
    measured = [row for row in rows if not in_development(row.text)]
    strata: defaultdict[str, list[Drawn]] = defaultdict(list)
    for row, flags in zip(measured, lens.flags_of_all(row.text for row in measured), strict=True):
        kind = next((flag for flag in design.first if flag in flags), None) or design.silent(row)
        stratum = f"{kind}:{row.region}"
        strata[stratum].append(Drawn(row.source_key, stratum, row.text))
    lot = random.Random(design.seed)  # noqa: S311 - a sample, not a secret
    drawn = []
    for stratum, members in sorted(strata.items()):
        drawn += lot.sample(sorted(members), min(len(members), design.sizes[stratum.split(":")[0]]))
    lot.shuffle(drawn)
    return drawn, Counter({stratum: len(members) for stratum, members in sorted(strata.items())})


def scores(data: Path = DATA, region: str | None = None, design: Design = CIVIL_SOCIETY) -> list[Score]:
    """Precision and recall of each flag in `data`, or of its part of a region, by the committed labels."""
    strata = [row for row in _read(data / design.strata) if region in {None, row["stratum"].split(":")[1]}]
    population = {row["stratum"]: int(row["population"]) for row in strata}
    place = {stratum: number for number, stratum in enumerate(population)}
    sample = [row for row in _read(data / design.sample) if row["stratum"] in place]
    texts = {row["source_key"]: place[row["stratum"]] for row in sample}
    raised = _read(data / design.flags) if design.flags else [row for row in sample if row["found"] == "1"]
    found = {(row["source_key"], row["flag"]) for row in raised}
    true = {(row["source_key"], row["flag"]) for row in sample if row["label"] == "1"}
    sizes, result = list(population.values()), []
    for flag in read_lens(data / design.rules).names:
        of_found, of_true = ([int((key, flag) in pairs) for key in texts] for pairs in (found, true))
        both = [one * other for one, other in zip(of_found, of_true, strict=True)]
        shares = (stratified_share(both, whole, list(texts.values()), sizes) for whole in (of_found, of_true))
        result.append(Score(flag, *shares))
    return result


def score_rows(data: Path = DATA, design: Design = CIVIL_SOCIETY) -> list[tuple[str | int, ...]]:
    """The scores over all regions and of each, as rows of SCORE_COLUMNS; a share that rests on nothing is empty."""
    rows: list[tuple[str | int, ...]] = []
    for region in (None, *REGIONS, OTHER):
        for score in scores(data, region, design):
            for measure, share in (("precision", score.precision), ("recall", score.recall)):
                if region and share.n < design.fewest:
                    continue
                numbers = (
                    "" if number != number else f"{number:.6f}" for number in (share.value, share.lower, share.upper)
                )
                rows.append((score.flag, region or "all", measure, *numbers, share.n))
    return rows


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_labels(  # noqa: PLR0917 - what was read, how it was drawn, and where it goes
    given: Mapping[str, set[str]],
    drawn: Sequence[Drawn],
    population: Mapping[str, int],
    lens: Lens,
    data: Path = DATA,
    design: Design = CIVIL_SOCIETY,
) -> None:
    """Write the labels a reader gave, a row for each flag of each text, and the sizes of the strata, to `data`.

    Raises ValueError for a text without labels, labels without a text, and a flag that the lens does not have.
    """
    wrong = {each.source_key for each in drawn} ^ set(given) | set().union(*given.values()) - set(lens.names)
    if wrong:
        message = f"each text of the sample needs its labels, in flags of the lens. Not so: {', '.join(sorted(wrong))}"
        raise ValueError(message)
    if design.flags:
        rows = [(*each[:2], flag, int(flag in given[each.source_key])) for each in sorted(drawn) for flag in lens.names]
        _write(data / design.sample, ("source_key", "stratum", "flag", "label"), rows)
    else:
        _write(data / design.sample, FOUND_COLUMNS, _found_and_labelled(given, drawn, lens))
    sampled = Counter(each.stratum for each in drawn)
    sizes = [(stratum, size, sampled[stratum]) for stratum, size in population.items()]
    _write(data / design.strata, ("stratum", "population", "sampled"), sizes)


def _found_and_labelled(
    given: Mapping[str, set[str]], drawn: Sequence[Drawn], lens: Lens
) -> list[tuple[str, str, str, int, int]]:
    """Rows of FOUND_COLUMNS: the flags of each text that are found or labelled; a text with neither, without a flag."""
    rows = []
    for each in sorted(drawn):
        found, true = lens.flags(each.text), given[each.source_key]
        said = [flag for flag in lens.names if flag in found | true] or [""]
        rows += [(*each[:2], flag, int(flag in found), int(flag in true)) for flag in said]
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m analytics.lens_sample", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER", help="producers' files")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="write the texts to read here, not in the project")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="the labels of a reader, to be committed")
    parser.add_argument("--lens", choices=DESIGNS, default="civil_society", help="which one is measured")
    options = parser.parse_args(arguments)
    if options.texts and options.texts.resolve().is_relative_to(DATA.parent):
        parser.error(f"'{options.texts}' lies in the project, which holds no text: name a file elsewhere")
    design = DESIGNS[options.lens]
    lens = read_lens(DATA / design.rules)
    drawn, population = draw(read_rows(options.folder, design=design), lens, design)
    if options.texts:
        _write(options.texts, ("source_key", "text"), [(each.source_key, each.text) for each in drawn])
    if options.labels:
        given = {row["source_key"]: set(row["flags"].split()) for row in _read(options.labels)}
        write_labels(given, drawn, population, lens, design=design)
        if not design.flags:
            _write(DATA / design.scores, SCORE_COLUMNS, score_rows(design=design))


if __name__ == "__main__":
    main()
