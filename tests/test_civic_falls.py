"""The page on falls of civic space: made by hand, drawn, said, and opened under several selections."""

import re
from functools import partial

import pandas as pd
import pytest
from app_support import behind, folded, opened, traces, with_open

from analytics.charts import civic_falls as charts
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import civic_falls as findings
from analytics.results import Results, civic_falls
from analytics.results.definition import Setting
from analytics.text import languages, text
from analytics.thresholds import UNCHANGED

PAGE = "pages/civic_falls.py"
VIEWS = ("falls", "institutions", "shutdowns")
SELECTIONS = [{}, {"regions": "oceania", "scheme": "m49"}, {"states": "TON"}, {"scheme": "un", "cycles": "1"}]
FILTERS = [
    Filters(),
    Filters(scheme="un", cycles=(1,)),
    Filters(regions=("oceania",)),
    Filters(states=("TON",)),
    Filters(states=("DEU", "KEN")),
    Filters(regions=("africa",), states=("CHN",)),
]
INDEX, SCALED = "v2xcs_ccsi", "v2csreprss"
T = text("en")
FOCUS = ("africa", "asia", "lac")


@pytest.fixture
def setting(few_rows):
    """A setting on the indicator that is named, without any selection."""

    def of(indicator=INDEX, table=None):
        codes = read_codes(few_rows)
        return Setting(Filters(), codes, {"indicator": indicator}, table or Results(few_rows, codes).table)

    return of


def moved(*changes, region="asia"):
    """Invented states with these changes: by V-Dem, by Freedom House."""
    return pd.DataFrame(
        {
            "iso3": [f"S{number:02}" for number in range(len(changes))],
            "region": region,
            "change": [value for value, _ in changes],
            "score_change": [score for _, score in changes],
            "last_score_year": 2024,
            "recommendations": 5,
            "about": 1,
        }
    )


# Made


def test_a_change_below_two_hundredths_of_a_scale_is_unchanged_and_no_disagreement(setting):
    states = moved((-0.019, 1), (-0.02, 1), (0.019, -1), (0.02, -1), (-0.5, 0), (-0.5, None), (None, -2))
    assert UNCHANGED == 0.02
    value, score = civic_falls.directions(states, setting())
    assert value[:6].tolist() == [0, -1, 0, 1, -1, -1]
    assert score[[0, 1, 2, 3, 4, 6]].tolist() == [1, 1, -1, -1, 0, -1]
    assert civic_falls.compared(states, setting())["disagree"].to_list() == [
        False,
        True,
        False,
        True,
        False,
        None,
        None,
    ]
    (row,) = civic_falls.by_region(states, setting()).to_dict("records")
    assert [row[name] for name in ("states", "fell", "rose", "disagreeing", "unchanged")] == [5, 0, 0, 2, 3]


def test_on_the_scale_of_the_model_the_bound_is_that_part_of_minus_4_to_4(setting):
    states = moved((-0.159, 1), (-0.16, 1))
    assert civic_falls.directions(states, setting(SCALED))[0].tolist() == [0, -1]


def test_states_that_equal_the_last_one_listed_are_listed_too(setting):
    rows = [(-0.5 + 0.01 * place, -1) for place in range(14)] + [(-0.3, -1)] * 3 + [(-0.1, -1)]
    assert len(civic_falls.furthest(moved(*rows), setting())) == 17
    assert len(civic_falls.furthest(moved((-0.1, 1), (-0.01, -1), (0.2, 1)), setting())) == 1


def test_institutions_are_shares_of_each_source_in_years_that_it_covers_whole(setting):
    rows = [("a", 2018, ("A", "none", "C")), ("a", 2019, ("A",)), ("b", 2019, ("A", "B", "D"))]
    statuses = pd.DataFrame(
        [(f"S{place}", "asia", source, year, status) for source, year, its in rows for place, status in enumerate(its)],
        columns=["iso3", "region", "source", "year", "status"],
    )
    made = civic_falls.institutions(statuses, setting())
    assert made.drop(columns="share").to_numpy().tolist() == [
        ["asia", "A", 2018, "a", 1, 3],
        ["asia", "A", 2019, "b", 1, 3],
        ["asia", "B", 2018, "a", 0, 3],
        ["asia", "B", 2019, "b", 1, 3],
    ]
    assert made["share"].round(3).to_list() == [0.333, 0.333, 0, 0.333]
    assert civic_falls.other_source(made) == 2019
    assert civic_falls.other_source(made[made["year"] == 2018]) is None


def test_shutdowns_are_divided_by_all_inhabitants_and_a_year_without_a_record_stays(setting):
    people = pd.DataFrame(
        {"iso3": ["KEN", "GHA"] * 2, "region": "africa", "year": [2020] * 2 + [2021] * 2, "population": 250_000_000}
    )
    records = pd.DataFrame(
        {"iso3": "KEN", "region": "africa", "year": [2020, 2022], "events": [3, 1], "full_network": [2, 0]}
    )
    made = civic_falls.shutdowns(records, setting(table=lambda _: people))
    assert made.columns.to_list() == [
        *("region", "year", "events", "full_network", "with_record", "states", "population", "per_population")
    ]
    assert made.to_numpy().tolist() == [
        ["africa", 2020, 3, 2, 1, 2, 500_000_000, 6.0],
        ["africa", 2021, 0, 0, 0, 2, 500_000_000, 0.0],
        ["africa", 2022, 1, 0, 1, 2, 500_000_000, 2.0],
    ]


