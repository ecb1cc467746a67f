"""Synthetic facts in any number: they build as real ones do, and queries count in them what pandas counts."""

from collections import Counter

import pandas as pd
import pytest

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from benchmarks import grown, growth, in_pandas

ROWS = 2_000


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("grown")
    grown.write(folder / "data", ROWS)
    database.write_snapshot(folder / "snapshot.duckdb", folder / "data")
    with database.open_snapshot(folder / "snapshot.duckdb") as connection:
        yield connection


def test_synthetic_facts_have_so_many_recommendations_each_with_a_key_of_its_own(snapshot):
    keys = database.whole_table(snapshot, "recommendation").to_pandas()["source_key"]
    assert (len(keys), keys.nunique(), set(keys.str.len())) == (ROWS, ROWS, {12})


def test_their_margins_are_those_of_the_real_ones(snapshot, connection):
    shares = []
    for each in (snapshot, connection):
        answers = Counter(database.whole_table(each, "recommendation").to_pandas()["response"])
        shares.append(answers["accepted"] / answers.total())
    assert shares[0] == pytest.approx(shares[1], abs=0.04)


def test_the_same_facts_are_drawn_on_every_run(tmp_path):
    for name in ("one", "other"):
        grown.write(tmp_path / name, 100)
    one, other = (pd.read_parquet(tmp_path / name / "recommendations.parquet") for name in ("one", "other"))
    assert one["source_key"].tolist() == other["source_key"].tolist()
    assert one["state_under_review"].tolist() == other["state_under_review"].tolist()


def test_queries_count_in_them_what_pandas_counts(snapshot):
    codes = read_codes(snapshot)
    chosen = [
        Filters(),
        Filters(regions=("africa",)),
        Filters(cycles=(1,), issues=("detention",)),
        Filters(scheme="un"),
    ]
    found = in_pandas.beside(snapshot, codes, chosen)
    assert {name: len(seconds) for name, (seconds, _) in found.items()} == dict.fromkeys(in_pandas.COUNTED, len(chosen))
    counts = database.query(snapshot, "counts", Filters().parameters(codes))
    assert counts["recommendations"].sum() == ROWS


def test_every_query_without_texts_runs_on_them(snapshot):
    found = growth.timed(snapshot, read_codes(snapshot), 1)
    assert {"counts", "totals", "state_pairs", "subjects_by_review", "asked_again"} <= set(found)
    assert len(found) > 80
    assert all(len(runs) == 1 for runs in found.values())


def test_what_takes_twice_as_long_with_twice_as_many_has_an_exponent_of_one():
    assert growth.exponent({100: 0.01, 200: 0.02, 400: 0.04}) == pytest.approx(1)
    assert growth.exponent({100: 0.01, 200: 0.01}) == pytest.approx(0)
