"""The texts of a language go out to a native speaker as a file and come back signed."""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest

from analytics import text as texts
from analytics import translations
from analytics.exports.cells import is_formula
from analytics.text import languages
from analytics.translations import HEADER, Passage, Sign, as_file, main, take

OTHERS = [language for language in languages() if language != "en"]
DOOR = Passage("doors.toml", "doors.open", "Eight doors are open.", "Huit portes sont ouvertes.")
PLUS = Passage("doors.toml", "doors.add", "+", "+")
LINES = Passage("doors.md", "doors.md.1", "## Doors\n\nAll; of houses.", "## Portes\n\nToutes\u202f; de maisons.")
NAME = Passage("names.toml", "names.states.DOO", "Door", "Porte")
FEW = [DOOR, PLUS, LINES, NAME]
TERMS = {NAME.key: ("Porte", "https://unterm.example/door")}


def rows_of(content, delimiter=","):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def signed(rows, delimiter=",", ends="\n"):
    """The file as a spreadsheet writes it."""
    out = io.StringIO()
    written = csv.DictWriter(out, HEADER, delimiter=delimiter, lineterminator=ends)
    written.writeheader()
    written.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def with_sign(**changed):
    """The rows with a sign at the first text."""
    first, *others = rows_of(as_file(FEW, {}, TERMS))
    return [first | {"reviewer": "A.B.", "date": "2026-12-01"} | changed, *others]


# Out


def test_a_row_is_a_text_with_what_is_known_of_it():
    signs = {DOOR.key: Sign(DOOR.key, DOOR.digest, "Doors International", "2026-12-01")}
    rows = [list(row.values()) for row in rows_of(as_file(FEW, signs, TERMS))]
    assert rows == [
        [*DOOR, "own, reviewed", "Doors International", "2026-12-01"],
        ["doors.toml", "doors.add", "'+", "'+", "own, to be reviewed", "", ""],
        [*LINES, "own, to be reviewed", "", ""],
        [*NAME, "term of the UN: https://unterm.example/door", "", ""],
    ]


def test_a_name_that_is_not_the_uns_is_none_of_its_terms():
    (row,) = rows_of(as_file([NAME._replace(translation="Portail")], {}, TERMS))
    assert row["status"] == "own, to be reviewed"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_a_language_goes_out_once_and_beside_its_english(language, tmp_path, capsys):
    place = tmp_path / "out.csv"
    assert main([language, "--to", str(place)]) == 0
    rows = rows_of(place.read_bytes())
    assert len({row["key"] for row in rows}) == len(rows) > 3_000
    assert f"{len(rows):,} texts" in capsys.readouterr().out
    assert {row["file"] for row in rows} >= {path.name for path in (texts.LOCALE / language).glob("*.toml")}
    by_key = {row["key"]: row for row in rows}
    assert by_key["countries.title"]["English"] == texts.text("en")("countries.title")
    assert by_key["names.states.DEU"]["English"] == "Germany"
    assert by_key["names.states.DEU"]["translation"] == texts.text(language).state("DEU")
    assert "{fewest_clusters}" in by_key["interval.none"]["translation"]
    assert not [row for row in rows if is_formula(row["English"]) or is_formula(row["translation"])]
    assert not [row for row in rows if not row["English"] or not row["translation"]]


@pytest.mark.parametrize("language", OTHERS)
def test_a_term_of_the_un_is_one_by_its_source(language):
    """Names of states as the UN Statistics Division lists them; where ours is shorter, it is our own."""
    terms = translations.un_terms(language)
    rows = {each.key: each for each in translations.written(language)}
    held = [key for key, (term, _) in terms.items() if rows[key].translation == term]
    assert all(re.fullmatch(r"https://(unstats|unterm)\.un\.org\S*", source) for _, source in terms.values())
    if language in {"fr", "es"}:
        assert len(held) > 170
        assert "names.states.COD" not in held
        assert "names.states.KEN" in held
    if language == "pt":  # no official language of the UN
        assert terms == {}


# Back


def test_a_sign_holds_for_the_translation_that_was_read():
    taken = take(signed(with_sign()), FEW)
    assert taken == ([Sign(DOOR.key, DOOR.digest, "A.B.", "2026-12-01")], [], [])


@pytest.mark.parametrize(("delimiter", "ends"), [(",", "\r\n"), (";", "\r\n"), (";", "\n")])
def test_a_file_comes_back_from_any_spreadsheet(delimiter, ends):
    rows = [row | {"reviewer": "A.B.", "date": "2026-12-01"} for row in with_sign()]
    for row in rows:
        row["English"] = row["English"].replace("\n", ends)
        row["translation"] = f"{row['translation']} ".replace("\n", ends)
    taken = take(signed(rows, delimiter, ends), FEW)
    assert [sign.key for sign in taken.signs] == [each.key for each in FEW]
    assert taken.changed == taken.wrong == []


