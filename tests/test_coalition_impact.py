"""Networks and what was recommended: counted by hand on invented rows, and estimated again from the files of data/."""

import numpy as np
import pandas as pd
import pytest
from conftest import few_rows_and
from scipy import stats

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.results import Results, coalition_impact
from analytics.results.definition import Setting
from analytics.thresholds import FEWEST_COMPARED

DATA = database.DATA
LISTS = """
insert into session values (27, 3, 2017, null, null), (28, 3, 2017, null, null), (40, 3, 2022, null, null);
insert into flag values
    ('walls', 'subjects', 2, null, 'Walls.', '3'), ('doors', 'subjects', 1, null, 'Doors.', '3'),
    ('room', 'civil_society', 1, null, 'Room.', '1');
insert into recommendation_flag values
    (1, 'doors'), (1, 'walls'), (2, 'doors'), (3, 'room'), (4, 'doors'), (5, 'walls'), (7, 'doors'), (8, 'room');
update recommendation set session = 27 where recommendation in (7, 8);
insert into recommendation_flag values (6, 'room'), (9, 'room'), (10, 'room');
insert into request values (28, 'KEN', 'FRA', 3, 1), (28, 'KEN', 'CUB', 2, 0);
insert into request_flag values (28, 'KEN', 'FRA', 'doors', 2), (28, 'KEN', 'CUB', 'doors', 1);
insert into stakeholder_document values
    ('A/HRC/WG.6/28/KEN/3', 'KEN', 28, 'joint_only', null, 2, null, 'A', 0, 0, 0, 'invented'),
    ('A/HRC/WG.6/27/ISR/3', 'ISR', 27, 'joint_only', null, 1, null, 'D', 0, 1, 0, 'invented'),
    ('A/HRC/WG.6/40/GHA/3', 'GHA', 40, 'joint_only', null, 1, null, 'B', 0, 0, 0, 'invented'),
    ('A/HRC/WG.6/13/TON/3', 'TON', 13, 'joint_only', null, 1, null, 'B', 0, 0, 0, 'invented');
insert into stakeholder values
    ('doors-now', 'Doors Now', 'DN', null, 'network', null), ('walls-now', 'Walls Now', null, null, 'network', null),
    ('all-now', 'All Now', null, null, 'network', null), ('us', 'Us', null, 'KEN', 'association', null);
insert into network values
    ('doors-now', 'Doors Now', 'DN', null, 'doors', 'international', 'Invented.'),
    ('walls-now', 'Walls Now', null, null, 'walls', 'regional', 'Invented.'),
    ('all-now', 'All Now', null, null, null, 'international', 'Invented.');
insert into submission values
    ('A/HRC/WG.6/28/KEN/3', 'JS1', 1, 'joint', null, null, null, false, null, null),
    ('A/HRC/WG.6/28/KEN/3', 'JS2', 2, 'joint', null, null, null, false, null, null),
    ('A/HRC/WG.6/27/ISR/3', 'JS1', 1, 'joint', null, null, null, false, null, null),
    ('A/HRC/WG.6/40/GHA/3', 'JS1', 1, 'joint', null, null, null, false, null, null),
    ('A/HRC/WG.6/13/TON/3', 'JS1', 1, 'joint', null, null, null, false, null, null);
insert into submission_member values
    ('A/HRC/WG.6/28/KEN/3', 'JS1', 1, 'doors-now', 'Doors Now', null, false, null, null),
    ('A/HRC/WG.6/28/KEN/3', 'JS1', 2, 'us', 'Us', null, false, null, null),
    ('A/HRC/WG.6/28/KEN/3', 'JS2', 1, 'doors-now', 'Doors Now', null, false, null, null),
    ('A/HRC/WG.6/28/KEN/3', 'JS2', 2, 'all-now', 'All Now', null, false, null, null),
    ('A/HRC/WG.6/27/ISR/3', 'JS1', 1, 'walls-now', 'Walls Now', null, false, null, null),
    ('A/HRC/WG.6/40/GHA/3', 'JS1', 1, 'doors-now', 'Doors Now', null, false, null, null),
    ('A/HRC/WG.6/13/TON/3', 'JS1', 1, 'doors-now', 'Doors Now', null, false, null, null);
set variable source = 'upr_info';
"""


@pytest.fixture(scope="module")
def few():
    with few_rows_and(LISTS) as connection:
        yield connection


@pytest.fixture(scope="module")
def made(few):
    results = Results(few, read_codes(few))
    return lambda name, filters=None, **own: results.table(name, filters or Filters(), **own)


