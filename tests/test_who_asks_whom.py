"""The page Who asks whom: memberships, pairs of states, the matrix, own groups, recommending states."""

import csv
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from conftest import few_rows_and

from analytics import database
from analytics.charts import askers as draw_askers
from analytics.charts import asking as draw
from analytics.codes import read_codes
from analytics.columns import named
from analytics.compiling import states
from analytics.compiling.checks import CheckError
from analytics.filters import Filters
from analytics.findings import who_asks_whom as say
from analytics.results import Results
from analytics.sources import upr_info
from analytics.sources.recommendations import Correction
from analytics.statistics import networks, rates
from analytics.text import languages, text

EN = text("en")
ORGANISATIONS = ("au", "oas", "oei", "acs", "asean", "al", "oic", "oif", "commonwealth", "eu", "cis", "pif")
ALL = Filters()
MEMBERS = """insert into organisation values ('au', 'AU', 'African Union', 1), ('oas', 'OAS', 'American States', 2);
insert into membership values ('au', 'GHA'), ('au', 'KEN'), ('oas', 'CUB'), ('oas', 'GHA');"""


@pytest.fixture(scope="module")
def grouped():
    """The ten invented rows, and two organisations that share Ghana."""
    with few_rows_and(MEMBERS) as opened:
        yield opened


@pytest.fixture(scope="module")
def few(grouped):
    """Results on these rows."""
    results = Results(grouped, read_codes(grouped))
    return lambda name, filters=ALL, **more: results.table(name, filters, **more)


# Memberships


def export(folder, *rows):
    """An export file of these rows: to, its organisations, from, its organisations."""
    header = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
    lines = [f'{to},,"{of_to}",Paint.,{asks},,"{of_asks}",Accepted,5,Justice,1' for to, of_to, asks, of_asks in rows]
    path = folder / "invented.csv"
    path.write_bytes("\r".join([header, *lines]).encode("mac_roman"))
    return path


def test_a_row_names_both_its_states_with_their_organisations_and_a_pledge_one(tmp_path):
    path = export(tmp_path, ("Ghana", "AU, OIF", "France", "EU"), ("Japan", "", "Japan", ""))
    assert list(upr_info.memberships(path)) == [("Ghana", ("AU", "OIF")), ("France", ("EU",)), ("Japan", ())]


PRINTED = Counter({("Ghana", ("AU", "OIF")): 3, ("Sudan", ("AU", "AL")): 2, ("(Unknown)", ("(Unknown)",)): 1})
STATES = {"Ghana": "GHA", "Sudan": "SDN"}


def wrong(organisation):
    where = {"state": "Sudan", "organisation": organisation}
    return Correction("invented", "organisations", "Sudan", where, 2, "leave_out", "Invented.")


def test_a_wrong_membership_is_left_out_and_its_rows_are_counted():
    members, met, step = states.memberships(PRINTED, STATES, [wrong("AL")], database.DATA)
    assert members == [("au", "GHA"), ("au", "SDN"), ("oif", "GHA")]
    assert met == {"invented": 2}
    assert (step.rows_in, step.rows_out) == (4, 3)


def test_a_correction_whose_membership_was_mended_meets_no_row():
    members, met, _ = states.memberships(PRINTED, STATES, [wrong("OIC")], database.DATA)
    assert met == {"invented": 0}
    assert ("al", "SDN") in members


def test_an_organisation_that_is_in_no_table_stops_the_build():
    with pytest.raises(CheckError, match=r"not in data/organisations\.csv: expected 0, found 1\n  NATO"):
        states.memberships(PRINTED + Counter({("Ghana", ("NATO",)): 1}), STATES, [], database.DATA)


def test_rows_that_disagree_on_the_organisations_of_a_state_stop_the_build():
    with pytest.raises(CheckError, match=r"differ between rows of one state: expected 0, found 2"):
        states.memberships(PRINTED + Counter({("Ghana", ("AU",)): 1}), STATES, [], database.DATA)


def test_the_memberships_are_those_of_2015(codes):
    """53 of 54 African states (Morocco joined in 2017), 28 in the European Union with the United Kingdom, 22 Arab."""
    members = codes.organisations
    assert tuple(members) == ORGANISATIONS
    counts = {"au": 53, "oas": 35, "asean": 10, "al": 22, "oic": 57, "eu": 28}
    assert {code: len(members[code]) for code in counts} == counts
    assert "GBR" in members["eu"]
    assert "MAR" not in members["au"]
    assert [code for code in members if "SSD" in members[code]] == ["au"]
    assert [code for code in members if "PSE" in members[code]] == ["al", "oic"]


