"""Every sentence in every language: same keys and blanks, used, complete; numbers and names as readers write them."""

import ast
import csv
import math
import re
import string
import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from languages_support import AT_MOST, NO_THRESHOLD, NUMBERS, OF_ONE_THEME, OR_MORE, OTHERS

from analytics import columns, filters, maps, results, thresholds
from analytics import text as texts
from analytics.findings import lobbying
from analytics.sentences import KEPT, Said, again, joined, translated
from analytics.sources.recognise import FORMATS
from analytics.sources.recommendations import Field
from analytics.text import languages, text
from analytics.ui.page import PAGES

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = text("en").sentences
CODE = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "analytics").rglob("*.py"))]
SETTINGS = {f"language.{name}" for name in ("thousands", "decimal", "comma", "sign")}
SETTINGS |= {key for key in ENGLISH if re.fullmatch(r"glossary\.term\.\w+\.forms", key)}
CARD = ("reads", "alt", "limits")
"""What every card says beside its finding."""
CHOICE = "label"
"""What `ui.choose` says of a choice; its options have sentences of their own, or are issues."""


@cache
def trees():
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in CODE}


def calls(*names):
    """Calls of functions or methods with one of these names."""
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name in names:
                    yield node


def constants(node):
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def pattern(node):
    """The regular expression of a key that is put together in the code, `f"column.{name}"`."""
    parts = [part.value if isinstance(part, ast.Constant) else None for part in getattr(node, "values", [node])]
    return "".join(r"[\w-]+" if part is None else re.escape(part) for part in parts)


def patterns():
    """All of them, as far as something in them is fixed; and those of the cards."""
    joined = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    found = {pattern(node) for node in joined if re.search(r"\.", "".join(constants(node)))}
    found = {
        each
        for each in found
        if re.fullmatch(r"[a-z0-9_.]*[a-z][a-z0-9_.]*", each.replace(r"[\w-]+", "").replace("\\", ""))
    }
    return found | {f"{card}\\.({'|'.join(CARD)})" for card in cards()}


def cards():
    """Names of the cards on all pages, as regular expressions."""
    for call in calls("figure", "map", "listing", "texts"):
        if call.args and re.match(r"f?'\w+\.", ast.unparse(call.args[0])):
            yield pattern(call.args[0])


def choices():
    """Names of the choices on all pages with their options, as far as those are written out."""
    for call in calls("choose"):
        if call.args and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value, sorted(constants(call.args[1]) if isinstance(call.args[1], ast.Tuple) else ())


def expected():
    """Keys that pages ask for through the functions of `ui`."""
    keys = {f"{name}.{part}" for _, name, _ in PAGES for part in ("title", "question")}
    keys |= {f"menu.{group}" for group, _, _ in PAGES if group}
    keys |= {f"{card}.{part}".replace("\\", "") for card in cards() if "[" not in card for part in CARD}
    keys |= {f"{name}.{CHOICE}" for name, _ in choices()}
    return keys | {f"{name}.{option}" for name, options in choices() for option in options}


def said():
    """Every sentence that code says to whoever loads data, as its keys and the call."""
    for call in calls("Said"):
        keys = constants(call.args[0]) if isinstance(call.args[0], (ast.Constant, ast.IfExp)) else set()
        yield keys, call


def blanks(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


# Keys


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_key_and_no_other(language):
    own = {key for key in text(language).sentences if key.startswith("count.")}
    assert set(text(language).sentences) - own == {key for key in ENGLISH if not key.startswith("count.")}


@pytest.mark.parametrize("language", languages())
def test_no_page_takes_a_key_that_another_file_has(language):
    """A key of search.toml and one of [search] in text.toml would be the same: the last one read would be shown."""
    read = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (texts.LOCALE / language).glob("*.toml")}
    shared = read.pop("text")
    twice = {page: set(keys) & set(shared.get(page, {})) for page, keys in read.items()}
    assert twice == {each: set() for each in read}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_same_blanks_in_every_sentence(language):
    other = text(language).sentences
    same = set(ENGLISH) & set(other) - SETTINGS
    differ = {key: (ENGLISH[key], other[key]) for key in same if blanks(ENGLISH[key]) != blanks(other[key])}
    assert differ == {}


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_empty_or_waits_for_a_translator(language):
    sentences = {key: value for key, value in text(language).sentences.items() if key not in SETTINGS}
    assert {key: value for key, value in sentences.items() if not isinstance(value, str) or not value.strip()} == {}
    assert {key: value for key, value in sentences.items() if re.search(r"TODO|FIXME|XXX|\?\?\?", value)} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_hardly_any_sentence_is_left_in_english(language):
    other = text(language).sentences
    words_of = {key: re.findall(r"[^\W\d]{3,}", re.sub(r"\{\w*\}", "", str(value))) for key, value in ENGLISH.items()}
    assert [key for key, found in words_of.items() if len(found) > 2 and other.get(key) == ENGLISH[key]] == []


