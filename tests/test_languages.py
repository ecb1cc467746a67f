"""Every page, view and export in every language but English: no English is left, numbers and plurals are its own."""

import csv
import html
import io
import json
import re
import tomllib
from dataclasses import astuple
from functools import cache

import openpyxl
import pytest
from docx import Document
from languages_support import OTHERS
from pptx import Presentation
from sheet_support import plain, said

from analytics import cldr, columns
from analytics.exports import csv as files
from analytics.exports import layers, matrix, offline, pptx, xlsx
from analytics.exports.definitions import definitions
from analytics.filters import Filters
from analytics.findings.finding import Finding
from analytics.sheets import KINDS
from analytics.text import DATA, text
from analytics.ui import data, recorder, slides
from benchmarks.sentences.recorder import every_page

SITE = "https://atlas.example"
CHOSEN = {"regions": "asia", "cycles": "2", "country": "NPL", "issues": "womens-rights"}
"""What every view is opened under, beside nothing."""
ENGLISH = re.compile(
    r"\b(the|of|and|with|from|which|that|this|these|was|were|are|been|has|have|its|their|than|not|only|more|fewer|"
    r"states?|reviews?|reviewed|recommendations?|recommending|recommended|accepted|noted|submissions?|shares?|"
    r"requests?|answers?|answered|asked|asks?|joint|countries|country|years?|listed|civil society|found|given)\b",
    re.IGNORECASE,
)
SAME = {"fr": {"joint"}}
"""Words of the list that are words of the language too."""
KEPT_ENGLISH = re.compile(
    r"\b[A-Z]{2,}\b|Varieties of Democracy|Correlates of War|\*The [^*]+\*|\(From = To\)|"
    r"[«“]\W?(?:more than|about|Recommendation|Position)\W?[»”]|"
    r"https?://\S+|\b[\w.-]+\.(?:org|io|ch|net|csv|toml|parquet|xlsx|pdf)\b\S*|python -m [\w. -]+|`[^`]*`|"
    r"“The stakeholders[^”]*”|«?\s?The stakeholders listed below have contributed\s?»?|UPR Regional Atlas|"
    r"<[^<>]*>|%\{[^{}]*\}|\{\w*\}|doi:\S+|A/HRC\S*|(?:version|versão|versión|atlas|[\w-]+) \d+(?:\.\d+){2}\S*"
)
"""Addresses, names of files, commands, quotations and the name of the atlas, which are the same everywhere."""


@cache
def names():
    """Names and quotations of the data, longest first: organisations, networks, works, licences."""
    found = set()
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            own = [name for name in rows.fieldnames or () if re.search("name|title|acronym|network|coalition", name)]
            if path.stem not in {"states", "issues", "regions", "subregions", "state_aliases", "state_spellings"}:
                found |= {row[name] for row in rows for name in own if row[name] and " " in row[name]}
    for path in DATA.glob("*sources.toml"):
        for record in tomllib.loads(path.read_text("utf-8")).values():
            found |= {record.get(name, "") for name in ("citation", "title", "producer", "licence")}
    return sorted({plain(name) for name in found} - {""}, key=len, reverse=True)


def without_names(shown):
    """A text without what is the same in every language."""
    for cut in re.findall(r"([^·<>]+)…", shown):
        if any(name.startswith(cut.strip()) for name in names()):
            shown = shown.replace(cut, " ")
    for name in names():
        if name in shown:
            shown = shown.replace(name, " ")
    return KEPT_ENGLISH.sub(" ", shown)


def english(language, shown):
    """Words of English in a text, names aside."""
    found = set(ENGLISH.findall(without_names(shown))) if ENGLISH.search(shown) else set()
    return sorted(found - SAME.get(language, set()))


def foreign_numbers(language, shown):
    """Numbers with the marks of English, a comma before thousands, a point before decimals; else with those of others.

    And a comma, semicolon or question mark of Latin letters behind those of a language that has its own.
    """
    marks = text(language).sentences
    if (marks["language.thousands"], marks["language.decimal"]) == (",", "."):
        return re.findall(r"\d,\d{1,2}(?!\d)|[\u0620-\u064a][»)]?[,;?](?=\s|$)", without_names(shown))
    rest = without_names(shown) if re.search(r"\d[.,]\d", shown) else ""
    point = r"\d\.\d{1,2}(?!\d)(?!\.\d)" if text(language).sentences["language.thousands"] == "." else r"\d\.\d"
    return re.findall(rf"(?<![\d.,/-])[1-9]\d{{0,2}},\d{{3}}(?![\d,])|(?<![\w.-]){point}(?![\w/-])(?!\.)", rest)


