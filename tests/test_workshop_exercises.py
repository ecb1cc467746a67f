"""Exercises on requests, coalitions and civic space: an independent count of the facts gives the same answers."""

import re

import duckdb
import pytest

from analytics import exercises
from analytics.codes import read_codes
from analytics.exercises.acceptance import with_wrong
from analytics.filters import Filters
from analytics.folders import DATA
from analytics.results import Results
from analytics.text import languages, text

ROWS, STATES = f"'{DATA / 'recommendations.parquet'}'", f"'{DATA / 'states.csv'}'"
OF_REGION = f"select iso3 from {STATES} where m49_region = ?"
CIVIC = f"'{DATA / 'civic_space.parquet'}'"
DOCUMENTS, SUBMISSIONS = f"'{DATA / 'stakeholder_documents.csv'}'", f"'{DATA / 'submissions.csv'}'"
JOINT = f"""
select document.state, state.m49_region as region, count(distinct submission.code) as joint
from {DOCUMENTS} as document
inner join {STATES} as state on state.iso3 = document.state
left join {SUBMISSIONS} as submission on submission.symbol = document.symbol and submission.kind = 'joint'
where document.session between 27 and 40
group by document.state, state.m49_region
"""
SEEDS = (1, 2, 3, 14, 159)
FOCUS = ("africa", "lac", "asia")


def counted(sql, *values):
    """A count on the facts as they are stored, without the queries of the atlas."""
    return duckdb.execute(sql, values).fetchall()


@pytest.fixture(scope="module", params=SEEDS)
def made(request, codes, table):
    """One set of exercises by the name of their kind."""
    return {each.kind: each for each in exercises.made(codes, table, request.param, text("en"))}


def rate(region):
    ((accepted, answered),) = counted(
        f"select count(*) filter (response = 'accepted'), count(*) from {ROWS}"
        f" where response is not null and state_under_review in ({OF_REGION})",
        region,
    )
    return accepted, answered


def test_there_are_twelve_kinds_or_more_on_four_subjects():
    modules = {make.__module__.rpartition(".")[2] for make in exercises.KINDS.values()}
    assert len(exercises.KINDS) == 19
    assert modules == {"acceptance", "asking", "requests", "coalitions", "civic_space"}


def test_the_table_of_rates_holds_those_of_the_rows(made):
    each = made["fill_rates"]
    for region, cells in zip(each.about, each.blank.rows, strict=True):
        accepted, answered = rate(region)
        assert cells[1:] == (f"{answered:,}", f"{accepted:,}", f"{accepted / answered:.1%}")
        assert cells[3] in each.question
    assert each.blank.holes == (3,)
    assert each.n == sum(rate(region)[1] for region in FOCUS)


def test_what_is_asked_most_is_so_in_the_rows(made):
    region, *actions = made["most_asked"].about
    parts = dict(
        counted(
            f"select action_category, count(*) from {ROWS}"
            f" where action_category > 0 and state_under_review in ({OF_REGION}) group by action_category",
            region,
        )
    )
    assert int(actions[made["most_asked"].right[0]]) == max(parts, key=parts.__getitem__)
    assert made["most_asked"].n == sum(parts.values())


def test_how_specific_requests_are_is_as_in_the_rows(made):
    each = made["specific"]
    ((specific, of),) = counted(
        f"select count(*) filter (action_category = 5), count(*) from {ROWS}"
        " where action_category > 0 and state_under_review = ?",
        each.about[0],
    )
    assert (each.answer, each.n) == (f"{specific / of:.1%}", of)
    assert each.options[each.right[0]] == f"{specific / of:.0%}"
    assert len(each.options) == 4


def test_the_most_frequent_issue_is_so_in_the_rows(made):
    state, *issues = made["top_issue"].about
    counts = dict(
        counted(
            f"select issue, count(*) from (select unnest(issues) as issue from {ROWS} where state_under_review = ?)"
            " group by issue",
            state,
        )
    )
    right = issues[made["top_issue"].right[0]]
    assert counts[right] == max(counts.values()) == made["top_issue"].n
    assert [counts[issue] for issue in issues].count(counts[right]) == 1


def test_no_region_can_be_told_to_have_changed_by_the_published_errors(made):
    """Paired changes and standard errors of DOMAIN.md: all three intervals hold zero."""
    changes = {"africa": (0.0190, 0.0274), "lac": (0.0063, 0.0262), "asia": (0.0011, 0.0288)}
    change, error = changes[made["change"].about[0]]
    assert abs(change) < 2 * error
    assert made["change"].right == (2,)