def test_every_key_the_code_asks_for_exists():
    asked = {call.args[0].value for call in calls("t") if call.args and isinstance(call.args[0], ast.Constant)}
    asked |= {call.args[0].value for call in calls("reference") if call.args and isinstance(call.args[0], ast.Constant)}
    counted = set().union(*(constants(call.args[0]) for call in calls("count") if ast.unparse(call.func) == "t.count"))
    asked |= {f"count.{what}.{form}" for what in counted for form in ("one", "other")}
    asked |= set().union(*(keys for keys, _ in said()))
    assert len(asked) > 50
    assert sorted((asked | expected()) - set(ENGLISH)) == []


def test_every_pattern_of_keys_in_a_call_matches_a_key():
    for call in calls("t", "has", "Said"):
        if call.args and isinstance(call.args[0], ast.JoinedStr):
            asked = pattern(call.args[0]).replace(r"[\w-]+", r"[\w.-]+")
            assert any(re.fullmatch(asked, key) for key in ENGLISH), asked


def test_every_sentence_is_used():
    words = set().union(*(constants(tree) for tree in trees().values())) | expected()
    known = re.compile("|".join(sorted(patterns())))
    assert sorted(key for key in ENGLISH if key not in words and not known.fullmatch(key)) == []


def test_every_sentence_that_goes_by_a_code_has_a_code_of_the_data(table, codes):
    shown = [columns.named(table(result), text("en"), "m49") for result in results.results()]
    exist = {
        "column": {name for rows in shown for name in rows.columns} | {lobbying.WHY},
        "filter": set(filters.NAMES),
        "action": {str(action) for action in filters.ACTIONS},
        "scheme": set(filters.SCHEMES),
        "acceptance": set(filters.ACCEPTANCES),
        "menu": {group for group, _, _ in PAGES},
        "region": set(codes.regions["m49"]) | set(codes.regions["un"]),
        "area": set(maps.shape_ids()) - set(table("states")["iso3"]),
        "correction": set(table("corrections")["correction"]),
    }
    words = set().union(*(constants(tree) for tree in trees().values()))
    keys = [key.split(".") for key in ENGLISH if key not in words]
    assert [key for key in keys if key[0] in exist and key[1] not in exist[key[0]]] == []


@pytest.mark.parametrize("language", languages())
def test_no_sentence_says_of_every_data_set_what_holds_of_the_built_in_one(language):
    """A figure is drawn of what a reader loaded as well: its years, sessions and numbers are other ones."""
    built_in = re.compile(
        r"201[47]|(41|61).0\d\d|\b5[46]\b|\b(1|13)(–| à | a )2\d\b|[Cc]i[ck]l[eo] [1-4]|[Ss]es[a-zãó]+n? 27"
    )
    assert [key for key, said in text(language).sentences.items() if built_in.search(str(said))] == []


@pytest.mark.parametrize("language", languages())
def test_no_sentence_about_a_figure_is_true_in_one_theme_only(language):
    """In the dark theme more is brighter, what stands out is white and what is faint is dark."""
    of_one = rf"\b({'|'.join(OF_ONE_THEME)})\b"
    about = {key: said for key, said in text(language).sentences.items() if key.rpartition(".")[2] in CARD}
    assert len(about) > 200
    assert {key: said for key, said in about.items() if re.search(of_one, said, re.IGNORECASE)} == {}


TYPED = re.compile(rf"\d+|\b({'|'.join(NUMBERS)})\b")


