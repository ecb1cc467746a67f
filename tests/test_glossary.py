"""Terms are explained where they stand: each once in a place, as a link with its meaning, and all of them on a page."""

import csv
import re
from collections import Counter

import pytest
from app_support import ROOT, cards, opened

from analytics import glossary
from analytics.text import LOCALE, Text, languages, text

EN, FR = text("en"), text("fr")
ASKED_FOR = (
    *("upr", "state_under_review", "recommending_state", "accepted", "noted", "action_category", "minimal"),
    *("continuing", "considering", "general", "specific", "joint_submission", "summary", "m49", "regional_group"),
    *("interval", "shrunken", "odds", "strict", "broad", "lens", "cycle", "session", "false_discovery", "bound"),
    *("network", "bridge", "nhri", "civic_space_index", "restricted", "cp_rights", "esc_rights", "cid", "grulac"),
    "matrix",
)
"""Words that newcomers stumbled over."""


def explained(said, t=EN, names=(), known=()):
    """The codes of the terms that are marked, in their order, and what is left without the marks."""
    marked, _ = glossary.explained(said, t, glossary.holding(names, t), known)
    link = re.compile(r'\[([^\[\]]*)\]\(#term-(\w+) "((?:[^"\\]|\\.)*)"\)')
    met = link.findall(marked)
    assert all(re.sub(r"\\(.)", r"\1", title) == t(f"glossary.term.{code}.means") for _, code, title in met)
    return [(form, code) for form, code, _ in met], link.sub(r"\1", marked)


@pytest.mark.parametrize("known", [(), ("upr",)])
def test_a_term_is_explained_once_in_a_place(known):
    said = "The UPR has sessions. A session of the UPR lasts two weeks."
    met, plain = explained(said, known=known)
    assert plain == said
    assert met == [*([] if known else [("UPR", "upr")]), ("sessions", "session")]


@pytest.mark.parametrize(
    ("said", "met"),
    [
        ("UN regional groups", ["regional_group"]),
        ("the 95% interval and a joint\u00a0submission", ["interval", "joint_submission"]),
        ("Joint submissions. Median: 3", ["joint_submission", "median"]),
        ("### Sessions\n**Noted**", ["session", "noted"]),
        ("the Noted Doors, a Network, UPRs, non-UPR, UPR-2, obsession", []),
        ("[the UPR](#doors), `UPR`, <UPR>, https://doors.example/UPR, :gray[M49]", ["m49"]),
    ],
)
def test_only_whole_words_that_no_name_or_link_holds_are_terms(said, met):
    assert [code for _, code in explained(said)[0]] == met


def test_a_term_inside_the_name_of_an_organisation_is_none():
    names = ["Doors for the UPR", "Réseau des portes", "UPR Info"]
    assert explained("Doors for the UPR met UPR Info.", names=names)[0] == [("UPR Info", "upr_info")]
    assert explained("Doors for the UPR met before the UPR.", names=names)[0] == [("UPR", "upr")]
    assert explained("Les réseaux et le réseau des portes", FR, ["réseau des portes"])[0] == [("réseaux", "network")]


def test_a_meaning_ends_no_title_before_its_time():
    t = Text("en")
    t.sentences["glossary.term.m49.means"] = 'A list of "doors" \\ windows.'
    assert glossary.explained("M49", t, {})[0] == r'[M49](#term-m49 "A list of \"doors\" \\ windows.")'


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "L’acceptation\u00a0: 3 communications conjointes, intervalle à 95\u00a0%."),
        ("es", "¿Aceptación? 3 comunicaciones conjuntas, intervalo del 95\u00a0%."),
        ("pt", "Aceitação: 3 contribuições conjuntas, intervalo de 95%."),
    ],
)
def test_words_of_other_languages_are_found_in_their_forms(language, said):
    met, _ = explained(said, text(language))
    assert [code for _, code in met] == ["accepted", "joint_submission", "interval"]


def test_what_newcomers_stumbled_over_is_explained():
    assert set(ASKED_FOR) - {term.code for term in glossary.terms(EN)} == set()


@pytest.mark.parametrize("language", languages())
def test_a_meaning_is_one_sentence_and_no_form_has_two(language):
    every = glossary.terms(text(language))
    assert [term.code for term in every if not re.fullmatch(r"[^.\n]+\.", term.means.replace("M49.", "M49"))] == []
    assert [form for form, n in Counter(form for term in every for form in term.forms).items() if n > 1] == []
    assert [term.code for term in every if len(term.means.split()) > 35] == []


@pytest.mark.parametrize("language", languages())
def test_every_term_stands_somewhere(language):
    read = [path.read_text("utf-8") for path in (LOCALE / language).iterdir() if path.stem != "glossary"]
    with (ROOT / "data" / "issues.csv").open(encoding="utf-8", newline="") as file:
        read += [row["name"] for row in csv.DictReader(file)] if language == "en" else []
    plain = re.sub(r"\s", " ", "\n".join(read)).casefold()
    every = glossary.terms(text(language))
    assert [term.code for term in every if not any(form.casefold() in plain for form in term.forms)] == []


@pytest.mark.parametrize("page", ["app.py", "pages/coalition_networks.py", "pages/regions.py"])
def test_a_card_explains_each_of_its_terms_once(page):
    at = opened(page)
    every = 0
    for key in cards(at):
        said = "".join(part.proto.body for part in at.get_by_key(key).get("markdown"))
        met = re.findall(r"\(#term-(\w+) ", said)
        assert len(met) == len(set(met))
        every += len(met)
    assert every > 5


@pytest.mark.parametrize("language", languages())
def test_the_page_has_every_term_in_the_order_of_the_alphabet(language):
    at = opened("pages/glossary.py", lang=language)
    names = [heading.value for heading in at.subheader]
    assert names == [term.name for term in glossary.terms(text(language))]
    assert [heading.proto.anchor for heading in at.subheader][:2] == [
        f"term-{term.code}" for term in glossary.terms(text(language))[:2]
    ]
    assert len(names) == len(set(names)) > 60
    assert names.index("GRULAC") < names.index("M49") < names.index("V-Dem")


def test_a_choice_explains_the_terms_of_its_label():
    help_text = opened("pages/regions.py", view="parts").get_by_key("choice.strata").proto.help
    assert "**Cycle**: The four to five years" in help_text