def test_an_organisation_has_a_name_and_an_acronym_in_every_language():
    for language in languages():
        t = text(language)
        names = [t.group(code, "m49") for code in ORGANISATIONS]
        acronyms = [t.group(code, "m49", short=True) for code in ORGANISATIONS]
        assert len(set(names)) == len(set(acronyms)) == 12
        assert not set(names + acronyms) & set(ORGANISATIONS)
    assert (text("fr").group("au", "un"), text("fr").group("au", "un", short=True)) == ("Union africaine", "UA")
    assert (EN.group("lac", "un"), EN.group("unknown", "un")) == ("GRULAC", "Not recorded")


# Queries


def test_state_pairs_counts_each_pair_by_answer_and_action(few_rows):
    found = database.query(few_rows, "state_pairs", Filters(acceptance="broad").parameters(read_codes(few_rows)))
    assert "".join(found["state_under_review"].cat.categories) == "ARMCUBFRAGHAISRKENTONVAT"
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        ["ARM", "TON", 1, 0, 0, 1, 0],
        ["CUB", "KEN", 1, 1, 1, 1, 0],
        ["FRA", "ISR", 1, 1, 1, 1, 0],
        ["FRA", "KEN", 1, 1, 1, 1, 1],
        ["GHA", "CUB", 2, 2, 1, 2, 1],
        ["ISR", "KEN", 1, 0, 0, 1, 1],
        ["TON", "ARM", 1, 1, 1, 1, 1],
        ["VAT", "ISR", 1, 1, 0, 1, 1],
        [None, "KEN", 1, 1, 0, 1, 0],
    ]


def test_what_a_state_asks_for_is_counted_by_action(few_rows):
    found = database.query(few_rows, "actions_by_asker", Filters().parameters(read_codes(few_rows)))
    assert found.to_numpy().tolist() == [
        ["ARM", 4, 1],
        ["CUB", 4, 1],
        ["FRA", 1, 1],
        ["FRA", 5, 1],
        ["GHA", 2, 1],
        ["GHA", 5, 1],
        ["ISR", 5, 1],
        ["TON", 5, 1],
        ["VAT", 5, 1],
    ]


@pytest.mark.parametrize(
    ("asking", "asked", "pairs"),
    [
        ("africa", "lac", [["GHA", "CUB", 2, 1, 2, 1, 0]]),
        ("oas", "au", [["CUB", "KEN", 1, 0, 1, 0, 0]]),
        ("au", "", [["GHA", "CUB", 2, 1, 2, 1, 0]]),
        ("none", "asia", [["FRA", "ISR", 1, 0, 1, 1, 0], ["TON", "ARM", 1, 1, 1, 0, 0], ["VAT", "ISR", 1, 1, 1, 0, 0]]),
        ("unknown", "", [[None, "KEN", 1, 0, 1, 0, 0]]),
        ("africa", "oceania", []),
    ],
)
def test_pairs_between_lists_the_pairs_of_two_groups(few, asking, asked, pairs):
    found = few("listed_pairs", asking=asking, asked=asked).astype(object)
    assert found.where(found.notna(), None).to_numpy().tolist() == pairs


def test_pairs_between_says_how_many_pairs_there_are(few):
    assert few("listed_pairs").iloc[0].to_list()[:3] == ["GHA", "CUB", 2]
    assert few("listed_pairs_of").iloc[0].to_list() == [9, 8, 10, 0]


def test_organisations_are_listed_in_order_with_their_members(grouped):
    found = database.query(grouped, "organisations", {})
    assert found[["acronym", "iso3"]].to_numpy().tolist() == [
        ["AU", "GHA"],
        ["AU", "KEN"],
        ["OAS", "CUB"],
        ["OAS", "GHA"],
    ]


# Results


def cells(rows, *columns):
    return {(row.asking, row.asked): tuple(getattr(row, name) for name in columns) for row in rows.itertuples()}


def test_the_matrix_of_regions_has_every_recommendation_once(few):
    found = cells(few("asking_matrix"), "recommendations", "pairs", "specific", "accepted")
    assert {pair: counts for pair, counts in found.items() if counts[0]} == {
        ("africa", "lac"): (2, 1, 1, 1),
        ("lac", "africa"): (1, 1, 0, 0),
        ("asia", "africa"): (1, 1, 1, 0),
        ("asia", "oceania"): (1, 1, 0, 0),
        ("europe", "africa"): (1, 1, 1, 1),
        ("europe", "asia"): (2, 2, 1, 1),
        ("oceania", "asia"): (1, 1, 1, 0),
        ("unknown", "africa"): (1, 1, 0, 0),
    }
    assert len(found) == 5 * 4 + 1  # five recommending regions, four under review, and the row of the unknown