def test_the_table_of_lists_counts_what_is_unknown(made):
    each = made["fill_lists"]
    for region, (_, *cells) in zip(each.about, each.blank.rows, strict=True):
        counts = [joint for _, its, joint in counted(JOINT) if its == region]
        ((members,),) = counted(f"select count(*) from {STATES} where m49_region = ? and un_member = 1", region)
        assert cells == [str(len(counts)), str(sum(counts)), str(members - len(counts))]


def test_the_middle_number_is_the_median_of_the_lists(made):
    each = made["half"]
    ((median, mean, reviews),) = counted(
        f"select median(joint), avg(joint), count(*) from ({JOINT}) where region = ?", each.about[0]
    )
    assert each.options[each.right[0]] == f"{median:g}"
    assert f"The mean is {mean:.1f}" in each.why
    assert each.n == reviews


def test_the_number_to_predict_is_that_of_the_list(made):
    each = made["held"]
    ((joint,),) = counted(f"select joint from ({JOINT}) where state = ?", each.about[0])
    assert (each.n, each.unit) == (joint, "number")
    assert each.answer.startswith(f"{joint} ")


def values(year):
    """Core civil society index of a year."""
    return dict(counted(f"select iso3, v2xcs_ccsi / 1000 from {CIVIC} where year = ?", year))


def test_states_are_in_the_order_of_their_index(made):
    each, last = made["room"], values(2023)
    assert "2023" in each.question
    numbers = [last[state] for state in each.about]
    assert [numbers[place] for place in each.right] == sorted(numbers, reverse=True)
    assert all(f"{number:.2f}" in each.answer for number in numbers)


def test_the_largest_fall_is_so_in_the_index(made):
    each, first, last = made["fall"], values(2006), values(2023)
    changes = [last[state] - first[state] for state in each.about]
    assert min(changes) == changes[each.right[0]] < -0.05
    assert sorted(changes)[1] - min(changes) > 0.05


def test_the_direction_is_that_of_the_index(made):
    each = made["direction"]
    state = each.about[0]
    change = round(values(2023)[state] - values(2006)[state], 2)
    assert each.right == (2 if abs(change) < 0.03 else 0 if change > 0 else 1,)


def test_a_wrong_answer_always_lies_apart_from_the_right_one():
    for right in (0.0, 0.02, 0.5, 0.97, 1.0):
        shares = with_wrong(right, [right, right + 0.01, 1 - right])
        assert len(shares) == 4
        assert shares.count(right) == 1
        assert min(abs(share - right) for share in shares if share != right) >= 0.05


@pytest.mark.parametrize("place", ["KEN", "BRA", "CHN"])
def test_exercises_are_about_the_country_that_is_chosen(codes, table, place):
    made = {each.kind: each for each in exercises.made(codes, table, 4, text("en"), place)}
    for kind in ("state_rate", "specific", "top_issue", "direction"):
        assert made[kind].about[0] == place, kind
    assert place in made["received"].about
    region = codes.region_of["m49"][place]
    assert {made[kind].about[0] for kind in ("predict", "most_asked", "half")} == {region}


def test_exercises_are_about_the_region_that_is_chosen(codes, table):
    made = {each.kind: each for each in exercises.made(codes, table, 4, text("en"), "lac")}
    assert {made[kind].about[0] for kind in ("predict", "most_asked", "half", "change")} == {"lac"}
    states = [*made["received"].about, *made["room"].about, made["specific"].about[0], made["held"].about[0]]
    assert {codes.region_of["m49"][state] for state in states} == {"lac"}


def test_the_same_place_and_seed_give_the_same_sheet(codes, table):
    first, again, other = (exercises.made(codes, table, seed, text("en"), "KEN") for seed in (9, 9, 10))
    assert first == again
    assert first != other


def test_a_state_that_does_not_exist_changes_nothing(codes, table):
    assert exercises.made(codes, table, 5, text("en"), "XXX") == exercises.made(codes, table, 5, text("en"))


def test_where_data_are_few_the_kinds_that_are_lacking_are_named(few_rows):
    codes = read_codes(few_rows)
    results = Results(few_rows, codes)
    made = exercises.made(codes, lambda name: results.table(name, Filters()), 1, text("en"))
    lacking = exercises.lacking(made)
    assert {"specific", "top_issue", "change", "half", "held", "room", "fall", "direction"} <= set(lacking)
    assert set(lacking) | {each.kind for each in made} == set(exercises.KINDS)


@pytest.mark.parametrize("language", languages())
def test_every_kind_has_a_title_and_no_blank_is_left(codes, table, language):
    t = text(language)
    for each in exercises.made(codes, table, 2, t):
        assert t(f"exercises.{each.kind}.title")
        said = " ".join((each.question, each.answer, each.why, *each.options))
        assert not re.search(r"[{}]|\bnan\b|None", said), each.kind