@cache
def nouns_of(language):
    """Nouns that are counted, by their forms; and what one of them behind a number looks like, whatever its form."""
    found = {}
    for key, words in text(language).sentences.items():
        if key.startswith("count."):
            _, noun, form = key.split(".")
            found.setdefault(noun, {})[form] = plain(words)[4:]
    every = sorted({words for forms in found.values() for words in forms.values()}, key=len, reverse=True)
    number = r"(?<![\d.,–-])(?<![\d.,–-] )([1-9]\d?)"
    return list(found.values()), re.compile(rf"{number} ({'|'.join(map(re.escape, every))})\b")


def wrong_plurals(language, shown):
    """A noun in a form that its number does not take: a plural behind 1, a singular behind 3."""
    nouns, counted = nouns_of(language)
    for number, noun in counted.findall(plain(shown)):
        form = cldr.form(language, number)
        of = [forms for forms in nouns if noun in forms.values()]
        if all(forms.get(form, forms["other"]) != noun for forms in of):
            yield f"{number} {noun}"


def problems(language, shown):
    """What is wrong with texts, by text."""
    tests = (english, foreign_numbers, wrong_plurals)
    shown = (each for each in shown if not re.fullmatch("[a-z0-9-]+", each))  # a code
    found = {each: [wrong for test in tests for wrong in test(language, each)] for each in dict.fromkeys(shown)}
    return {each[:300]: wrong for each, wrong in found.items() if wrong}


def words_of(figure):
    """Every text of a figure."""
    if isinstance(figure, dict):
        for key, value in figure.items():
            if key in {
                "text",
                "hovertext",
                "ticktext",
                "name",
                "hovertemplate",
                "title",
                "customdata",
                "annotations",
            } or (isinstance(value, (dict, list, tuple)) and key not in {"geojson", "template", "meta"}):
                yield from words_of(value) if not isinstance(value, str) else [value]
    elif isinstance(figure, (list, tuple)):
        for each in figure:
            yield from [each] if isinstance(each, str) else words_of(each)


class Reading(recorder.Recorder):
    """Keeps all that cards show and take along, and what is said between them."""

    def __init__(self, run, t):
        super().__init__(run, t)
        self.shown, self.slides = [], []

    def keep(self, card):
        finding, t = card.finding, self.t
        self.shown += [card.quoted, finding.more, finding.whole]
        self.shown += [each for each in astuple(card.carried)[1:] if isinstance(each, str)]
        named = columns.named(card.rows, t, card.shared.filters.scheme, as_words=True)
        self.shown += [*columns.headings(named, t).values(), card.text("alt")]
        self.shown += words_of(card.drawn.to_dict()) if card.drawn is not None else []
        self.slides.append((slides.slide(card), named))

    def notice(self, message, *_, **__):
        self.say(message)

    def say(self, sentence, *_, **__):
        self.shown.append(sentence.whole if isinstance(sentence, Finding) else str(sentence))


@cache
def opened(language):
    """All pages and views in a language, as they open, and under what is chosen."""
    t, kept = text(language), []
    for script, view in every_page():
        for link in ({}, CHOSEN):
            run = data.Run(data.look_up(None), link | ({"view": view} if view else {}), SITE)
            kept.append(Reading(run, t))
            recorder.run(script, kept[-1], drawn=not link)
    return kept


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_in_the_language(language):
    t = text(language)
    sentences = {key: value for key, value in t.sentences.items() if isinstance(value, str)}
    shown = [*sentences.values(), *t.records.values(), *(name for kind in t.names.values() for name in kind.values())]
    assert problems(language, [*shown, *t.prose("methods").split("\n")]) == {}


@pytest.mark.parametrize("language", OTHERS)
def test_every_page_and_view_is_in_the_language(language):
    kept = opened(language)
    assert sum(bool(each.slides) for each in kept) > 100
    assert problems(language, [plain(shown) for each in kept for shown in each.shown]) == {}


