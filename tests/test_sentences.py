"""Every sentence of every page against the rows, under some selections; `python -m benchmarks.sentences` draws more."""

import dataclasses

import pandas as pd
import pytest

from analytics import database
from analytics.filters import Filters
from analytics.findings.selection import lead
from analytics.text import languages, text
from benchmarks.sentences import breaches, checking, recorder, rules
from benchmarks.sentences.breaches import Breach
from benchmarks.sentences.said import Marking, numbers, parsed, plain
from benchmarks.sentences.selections import BUILT_IN, KINDS, Selection, draw

TRIED = {
    "everything": Filters(),
    "one region": Filters(regions=("asia",)),
    "one issue": Filters(issues=("right-to-water",)),
    "one cycle": Filters(cycles=(2,), acceptance="broad"),
    "groups of the UN": Filters(scheme="un"),
    "one asking state": Filters(asked_by=("FRA",)),
    "one state": Filters(states=("KEN",)),
}
"""Selections that were once found to make false sentences; the last place of the lot opens their pages."""
MORE = 4
"""Selections that are drawn by lot beside these."""
KNOWN: set[tuple[str, str]] = set()
"""Kinds and places of breaches that are known and not yet mended: the list may only become shorter."""


@pytest.fixture(scope="module")
def data(cache_folder):
    return {BUILT_IN: recorder.Data.opened(BUILT_IN, database.ensure_snapshot(folder=cache_folder))}


@pytest.fixture(scope="module")
def found(data):
    checker = checking.Checker(data)
    tried = [Selection(kind, BUILT_IN, filters, place) for place, (kind, filters) in enumerate(TRIED.items())]
    drawn = [*tried, *draw(MORE, 3, data)]
    said = [breach for selection in drawn for breach in checker.breaches(selection)]
    assert checker.said > 1_000
    return said


def test_no_sentence_is_false_under_any_of_these_selections(found):
    new = {(breach.kind, breach.where): breach for breach in found if (breach.kind, breach.where) not in KNOWN}
    assert not new, "\n".join(f"{each.kind}, {each.where}: {each.said} -> {each.why}" for each in new.values())


def test_what_is_mended_is_no_longer_in_the_list_of_known_breaches(found):
    assert {(breach.kind, breach.where) for breach in found} >= KNOWN


def test_every_rule_is_of_a_sentence_that_exists():
    keys = {*rules.RULES, *breaches.ESTIMATES, *(key for key, _ in rules.STATED)}
    assert sorted(key for key in keys if not text("en").has(key)) == []


def test_a_lot_draws_the_same_selections_again_and_each_kind_of_them(data):
    drawn = draw(4 * len(KINDS), 1, data)
    assert drawn == draw(4 * len(KINDS), 1, data)
    assert {each.kind.partition(" + ")[0] for each in drawn} == set(KINDS)
    assert {each.filters.scheme for each in drawn} == {"m49", "un"}


# What counts as a breach: invented sentences and rows


def shown(data, said, rows, name="invented", language="en", **more):
    page = recorder.Page("app.py", "glance", "", Filters(), data[BUILT_IN], recorder.language(language))
    return recorder.Shown(recorder.CARD, name, (said,), page, said, pd.DataFrame(rows), **more)


def kinds(card):
    of_rules, covered = rules.by_rules(card)
    return {breach.kind for breach in [*of_rules, *breaches.every(card, covered)]}


GAP = {"region": "africa", "reference_region": "lac", "rate": 0.5, "reference": 0.6, "gap": -0.1}
BOUNDS = {"lower": -0.2, "upper": 0.01, "recommendations": 50, "reference_recommendations": 60}


def gap_said(t, gap):
    return t(
        "regions.gap.includes",
        region=t.region("africa", "m49"),
        reference=t.region("lac", "m49"),
        rate=t.percent(0.5),
        n=t.number(50),
        other=t.percent(0.6),
        other_n=t.number(60),
        gap=gap,
        interval=t("language.points_interval", lower=t.number(-20, 1), upper=t.number(1, 1)),
    )


@pytest.mark.parametrize("language", languages())
def test_a_difference_that_lost_its_sign_is_not_in_its_interval(data, language):
    t = recorder.language(language)
    card = shown(data, gap_said(t, t.points(-0.1)), [{**GAP, **BOUNDS}], language=language)
    card.page.tables["regional_gaps"] = card.rows
    assert kinds(card) == {breaches.NO_ESTIMATE, breaches.WRONG_NUMBER}


