"""The catalogue of submissions at the size of all four cycles: 50,000 submissions with 200,000 memberships.

The lists are synthetic: names, sizes and memberships are drawn at random, only the states and sessions are real. What
chance gives is invented too and kept as the build keeps it; how long a network takes that is drawn anew stands apart.
"""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from analytics import database, results
from analytics.catalogue import built_in
from analytics.codes import read_codes
from analytics.compiling import network_chance as compiling
from analytics.filters import Filters
from analytics.results import network_chance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.report import Report

SUBMISSIONS, MEMBERSHIPS, ORGANISATIONS, REVIEWS = 50_000, 200_000, 30_000, 750
LARGEST = 568
"""Submissions of the largest review, as many as Venezuela's in session 12."""
OWN_CIRCLE = 0.8
"""Share of members that come from the circle of the review; the others sign in many."""
BODIES = 65
"""Organisations in the table of networks: those that sign most."""
SEARCH, NETWORK = 0.050, 1.0
TIMES = 9
QUESTIONS = {
    "whole regions beside chance": ("region_networks", "region_chance", "region_brokers"),
    "reviews beside chance": ("review_chance",),
    "bridges of countries and regions": ("region_repeats", "country_bridges", "region_bridges"),
    "networks by region": ("network_presence", "network_presence_checks"),
}
"""What a page asks of all memberships at once: its results."""
SEARCHES = ("", "synthetic", "porta 77", "red de mujeres", "kenya 1234", "nothing at all", "association", "31/", "x")
WORDS = (
    *("porta", "gate", "door", "red", "rede", "network", "mujeres", "rights", "indigena", "association", "forum"),
    *("youth", "press", "water", "land", "health"),
)


def measure(report: Report) -> None:
    """Add the search of the catalogue and the network of the largest review to the report."""
    base = report.calibrate()
    with tempfile.TemporaryDirectory(prefix="upr-synthetic-") as folder:
        data, path = Path(folder) / "data", Path(folder) / "synthetic.duckdb"
        largest = _synthetic(data)
        database.write_snapshot(path, data)
        _keep_chance(path, data)
        path.unlink()
        database.write_snapshot(path, data)
        report.heading(f"Synthetic catalogue: {SUBMISSIONS:,} submissions, {MEMBERSHIPS:,} memberships")
        with database.open_snapshot(path) as connection:
            codes = read_codes(connection)

            def search(number: int) -> object:
                own = {"lists": "all", "search": SEARCHES[number], "called": "", "size": "any"}
                return database.query(connection, "catalogue", {"scheme": "m49", **own})

            def network(_: int) -> object:
                made = results.Results(connection, codes)
                made.table("co_submission_links", Filters(), lists=largest)
                return made.table("co_submission", Filters(), lists=largest)

            for what, run, target in (("catalogue search", search, SEARCH), ("largest network", network, NETWORK)):
                seconds, processor = _timed(run)
                report.time(f"{what}, synthetic", seconds, target, base=base, processor=processor)
            for what, names in QUESTIONS.items():

                def question(_: int, names: tuple[str, ...] = names) -> object:
                    made = results.Results(connection, codes)
                    return [made.table(name, Filters()) for name in names]

                seconds, processor = _timed(question)
                report.time(f"{what}, synthetic", seconds, NETWORK, base=base, processor=processor)
    _anew(report, base)


def _anew(report: Report, base: float) -> None:
    """What a list that is loaded costs once: the networks it changes are drawn anew, of a review and of its region."""
    with database.open_snapshot(database.ensure_snapshot()) as connection:
        found = compiling.networks(connection).values()
    of_regions = [network for network in found if network.of in {"africa", "asia", "lac"}]
    largest = max(of_regions, key=lambda network: network.places.size)
    review = max((network for network in found if "-" in network.of), key=lambda network: network.places.size)
    for network in (review, largest):
        seconds, processor = _timed(lambda _, network=network: network_chance.made(network), times=3)
        report.time(f"{network.of} drawn anew, built-in lists", seconds, base=base, processor=processor)