def typed(language):
    """Sentences as they stand in the files of a language that type a number, but for those that are allowed."""
    for path in sorted((texts.LOCALE / language).glob("*.toml")):
        for said in re.findall(r'^\S+ = "(.*)"$', path.read_text("utf-8"), re.MULTILINE):
            rest = re.sub("|".join(NO_THRESHOLD), "", re.sub(r"\{\w*\}", "", said))
            if path.stem != "names" and TYPED.search(rest):
                yield path.stem, TYPED.search(rest)[0], said


@pytest.mark.parametrize("language", OTHERS)
def test_what_records_of_data_say_is_there_in_every_language(language):
    """But names of works, people and repositories, and licences that have one name everywhere."""
    read = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in texts.DATA.glob("*.toml")}
    records = [*read["sources"].values(), *read["loadable_sources"].values()]
    said = {record[name] for record in records for name in ("licence", "unit", "coverage", "origin", "processing")}
    said |= {record[name] for record in read["corrections"]["correction"] for name in ("title", "reason")}
    translated_here = text(language).records
    assert {each for each in said - set(translated_here) if not re.fullmatch(r"CC BY(-SA)? 4\.0", each)} == set()
    assert all(each.strip() for each in translated_here.values())
    assert set(translated_here) <= said | {record["obtained_through"] for record in records}  # nothing is left behind


@pytest.mark.parametrize("language", languages())
def test_no_sentence_types_a_threshold(language):
    """It would stay behind when the threshold moves: sentences have blanks, see `thresholds.SAID`."""
    assert list(typed(language)) == []


@pytest.mark.parametrize("language", languages())
def test_no_prose_types_a_threshold(language):
    prose = "".join(path.read_text("utf-8") for path in (texts.LOCALE / language).glob("*.md"))
    number = rf"(\d+|{'|'.join(NUMBERS)})"
    bounds = rf"({'|'.join(AT_MOST)})\s{number}\b|\b{number}\s({'|'.join(OR_MORE)})\b"
    assert [found[0] for found in re.finditer(bounds, prose)] == []


@pytest.mark.parametrize("language", languages())
def test_every_threshold_is_said_somewhere_and_filled_everywhere(language):
    raw = "".join(path.read_text("utf-8") for path in (texts.LOCALE / language).iterdir())
    assert [name for name in thresholds.SAID if f"{{{name}}}" not in raw] == []
    t = text(language)
    said = "".join(map(str, t.sentences.values())) + t.prose("methods")
    assert [name for name in thresholds.SAID if f"{{{name}}}" in said] == []
    assert t.percent(0.9, 0) in t.prose("methods")


def test_every_format_of_a_file_has_a_name_for_who_loads_it():
    named = {key.removeprefix("your_data.format.") for key in ENGLISH if key.startswith("your_data.format.")}
    assert named == set(FORMATS)


def test_every_blank_of_a_sentence_is_filled_where_it_is_used():
    unfilled = []
    for call in calls("t"):
        given = {word.arg for word in call.keywords}
        if call.args and isinstance(call.args[0], ast.Constant) and None not in given:
            missing = blanks(ENGLISH.get(call.args[0].value, "")) - given
            unfilled += [(call.args[0].value, blank) for blank in sorted(missing)]
    for keys, call in said():
        given = {word.arg for word in call.keywords}
        unfilled += [(key, blank) for key in keys for blank in sorted(blanks(ENGLISH[key]) ^ given)]
    assert unfilled == []


# What is said to whoever loads data


REASONS = {"reject": 3, "_refuse": 2, "Rejected": 4, "ReadError": 0, "LoadError": 0, "StoreError": 0, "BusyError": 0}
"""What takes a reason, and at which place."""


def reasons(tree):
    """What stands where a reason must: itself, or what its name is given in this file."""
    given = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                given.setdefault(ast.unparse(target), []).append(node.value)
    for node in ast.walk(tree):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        for place, each in enumerate(node.args if name in REASONS else ()):
            if place == REASONS[name]:
                yield from given.get(each.id, [each]) if isinstance(each, ast.Name) else [each]


def test_no_reason_is_in_words_that_one_language_has():
    """A new reason gets a key: the tests above then ask for its sentence in every language."""
    told = [(path.name, each) for path, tree in trees().items() for each in reasons(tree)]
    assert len(told) > 90
    words = (ast.Constant, ast.JoinedStr, ast.BinOp)
    assert [(name, ast.unparse(each)) for name, each in told if isinstance(each, words)] == []


