"""Numbers, shares, days and plurals of a language come from the CLDR; its file says what the UN writes otherwise."""

import re
import shutil
from datetime import date

import pytest
from babel import UnknownLocaleError

from analytics import text as texts
from analytics.cldr import conventions, form, forms
from analytics.text import Text, languages, text

NARROW, NO_BREAK = "\u202f", "\u00a0"
OVERRIDDEN = {"en": {"day"}, "fr": {"first_of_month"}, "es": {"thousands"}, "pt": {"first_of_month"}, "ar": {"comma"}}
"""What languages write otherwise than the CLDR."""


def counted(t, numbers=(0, 1, 2)):
    """Numbers of states with their noun, in French words, plain spaces between."""
    return [t.count("states", number).replace(NO_BREAK, " ") for number in numbers]


@pytest.fixture
def other(tmp_path, monkeypatch):
    """Makes the text of a language whose folder is that of French, but for its name and settings."""

    def make(language, settings=""):
        folder = tmp_path / language
        shutil.copytree(texts.LOCALE / "fr", folder)
        shared = (folder / "text.toml").read_text(encoding="utf-8").replace('first_of_month = "{n}er"', settings)
        (folder / "text.toml").write_text(shared, encoding="utf-8")
        monkeypatch.setattr(texts, "LOCALE", tmp_path)
        return Text(language)

    return make


def test_english_and_french_write_numbers_as_they_did():
    """By the marks that stood in their files before: `,` and `.`, U+202F and `,`; U+2212 before what is below zero."""
    english, french = text("en"), text("fr")
    for number in (*range(-1_050, 1_050), 41_066, 61_014, 999_999, 1_000_000, 1_234_567_890):
        written = f"{abs(number):,}"
        sign = "−" if number < 0 else ""
        assert english.number(number) == f"{sign}{written}"
        assert french.number(number) == f"{sign}{written.replace(',', NARROW)}"
        whole, _, part = f"{abs(number) / 7:,.1f}".partition(".")
        sign = "−" if number < 0 else ""
        assert english.number(number / 7, 1) == f"{sign}{whole}.{part}"
        assert french.number(number / 7, 1) == f"{sign}{whole.replace(',', NARROW)},{part}"
    assert (english.percent(0.7758), french.percent(0.7758)) == ("77.6%", f"77,6{NO_BREAK}%")
    assert (english.percent(12.0416), french.percent(12.0416)) == ("1,204.2%", f"1{NARROW}204,2{NO_BREAK}%")


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("en", "1 March 2012", "30 November 2026"), ("fr", "1er mars 2012", "30 novembre 2026")],
)
def test_english_and_french_write_days_as_they_did(language, first, last):
    assert text(language).day(date(2012, 3, 1)) == first
    assert text(language).day(date(2026, 11, 30)) == last