def test_observers_are_a_row_of_their_own_among_the_un_groups(few):
    found = cells(few("asking_matrix", Filters(scheme="un")), "recommendations")
    assert found["observer", "weog"] == (1,)
    assert not any(asked == "observer" for _, asked in found)


def test_a_state_of_two_organisations_counts_in_both(few):
    found = cells(few("asking_matrix", group="organisation"), "recommendations", "share")
    assert found["au", "oas"] == (2, 1.0)
    assert found["oas", "oas"] == (2, 2 / 3)
    assert found["oas", "au"] == (1, 1 / 3)
    assert found["none", "none"][0] == 4


def fitted(observed):
    """Expected counts of a square of states, by fitting rows and columns in turn; nobody recommends to itself."""
    fit = (~np.eye(len(observed), dtype=bool)).astype(float)
    for _ in range(500):
        rows = fit.sum(axis=1)
        fit *= np.divide(observed.sum(axis=1), rows, out=np.zeros(len(fit)), where=rows > 0)[:, None]
        columns = fit.sum(axis=0)
        fit *= np.divide(observed.sum(axis=0), columns, out=np.zeros(len(fit)), where=columns > 0)
    return fit


@pytest.fixture(scope="module")
def square(table, codes):
    """All recommendations with a recorded recommending state, as a square of states."""
    pairs = table("state_pairs").dropna(subset="recommending_state").astype({"recommending_state": str})
    pairs["state_under_review"] = pairs["state_under_review"].astype(str)
    wide = pairs.pivot_table(index="recommending_state", columns="state_under_review", values="recommendations")
    states = list(codes.region_of["m49"])
    return wide.reindex(index=states, columns=states).fillna(0).to_numpy()


def members(codes, group):
    return np.isin(list(codes.region_of["m49"]), group)


@pytest.mark.parametrize("group", ["eu", "oic"])
def test_expected_between_organisations_is_that_of_their_states(table, codes, square, group):
    expected, inside = fitted(square), members(codes, codes.organisations[group])
    row = cells(table("asking_matrix", group="organisation"), "recommendations", "expected", "ratio", "ratio_lower")
    n, of, ratio, lower = row[group, group]
    assert n == square[np.ix_(inside, inside)].sum()
    assert of == pytest.approx(expected[np.ix_(inside, inside)].sum(), rel=1e-6)
    assert ratio == pytest.approx(n / of)
    assert np.isnan(lower)


def test_regions_keep_the_published_shares_for_their_own(table):
    """Counted in the export; what the totals alone give, 0.280 for Africa, by scaling rows and columns in turn."""
    rows = table("own_group").query("measure == 'kept'").set_index("group")
    published = {"africa": (0.432, 0.280), "asia": (0.346, 0.280), "lac": (0.234, 0.148)}
    found = rows.loc[list(published), ["share", "reference"]].round(3)
    assert {code: tuple(pair) for code, pair in zip(found.index, found.to_numpy().tolist(), strict=True)} == published


def test_the_kept_share_is_that_of_the_statistics_on_regions(table, codes, square):
    order = codes.regions["m49"]
    region = np.array([order.index(its) for its in codes.region_of["m49"].values()])
    own = region[:, None] == region
    kept = rates.cluster_rates((square * own).sum(axis=1), square.sum(axis=1), region, len(order))
    expected = networks.expected_counts(square, ~np.eye(len(square), dtype=bool))
    totals = np.bincount(region, expected.sum(axis=1), minlength=len(order))
    alone = np.bincount(region, (expected * own).sum(axis=1), minlength=len(order)) / totals
    rows = table("own_group").query("measure == 'kept'").set_index("group")
    for code in codes.focus:
        found = rows.loc[code, ["share", "lower", "upper", "reference"]].to_list()
        share = kept[order.index(code)]
        assert found == pytest.approx([share.rate, share.lower, share.upper, alone[order.index(code)]])


def test_the_matrix_adds_up_to_the_published_totals(table):
    """61,014 recommendations; 646 come from the observers, 9 have no recorded recommending state."""
    rows, totals = table("asking_matrix"), table("asked_totals")
    assert rows["recommendations"].sum() == 61_014
    assert rows.loc[rows["asking"] == "unknown", "recommendations"].to_list() == [9]
    assert rows["accepted"].sum() == 44_606
    assert rows["specific"].sum() == 22_055
    assert totals[["recommendations", "from_observers", "from_unknown"]].to_numpy().tolist() == [[61_014, 646, 9]]