def test_each_network_is_beside_every_review_of_the_third_cycle_with_a_list(few):
    rows = database.query(few, "network_signing", {})
    columns = ["organisation", "iso3", "session", "grade", "in_review", "joint"]
    counts = ["first_on", "first_of", "second_on", "second_of", "third_on", "third_of"]
    # Kenya: 2 of 3 on doors in cycle 1, 1 of 1 in cycle 2, 3 of 5 requests in cycle 3. Israel: cycle 3 only, 1 of 2.
    # Ghana's list is of a session without recommendations. A network without a subject and a list of cycle 2 are out.
    assert rows[[*columns, *counts]].to_numpy().tolist() == [
        ["Doors Now", "ISR", 27, "D", 1, 0, 0, 0, 0, 0, 1, 2],
        ["Doors Now", "KEN", 28, "A", 2, 2, 2, 3, 1, 1, 3, 5],
        ["Doors Now", "GHA", 40, "B", 1, 1, 0, 0, 0, 0, 0, 0],
        ["Walls Now", "ISR", 27, "D", 1, 1, 0, 0, 0, 0, 0, 2],
        ["Walls Now", "KEN", 28, "A", 2, 0, 1, 3, 0, 1, 0, 5],
        ["Walls Now", "GHA", 40, "B", 1, 0, 0, 0, 0, 0, 0, 0],
    ]


def test_answers_count_only_reviews_that_have_them(few):
    rows = database.query(few, "network_answers", {})
    assert rows.to_numpy().tolist() == [["doors", "ISR", 27, False, 1, 1]]


def test_a_joint_submission_counts_once_for_a_subject_whoever_signed(few):
    rows = database.query(few, "network_asks", {"country": "KEN"})
    assert rows.fillna("").to_numpy().tolist() == [["doors", 2, "Doors Now"], ["walls", 0, ""]]
    rows = database.query(few, "network_asks", {"country": "TON"})
    assert rows["joint"].to_list() == [0, 0], "a list of another cycle"


def test_reviews_without_outcome_and_states_without_list_are_told_apart(made):
    rows = made("impact_outcomes").set_index("region")
    assert rows.loc["africa", ["states", "reviews", "waiting", "unlisted"]].to_list() == [2, 1, 1, 0]
    assert rows.loc["asia", ["states", "reviews", "waiting", "unlisted"]].to_list() == [2, 1, 0, 1]
    assert rows.loc["lac", ["states", "reviews", "waiting", "unlisted"]].to_list() == [1, 0, 0, 1]


def test_with_few_states_there_are_counts_and_no_number(made):
    rows = made("network_changes")
    first = rows[rows["region"].isna()].set_index("organisation")
    assert first.loc["Doors Now", ["states_signed", "states_not_signed"]].to_list() == [1, 1]
    numbers = ["change_signed", "change_not_signed", "difference", "lower", "upper", "q", "placebo"]
    assert rows[numbers].isna().all(axis=None)
    assert made("network_pooled")["difference"].isna().all()
    assert made("network_accepted")["difference"].isna().all()


def test_one_review_has_its_subjects_beside_its_recommendations(made):
    rows = made("review_subjects", country="KEN")
    columns = ["subject", "joint", "organisations", "share", "reference_share"]
    assert rows[columns].fillna("").to_numpy().tolist() == [["doors", 2, "Doors Now", 0.6, 1], ["walls", 0, "", 0, 0]]
    assert made("review_subjects", country="GHA")["share"].isna().all(), "no recommendation held is not a share of zero"
    assert made("review_subjects", country="CUB").empty


def signing(changes, region="africa", network="n", earlier=0.0):
    """Invented states: the change of the share of each on a subject of 100 recommendations, and whether it signed."""
    rows = [
        {
            "stakeholder": network,
            "organisation": network,
            "acronym": None,
            "subject": "doors",
            "iso3": f"{region}{number}",
            "session": 28,
            "grade": "A",
            "in_review": number,
            "joint": int(signed),
            "first_on": 10 - earlier * signed,
            "first_of": 100,
            "second_on": 10,
            "second_of": 100,
            "third_on": 10 + change,
            "third_of": 100,
        }
        for number, (change, signed) in enumerate(changes)
    ]
    return pd.DataFrame(rows)


def setting_of(codes, rows):
    regions = {iso3: iso3.rstrip("0123456789") for iso3 in rows["iso3"]}
    made = pd.Series({"m49": regions})
    invented = type("Codes", (), {"region_of": made, "focus": ("africa", "lac", "asia"), "regions": codes.regions})
    return Setting(Filters(), invented, {}, lambda name: {}[name])  # ty: ignore[invalid-argument-type]