@pytest.mark.parametrize(
    ("language", "months"),
    [
        ("en", "January February March April May June July August September October November December"),
        ("fr", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        ("es", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        ("pt", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
    ],
)
def test_months_are_those_of_the_language(language, months):
    assert conventions(language)["months"] == months


@pytest.mark.parametrize(("language", "singular"), [("en", [1]), ("es", [1]), ("fr", [0, 1]), ("pt", [0, 1])])
def test_french_and_portuguese_are_singular_below_two_and_the_others_at_one(language, singular):
    assert [number for number in range(200) if form(language, str(number)) == "one"] == singular


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        *(("0", "zero"), ("1", "one"), ("2", "two"), ("3", "few"), ("10", "few"), ("11", "many"), ("99", "many")),
        *(("100", "other"), ("102", "other"), ("103", "few"), ("111", "many"), ("1.5", "other")),
    ],
)
def test_arabic_has_six_forms(number, wanted):
    assert form("ar", number) == wanted
    assert forms("ar") == {"zero", "one", "two", "few", "many", "other"}


def test_a_form_that_a_language_does_not_tell_apart_is_the_last_one(other):
    t = other("ar")
    t.sentences["count.states.few"] = "{n} few"
    assert counted(t, (0, 3, 10, 11, float("nan"))) == ["0 États", "3 few", "10 few", "11 États", "– États"]


def test_a_sign_stays_on_the_left_of_its_number_where_a_language_is_read_from_the_right(other):
    """By the mark that the CLDR puts there; none stands around "%", which may be on either side."""
    t, left = other("ar"), "\u200e"
    assert (t.number(-1_204.5, 1), t.percent(0.452), t.number(3)) == (f"{left}−1,204.5", "45.2%", "3")
    assert [t.signed(share).split()[0] for share in (-0.12, 0.12)] == [f"{left}−12", f"{left}+12"]
    assert t.plus(0.5) == f"{left}+0.50"
    assert t.day(date(2026, 3, 1)) == "1 مارس 2026"


def test_spanish_is_written_as_the_un_writes_it_where_its_file_says_so(other):
    """The CLDR has a point between thousands; the UN's Spanish documents have a space that does not break."""
    assert (conventions("es")["thousands"], conventions("es")["decimal"]) == (".", ",")
    t = other("es", f'thousands = "{NO_BREAK}"')
    assert (t.number(41_066), t.number(-1_204.5, 1)) == (f"41{NO_BREAK}066", f"−1{NO_BREAK}204,5")
    assert t.percent(0.452) == f"45,2{NO_BREAK}%"
    assert t.day(date(2026, 11, 1)) == "1 de noviembre de 2026"
    assert counted(t) == ["0 États", "1 État", "2 États"]


def test_portuguese_needs_no_setting_of_its_own(other):
    t = other("pt")
    assert (t.number(41_066), t.number(-1_204.5, 1)) == ("41.066", "−1.204,5")
    assert t.percent(0.452) == "45,2%"
    assert t.day(date(2026, 3, 1)) == "1 de março de 2026"
    assert counted(t) == ["0 État", "1 État", "2 États"]


def test_every_setting_of_the_cldr_may_stand_in_a_file_as_it_did_before(other):
    t = other(
        "es",
        'thousands = "_"\ndecimal = ";"\npercent = "% {n}"\nday = "{year}/{month}/{day}"\n'
        f'first_of_month = "{{n}}º"\nmonths = "{" ".join("abcdefghijkl")}"',
    )
    assert (t.number(1_204.5, 1), t.percent(0.5, 0)) == ("1_204;5", "% 50")
    assert t.day(date(2026, 12, 1)) == "2026/l/1º"


@pytest.mark.parametrize("language", OVERRIDDEN)
def test_a_setting_stands_in_a_file_only_where_the_un_writes_otherwise(language):
    own = (texts.LOCALE / language / "text.toml").read_text(encoding="utf-8").partition("[site]")[0]
    t, usual = text(language), conventions(language)
    settings = [name for name in usual if re.search(rf"(?m)^{name} = ", own)]
    assert [name for name in settings if t.sentences[f"language.{name}"] == usual[name]] == []
    assert [name for name in settings if not re.search(rf"(?m)^{name} = .* # \S", own)] == []
    assert set(settings) == OVERRIDDEN[language]


def test_a_month_that_is_a_number_or_has_a_space_stays_one_word(other):
    assert conventions("zh")["day"] == "{year}年{month}月{day}日"
    assert conventions("zh")["months"] == "1 2 3 4 5 6 7 8 9 10 11 12"
    assert conventions("vi")["months"].split(" ")[11] == f"tháng{NO_BREAK}12"
    assert other("vi").day(date(2026, 12, 31)).startswith(f"31 tháng{NO_BREAK}12")


def test_a_language_that_the_cldr_does_not_know_is_an_error_of_the_developer():
    with pytest.raises(UnknownLocaleError):
        conventions("qqz")


def test_zero_has_no_sign():
    assert text("en").number(-0.04, 1) == "0.0"


@pytest.mark.parametrize("language", languages())
def test_a_noun_has_the_forms_that_the_language_tells_apart(language):
    """All that English has, and no form that no number takes; what is not there is as the last one."""
    found, counted = {}, [key for key in text(language).sentences if key.startswith("count.")]
    for _, noun, each in (key.split(".") for key in counted):
        found.setdefault(noun, set()).add(each)
    assert found.keys() == {key.split(".")[1] for key in text("en").sentences if key.startswith("count.")}
    assert {noun: its for noun, its in found.items() if not {"one", "other"} <= its <= forms(language)} == {}
    assert {key for key in counted if "{n}" not in text(language).sentences[key]} == set()
    small = {"few"} & forms(language)
    assert {noun for noun, its in found.items() if not small <= its} == set()
