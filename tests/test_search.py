"""Searching invented texts: words and stems, BM25 against a count by hand, marks, the finishing step, the page."""

import csv
import html
import io
import math
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from app_support import opened, words
from hypothesis import given
from hypothesis import strategies as st
from streamlit.runtime.media_file_manager import MediaFileManager

from analytics import database, doctor, load, query, search, small_tables
from analytics import flags as file_of_flags
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import search as findings
from analytics.loading import intake, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError
from analytics.results import Results
from analytics.results.search import terms, within
from analytics.text import languages, text

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]
PAGE = "pages/search.py"
HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
HOSTILE = '=1+1 <script>alert("x")</script> **bold** [link](http://x.example) | pipe :red[x] $y$ & lanterns\u202e'
ROWS = (
    ("Ghana", "Paint the doors and paint the walls.", "France", "Accepted", 5, "Justice", 2),
    ("Ghana", "Open painted doors", "Japan", "Rejected", 3, "Justice", 2),
    ("Kenya", "Mend the roof of the house", "France", "Accepted", 4, "Justice", 8),
    ("Uganda", "Mend the roof of the house", "Japan", "Accepted", 5, "Justice", 12),
    ("Uganda", "Mend the roof of the house", "France", "Accepted", 5, "Justice", 12),
    ("Cuba", "Pintar las puertas de la casa y la educación", "Spain", "Accepted", 5, "Justice", 4),
    ("Brazil", "Pintar as portas da casa com as educações", "Portugal", "Accepted", 5, "Justice", 1),
    ("Mali", "Peindre les portes de la maison, les libertés", "France", "Rejected", 5, "Justice", 2),
    ("Chad", HOSTILE, "France", "Accepted", 5, "Justice", 5),
)
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