@pytest.mark.parametrize("language", languages())
def test_a_difference_with_its_sign_is_no_breach(data, language):
    t = recorder.language(language)
    card = shown(data, gap_said(t, t.signed(-0.1)), [{**GAP, **BOUNDS}], language=language)
    card.page.tables["regional_gaps"] = card.rows
    assert kinds(card) == set()


def countries_said(t, high, low):
    value = t.number(9)
    return t(
        "countries.finding.recommendations", high=t.state(high), low=t.state(low), high_value=value, low_value=value
    )


def test_one_state_is_not_both_most_and_fewest(data):
    card = shown(data, countries_said(recorder.language("en"), "KEN", "KEN"), [{"iso3": "KEN", "recommendations": 9}])
    card.page.tables["received_by_state"] = card.rows
    assert kinds(card) == {breaches.BOTH_ENDS, breaches.SUPERLATIVE}


def test_a_tie_is_told_and_an_extreme_is_one(data):
    rows = [{"iso3": iso3, "recommendations": number} for iso3, number in (("KEN", 9), ("GHA", 9), ("TGO", 1))]
    card = shown(data, countries_said(recorder.language("en"), "KEN", "GHA"), rows)
    card.page.tables["received_by_state"] = card.rows
    assert {breaches.TIE, breaches.NOT_EXTREME} <= kinds(card)


def test_a_number_comes_from_the_rows_as_it_is_rounded(data):
    t = recorder.language("en")
    said = t("countries.civil_society.flag", flag="Invented", n=t.percent(0.123))
    assert kinds(shown(data, said, [{"share": 0.12345}])) == set()
    assert kinds(shown(data, said, [{"share": 0.1239}])) == {breaches.NOT_IN_ROWS}


def test_a_dash_is_no_number(data):
    t = recorder.language("en")
    said = t("countries.civil_society.flag", flag="Invented", n=t.number(float("nan")))
    assert kinds(shown(data, said, [{"share": 0.5}])) == {breaches.DASH}


def test_a_region_is_named_by_the_chosen_scheme(data):
    t = recorder.language("en")
    card = shown(data, t("regions.caution", regions=t.region("africa", "m49")), [{"share": 0.5}])
    assert kinds(card) == set()
    card.page.filters = Filters(scheme="un")
    assert kinds(card) == {breaches.OTHER_SCHEME}


def test_a_heading_names_the_selection(data):
    t = recorder.language("en")
    said = t("glance.none")
    chosen = Filters(asked_by=("FRA",))
    card = shown(data, said, [{"share": 0.5}], filters=chosen)
    assert kinds(card) == {breaches.NOT_NAMED}
    heading = t("card.quoted", lead=lead(chosen, data[BUILT_IN].codes, t), heading=said)
    assert kinds(dataclasses.replace(card, heading=heading)) == set()


def test_languages_carry_the_same_numbers(data):
    cards = [
        shown(data, t("countries.civil_society.none", n=t.number(n)), [], language=t.language)
        for t, n in ((recorder.language("en"), 1), (recorder.language("fr"), 2))
    ]
    for card in cards:
        card.page.shown = [card]
    said = list(breaches.between([card.page for card in cards]))
    assert [(each.kind, each.why) for each in said] == [(breaches.LANGUAGES, "0: lacks [1.0], has [2.0]")]
    assert isinstance(said[0], Breach)


# Reading


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1,204.5"), ("fr", "1\u202f204,5"), ("es", "1\u00a0204,5"), ("pt", "1.204,5")]
)
def test_a_number_is_read_as_its_language_writes_it(language, written):
    t = Marking(language)
    said = t("language.points", n=t.number(1204.5, 1))
    assert plain(said).startswith(written)
    (number,) = [each for each in numbers(parsed(said), t) if not each.typed]
    assert (number.value, number.decimals) == (1204.5, 1)


def test_the_tree_of_a_sentence_outlives_joining_and_trimming():
    t = Marking("en")
    joined = f" {t.join([t.state('KEN'), t.state('GHA')])} ".strip()
    (node,) = parsed(joined).sentences()
    assert node.name == "language.and"
    assert parsed(joined).codes == ["KEN", "GHA"]
    assert parsed(joined).text == plain(joined) == "Kenya and Ghana"