# As the files say: Nicaragua and Hungary fell by both, Congo rose by V-Dem (+0.041) and lost 4 points


def test_known_states_stand_where_the_files_put_them(table):
    assert table("civic_space_furthest")["iso3"].to_list()[:4] == ["AFG", "TUN", "MMR", "NIC"]
    opposite = set(table("civic_space_disagreements")["iso3"])
    assert "COG" in opposite
    assert opposite.isdisjoint({"NIC", "HUN", "TON"})
    rows = table("civic_space_falls_by_region")
    parts = rows[["fell", "rose", "disagreeing", "unchanged"]].sum(axis=1)
    assert (rows["states"].sum(), (parts == rows["states"]).all()) == (172, True)
    assert rows["disagreeing"].sum() == len(opposite)


def test_institutions_reach_2025_and_shutdowns_keep_every_record(table):
    shares = table("institutions_over_time")
    assert sorted(set(shares["year"])) == [2000, 2005, 2010, *range(2015, 2026)]
    assert civic_falls.other_source(shares) == 2019
    assert table("shutdowns_by_region")["events"].sum() == table("internet_shutdowns")["events"].sum()


# Said and drawn


@pytest.mark.parametrize("filters", FILTERS, ids=repr)
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("indicator", [INDEX, SCALED])
def test_every_selection_has_its_sentences_and_valid_figures(table, filters, language, indicator):
    t, made = text(language), partial(table, filters=filters, indicator=indicator)
    states, regions, furthest = (made(f"civic_space_{name}") for name in ("falls", "falls_by_region", "furthest"))
    shares, records = made("institutions_over_time"), made("shutdowns_by_region")
    said = [
        findings.basis(states, regions, (1, 27), t),
        findings.falls(states, regions, furthest, t),
        findings.by_region(regions, FOCUS, filters.scheme, t),
        findings.opposite(made("civic_space_disagreements"), regions, t),
        findings.institutions(shares, FOCUS, filters.scheme, t),
        findings.institutions_basis(shares, t),
        findings.shutdowns(records, FOCUS, filters.scheme, t),
        findings.shutdowns_basis(records, t),
    ]
    said = [getattr(each, "whole", each) for each in said]
    assert [each for each in said if not each or re.search(r"\b(nan|NA)\b", each)] == []
    for figure in (
        charts.furthest(furthest, indicator, t),
        charts.by_region(regions, filters.scheme, t),
        charts.institutions(shares, filters.scheme, t),
        charts.shutdowns(records, filters.scheme, t),
    ):
        assert figure.layout.height > 0
        assert len(figure.to_json()) < 40_000


def test_the_first_sentence_says_falls_ties_and_who_was_not_asked():
    rows = moved((-0.4, -1), (-0.3, -1), (-0.2, -1), (-0.2, -1), (-0.1, -1))
    regions = pd.DataFrame([{"states": 5, "fell": 5, "fell_asked": 3, "unasked": 1}])
    said = findings.falls(rows, regions, rows, T).whole
    assert "fell by both judgements in 5 of 5 states after 2014" in said
    assert all(f"S0{place} (−0." in said for place in range(4))
    assert "S04" not in said
    assert "about civil society since 2014: 3; other things only: 1; nothing in this selection: 1." in said


def test_a_selection_that_one_source_does_not_judge_is_said_to_be_so(table):
    tonga = partial(table, filters=Filters(states=("TON",)))
    names = ("falls", "falls_by_region", "furthest")
    said = findings.falls(*(tonga(f"civic_space_{name}") for name in names), T).whole
    assert "No state of this selection is judged by both sources." in said
    assert "V-Dem has no data for this selection. That is not zero." in said
    none = findings.shutdowns(table("shutdowns_by_region", Filters(states=("DEU",))), FOCUS, "m49", T).heading
    assert none == "No shutdown is recorded for this selection. A state without a record is not one without a shutdown."


# Opened


@pytest.mark.parametrize("link", SELECTIONS, ids=repr)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", languages())
def test_every_view_opens_under_every_selection(link, view, language):
    at = opened(PAGE, view=view, lang=language, **link)
    assert not at.exception
    empty = [each.value for each in at.info]
    assert bool(folded(at)) != bool(empty)  # a card without a mark to draw has words alone


def test_tables_hold_what_figures_draw_and_each_card_names_its_sources():
    at = with_open(opened(PAGE))
    furthest, every = behind(at, "civic_falls-furthest")
    drawn = traces(at, "civic_falls-furthest")
    left = [trace["x"] for trace in drawn if "xaxis" not in trace]
    assert left == furthest[["first_value", "last_value"]].to_numpy().tolist()
    assert len(every) == 193
    (regions,) = behind(at, "civic_falls-regions")
    assert sum(len(trace["x"]) for trace in traces(at, "civic_falls-regions")) == int(
        (regions[["fell", "rose", "disagreeing", "unchanged"]] > 0).sum().sum()
    )
    said = " ".join(folded(at))
    assert all(each in said for each in ("V-Dem Institute", "Freedom House, Freedom in the World", "UPR Info"))
    assert "requests without answers in sessions 28 to 36" in said
    of_others = " ".join(said for view in VIEWS[1:] for said in folded(opened(PAGE, view=view)))
    assert all(each in of_others for each in ("GANHRI", "Access Now", "World Bank", "Statistics Division"))