def _timed(run: Callable[[int], object], times: int = TIMES) -> tuple[list[float], list[float]]:
    run(0)
    walls, used = [], []
    for number in range(times):
        start = perf_counter(), thread_time()
        run(number)
        walls.append(perf_counter() - start[0])
        used.append(thread_time() - start[1])
    return walls, used


def _synthetic(data: Path) -> str:
    """The embedded facts with a synthetic catalogue in place of the real one; the review with most submissions."""
    shutil.copytree(database.DATA, data)
    chance = random.Random(1)  # noqa: S311 - nothing depends on its being secret
    states = _column(data / "states.csv", "iso3", lambda row: row["un_member"] == "1")
    pairs = chance.sample([(state, session) for state in states for session in range(1, 55)], REVIEWS)
    spread = [chance.lognormvariate(0, 0.7) for _ in pairs[1:]]
    rest = SUBMISSIONS - LARGEST
    sizes = [LARGEST, *(max(1, round(rest * share / sum(spread))) for share in spread)]
    sizes[1] += SUBMISSIONS - sum(sizes)
    documents, submissions, members = [], [], []
    own = [min(int(chance.paretovariate(0.9)), ORGANISATIONS) - 1 for _ in range(MEMBERSHIPS * 2)]
    more = iter(own)
    for (state, session), size in zip(pairs, sizes, strict=True):
        symbol = f"A/HRC/WG.6/{session}/{state}/3"
        about = ("full", size, size, "", "A", 0, 0, 0)
        documents.append((symbol, state, session, *about, "stakeholder_summaries"))
        near = [chance.randrange(ORGANISATIONS) for _ in range(3 * size)]
        for number in range(1, size + 1):
            submissions.append((symbol, f"JS{number}", number, "joint", "", "", "", 0, "", ""))
            several = {
                chance.choice(near) if chance.random() < OWN_CIRCLE else next(more) for _ in range(chance.randint(1, 7))
            }
            for place, who in enumerate(sorted(several), start=1):
                members.append((symbol, f"JS{number}", place, f"o{who}", _name(who), "", 0, "", ""))
    stakeholders = [(f"o{who}", _name(who), f"S{who}", "", "unknown", "") for who in range(ORGANISATIONS)]
    rows: Iterable[Iterable[Iterable[object]]] = (documents, submissions, members[:MEMBERSHIPS], stakeholders)
    for name, mine in zip(built_in.FILES, rows, strict=False):
        _write(data / name, built_in.FILES[name], mine)
    _write(data / "submission_corrections.csv", ("symbol", "code", "name", "treatment", "becomes", "reason"), [])
    signed = Counter(row[3] for row in members[:MEMBERSHIPS])
    bodies = [
        (who, _name(int(who[1:])), "", "", "", "", "international", "synthetic")
        for who, _ in signed.most_common(BODIES)
    ]
    _write(
        data / "networks.csv", ("network", "name", "acronym", "name_key", "seat", "subject", "reach", "reason"), bodies
    )
    (symbol, _), *_ = Counter(row[0] for row in submissions).most_common(1)
    *_, session, state, _ = str(symbol).split("/")
    return f"{state}-{session}"


def _keep_chance(snapshot: Path, data: Path) -> None:
    """Invented numbers for every network of the synthetic lists, in place of the real ones."""
    with database.open_snapshot(snapshot) as connection:
        found = compiling.networks(connection)
    chance = [(key, measure, 0.5, 0.5, 0.4, 0.6, 200, "") for key in found for measure in network_chance.SHOWN]
    brokers = [
        (key, rank, network.memberships.columns["stakeholder"][place], 9, 0.5)
        for key, network in found.items()
        for rank, place in enumerate(network.places[: network_chance.KEPT_BROKERS], start=1)
    ]
    _write(data / compiling.CHANCE, network_chance.CHANCE, chance)
    _write(data / compiling.BROKERS, network_chance.BROKERS, brokers)


def _name(who: int) -> str:
    chance = random.Random(who)  # noqa: S311 - the same name for the same number
    return f"Synthetic {' '.join(chance.sample(WORDS, 4))} {who}"


def _column(path: Path, column: str, wanted: Callable[[dict[str, str]], bool]) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file) if wanted(row)]


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