def test_every_field_of_a_rejected_row_has_a_name():
    named = {key.removeprefix("your_data.field.") for key in ENGLISH if key.startswith("your_data.field.")}
    assert named == {field.replace(" ", "_") for field in get_args(Field)}
    assert all(text("en")(f"your_data.field.{field.replace(' ', '_')}") == field for field in get_args(Field))


@pytest.mark.parametrize("filled", ["KEN", "own/8/KEN | A, b: c", "x\ny", 131_072])
def test_a_sentence_that_was_kept_in_english_is_found_again(filled):
    kept = {key: sentence for key, sentence in ENGLISH.items() if key.startswith(KEPT)}
    assert len(kept) > 50
    for key, sentence in kept.items():
        first = Said(key, **dict.fromkeys(blanks(sentence), filled))
        for language in languages():
            assert translated(str(first), text(language)) == first.into(text(language)), key
        assert again(str(first)).key == key


def test_words_of_another_version_stay_as_they_were_kept():
    assert again("the doors are closed") is None
    assert translated("the doors are closed", text("fr")) == "the doors are closed"


def test_a_sentence_is_english_text_and_says_its_numbers_and_sentences_in_every_language():
    cell = Said("reason.long_cell", most=131_072)
    row = Said("refusal.row", file="{a}", line=2, reason=cell)
    assert row == "{a}, line 2: a cell has more than 131,072 characters"
    assert re.sub(r"\s", " ", row.into(text("fr"))) == "{a}, ligne 2 : une cellule compte plus de 131 072 caractères"
    assert (deepcopy(row), deepcopy(row).key) == (row, "refusal.row")
    assert joined("language.and", ["one", "two", "three"]) == "one and two and three"
    with pytest.raises(KeyError):
        Said("reason.doors")


CARDS = ("received_by_state", "on_issue_by_state", "acceptance_by_region", "acceptance_by_cycle", "action_mix")
CATALOGUE = (
    *("listed_reviews", "list_coverage", "list_coverage_by_state", "coalition_measures", "catalogue", "stakeholders"),
    *("joint_sizes", "scopes_by_review", "partners_abroad", "co_submission", "co_submission_links", "case_notes"),
    *("co_submission_summary", "named_coalitions", "submission_counts", "organisation_submissions"),
    "organisation_partners",
)
REFERENCES = ("sources", "corrections", "build_log", "dictionary")


@pytest.mark.parametrize("result", [*CARDS, *CATALOGUE, *REFERENCES])
def test_every_column_that_readers_see_has_a_heading(table, result):
    shown = columns.named(table(result), text("en"), "m49")
    assert [name for name in shown if f"column.{name}" not in ENGLISH] == []


def test_every_correction_that_marks_a_row_is_explained(connection):
    sql = "select distinct correction from recommendation where correction is not null"
    for (code,) in connection.cursor().execute(sql).fetchall():
        assert f"correction.{code}" in ENGLISH


def test_the_threshold_in_the_sentences_is_the_one_that_is_applied():
    for language in languages():
        assert "20" in text(language)("hover.few")
        assert "20" in text(language)("column.few")


# Names


def names_of(kind):
    files = {"states": ("states", "iso3"), "subregions": ("subregions", "subregion"), "issues": ("issues", "issue")}
    name, key = files.get(kind, ("regions", "region"))
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if kind[8:] in {"", row.get("scheme")} or name != "regions"]
    return {row[key]: row["name"] for row in rows}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", ["states", "regions_m49", "regions_un", "subregions", "issues"])
def test_a_language_names_everything_and_nothing_else(language, kind):
    folder = ROOT / "analytics" / "locale" / language
    translated = tomllib.loads((folder / "names.toml").read_text(encoding="utf-8"))[kind]
    assert set(translated) == set(names_of(kind))
    assert len(set(translated.values())) == len(translated)
    assert all(name == name.strip() and name for name in translated.values())