def write(folder, rows=ROWS, name="invented.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        for to, said, asks, response, action, issue, session in rows:
            writer.writerow([to, "", "", said, asks, "", "", response, action, issue, session])
    return Given(path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A data folder with the invented texts, searchable."""
    root = tmp_path_factory.mktemp("loaded")
    intake.load([write(tmp_path_factory.mktemp("files"))], root)
    intake.finish(store.current("upr_info", root), root)
    return root


@pytest.fixture(scope="module")
def ask(ready):
    """A result on them."""
    with database.open_snapshot(store.current("upr_info", ready).snapshot()) as opened_snapshot:
        results = Results(opened_snapshot, read_codes(opened_snapshot))
        yield lambda name, filters=None, **own: results.table(name, filters or Filters(), **own)


@pytest.fixture
def searchable(ready, monkeypatch):
    """The same for pages and commands."""
    monkeypatch.setenv("UPR_DATA", str(ready))
    return ready


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """A data folder of this test with the texts loaded, not finished."""
    root = tmp_path / "loaded"
    monkeypatch.setenv("UPR_DATA", str(root))
    intake.load([write(tmp_path)], root)
    return root


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


# The finishing step


def flags(root):
    path = store.current("upr_info", root).files / file_of_flags.FLAGS
    return [flag for _, flag in file_of_flags.read(path)] if path.exists() else None


def has_index(root):
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as connection:
        (about,) = database.query(connection, "dataset", {}).itertuples()
        rows = connection.execute("select count(*) from recommendation").fetchone()
    return bool(about.searchable), rows[0]


def test_a_load_is_served_first_and_searchable_after_finishing(fresh):
    assert has_index(fresh) == (False, 9)
    intake.finish(store.current("upr_info", fresh), fresh)
    assert (has_index(fresh), flags(fresh)) == ((True, 9), [])
    made = store.current("upr_info", fresh).made
    intake.finish(store.current("upr_info", fresh), fresh)
    assert store.current("upr_info", fresh).made == made


SPOKEN_OF = ("Ghana", "Paint doors with civil society and Maori.", "France", "Accepted", 5, "Justice", 2)


def counted(root):
    """Flags of the lens of civil society and subjects with their recommendations, as the pages count them."""
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as connection:
        table = Results(connection, read_codes(connection)).table
        by_state, by_review = (table(name, Filters()) for name in ("flags_by_state", "subjects_by_review"))
    of_state = by_state.loc[(by_state["flag"] != "any").to_numpy(), "flag"]
    return [*of_state, *by_review.loc[(by_review["recommendations"] > 0).to_numpy(), "subject"]]


def test_texts_are_flagged_by_both_lenses(tmp_path):
    root = tmp_path / "loaded"
    intake.load([write(tmp_path, [SPOKEN_OF, *ROWS])], root)
    intake.finish(store.current("upr_info", root), root)
    assert sorted(flags(root)) == ["indigenous_peoples", "names_civil_society"]
    assert counted(root) == ["names_civil_society", "indigenous_peoples"]


def test_a_load_from_before_the_subjects_keeps_its_flags_until_it_is_finished_anew(tmp_path):
    root = tmp_path / "loaded"
    intake.load([write(tmp_path, [SPOKEN_OF, *ROWS])], root)
    version = store.current("upr_info", root)
    intake.finish(version, root)
    path = version.files / file_of_flags.FLAGS
    (key,) = {key for key, _ in file_of_flags.read(path)}
    path.unlink()
    before = version.files / file_of_flags.BEFORE
    small_tables.write(before, [("source_key", "flag"), (key, "names_civil_society")])
    assert counted(root) == ["names_civil_society"]
    intake.finish(version, root)
    assert not before.exists()
    assert counted(root) == ["names_civil_society", "indigenous_peoples"]


@pytest.mark.parametrize("step", ["loading.indexing.write_flags", "loading.indexing.write_index", "swapping.swap"])
def test_a_finishing_step_that_fails_leaves_what_is_served_and_can_be_run_again(fresh, monkeypatch, step):
    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"analytics.{step}", fail)
        with pytest.raises(
            LoadError, match=r"served, but .* yet\. No space left on device\. Then run: .*--finish upr_info$"
        ):
            intake.finish(store.current("upr_info", fresh), fresh)
    assert has_index(fresh) == (False, 9)
    intake.finish(store.current("upr_info", fresh), fresh)
    assert has_index(fresh) == (True, 9)


def test_finishing_can_be_killed_at_any_moment(fresh):
    code = (
        "import sys; from pathlib import Path; from analytics.loading import intake, store; root = Path(sys.argv[1]); "
        "print('go', flush=True)\nwhile True: intake.finish(store.current('upr_info', root), root)"
    )
    lot = random.Random(7)
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", code, str(fresh)], cwd=ROOT, stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(lot.uniform(0.1, 1.2))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert has_index(fresh)[1] == 9
    intake.finish(store.current("upr_info", fresh), fresh)
    assert has_index(fresh) == (True, 9)
    version = store.current("upr_info", fresh)
    assert not [path.name for path in version.folder.iterdir() if "part" in path.name]


def test_snapshots_that_are_served_no_longer_go_but_the_one_before(fresh, tmp_path):
    version = store.current("upr_info", fresh)
    first = version.made
    for name in ("upr-000000000000.duckdb", "upr-000000000001.duckdb"):
        path = version.folder / name
        path.write_bytes(b"old")
        os.utime(path, (1, 1))
    intake.finish(version, fresh)
    made = store.current("upr_info", fresh).made
    assert {path.name for path in version.folder.glob("*.duckdb")} == {first, made}
    intake.load([write(tmp_path, ROWS[:2])], fresh)
    assert len(list(version.folder.glob("*.duckdb"))) == 1
    with store.changing(fresh):
        store.undo("upr_info", fresh)
    assert has_index(fresh) == (True, 9)


def test_finishing_a_version_that_is_no_longer_current_changes_nothing_for_readers(fresh, tmp_path):
    old = store.current("upr_info", fresh)
    intake.load([write(tmp_path, ROWS[:1])], fresh)
    now = store.current("upr_info", fresh)
    intake.finish(old, fresh)
    assert store.current("upr_info", fresh) == now


def test_the_command_line_loads_then_finishes(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    assert load.main([str(write(tmp_path).path), "--yes"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert (
        any(line.startswith("upr_info, version 1: 9 new") for line in said),
        said[-1].startswith("Searchable after "),
    ) == (True, True)
    assert load.main(["--finish", "upr_info"]) == 0
    assert load.main(["--finish", "uhri"]) == 1
    assert capsys.readouterr().err == "'uhri' is not loaded. Loaded are: upr_info.\n"


def test_the_doctor_says_what_is_not_searchable_yet(fresh, capsys):
    doctor.main()
    assert "python -m analytics.load --finish upr_info" in capsys.readouterr().out
    intake.finish(store.current("upr_info", fresh), fresh)
    doctor.main()
    assert "--finish" not in capsys.readouterr().out


# From the command line


@pytest.mark.usefixtures("searchable")
def test_every_result_on_texts_can_be_printed(capsys):
    asked = ["--data", "upr_info", "--q", 'roof "the house"', "--country", "KEN", "--about", "justice"]
    for name in ("search", "search_totals", "search_words", "accepted_wording"):
        assert query.main([name, *asked, "--format", "json"]) == 0
        out, err = capsys.readouterr()
        assert (bool(out), err) == (True, "")
    for step in ("search_parts", "search_dictionary", "search_spoken", "search_selected"):
        assert query.main([step, *asked]) == 2
        assert f"There is no result '{step}'. There are: " in capsys.readouterr().err
    query.main(["search", *asked[:4], "--states", "KEN", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["reviewed_name"], row["asked_by"], row["response"]) for row in rows] == [
        ("Kenya", "France", "accepted")
    ]
    query.main(["totals", "--data", "upr_info", "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[1].startswith("9,")


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("search --q roof", "needs texts, and these data have none"),
        ("search --data upr_info", "needs --q"),
        ("accepted_wording --data upr_info", "needs --country"),
        ("search --data uhri --q roof", "--data does not know 'uhri'. Loaded is: upr_info."),
        ("search --data ../upr_info --q roof", "--data does not know '../upr_info'"),
        ("search --data upr_info --q roof --page 0", "--page does not know '0'. There is: a number from 1, or all."),
    ],
)
def test_what_cannot_be_searched_is_said_with_the_next_step(capsys, line, said):
    assert query.main(line.split()) == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("fresh")
def test_texts_that_are_not_finished_cannot_be_searched_from_the_command_line(capsys):
    assert query.main(["search", "--data", "upr_info", "--q", "roof"]) == 2
    assert "python -m analytics.load --finish upr_info" in capsys.readouterr().err


# The page

LINK = {"data": "upr_info"}
QUESTIONS = [
    {"q": "doors"},
    {"q": "zebra roof"},
    {"q": "the"},
    {},
    {"view": "wording", "about": "justice", "country": "KEN"},
]


def on_page(number, **link):
    """A page of the results of a search."""
    at = opened(PAGE, **LINK, **link)
    at.query_params["page"] = number
    return at.run()


def listed(at):
    return "".join(each.proto.body for each in at.get("html"))


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("link", QUESTIONS, ids=str)
def test_the_page_opens_in_every_language_with_texts(language, link):
    at = opened(PAGE, **LINK, **link, lang=language)
    assert not at.exception
    assert not at.warning
    assert not [each for each in words(at.main) if "nan" in each.split() or "None" in each.split()]


@pytest.mark.usefixtures("searchable")
def test_the_page_lists_what_it_finds_with_marks():
    at = opened(PAGE, **LINK, q="doors")
    assert at.get_by_key("choice.q").value == "doors"
    assert "Paint the <mark>doors</mark> and paint the walls." in listed(at)
    assert "<strong>Ghana</strong><br><small>session 2 · asked by Japan · noted · considering action</small>" in listed(
        at
    )
    assert any("### doors: 2 recommendations to 1 state." in each.value for each in at.markdown)
    assert any("Looked for: doors (as doors; in 2 of all texts)." in each.value for each in at.markdown)
    assert any("Source: UPR Info" in each.value for each in at.caption)


@pytest.mark.usefixtures("searchable")
def test_a_search_is_kept_in_the_link_and_starts_at_its_first_page():
    at = on_page("3", q="doors")
    at.get_by_key("choice.q").set_value("roof ").run()
    assert at.query_params == {**LINK, "q": "roof"}
    at.get_by_key("choice.q").set_value("").run()
    assert at.query_params == LINK


@pytest.mark.usefixtures("searchable")
def test_an_offered_search_is_one_click():
    at = opened(PAGE, **LINK, q="zebra roof")
    assert not listed(at)
    at.get_by_key("offer.0").click().run()
    assert at.query_params == {**LINK, "q": "roof"}
    assert listed(at).count("<li>") == 3


@pytest.mark.usefixtures("searchable")
def test_pages_are_turned_by_buttons_and_a_page_too_far_is_the_last(monkeypatch):
    monkeypatch.setattr("analytics.results.search.PAGE", 2)
    at = opened(PAGE, **LINK, q="roof mend")
    assert at.get_by_key("page.before").disabled
    at.get_by_key("page.after").click().run()
    assert (at.query_params["page"], at.get_by_key("page.after").disabled) == ("2", True)
    assert '<ol start="3"' in listed(at)
    assert '<ol start="3"' in listed(on_page("99", q="roof mend"))
    assert "`page=x`" in on_page("x", q="roof mend").warning[0].value


@pytest.mark.usefixtures("searchable")
def test_filters_apply_to_a_search_on_the_page():
    assert listed(opened(PAGE, **LINK, q="roof", states="KEN")).count("<li>") == 1


@pytest.mark.usefixtures("searchable")
def test_nothing_of_a_text_or_a_search_is_markup_on_the_page():
    at = opened(PAGE, **LINK, q='<script>alert(1)</script> **bold** "lanterns"')
    shown = listed(at)
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>(&quot;x&quot;)" in shown
    assert "**<mark>bold</mark>** [link](http://x.example) | pipe :red[x] $y$ &amp; <mark>lanterns</mark>" in shown
    assert not [each for each in words(at.main) if "<script" in each and each != at.get_by_key("choice.q").value]
    assert any("### script alert 1 bold “lanterns”: 1 recommendation to 1 state." in each.value for each in at.markdown)


@pytest.mark.usefixtures("searchable")
def test_accepted_wording_is_listed_with_n():
    at = opened(PAGE, **LINK, view="wording", about="justice", country="KEN")
    assert any(
        "2 accepted wordings of specific or general action, in 3 recommendations" in each.value for each in at.markdown
    )
    assert listed(at).index("Uganda") < listed(at).index("Kenya")
    assert "2 recommendations" in listed(at)


@pytest.mark.usefixtures("searchable")
def test_all_that_is_found_can_be_downloaded_without_a_formula(monkeypatch):
    makers, add_deferred = {}, MediaFileManager.add_deferred

    def remember(self, make, *arguments, **more):
        file_id = add_deferred(self, make, *arguments, **more)
        makers[file_id] = make
        return file_id

    monkeypatch.setattr(MediaFileManager, "add_deferred", remember)
    monkeypatch.setattr("analytics.results.search.PAGE", 1)
    at = opened(PAGE, **LINK, q="lanterns")
    at.session_state["search-texts-more"] = True
    at.run()
    files = {each.key: makers[each.proto.deferred_file_id]() for each in at.get("download_button")}
    (row,) = pd.read_csv(io.BytesIO(files["file.search-texts.csv"]), encoding="utf-8-sig").to_dict("records")
    assert row["text"].startswith("'=1+1 <script>")
    book = zipfile.ZipFile(io.BytesIO(files["file.search-texts.xlsx"]))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    at = opened(PAGE, **LINK, q="roof")
    at.session_state["search-texts-more"] = True
    at.run()
    made = makers[at.get_by_key("file.search-texts.csv").proto.deferred_file_id]()
    assert len(pd.read_csv(io.BytesIO(made), encoding="utf-8-sig")) == 3


@pytest.mark.parametrize("language", languages())
def test_without_texts_the_page_says_what_to_load_and_the_menu_has_no_search(tmp_path, monkeypatch, language):
    monkeypatch.setenv("UPR_DATA", str(tmp_path))
    at = opened(PAGE, lang=language)
    assert not at.exception
    assert any("python -m analytics.load" in each.value for each in at.markdown)
    assert "search" not in {link.proto.page for link in at.sidebar.page_link}


@pytest.mark.usefixtures("searchable")
def test_with_texts_the_menu_has_search_and_the_page_leads_from_the_embedded_facts_to_them():
    at = opened(PAGE)
    assert "search" in {link.proto.page for link in at.sidebar.page_link}
    (link,) = list(at.main.page_link)
    assert link.proto.query_string == "data=upr_info"


@pytest.mark.usefixtures("fresh")
def test_texts_that_are_not_searchable_yet_are_said_to_be():
    at = opened(PAGE, **LINK, q="roof")
    assert not at.exception
    assert any("--finish upr_info" in each.value for each in at.markdown)
