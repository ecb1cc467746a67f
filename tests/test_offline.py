"""The atlas as one page: small, alone, with the numbers of the query layer; what it was given stays text."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from copy import copy
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analytics import database
from analytics.codes import read_codes
from analytics.exports import html, offline
from analytics.filters import Filters
from analytics.glossary import terms
from analytics.results import Results
from analytics.text import languages, text

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 2_000_000
HOSTILE = "</script><script>window.hit=1</script><img src=x onerror='window.hit=1'>&lt;b&gt; ${style} \" '"
FETCHING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "object": "data", "use": "href"}


class Page(HTMLParser):
    """What a page holds: tags with their attributes, and its words by the tag around them."""

    def __init__(self, made):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(made)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        self.words.append((self.open[-1] if self.open else "", data))

    def text(self):
        shown = " ".join(words for tag, words in self.words if tag not in {"script", "style"})
        return " ".join(shown.split())


@pytest.fixture(scope="module")
def atlas(codes, table):
    return offline.Atlas(codes, table, text("en"), "2026-11-30")


@pytest.fixture(scope="module", params=languages())
def made(request, atlas):
    return request.param, offline.pack(replace(atlas, t=text(request.param))).decode()


@pytest.fixture(scope="module")
def page(atlas):
    return Page(offline.pack(atlas).decode())


# Alone


def test_a_page_is_small_enough_for_slow_lines_and_old_phones(made):
    assert len(made[1].encode()) <= LARGEST


def test_a_page_says_its_language_and_direction(made):
    language, said = made
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in said


def test_a_page_refers_to_no_other_file(made):
    found = Page(made[1])
    assert [(tag, given) for tag, given in found.tags if tag in FETCHING and FETCHING[tag] in given] == []
    assert [given for _, given in found.tags if "style" in given or any(name.startswith("on") for name in given)] == []
    assert re.findall(r"url\(|@import|fetch\(|XMLHttp|WebSocket|sendBeacon|innerHTML|eval\(", made[1]) == []


def test_the_policy_forbids_all_requests_and_names_its_own_code_alone(made):
    said = made[1]
    ((_, given),) = [each for each in Page(said).tags if each[1].get("http-equiv") == "Content-Security-Policy"]
    policy = dict(part.split(" ", 1) for part in given["content"].split("; "))
    assert policy["default-src"] == "'none'"
    for name, code in (("style-src", r"<style>(.*?)</style>"), ("script-src", r"<script>(.*?)</script>")):
        (own,) = re.findall(code, said, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert policy[name] == f"'sha256-{digest}'"
    assert {"base-uri", "form-action"} < set(policy)


def test_each_anchor_and_label_leads_somewhere(made):
    tags = Page(made[1]).tags
    there = [given["id"] for _, given in tags if "id" in given]
    assert len(there) == len(set(there))
    asked = {given["href"][1:] for tag, given in tags if tag == "a"} | {
        given[name] for _, given in tags for name in ("for", "aria-labelledby") if name in given
    }
    assert asked - set(there) == set()


# What it says


def test_the_numbers_are_those_of_the_query_layer(page):
    """Rates, errors and counts of DOMAIN.md; intervals as `python -m analytics.query acceptance_by_region` has them."""
    said = page.text()
    for region, rate, n in (("Africa", "76.9%", "17,369"), ("Asia", "66.2%", "17,362")):
        assert re.search(rf"{region} {rate} likely \d\d\.\d to \d\d\.\d% · \d\d states · n = {n}", said), region
    assert "Latin America & Caribbean 75.7% likely 68.7 to 81.6% · 33 states · n = 9,327" in said
    assert "61,014 recommendations" in said
    assert "+10.6 points 95% interval 4.6 to 16.8 points" in said


def test_every_state_stands_in_the_table_with_its_counts(page, atlas, table):
    rows = [given for tag, given in page.tags if tag == "tr" and "data-state" in given]
    assert len(rows) == 193
    received = table("received_by_state").set_index("iso3")
    made = offline.pack(atlas).decode()
    for iso3 in ("CUB", "KEN", "LCA", "TUV"):
        (row,) = re.findall(rf'<tr data-state="{iso3}".*?</tr>', made)
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
        asked = received.loc[iso3]
        assert cells[1] == str(asked.recommendations)
        assert cells[2] == f"{asked.accepted / asked.answered:.1%} of {asked.answered}"


@pytest.mark.parametrize(
    ("name", "iso3"),
    [("burma", "MMR"), ("birmanie", "MMR"), ("cote d ivoire", "CIV"), ("ivory coast", "CIV"), ("swaziland", "SWZ")],
)
def test_a_state_is_found_by_its_other_names(made, name, iso3):
    (names,) = re.findall(rf'data-state="{iso3}" data-find="([^"]*)"', made[1])
    assert name in names.split("|")


def test_every_word_of_the_glossary_is_explained(made):
    language, said = made
    known = terms(text(language))
    assert said.count('id="term-') == len(known) == 83
    assert all(html.said(term.means) in said for term in known)


def test_every_card_says_how_to_read_it_its_limits_and_its_terms(made):
    language, said = made
    t = text(language)
    cards = re.findall(r"<article.*?</article>", said, re.DOTALL)
    assert len(cards) == 10
    for card in cards:
        (about,) = re.findall(r'<details class="about">.*?</details>', card, re.DOTALL)
        assert all(html.said(t(f"card.{part}")) in about for part in ("reads", "limits"))
        assert "n = " in about.replace("\xa0", " ")
        assert html.said(t("card.source", producer="|", title="|", licence="|")).split("|")[2].strip() in about
    assert "2018-07-25" in said
    assert "2026-11-30" in said


def test_a_picture_has_words_or_is_decoration(made):
    pictures = [given for tag, given in Page(made[1]).tags if tag == "svg"]
    assert len(pictures) > 20
    assert all(
        (given.get("role") == "img" and given.get("aria-label")) or given.get("aria-hidden") for given in pictures
    )


def test_another_scheme_of_regions_is_named_and_counted(atlas):
    said = Page(offline.pack(replace(atlas, scheme="un")).decode()).text()
    assert "Asia-Pacific" in said
    assert "Group" in said


# What it was given


@pytest.fixture(scope="module")
def attacked(atlas):
    """A page in which names, coalitions and sources are hostile."""
    t = copy(text("en"))
    t.names = {**t.names, "states": {**t.names["states"], "KEN": f"Kenya {HOSTILE}"}}

    def table(name, filters, **own):
        rows = atlas.table(name, filters, **own)
        columns = {"named_coalitions": ["said_of", "page"], "sources": ["producer", "title", "licence", "citation"]}
        return rows.assign(**dict.fromkeys(columns.get(name, []), HOSTILE))

    return offline.pack(replace(atlas, t=t, table=table)).decode()


def test_hostile_names_stay_text(attacked, page):
    found = Page(attacked)
    assert {tag for tag, _ in found.tags} == {tag for tag, _ in page.tags}
    assert [tag for tag, _ in found.tags].count("script") == 2
    assert found.text().count("window.hit=1") > 100
    assert "${style}" in found.text()


def test_what_the_script_reads_ends_no_script(attacked):
    (said,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', attacked, re.DOTALL)
    assert "<" not in said
    assert json.loads(said)["states"]["KEN"]["name"] == f"Kenya {HOSTILE}"


def test_data_with_ten_recommendations_make_a_page_too(small_data, tmp_path):
    database.write_snapshot(tmp_path / "small.duckdb", small_data)
    with database.open_snapshot(tmp_path / "small.duckdb") as connection:
        known = read_codes(connection)
        made = offline.pack(offline.Atlas(known, Results(connection, known).table, text("en"), "2026-11-30"))
    said = Page(made.decode()).text()
    assert "10 recommendations" in said
    assert "Too few reviews" in said


def test_data_without_actions_and_askers_make_a_page_too(codes, table):
    poorer = replace(codes, lacks=frozenset({"actions", "askers", "issues"}))
    said = Page(offline.pack(offline.Atlas(poorer, table, text("fr"), "2026-11-30")).decode())
    assert said.text().count("sessions 1 à 27") > 5
    assert "Part de chaque catégorie d'action" not in said.text()


# The command


def test_the_command_writes_the_page(tmp_path):
    place = tmp_path / "atlas.html"
    command = [sys.executable, "-m", "analytics.offline", "--language", "fr", "--to", str(place), "--seed", "4"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert said.stdout.startswith(f"{place}: 0.")
    assert 'lang="fr"' in place.read_text(encoding="utf-8")


def test_data_that_are_not_loaded_are_named_by_the_command(tmp_path):
    command = [sys.executable, "-m", "analytics.offline", "--data", "nothing", "--to", str(tmp_path / "x.html")]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert said.returncode == 2
    assert "'nothing'" in said.stderr
    assert not list(tmp_path.iterdir())


def test_filters_of_a_page_are_not_those_of_the_pack(atlas):
    assert atlas.filters == Filters()
