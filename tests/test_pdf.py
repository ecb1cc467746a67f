"""Sheets as PDF, read back: pages, numbers, links; hostile words stay words; letters of other scripts are letters."""

import random
import re
import time
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from escaping_support import PAYLOADS
from sheet_support import ADDRESS, plain, read

from analytics.exports import pdf
from analytics.filters import ACTIONS, Filters
from analytics.markup import words
from analytics.rows import each, is_known
from analytics.sheets import KINDS
from analytics.text import languages, text

SELECTIONS = 25
NUMBERS = {"region": "acceptance_by_region", "issue": "issue_acceptance"}
FIGURES = re.compile(r"\d[\d,.]*\d|\d")


def selection(lot, codes):
    """Filters by lot, one or two of them."""
    issue, asker = lot.choice(codes.issues), lot.choice(("africa", "europe", "FRA"))
    chosen: dict[str, Any] = {
        "cycles": (lot.choice((1, 2)),),
        "sessions": tuple(sorted(lot.choices(range(1, 28), k=2))),
        "issues": (issue,),
        "actions": (lot.choice(ACTIONS),),
        "asked_by": (asker,),
        "acceptance": "broad",
    }
    return Filters(**{name: chosen[name] for name in lot.sample(list(chosen), lot.choice((0, 1, 1, 2)))})


def drawn(lot, codes):
    """A kind of sheet, of what, and under which selection."""
    kind, filters = lot.choice(list(KINDS)), selection(lot, codes)
    if kind == "region" and lot.random() < 0.5:
        filters = replace(filters, scheme="un", asked_by=())
    return kind, lot.choice(KINDS[kind].codes(codes, filters.scheme)), filters


def expected(kind, code, filters, table, t):
    """Numbers of the query layer that the sheet must hold, as its language writes them."""
    if kind == "country":
        counts = table("counts", replace(filters, regions=(), subregions=(), states=(code,)))
        reviews = counts.groupby("session")[["recommendations", "accepted"]].sum()
        return [
            f"{t('coalition_country.session', session=row.Index)} .*{t.number(row.recommendations)}"
            for row in reviews.itertuples()
        ]
    if kind == "coalition":
        (row,) = each(table("listed_reviews", filters, lists=code))
        numbers = (row.declared, row.submissions, row.joint, row.individual, row.institutions, row.memberships)
        return [t.number(number) for number in numbers]
    if kind == "issue":
        filters = replace(filters, issues=(code,))
    rows = table(NUMBERS[kind], filters)
    return [
        f"{t.percent(row.rate)} ({t.interval(row.lower, row.upper)}), "
        + t("regions.counts", n=t.number(row.recommendations), states=t.count("states", row.states))
        for row in each(rows)
        if is_known(row.lower)
    ]


@pytest.mark.parametrize("language", languages())
def test_a_sheet_read_back_has_the_numbers_of_the_query_layer_its_pages_and_its_link(ground, codes, table, language):
    lot, t = random.Random(f"sheets {language}"), text(language)
    kinds = set()
    for _ in range(SELECTIONS):
        kind, code, filters = drawn(lot, codes)
        sheet = KINDS[kind].make(ground(filters, language), code)
        shown, pages, links = read(pdf.write(sheet))
        where = (kind, code, filters)
        assert (2 if kind == "region" else 1) <= pages <= (4 if kind == "region" else 1), where
        assert links == {sheet.carried.link}, where
        assert sheet.carried.link.startswith(ADDRESS)
        title, numbers = plain(words(sheet.title)), expected(kind, code, filters, table, t)
        if t.right_to_left:  # the reader of a PDF gives words in the order in which they stand on paper, from the left
            assert set(title.split()) & set(shown.split()), where
            assert [
                number for number in numbers if not set(FIGURES.findall(number)) <= set(FIGURES.findall(shown))
            ] == []
        else:
            assert title in shown, where
            found = [pd.Series([shown]).str.contains(plain(each), regex=".*" in each).iloc[0] for each in numbers]
            assert all(found), (where, numbers)
        kinds.add(kind)
    assert kinds == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "code"), [("region", "africa"), ("country", "BRA"), ("issue", "torture"), ("coalition", "BRA-41")]
)
def test_a_sheet_is_made_in_two_seconds(ground, kind, code):
    """Of processor time: other tests run beside."""
    began = time.process_time()
    pdf.write(KINDS[kind].make(ground(), code))
    assert time.process_time() - began < 2


def hostile(table, names):
    """The results with other names of organisations."""

    def rows(result, *filters, **own):
        found = table(result, *filters, **own)
        if "organisation" not in found or not len(found):
            return found
        return found.assign(organisation=[names[place % len(names)] for place in range(len(found))])

    return rows


def test_hostile_words_stay_words(ground, table):
    of_typst = (
        "#let x = 1",
        "$x^2$",
        "*b* _i_",
        "@ref <label>",
        '#image("/etc/passwd")',
        "`raw`",
        "\\u{41}",
        "= H",
        "#sys",
    )
    names = [*of_typst, *(each_one for each_one in PAYLOADS if each_one.isprintable())]
    for first in range(0, len(names), 6):
        some = names[first : first + 6]
        sheet = KINDS["coalition"].make(ground(table=hostile(table, some)), "BRA-41")
        shown, pages, links = read(pdf.write(sheet))
        assert (pages, links) == (1, {sheet.carried.link})
        letters = "".join(shown.split())
        assert [name for name in some if "".join(plain(name).split()) not in letters] == []


def test_letters_with_accents_and_of_arabic_are_letters(ground, table):
    names = ["Associação Ẹ̀kọ́ Łódź Đặng İğdır ʻOkina", "مركز القاهرة لدراسات حقوق الإنسان", "Центр «Право»", "מרכז"]  # noqa: RUF001
    shown, _, _ = read(pdf.write(KINDS["coalition"].make(ground(table=hostile(table, names)), "BRA-41")))
    for word in ("Łódź", "Đặng", "İğdır", "Центр"):  # noqa: RUF001
        assert word in shown
    assert len(set("القاهرة") & set(shown)) == len(set("القاهرة"))
    assert "\ufffd" not in shown


def test_long_names_stay_on_the_page(ground):
    of = ground()
    long = "The Federated Democratic People's Republic of the Northern Islands"
    names = {kind: dict.fromkeys(found, long) if kind == "states" else found for kind, found in of.t.names.items()}
    t = type(of.t)("en")
    t.names = names
    for kind, code in (("country", "BRA"), ("issue", "torture")):
        shown, pages, _ = read(pdf.write(KINDS[kind].make(replace(of, t=t), code)))
        assert pages == 1
        assert long in shown


def test_the_pages_of_a_sheet_can_be_looked_at(ground):
    (picture,) = pdf.pictures(KINDS["country"].make(ground(), "KEN"))
    assert picture.startswith(b"\x89PNG")