def test_a_translation_that_the_reviewer_changed_is_listed_and_not_signed():
    taken = take(signed(with_sign(translation="Huit portes ouvertes.")), FEW)
    assert taken == ([], [DOOR._replace(translation="Huit portes ouvertes.")], [])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"date": ""}, "Line 2, doors.open: the date is none such as 2026-11-30."),
        ({"date": "01/12/2026"}, "Line 2, doors.open: the date is none such as 2026-11-30."),
        ({"date": "2026-02-30"}, "Line 2, doors.open: the date is none such as 2026-11-30."),
        ({"reviewer": ""}, "Line 2, doors.open: a day without a reviewer."),
        ({"reviewer": "a@b.org"}, "Line 2, doors.open: a reviewer is initials or an organisation"),
        ({"English": "Nine doors are open."}, "Line 2, doors.open: the English has changed since."),
        ({"key": "doors.shut"}, "Line 2, doors.shut: there is no such text."),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_its_line_and_the_reason(changed, why):
    (said,) = take(signed(with_sign(**changed)), FEW).wrong
    assert said.startswith(why)


def test_a_file_of_another_kind_is_told():
    assert take(b"key;x\n", FEW).wrong[0].startswith("The file lacks the columns file, key, English")
    assert take("clé".encode("latin-1"), FEW).wrong == ["The file is not UTF-8: save it as “CSV UTF-8”."]


@pytest.fixture
def language(tmp_path, monkeypatch):
    """A copy of the texts, so that nothing is signed here."""
    shutil.copytree(texts.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(texts, "LOCALE", tmp_path / "locale")
    texts.text.cache_clear()
    yield tmp_path / "locale" / "fr"
    texts.text.cache_clear()


def test_what_is_signed_is_kept_until_the_translation_changes(language, tmp_path, capsys):
    place, kept = tmp_path / "out.csv", language / "reviewed.csv"
    assert main(["fr", "--to", str(place)]) == 0
    rows = rows_of(place.read_bytes())
    for row in rows:
        if row["key"] in {"countries.title", "site.name"}:
            row |= {"reviewer": "C.D.", "date": "2026-12-01"}
    place.write_bytes(signed(rows))
    assert main(["fr", "--take", str(place)]) == 0
    assert "2 reviewed, 2 in all." in capsys.readouterr().out
    assert [row["key"] for row in rows_of(kept.read_bytes())] == ["countries.title", "site.name"]
    main(["fr", "--to", str(place)])
    assert "2 of them reviewed" in capsys.readouterr().out

    file = language / "countries.toml"
    lines = file.read_text(encoding="utf-8").replace('title = "', 'title = "Les ', 1)
    file.write_text(lines, encoding="utf-8")
    texts.text.cache_clear()
    main(["fr", "--to", str(place)])
    by_key = {row["key"]: row for row in rows_of(place.read_bytes())}
    assert (by_key["countries.title"]["status"], by_key["countries.title"]["reviewer"]) == ("own, to be reviewed", "")
    assert (by_key["site.name"]["status"], by_key["site.name"]["reviewer"]) == ("own, reviewed", "C.D.")


def test_one_wrong_row_and_nothing_is_taken(language, tmp_path, capsys):
    place = tmp_path / "out.csv"
    main(["fr", "--to", str(place)])
    rows = rows_of(place.read_bytes())
    rows[0] |= {"reviewer": "C.D.", "date": "2026-12-01"}
    rows[1] |= {"reviewer": "C.D.", "date": "soon"}
    place.write_bytes(signed(rows))
    assert main(["fr", "--take", str(place)]) == 2
    assert "Nothing was taken." in capsys.readouterr().err
    assert not (language / "reviewed.csv").exists()


@pytest.mark.parametrize("language_code", OTHERS)
def test_what_is_signed_here_was_signed_by_initials_or_an_organisation(language_code):
    signs = translations.signed(language_code)
    keys = {each.key for each in translations.written(language_code)}
    assert set(signs) <= keys
    assert all(re.fullmatch(r"[0-9a-f]{12}", sign.digest) and sign.reviewer for sign in signs.values())


def test_english_has_nothing_to_translate():
    with pytest.raises(SystemExit):
        main(["en"])
    assert Path("reviewed.csv").exists() is False