@pytest.mark.parametrize("language", OTHERS)
def test_what_cards_take_along_is_in_the_language(language):
    t, taken = text(language), [each.slides[0] for each in opened(language)[::3] if each.slides]
    made = Presentation(io.BytesIO(pptx.write([slide for slide, _ in taken], t)))
    assert made.core_properties.language == language
    assert {run.get("lang") for slide in made.slides for run in slide.element.iter("{*}rPr")} == {language}
    shown = [shape.text_frame.text for slide in made.slides for shape in slide.shapes if shape.has_text_frame]
    shown = [each for each in shown if "…" not in each]  # whole in the notes
    shown += [slide.notes_slide.notes_text_frame.text for slide in made.slides]
    for slide, rows in taken[::6]:
        about = {t("column.link"): slide.carried.link} | definitions([rows], t)
        book = openpyxl.load_workbook(io.BytesIO(xlsx.write({"rows": rows}, about, columns.headings(rows, t))))
        shown += [
            cell for row in book.worksheets[1].iter_rows(values_only=True) for cell in row if isinstance(cell, str)
        ]
    assert problems(language, [line for each in shown for line in each.split("\n")]) == {}


@pytest.mark.parametrize("language", OTHERS)
def test_sheets_and_the_page_without_a_network_are_in_the_language(language, ground, codes, table):
    of = ground(language=language)
    chosen = {"region": "asia", "country": "NPL", "issue": "womens-rights", "coalition": codes.listed[0]}
    shown = [said(KINDS[kind].make(of, code)) for kind, code in chosen.items()]
    page = offline.pack(offline.Atlas(codes, table, of.t, "2026-11-30")).decode()
    assert f'<html lang="{language}"' in page
    words = re.split(r"<[^<>]+>", re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL))
    assert problems(language, shown + [html.unescape(each) for each in words]) == {}


CODED = {"iso3", "state_iso3", "review", "recommendation_key", "organisation", "network", "symbol", "region", "issue"}


@pytest.mark.parametrize("language", OTHERS)
def test_files_of_rows_and_layers_are_in_the_language(language, table):
    """Names of columns are codes, the same everywhere; what stands below them and what the file is about are words."""
    t, shown = text(language), []
    for slide, rows in [each.slides[0] for each in opened(language)[::5] if each.slides]:
        about = {"selection": slide.carried.selection, "source": " ".join(slide.carried.sources)}
        made = csv.DictReader(io.StringIO(files.write(files.beside(rows, about)).decode("utf-8-sig")))
        shown += [cell for row in made for name, cell in row.items() if name not in CODED and " " in cell]
    states = columns.named(table("received_by_state"), t, "m49")
    about = {"title": t("countries.title"), "limits": t("countries.map.limits")}
    layer = json.loads(layers.geojson(states.head(3).assign(latitude=0.0, longitude=0.0), about))
    shown += [*layer["about"].values(), *(words for each in layer["features"] for words in _words(each["properties"]))]
    assert problems(language, [plain(each) for each in shown]) == {}


def _words(properties):
    return [value for value in properties.values() if isinstance(value, str) and " " in value]


@pytest.mark.parametrize("language", OTHERS)
def test_the_working_list_is_in_the_language_below_the_headings_of_ohchr(language, table):
    t = text(language)
    listed = matrix.table(table("follow_up", Filters(states=("NPL",)), state="NPL").head(40), t)
    title, about = (
        t("follow_up.matrix.title", selection=t.state("NPL")),
        {t("column.limits"): t("follow_up.matrix.limits")},
    )
    made = Document(io.BytesIO(matrix.document(listed, title, about, right_to_left=t.right_to_left)))
    cells = [cell.text for row in made.tables[0].rows[1:] for cell in row.cells[:3]]
    assert [cell.text for cell in made.tables[0].rows[0].cells] == list(matrix.COLUMNS)
    shown = [re.sub(r"^\S+", "", cell) for cell in cells] + [each.text for each in made.paragraphs]
    assert problems(language, shown) == {}
    turned = [each.tag for each in made.element.body.iter("{*}bidi", "{*}bidiVisual", "{*}rtl")]
    assert bool(turned) is t.right_to_left


@pytest.mark.parametrize("language", OTHERS)
def test_a_file_is_read_from_the_side_of_its_language(language):
    t, (slide, rows) = text(language), next(each.slides[0] for each in opened(language) if each.slides)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write({"rows": rows}, {}, right_to_left=t.right_to_left)))
    assert [bool(each.sheet_view.rightToLeft) for each in book.worksheets] == [t.right_to_left] * 2
    made = Presentation(io.BytesIO(pptx.write([slide], t)))
    title = made.slides[0].shapes.title.text_frame.paragraphs[0]._p.pPr  # noqa: SLF001 - python-pptx has no call for it
    assert (title.get("rtl"), title.get("algn")) == (("1", "r") if t.right_to_left else (None, "l"))