@pytest.mark.parametrize("scheme", ["m49", "un"])
def test_cuba_was_asked_386_times_by_122_states_in_session_16(table, scheme):
    selected = Filters(scheme=scheme, states=("CUB",), sessions=(16, 16))
    rows, states = table("asking_matrix", selected), table("recommending_states", selected)
    assert rows[["recommendations", "pairs"]].sum().to_list() == [386, 122]
    assert (len(states), states["recommendations"].sum()) == (122, 386)


def test_own_and_others_are_compared_on_the_same_states():
    """Six African states each get 2 from each other (1 accepted) and 2 from France (2 accepted, both specific)."""
    made = [f"AA{letter}" for letter in "ABCDEF"]
    states, asks = [], []
    for place, iso3 in enumerate(made):
        where = "'africa', 'eastern-africa', 'africa'"
        states.append(f"('{iso3}', 'Z{place}', '{900 + place}', '{iso3}', {where}, true, 0, 0, 1, false)")
        other = made[place - 1]
        for asking, response, action in (
            (other, "accepted", 4),
            (other, "noted", 4),
            ("FRA", "accepted", 5),
            ("FRA", "accepted", 5),
        ):
            number = 100 + len(asks)
            asks.append(
                f"({number}, 'invented', 'k{number}', 12, '{iso3}', '{asking}', '{response}', 'Raw', {action}, null)"
            )
    more = f"""delete from recommendation_issue;
        delete from recommendation;
        insert into state values {", ".join(states)};
        insert into state_region select 'm49', iso3, 'africa' from state where iso3 like 'AA_';
        insert into state_region select 'un', iso3, 'africa' from state where iso3 like 'AA_';
        insert into recommendation (
            recommendation, source, source_key, session, state_under_review, recommending_state, response, response_raw,
            action_category, correction
        ) values {", ".join(asks)};"""
    with few_rows_and(more) as opened:
        rows = Results(opened, read_codes(opened)).table("own_group", Filters()).set_index(["group", "measure"])
    accepted = rows.loc[("africa", "rate")]
    assert accepted[["recommendations", "reference_recommendations", "states"]].to_list() == [12, 12, 6]
    assert accepted[["share", "reference", "gap"]].to_list() == [0.5, 1.0, -0.5]
    specific = rows.loc[("africa", "specific_share")]
    assert specific[["share", "reference", "gap"]].to_list() == [0.0, 1.0, -1.0]
    assert rows.loc[("africa", "kept"), ["recommendations", "share"]].to_list() == [12, 1.0]


def test_fewer_than_five_states_give_no_share(few, table):
    assert few("asking_matrix")[["rate", "specific_share"]].isna().all(axis=None)
    assert few("own_group")[["share", "gap"]].isna().all(axis=None)
    rows = table("asking_matrix").set_index(["asking", "asked"])
    assert np.isnan(rows.loc[("europe", "northern-america"), "rate"])  # two states
    assert rows.loc[("europe", "northern-america"), "answered"] > 100