def test_english_names_are_those_of_the_data():
    t = text("en")
    assert (t.state("CIV"), t.state("COD"), t.issue("sogi")) == (
        "Côte d'Ivoire",
        "DR Congo",
        "Sexual Orientation and Gender Identity",
    )
    assert (t.region("lac", "m49"), t.region("lac", "un")) == ("Latin America & Caribbean", "GRULAC")
    assert (t.subregion("western-asia"), t.area("KEN"), t.area("ESH")) == (
        "Western Asia",
        "Kenya",
        "Western Sahara (disputed)",
    )
    assert (t.state("XXX"), t.issue("doors"), t.region("nowhere", "un")) == ("XXX", "Doors", "nowhere")


@pytest.mark.parametrize("language", languages())
def test_every_page_of_prose_exists_in_every_language(language):
    english = {path.name for path in (texts.LOCALE / "en").glob("*.md")}
    assert {path.name for path in (texts.LOCALE / language).glob("*.md")} == english
    assert "{version}" in text(language).prose("methods")
    assert "{citation}" in text(language).prose("methods")


# Numbers


@pytest.mark.parametrize(
    ("language", "share", "said"),
    [
        ("en", 0.01, "+1 point"),
        ("en", 0.004, "+0.4 points"),
        ("fr", 0.004, "+0,4 point"),
        ("fr", -0.015, "−1,5 point"),
        ("fr", 0.02, "+2 points"),
        ("es", 0.004, "+0,4 puntos"),
        ("pt", 0.015, "+1,5 ponto"),
        ("pt", float("nan"), "– pontos"),
    ],
)
def test_a_point_is_singular_where_the_language_says_so(language, share, said):
    """Plural rules of the CLDR: in French and Portuguese all below 2, in English 1 without decimals, in Spanish 1."""
    assert text(language).signed(share).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("language", "number", "percent", "interval", "points"),
    [
        ("en", "41,066", "77.6%", "73.7 to 81.5%", "11.5 points"),
        ("fr", "41 066", "77,6 %", "73,7 à 81,5 %", "11,5 points"),
        ("es", "41 066", "77,6 %", "73,7 a 81,5 %", "11,5 puntos"),
        ("pt", "41.066", "77,6%", "73,7 a 81,5%", "11,5 pontos"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(language, number, percent, interval, points):
    t = text(language)

    def plain(said):
        return re.sub(r"\s", " ", said)

    assert plain(t.number(41_066)) == number
    assert plain(t.percent(0.7758)) == percent
    assert plain(t.interval(0.7371, 0.8146)) == interval
    assert plain(t.points(-0.1145)) == points


@pytest.mark.parametrize(
    ("language", "zero", "one", "many"),
    [
        ("en", "0 states", "1 state", "1,204 states"),
        ("fr", "0 État", "1 État", "1 204 États"),
        ("es", "0 Estados", "1 Estado", "1 204 Estados"),
        ("pt", "0 Estado", "1 Estado", "1.204 Estados"),
    ],
)
def test_nouns_agree_with_their_number(language, zero, one, many):
    said = [re.sub(r"\s", " ", text(language).count("states", number)) for number in (0, 1, 1_204)]
    assert said == [zero, one, many]


@pytest.mark.parametrize("language", languages())
def test_an_absent_number_is_a_dash_and_a_negative_one_has_a_minus(language):
    t = text(language)
    assert t.number(None) == t.number(math.nan) == t.percent(math.nan) == t.percent(None) == "–"
    assert t.number(-3).lstrip("\u200e").startswith("−")
    assert "-" not in t.number(-1_234.5, 1)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Africa, Asia and Oceania"),
        ("fr", "Africa, Asia et Oceania"),
        ("es", "Africa, Asia y Oceania"),
        ("pt", "Africa, Asia e Oceania"),
    ],
)
def test_lists_are_joined_in_words(language, said):
    t = text(language)
    assert t.join(["Africa", "Asia", "Oceania"]) == said
    assert (t.join(["Africa"]), t.join([])) == ("Africa", "")
    assert text("es").join(["Francia", "Irán"]) == "Francia e Irán"


def test_a_key_that_does_not_exist_is_an_error_of_the_developer():
    with pytest.raises(KeyError):
        text("en")("doors.and.windows")
    with pytest.raises(FileNotFoundError):
        text("xx")


def test_english_comes_first_and_adding_a_language_is_adding_its_folder():
    folders = {path.name for path in texts.LOCALE.iterdir() if (path / "text.toml").exists()}
    assert (languages()[0], set(languages())) == ("en", folders)