def test_the_difference_is_the_change_where_it_signed_minus_that_elsewhere(codes):
    # Signed: half of 12 states 4 points up and half 2; others: half of 10 one point up and half 1 down.
    rows = signing([(4, True), (2, True)] * 6 + [(1, False), (-1, False)] * 5)
    found = coalition_impact.network_changes(rows, setting_of(codes, rows))
    everywhere, africa = found.iloc[0], found.iloc[1]
    assert (everywhere.states_signed, everywhere.states_not_signed) == (12, 10)
    assert [everywhere.change_signed, everywhere.change_not_signed] == pytest.approx([0.03, 0])
    # Variances of the means: 1 * 12 / 11 / 12 = 1 / 11 and 1 * 10 / 9 / 10 = 1 / 9, in squared points.
    parts = np.array([1 / 11, 1 / 9])
    df = parts.sum() ** 2 / (parts**2 / [11, 9]).sum()
    margin = stats.t.ppf(0.975, df) * np.sqrt(parts.sum()) / 100
    assert [everywhere.difference, everywhere.lower, everywhere.upper] == pytest.approx(
        [0.03, 0.03 - margin, 0.03 + margin]
    )
    assert africa.difference == pytest.approx(0.03)
    assert np.isnan(africa.q), "regions are not tested again"
    assert everywhere.q == pytest.approx(2 * stats.t.sf(3 / np.sqrt(parts.sum()), df))
    one_less = rows.drop(index=21)
    assert np.isnan(coalition_impact.network_changes(one_less, setting_of(codes, rows)).iloc[0].difference)
    assert FEWEST_COMPARED == 10


def test_q_counts_the_networks_that_have_a_number(codes):
    strong = signing([(4, True), (2, True)] * 6 + [(1, False), (-1, False)] * 5, network="a")
    none = signing([(1, True), (-1, True)] * 6 + [(1, False), (-1, False)] * 5, network="b")
    few = signing([(9, True)] + [(1, False), (-1, False)] * 5, network="c")
    rows = pd.concat([strong, none, few], ignore_index=True)
    found = coalition_impact.network_changes(rows, setting_of(codes, rows))
    q = found[found["region"].isna()].set_index("organisation")["q"]
    alone = coalition_impact.network_changes(strong, setting_of(codes, strong)).iloc[0].q
    assert q["a"] == pytest.approx(2 * alone)
    assert q["b"] == pytest.approx(1)
    assert np.isnan(q["c"])


# The built-in facts, once more by other means


@pytest.fixture(scope="module")
def again():
    """One row per network and state compared, made with pandas from the files of data/."""
    sessions = pd.read_csv(DATA / "sessions.csv").set_index("session")["cycle"]
    networks = pd.read_csv(DATA / "networks.csv")
    networks = networks[networks["subject"].notna()]
    answered = pd.read_parquet(DATA / "recommendations.parquet")[["source_key", "session", "state_under_review"]]
    flags = pd.read_parquet(DATA / "flags.parquet")
    requests = pd.read_parquet(DATA / "requests.parquet")
    pieces = []
    for flag in sorted(set(networks["subject"])):
        keys = set(flags.loc[flags["flag"] == flag, "source_key"])
        one = answered.assign(n=1, on=answered["source_key"].isin(keys).astype(int))
        two = requests.assign(n=requests["number"].astype(int), on=requests[flag].astype(int))
        both = pd.concat([part[["session", "state_under_review", "n", "on"]] for part in (one, two)])
        both = both.assign(cycle=both["session"].map(sessions))
        n, on = (both.pivot_table(of, "state_under_review", "cycle", aggfunc="sum") for of in ("n", "on"))
        pieces.append((on / n).assign(flag=flag))
    shares = pd.concat(pieces).reset_index().rename(columns={"state_under_review": "state"})
    documents = pd.read_csv(DATA / "stakeholder_documents.csv")
    documents = documents[documents["session"].map(sessions) == 3]
    joint = pd.read_csv(DATA / "submissions.csv").query("kind == 'joint'")
    members = pd.read_csv(DATA / "submission_members.csv").merge(joint[["symbol", "code"]], on=["symbol", "code"])
    signed = set(zip(members["symbol"], members["stakeholder"], strict=True))
    rows = documents.merge(networks, how="cross").merge(
        shares, left_on=["state", "subject"], right_on=["state", "flag"]
    )
    rows["signed"] = [
        (symbol, network) in signed for symbol, network in zip(rows["symbol"], rows["network"], strict=True)
    ]
    return rows[rows[3].notna()]