def test_answers_that_are_all_alike_have_a_rate_without_an_interval(table):
    """What Brunei asked was always accepted (75 of 75): an interval of 100.0 to 100.0 % would claim to be sure."""
    made = table("recommending_states")
    brunei = made[made["iso3"] == "BRN"].iloc[0]
    assert (brunei["answered"], brunei["accepted"], brunei["rate"]) == (75, 75, 1)
    assert np.isnan([brunei["lower"], brunei["upper"]]).all()
    of_brunei = Filters(asked_by=("BRN",))
    matrix = table("asking_matrix", of_brunei)
    assert (matrix.loc[matrix["states"] >= 5, "rate"] == 1).all()
    assert matrix[["lower", "upper"]].isna().all(axis=None)
    mixes = table("standardised_rates", of_brunei)
    assert (mixes["rate"] == 1).all()
    assert mixes[["se", "lower", "upper", "standardised_lower", "standardised_upper"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("result", "ends"),
    [
        ("recommending_states", [("lower", "upper")]),
        ("asking_matrix", [("lower", "upper"), ("specific_lower", "specific_upper")]),
        ("own_group", [("lower", "upper"), ("reference_lower", "reference_upper")]),
    ],
)
@pytest.mark.parametrize("filters", [ALL, Filters(actions=(5,)), Filters(asked_by=("BRN",))])
def test_no_interval_has_no_width(table, result, ends, filters):
    rows = table(result, filters)
    for lower, upper in ends:
        known = rows[rows[lower].notna()]
        assert (known[lower] < known[upper]).all()


def test_a_cell_whose_states_are_all_alike_says_why_it_has_no_interval(table):
    rows = table("asking_matrix", Filters(asked_by=("BRN",)))
    said = {
        words[6] for trace in draw.matrix(rows, "acceptance", ("", ""), "m49", EN).data for words in trace.customdata
    }
    too_few = "Too few states: fewer than 5 under review, so no share and no interval."  # of Northern America
    assert said == {"no interval: fewer than 5 states, or all answer alike", too_few}
    rows = table("recommending_states", Filters(asked_by=("BRN",)))
    mark = next(trace for trace in draw_askers.askers(rows, EN).data if trace.error_x.array is not None)
    assert mark.customdata[0][2] == "no interval: fewer than 5 states answered, or all answer alike"


def test_cells_of_fewer_than_20_are_marked(table):
    rows = table("asking_matrix")
    assert (rows["few"] == (rows["recommendations"] < 20)).all()
    assert rows["few"].any()


def test_recommending_states_are_ordered_by_what_they_make(table):
    rows = table("recommending_states")
    assert rows["recommendations"].is_monotonic_decreasing
    assert rows.iloc[0][["iso3", "recommendations", "states"]].to_list() == ["FRA", 1821, 192]  # counted in the export
    actions = rows[["minimal", "continuing", "considering", "general", "specific"]]
    assert (actions.sum(axis=1) == rows["recommendations"]).all()
    assert rows["recommendations"].sum() == 61_014 - 9


def test_the_shrunken_rate_lies_between_the_raw_one_and_those_of_the_others(table):
    rows = table("recommending_states")
    pooled = rows["accepted"].sum() / rows["answered"].sum()
    one = rows[(rows["answered"] < 5) & (rows["rate"] == 1)].iloc[0]
    assert pooled < one["shrunken"] < 1
    france = rows.iloc[0]
    assert abs(france["shrunken"] - france["rate"]) < 0.01
    assert france["lower"] < france["rate"] < france["upper"]


def test_the_spread_of_a_state_is_measured_against_the_totals(table, codes, square):
    expected, states = fitted(square), list(codes.region_of["m49"])
    rows = table("asking_spread")
    assert rows["iso3"].nunique() == 15
    for row in rows.iloc[:6].itertuples():
        inside = members(codes, [state for state, region in codes.region_of["m49"].items() if region == row.asked])
        asking = states.index(row.iso3)
        assert row.recommendations == square[asking, inside].sum()
        assert row.expected == pytest.approx(expected[asking, inside].sum(), rel=1e-6)
        assert row.ratio == pytest.approx(row.recommendations / row.expected)
        assert row.ratio_lower < row.ratio < row.ratio_upper


RESULTS = ("asking_matrix", "asking_by_region", "own_group", "recommending_states", "asking_spread", "asked_totals")
NOTHING = Filters(states=("KEN",), asked_by=("KEN",))


@pytest.mark.parametrize("group", ["region", "organisation"])
@pytest.mark.parametrize("scheme", ["m49", "un"])
@pytest.mark.parametrize("name", [*RESULTS, "listed_pairs", "listed_pairs_of"])
def test_no_result_fails_on_a_selection_that_is_empty_or_small(table, name, scheme, group):
    for selected in (NOTHING, Filters(states=("IDN",), sessions=(1, 1)), Filters(asked_by=("FRA",), actions=(1,))):
        rows = table(name, Filters(**{**vars(selected), "scheme": scheme}), group=group)
        assert isinstance(named(rows, EN, scheme), pd.DataFrame)


@pytest.mark.parametrize("name", [*RESULTS, "listed_pairs"])
@pytest.mark.parametrize("language", languages())
def test_every_column_has_a_heading(table, name, language):
    shown = named(table(name), text(language), "m49")
    assert [column for column in shown if not text(language).has(f"column.{column}")] == []


def test_both_states_of_a_pair_have_a_name_and_a_code(table):
    shown = named(table("listed_pairs"), EN, "m49").iloc[0]
    assert shown[["recommending_name", "reviewed_name", "recommending_state"]].to_list() == [
        "Venezuela",
        "United States",
        "VEN",
    ]


# Sentences


def test_too_few_states_are_said_to_be_too_few(few, codes):
    for said in (
        say.matrix(few("asking_matrix"), "acceptance", codes.focus, Filters(), EN),
        say.own_group(few("own_group"), codes.focus, "region", "m49", EN),
    ):
        assert said.whole == "Too few states: fewer than 5 under review, so no share and no interval."
    assert "Hardly any state" in say.askers(few("recommending_states"), EN).heading


def test_the_committed_memberships_are_of_known_states_and_organisations():
    with (database.DATA / "memberships.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 384
    assert {row["organisation"] for row in rows} == set(ORGANISATIONS)
