"""How well each lens finds what a reader finds, from the labels of its sample and the flags that its rules raise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analytics import flags, small_tables
from analytics.compiling.lens_design import CIVIL_SOCIETY, DESIGNS
from analytics.folders import DATA
from analytics.lens import read_lens
from analytics.statistics.proportions import Proportion, stratified_share

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from analytics.compiling.lens_design import Design

SCORE_COLUMNS = ("flag", "sample", "measure", "value", "lower", "upper", "n")
ALL = "all"


class Score(NamedTuple):
    """How well a flag is found: precision and recall, each with its interval."""

    flag: str
    precision: Proportion
    recall: Proportion


def scores(data: Path = DATA, design: Design = CIVIL_SOCIETY, part: str | None = None) -> list[Score]:
    """Precision and recall of each flag in `data`, or of its part of a region or a period, by the committed labels.

    Last, where the design pools them, those of all flags within another: of each text and flag.
    """
    strata = [row for row in small_tables.read(data / design.strata) if _within(row["stratum"], part)]
    sizes = {row["stratum"]: int(row["population"]) for row in strata}
    raised = set(flags.read(data / flags.FLAGS))
    place = {stratum: number for number, stratum in enumerate(sizes)}
    rows = [row for row in small_tables.read(data / design.sample) if row["stratum"] in place]
    stratum = [place[row["stratum"]] for row in rows]
    lens = read_lens(data / design.rules)
    together = {design.pooled: {flag.flag for flag in lens.definitions if flag.within}} if design.pooled else {}
    result = []
    for name, flags_of in ({flag: {flag} for flag in lens.names} | together).items():
        found = [{flag for flag in flags_of if (row["source_key"], flag) in raised} for row in rows]
        true = [flags_of.intersection(row["flags"].split()) for row in rows]
        both = [len(one & other) for one, other in zip(found, true, strict=True)]
        wholes = (list(map(len, each)) for each in (found, true))
        shares = (stratified_share(both, whole, stratum, list(sizes.values())) for whole in wholes)
        result.append(Score(name, *shares))
    return result


def _within(stratum: str, part: str | None) -> bool:
    """Whether a stratum, kind:region:period, belongs to a region or a period; to None do all of them."""
    return part is None or part in stratum.split(":")[1:]


def score_rows(data: Path = DATA, designs: Iterable[Design] = tuple(DESIGNS.values())) -> list[tuple[str | int, ...]]:
    """The scores of each lens over all texts and of each part, as rows of SCORE_COLUMNS.

    A share that rests on nothing is empty; one of a part that rests on fewer than its design says is left out.
    """
    rows: list[tuple[str | int, ...]] = []
    for design in designs:
        for part in (None, *design.parts):
            for score in scores(data, design, part):
                for measure, share in (("precision", score.precision), ("recall", score.recall)):
                    if part is None or share.n >= design.fewest:
                        ends = (share.value, share.lower, share.upper)
                        numbers = ("" if number != number else f"{number:.6f}" for number in ends)
                        rows.append((score.flag, part or ALL, measure, *numbers, share.n))
    return rows
