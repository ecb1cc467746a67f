"""Searching invented texts: words and stems, marks, BM25 against a count by hand, sentences."""

import html
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_support import ROWS

from analytics import database, search
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import search as findings
from analytics.loading import intake, store
from analytics.loading.given import Given
from analytics.results import Results
from analytics.results.search import terms, within
from analytics.text import text

pytestmark = pytest.mark.usefixtures("written_once")
STEMS = (
    ["paint", "door", "paint", "wall"],
    ["open", "paint", "door"],
    ["mend", "roof", "hous"],
    ["mend", "roof", "hous"],
    ["mend", "roof", "hous"],
    ["pint", "puert", "cas", "educ"],
    ["pint", "port", "cas", "educ"],
    ["peindr", "port", "maison", "libert"],
    ["11", "script", "alert", "script", "bold", "link", "http", "exampl", "pipe", "red", "lantern"],
)
"""What is left of each text, by hand: no small words, no single letters. (1 and 1 are single digits, which stay.)"""
LENGTHS = [len(stems) + (number == 8) for number, stems in enumerate(STEMS)]


@pytest.fixture(scope="module")
def ask(ready):
    """A result on them."""
    with database.open_snapshot(store.current("upr_info", ready).snapshot()) as opened_snapshot:
        results = Results(opened_snapshot, read_codes(opened_snapshot))
        yield lambda name, filters=None, **own: results.table(name, filters or Filters(), **own)


def found(ask, q, filters=None, **own):
    """State and recommending state of what a search finds, in order."""
    rows = ask("search", filters, q=q, **own)
    return list(zip(rows["state_under_review"], rows["asked_by"], strict=True))


# Words


@pytest.mark.parametrize(
    ("language", "one", "other", "stem"),
    [
        ("en", "rights", "right", "right"),
        ("en", "ratification", "ratifications", "ratif"),
        ("fr", "libertés", "liberté", "libert"),
        ("es", "educación", "educaciones", "educ"),
        ("pt", "direitos", "direito", "direit"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, one, other, stem):
    assert search.stem(one, language) == search.stem(other, language) == stem


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Paint the doors of the house", "en"),
        ("Peindre les portes de la maison", "fr"),
        ("Pintar las puertas de la casa", "es"),
        ("Pintar as portas da casa com educação", "pt"),
        ("Doors", "en"),
        ("", "en"),
    ],
)
def test_a_text_is_in_the_language_of_its_small_words_else_in_english(said, language):
    assert search.language_of(search.words_in(said)) == language


def test_words_are_letters_and_digits_in_lower_case():
    assert search.words_in("L&#233;ger <b>NO_169</b>\0 e\u0301t\u00ade") == ["léger", "b", "no", "169", "b", "éte"]
    assert search.plain("Éducação Œuvre".lower()) == "educacao oeuvre"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ((), (), ())),
        ("the of to", ((), (), ("the", "of", "to"))),
        ("Doors of the House", (("doors", "house"), (), ("of", "the"))),
        ('roof "Open  Doors"', (("roof", "open", "doors"), ("open doors",), ())),
        ("“doors of the house” «walls»", (("doors", "house", "walls"), ("doors of the house", "walls"), ())),
        ('"open doors', (("open", "doors"), (), ())),
        ("doors doors DOORS", (("doors",), (), ())),
        ("a b éducation", (("education",), (), ("a", "b"))),
        ("<script>'; drop table state --", (("script", "drop", "table", "state"), (), ())),
    ],
)
def test_what_is_typed_becomes_words_phrases_and_what_is_ignored(typed, expected):
    asked = search.parse(typed)
    assert (asked.words, asked.phrases, asked.ignored) == expected


def test_only_so_many_words_are_looked_for_and_the_others_are_named():
    asked = search.parse(" ".join(f"word{number}" for number in range(25)))
    assert (len(asked.words), asked.ignored) == (20, tuple(f"word{number}" for number in range(20, 25)))


def test_a_search_without_one_of_its_parts():
    asked = search.parse('roof walls "open doors"')
    assert asked.without("walls") == 'roof "open doors"'
    assert asked.without("open doors") == "roof walls"
    assert asked.unquoted() == "roof walls open doors"


# Marks


