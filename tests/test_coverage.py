"""What is said of the sessions, cycles and issues that a data set holds, on made-up coverages."""

from dataclasses import replace

import pandas as pd
import pytest

from analytics.findings import dataset, issues, submissions
from analytics.findings.selection import coverage
from analytics.text import text

EN, FR = text("en"), text("fr")
CYCLE_OF = {**dict.fromkeys(range(1, 13), 1), **dict.fromkeys(range(13, 27), 2), **dict.fromkeys(range(27, 41), 3)}


def holding(codes, *sessions):
    """The codes of data that hold these sessions, of cycles of twelve, fourteen and fourteen, all with their issues."""
    cycle_of = {session: CYCLE_OF[session] for session in sessions}
    there = tuple(sorted(set(cycle_of.values())))
    firsts = {1: (1, 5, 9), 2: (13, 17, 22), 3: (27, 31, 36)}
    calendar = {
        session: (cycle, sum(session >= first for first in firsts[cycle]))
        for session, cycle in CYCLE_OF.items()
        if cycle in there
    }
    ends = (sessions[0], sessions[-1])
    return replace(
        codes, cycle_of=cycle_of, cycles=there, sessions=ends, calendar=calendar, years=(2013, 2019), uncoded=()
    )


@pytest.mark.parametrize(
    ("sessions", "english", "french"),
    [
        ((34,), "session 34 (2013–2019)", "session 34 (2013-2019)"),
        (range(17, 21), "sessions 17–20 (2013–2019)", "sessions 17 à 20 (2013-2019)"),
        ((17, 20, 34), "sessions 17, 20 and 34 (2013–2019)", "sessions 17, 20 et 34 (2013-2019)"),
        ((1, *range(3, 9)), "7 of the sessions 1–8 (2013–2019)", "7 des sessions 1 à 8 (2013-2019)"),
    ],
)
def test_the_coverage_names_the_sessions_that_are_there(codes, sessions, english, french):
    held = holding(codes, *sessions)
    assert (coverage(held, EN), coverage(held, FR)) == (english, french)


def test_the_built_in_data_hold_one_session_of_cycle_3_without_its_issues(codes):
    said = dataset.blanks(codes, EN)
    assert said == {
        "last_cycle": "3",
        "some_states": " Under cycle 3 the data hold session 27, so only some states.",
        "cycles_in_part": " Cycle 3 is session 27 in these data.",
        "rest_of_cycles": ", nor the rest of cycle 3",
        "thirds_in_part": " Of cycle 3 the data hold session 27, so its first third is cut short, the second is "
        "missing and the last is missing.",
        "uncoded": " Left out: session 27, whose issues are not coded in the source.",
        "many_issues": "some 50 issues",
    }
    french = dataset.blanks(codes, FR)
    assert french["cycles_in_part"] == " Dans ces données, le cycle 3 correspond à la session 27."
    assert french["thirds_in_part"].endswith(
        "son premier tiers est donc écourté, le deuxième manque et le dernier manque."
    )
    assert french["uncoded"] == " Hors de compte : session 27, dont la source n'a pas codé les thèmes."


def test_of_whole_cycles_nothing_is_said(codes):
    said = dataset.blanks(holding(codes, *range(1, 27)), EN)
    assert {blank for blank, words in said.items() if words} == {"last_cycle", "many_issues"}


def test_every_cycle_that_is_there_in_part_is_named_with_its_sessions(codes):
    held = holding(codes, 17, 20, 34)
    said, french = dataset.blanks(held, EN), dataset.blanks(held, FR)
    assert said["last_cycle"] == "3"
    assert (
        said["cycles_in_part"] == " Cycle 2 is sessions 17 and 20 in these data. Cycle 3 is session 34 in these data."
    )
    assert said["thirds_in_part"] == (
        " Of cycle 2 the data hold sessions 17 and 20, so its first third is missing, the second is cut short and the "
        "last is missing. Of cycle 3 the data hold session 34, so its first third is missing, the second is cut short "
        "and the last is missing."
    )
    assert french["cycles_in_part"] == (
        " Dans ces données, le cycle 2 correspond aux sessions 17 et 20. Dans ces données, le cycle 3 correspond à la "
        "session 34."
    )


def test_issues_are_counted_as_those_of_the_data(codes):
    assert "UPR Info gives each recommendation one to seven of 56 issues." in issues.caveats(codes, EN)
    themes = replace(codes, issues=("doors", "windows"), lacks=frozenset({"issues"}))
    assert "one or more of 2 themes" in issues.caveats(themes, EN)
    assert "UPR Info gives" not in issues.caveats(themes, EN)
    assert (issues.shown(codes, EN)["all"], issues.shown(themes, FR)["all"]) == ("all 56", "les 2")


@pytest.mark.parametrize(
    ("sessions", "english", "french"),
    [
        (range(1, 21), "sessions 1–20", "sessions 1–20"),
        ((17, 20, 34), "sessions 17, 20 and 34", "sessions 17, 20 et 34"),
        ((1, *range(3, 9)), "sessions 1–8, not all of them", "sessions 1–8, pas toutes"),
    ],
)
def test_the_page_of_coalitions_names_the_sessions_of_the_recommendations(table, codes, sessions, english, french):
    reviews = table("listed_reviews")
    reviews = reviews[(reviews["session"] == 33) & (reviews["list_kind"] == "full")]
    assert len(reviews) == 1
    held = holding(codes, *sessions)
    for t, said in ((EN, english), (FR, french)):
        opening = submissions.opening(reviews, held, t)
        assert f"({said}, 2013" in opening
        assert submissions.from_ask(reviews, pd.DataFrame(columns=["iso3", "session"]), held, t).count(said) == 2
    assert "They lie outside" in submissions.opening(reviews, holding(codes, 17, 20, 34), EN)