def sandwich(outcome, design, cluster):
    """Last coefficient of least squares and its error with clusters (CR1)."""
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ outcome
    scores = pd.DataFrame(design * (outcome - design @ coefficients)[:, None]).groupby(np.asarray(cluster)).sum()
    n, k, m = len(outcome), design.shape[1], len(scores)
    middle = scores.to_numpy().T @ scores.to_numpy() * m / (m - 1) * (n - 1) / (n - k)
    return coefficients[-1], np.sqrt((inverse @ middle @ inverse)[-1, -1])


NUMBERED = ("institute-on-statelessness-and-inclusion", "international-service-for-human-rights", "ecpat-international")


@pytest.mark.parametrize("network", NUMBERED)
@pytest.mark.parametrize("cycles", [(2, 3, ""), (1, 2, "placebo_")], ids=["estimate", "placebo"])
def test_a_network_is_estimated_again_from_the_files_by_least_squares(table, again, network, cycles):
    before, after, prefix = cycles
    rows = again[again["network"] == network]
    found = table("network_changes").query("region.isna()").set_index("stakeholder").loc[network]
    assert (found.states_signed, found.states_not_signed) == (rows["signed"].sum(), (~rows["signed"]).sum())
    change, one = (rows[after] - rows[before]).to_numpy(), rows["signed"].to_numpy()
    test = stats.ttest_ind(change[one], change[~one], equal_var=False)
    welch = test.confidence_interval()
    ends = [found[f"{prefix}lower"], found[f"{prefix}upper"]]
    assert ends == pytest.approx([welch.low, welch.high], rel=0.005)  # never narrower, see `intervals.difference_df`
    assert ends[0] <= welch.low + 1e-12
    assert ends[1] >= welch.high - 1e-12
    # Two rows a state, each state with its own constant, the cycle, and the cycle where it signed.
    states = len(rows)
    own = np.vstack([np.eye(states)] * 2)
    later = np.repeat([0, 1], states)
    design = np.column_stack([own, later, later * np.tile(one, 2)])
    value, error = sandwich(np.concatenate([rows[before], rows[after]]), design, np.tile(rows["state"], 2))
    assert found["placebo" if prefix else "difference"] == pytest.approx(value)
    width = found[f"{prefix}upper"] - found[f"{prefix}lower"]
    # CR1 counts the states' constants as parameters, which doubles its factor: sqrt(2) with two rows a state.
    assert width / (2 * stats.t.ppf(0.975, test.df)) == pytest.approx(error / np.sqrt(2), rel=0.05)


def test_all_networks_together_are_estimated_again_with_the_state_as_cluster(table, again):
    found = table("network_pooled").set_index("variant").loc["all"]
    constants = pd.get_dummies(again["network"]).to_numpy(dtype=float)
    design = np.column_stack([constants, again["signed"]])
    for before, after, prefix in ((2, 3, ""), (1, 2, "placebo_")):
        value, error = sandwich((again[after] - again[before]).to_numpy(), design, again["state"])
        assert found["placebo" if prefix else "difference"] == pytest.approx(value)
        width = found[f"{prefix}upper"] - found[f"{prefix}lower"]
        assert width / (2 * stats.t.ppf(0.975, 78)) == pytest.approx(error, rel=0.08)
    assert (found.states, found.signatures) == (again["state"].nunique(), again["signed"].sum())


def test_every_form_rests_on_the_rows_it_says(table, again):
    found = table("network_pooled").set_index("variant")
    assert found.loc["grade_a", "states"] == again.loc[again["grade"] == "A", "state"].nunique()
    assert found.loc["grades_ab", "states"] == again.loc[again["grade"].isin(["A", "B"]), "state"].nunique()
    assert found.loc["without_largest", "states"] == found.loc["all", "states"] - 1
    sides = again.groupby("network")["signed"].agg(["sum", "size"])
    enough = (sides["sum"] >= 10) & (sides["size"] - sides["sum"] >= 10)
    assert found.loc["compared", "networks"] == enough.sum()
    regions = table("network_pooled_by_region").set_index("region")["states"]
    inside = pd.read_csv(DATA / "states.csv").set_index("iso3")["m49_region"]
    assert regions.to_dict() == {
        region: again["state"][again["state"].map(inside) == region].nunique() for region in ("africa", "lac", "asia")
    }


def test_reviews_that_wait_for_recommendations_are_counted_and_left_out(table, again):
    rows = table("impact_outcomes")
    documents = pd.read_csv(DATA / "stakeholder_documents.csv").query("27 <= session <= 40")
    # The Dominican Republic has a list of session 32, and the source of the requests lacks that review.
    assert rows["reviews"].sum() == again["state"].nunique() == (documents["session"] <= 36).sum() - 1
    assert rows["waiting"].sum() == (documents["session"] > 36).sum() + 1
    assert rows[["reviews", "waiting", "unlisted"]].sum().sum() == rows["states"].sum() == 193