@pytest.mark.parametrize(
    ("said", "typed", "marked"),
    [
        ("Painted doors, a door.", "door", "Painted <mark>doors</mark>, a <mark>door</mark>."),
        ("Las puertas, la puerta", "puerta", "Las <mark>puertas</mark>, la <mark>puerta</mark>"),
        ("Educação", "educacao", "<mark>Educação</mark>"),
        ("The door & the <b>", "the door", "The <mark>door</mark> &amp; the &lt;b&gt;"),
        ("Doors of the house", '"of the house"', "Doors <mark>of the house</mark>"),
        ("House of, THE, house", '"of the house"', "<mark>House</mark> <mark>of, THE, house</mark>"),
        ("Nothing here", "doors", "Nothing here"),
        (
            '<script>alert("x")</script>',
            "script",
            "&lt;<mark>script</mark>&gt;alert(&quot;x&quot;)&lt;/<mark>script</mark>&gt;",
        ),
    ],
)
def test_what_matches_is_marked_and_the_rest_is_escaped(said, typed, marked):
    asked = search.parse(typed)
    stems = {f"{language}:{stem}" for _, language, stem in asked.stems}
    assert search.highlighted(said, asked, stems) == marked


@given(st.text(max_size=80), st.text(max_size=40))
def test_nothing_of_any_text_is_markup(said, typed):
    asked = search.parse(typed)
    shown = search.highlighted(said, asked, {f"{language}:{stem}" for _, language, stem in asked.stems})
    assert shown.count("<mark>") == shown.count("</mark>") == shown.count("<") / 2
    assert html.unescape(shown.replace("<mark>", "").replace("</mark>", "")) == search.tidy(said)


@given(st.text(max_size=60))
def test_any_search_can_be_read_again_as_it_was_understood(typed):
    asked = search.parse(typed)
    again = search.parse(asked.said())
    assert (set(again.words), again.phrases) == (set(asked.words), asked.phrases)


# Ranking


def bm25(stems):
    """Score of every text that holds all stems, by the formula: k1 = 1.2, b = 0.75."""
    mean, scores = sum(LENGTHS) / len(STEMS), {}
    for number, (held, length) in enumerate(zip(STEMS, LENGTHS, strict=True)):
        if all(stem in held for stem in stems):
            scores[number] = 0.0
            for stem in stems:
                texts = sum(stem in each for each in STEMS)
                weight = math.log(1 + (len(STEMS) - texts + 0.5) / (texts + 0.5))
                times = held.count(stem)
                scores[number] += weight * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / mean))
    return scores


@pytest.mark.parametrize(
    ("typed", "stems"),
    [("painting", ["paint"]), ("paint doors", ["paint", "door"]), ("roof", ["roof"]), ("script", ["script"])],
)
def test_texts_are_ranked_by_bm25(ask, typed, stems):
    rows = ask("search", q=typed)
    by_score = sorted(bm25(stems).values(), reverse=True)
    assert rows["score"].tolist() == pytest.approx(by_score, rel=1e-5)
    assert rows["rank"].tolist() == list(range(1, len(by_score) + 1))
    assert [ROWS[number][1] for number in bm25(stems)].count(rows["text"].iloc[0]) > 0


def test_the_weight_of_a_word_counts_all_its_languages(ask):
    (row,) = ask("search_words", q="casas").itertuples()
    assert (sorted(row.stems), row.found_as, row.texts) == (["es:cas", "pt:cas"], ["casa"], 2)
    texts, weight = len(STEMS), math.log(1 + (len(STEMS) - 2 + 0.5) / 2.5)
    impact = 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 * texts / sum(LENGTHS)))
    assert ask("search", q="casas")["score"].tolist() == pytest.approx([weight * impact] * 2, rel=1e-5)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("door", [("GHA", "JPN"), ("GHA", "FRA")]),
        ("the doors of walls", [("GHA", "FRA")]),
        ("puerta", [("CUB", "ESP")]),
        ("casas", [("CUB", "ESP"), ("BRA", "PRT")]),
        ("educacion", [("CUB", "ESP")]),
        ("EDUCACOES", [("BRA", "PRT")]),
        ("libertes", [("MLI", "FRA")]),
        ('"painted doors"', [("GHA", "JPN")]),
        ('"Painted, DOORS!"', [("GHA", "JPN")]),
        ('"painted door"', []),
        ('"doors painted"', []),
        ('"doors and paint" walls', [("GHA", "FRA")]),
        ('"la educacion"', [("CUB", "ESP")]),
        ("doors zebra", []),
        ("%", []),
        ("", []),
    ],
)
def test_a_text_is_found_when_it_holds_all_of_it(ask, typed, expected):
    assert sorted(found(ask, typed)) == sorted(expected)
    totals = ask("search_totals", q=typed)
    assert totals["recommendations"].item() == len(expected)
    assert totals["states"].item() == len({state for state, _ in expected})


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [("KEN", "FRA"), ("UGA", "FRA"), ("UGA", "JPN")]),
        (Filters(states=("UGA",)), [("UGA", "FRA"), ("UGA", "JPN")]),
        (Filters(sessions=(1, 8)), [("KEN", "FRA")]),
        (Filters(asked_by=("asia",)), [("UGA", "JPN")]),
        (Filters(actions=(4,)), [("KEN", "FRA")]),
        (Filters(issues=("justice",), regions=("lac",)), []),
    ],
    ids=str,
)
def test_filters_narrow_a_search_and_change_no_score(ask, filters, expected):
    for typed in ("roof", '"the roof"'):
        assert sorted(found(ask, typed, filters)) == expected
        assert ask("search_totals", filters, q=typed)["recommendations"].item() == len(expected)
    assert set(ask("search", filters, q="roof")["score"]) <= set(ask("search", q="roof")["score"])


def test_a_selection_and_phrases_are_found_by_number(ask):
    selected, spoken = ask("search_selected", Filters(states=("UGA",))), ask("search_spoken", q='"the roof" mend')
    assert (len(selected), len(spoken)) == (2, 3)
    assert set(selected["recommendation"]) < set(spoken["recommendation"])
    assert len(ask("search_selected")) == len(ROWS)


def test_results_come_in_pages_and_all_at_once(ask, monkeypatch):
    monkeypatch.setattr("analytics.results.search.PAGE", 2)
    whole = ask("search", q="mend", page="all")
    pages = [ask("search", q="mend", page=str(number)) for number in (1, 2, 3)]
    assert [len(rows) for rows in (whole, *pages)] == [3, 2, 1, 0]
    assert pd.concat(pages)["rank"].tolist() == whole["rank"].tolist() == [1, 2, 3]


def test_a_phrase_is_compared_without_capitals_accents_and_punctuation(ask):
    assert search.spoken(search.words_in("  L'Éducation, of\u00a0IT! ")) == " l education of it "
    assert found(ask, '"y la... EDUCACION"') == [("CUB", "ESP")]
    assert found(ask, '"la educación y"') == []


def test_each_part_of_a_search_that_finds_nothing_is_counted(ask):
    rows = ask("search_parts", q='zebra roof "open doors"')
    counts = list(zip(rows["sought"], rows["recommendations"], rows["without"], strict=True))
    assert counts == [("zebra", 0, 0), ("roof", 3, 0), ("open", 1, 0), ("doors", 2, 0), ("open doors", 0, 0)]
    rows = ask("search_parts", q="zebra roof")
    assert list(zip(rows["sought"], rows["without"], strict=True)) == [("zebra", 3), ("roof", 0)]
    rows = ask("search_parts", q='walls "painted doors"')
    assert dict(zip(rows["sought"], rows["without"], strict=True)) == {
        "walls": 1,
        "painted": 0,
        "doors": 0,
        "painted doors": 1,
    }


@pytest.mark.parametrize(
    ("filters", "q"), [(Filters(), "mend"), (Filters(states=("UGA",)), "mend"), (Filters(), "casas")]
)
def test_a_search_without_adding_up_gives_the_rows_of_one_that_adds_up(ask, ready, filters, q):
    rows, looked_up = ask("search", filters, q=q), ask("search_words", q=q)
    assert len(rows) >= 2
    limits = [ask("search_selected", filters)] if filters.narrowed else []
    given = {"all_found": 1, "limit": 20, "offset": 0, "within": within(limits), **terms(looked_up)}
    assert isinstance(given["weight"], float)
    with database.open_snapshot(store.current("upr_info", ready).snapshot()) as connection:
        for weight in (given["weight"], None):
            found = database.query(connection, "search", given | {"weight": weight})
            pd.testing.assert_frame_equal(found, rows.drop(columns="rank"))


@pytest.mark.parametrize("stems", [[["en:a", "en:b"]], [["en:a"], ["fr:b"]], [[]], []])
def test_scores_are_added_up_where_a_text_may_hold_two_of_the_stems(stems):
    places = range(len(stems))
    looked_up = {"place": places, "terms": [list(range(len(each))) for each in stems], "stems": stems, "weight": 2.0}
    assert terms(pd.DataFrame(looked_up))["weight"] is None


def test_the_dictionary_has_every_word_and_stem_of_the_texts(ask):
    rows = ask("search_dictionary")
    assert set(rows["searched"]) == {len(ROWS)}
    assert {stem for stems in STEMS[:-1] for stem in stems} < set(rows["stem"])
    paint = rows[(rows["language"] == "en") & (rows["stem"] == "paint")]
    assert list(zip(paint["word"], paint["texts"], strict=True)) == [("paint", 2), ("painted", 2)]


def test_a_word_is_looked_up_by_spelling_and_by_stem_the_most_frequent_stem_first():
    rows = [("parts", "en", "part", 3, 9), ("part", "fr", "part", 1, 5), ("parting", "en", "part", 3, 9)]
    dictionary = search.Dictionary(rows, 12)
    found = [
        [(e.label, e.term, e.texts, e.words) for e in each] for each in dictionary.look_up(search.parse("part cat"))
    ]
    assert found == [[("en:part", 3, 9, ["parts", "parting"]), ("fr:part", 1, 5, ["part"])], []]


def test_what_a_search_is_within_is_what_all_tables_of_numbers_share():
    tables = [pd.DataFrame({"recommendation": numbers}) for numbers in ([9, 2, 7], [7, 9, 12])]
    assert within(tables) == bytes([0b00000001, 0b01000000])
    assert within([tables[0], tables[1].head(0)]) == bytes([0, 0])
    assert within([]) is None


@given(numbers=st.sets(st.integers(0, 300)), number=st.integers(0, 400))
def test_a_number_is_within_when_its_bit_is_set(few_rows, numbers, number):
    bits = within([pd.DataFrame({"recommendation": sorted(numbers)}, dtype="uint32")])
    rows = few_rows.execute("select is_within($bits, $number::uinteger)", {"bits": bits, "number": number})
    assert rows.fetchone() == (number in numbers,)


def test_accepted_wording_is_that_of_the_sub_region_the_most_specific_first(ask):
    rows = ask("accepted_wording", about="justice", country="KEN")
    columns = ["rank", "state_under_review", "session", "asked_by", "action_category", "recommendations"]
    assert rows[columns].to_numpy().tolist() == [[1, "UGA", 12, "FRA JPN", 5, 2], [2, "KEN", 8, "FRA", 4, 1]]
    (totals,) = ask("accepted_wording_totals", about="justice", country="GHA").itertuples()
    assert (totals.recommendations, totals.answered, totals.accepted, totals.texts, totals.wordings) == (3, 3, 1, 1, 1)
    assert ask("accepted_wording", about="justice", country="JPN").empty


def test_paragraphs_with_several_recommending_states_name_them(tmp_path):
    path = tmp_path / "list.csv"
    header = "state_under_review,session,recommending_states,text,response,paragraph"
    path.write_text(f"{header}\nKenya,8,Japan|France,Mend the roof.,accepted,7.1\n", encoding="utf-8")
    intake.load([Given(path)], tmp_path / "loaded")
    intake.finish(store.current("own", tmp_path / "loaded"), tmp_path / "loaded")
    with database.open_snapshot(store.current("own", tmp_path / "loaded").snapshot()) as connection:
        (row,) = Results(connection, read_codes(connection)).table("search", Filters(), q="roofs").itertuples()
    said = findings.facts(row, text("en"))
    assert said == ["Kenya", "session 8", "asked by France and Japan", "accepted", "paragraph 7.1"]


# Sentences


def test_a_search_without_result_says_why_and_offers_others(ask):
    t = text("en")
    asked = search.parse("zebra roof")
    said, offers = findings.nothing(ask("search_parts", q="zebra roof"), asked, t)
    assert "In none of its texts: “zebra”." in said
    assert offers == [("Search without “zebra” (3)", "roof")]
    asked = search.parse("roof doors")
    said, offers = findings.nothing(ask("search_parts", q="roof doors"), asked, t)
    assert "“roof” is in 3; “doors” is in 2" in said
    assert [query for _, query in offers] == ["doors", "roof"]
    asked = search.parse('"doors painted"')
    _, offers = findings.nothing(ask("search_parts", q='"doors painted"'), asked, t)
    assert offers == [("Search for the words of the phrase in any order", "doors painted")]


def test_what_was_looked_for_is_said_with_its_forms(ask):
    said = findings.looked_for(ask("search_words", q="the paint zebra"), search.parse("the paint zebra"), text("en"))
    assert said == (
        "Looked for: paint (as paint, painted; in 2 of all texts); zebra (in no text). "
        "Ignored, as too common, too short or too long, or past the first 20: “the”."
    )
