"""What is found by its name from every page, and where a result leads."""

import os
import re
from time import perf_counter
from urllib.parse import parse_qsl

import pytest
from app_support import opened, words
from browser_support import Reader, barriers, browsing, chromium, served
from playwright.sync_api import expect

from analytics import finder
from analytics.finder import Entry
from analytics.text import languages, text
from analytics.ui import finder as box
from analytics.ui.page import PAGES

KENYA = Entry("state", "Kenya", "country", (("country", "KEN"),))
IVORY_COAST = Entry("state", "Côte d'Ivoire", "country", (("country", "CIV"),))
MYANMAR = Entry("state", "Myanmar", "country", (("country", "MMR"),))
TORTURE = Entry("issue", "Torture and other CID treatment", "issues", (("issues", "torture"),))
KENYANS = Entry("organisation", "Kenya Human Rights Commission (KHRC)", "submissions", (("organisation", "khrc"),))
NIGER, NIGERIA = (Entry("state", name, "country") for name in ("Niger", "Nigeria"))
FEW = finder.index(
    [
        (KENYANS, ["Kenya Human Rights Commission", "KHRC"]),
        (TORTURE, ["Torture et autres traitements"]),
        (KENYA, ["KEN"]),
        (IVORY_COAST, ["Ivory Coast", "CIV"]),
        (MYANMAR, ["Burma", "Birmanie", "MMR"]),
        (NIGERIA, []),
        (NIGER, []),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kenya", [KENYA, KENYANS]),
        ("KEN", [KENYA, KENYANS]),
        ("khrc", [KENYANS]),
        ("rights kenya", [KENYANS]),
        ("cote d'ivoire", [IVORY_COAST]),
        ("COTE DIVOIRE", [IVORY_COAST]),
        ("Côte d’Ivoire", [IVORY_COAST]),
        ("ivory", [IVORY_COAST]),
        ("burma", [MYANMAR]),
        ("birm", [MYANMAR]),
        ("traitements", [TORTURE]),
        ("niger", [NIGER, NIGERIA]),
        ("enya", []),
        ("", []),
        ("?! *", []),
    ],
)
def test_a_name_is_found_by_the_beginnings_of_its_words(typed, found):
    asked = finder.find(FEW, typed)
    assert (asked.entries, asked.all) == (found, len(found)) if not asked.near else typed == "enya"


def test_a_name_with_a_wrong_letter_is_offered_as_near():
    assert finder.find(FEW, "Kennya") == finder.Found([KENYA], 1, near=True)
    assert finder.find(FEW, "zzzzzz") == finder.Found([], 0, near=True)
    assert finder.find(FEW, "Kxn") == finder.Found([], 0, near=True)


def test_no_more_than_a_dozen_are_listed_and_all_are_counted():
    many = finder.index((Entry("organisation", f"Door {number}", "submissions"), []) for number in range(40))
    found = finder.find(many, "door")
    assert (len(found.entries), found.all) == (finder.MOST, 40)


def looked_for(typed, page="app.py", **link):
    """The page with the box open and this typed into it."""
    at = opened(page, **link)
    at.session_state["finder"] = True
    at.run()
    at.get_by_key("finder.asked").set_value(typed).run()
    assert not at.exception
    return at


def results(at):
    """Label, page and link of each result."""
    t = text("fr" if "lang" in at.query_params else "en")
    kinds = tuple(f" :small[{t(f'finder.{kind}')}]" for kind in finder.KINDS)
    links = [each.proto for each in at.sidebar.page_link if each.proto.label.endswith(kinds)]
    return [(each.label.split("**")[1], each.page, dict(parse_qsl(each.query_string))) for each in links]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Kenya", ("Kenya", "country", {"country": "KEN"})),
        ("Birmanie", ("Myanmar", "country", {"country": "MMR"})),
        ("Deutschland", None),
        ("Ivory Coast", ("Côte d'Ivoire", "country", {"country": "CIV"})),
        ("Holy See", ("Holy See", "recommending_state", {"country": "VAT"})),
        ("torture", ("Torture and other CID treatment", "issues", {"issues": "torture"})),
        ("Droits des femmes", ("Women's rights", "issues", {"issues": "womens-rights"})),
        ("joint submission", ("Joint submission", "glossary", {"term": "joint_submission"})),
        ("methods", ("Methods and data", "methods", {})),
    ],
)
def test_a_result_leads_to_the_page_with_the_choice_set(typed, first):
    found = results(looked_for(typed))
    assert (found[0] if found else None) == first or first is None


def test_an_organisation_leads_to_its_submissions_by_name_and_acronym():
    at = looked_for("CIVICUS", "pages/regions.py", cycles="1")
    label, page, link = results(at)[0]
    assert "CIVICUS" in label
    assert page == "submissions"
    assert link.items() >= {"view": "catalogue", "cycles": "1"}.items()
    there = opened("pages/submissions.py", **link)
    assert not there.warning
    assert there.get_by_key("choice.organisation").value == link["organisation"]


def test_a_result_keeps_language_and_filters_and_puts_its_own_in_their_place():
    at = looked_for("Burma", lang="fr", cycles="1", country="KEN")
    assert results(at)[0] == ("Myanmar", "country", {"lang": "fr", "cycles": "1", "country": "MMR"})


@pytest.mark.parametrize("language", languages())
def test_every_page_has_the_box_in_its_language_and_sends_nothing_but_a_button(language):
    t = text(language)
    for _, _, file in PAGES:
        at = opened(file, lang=language) if language != "en" else opened(file)
        assert t("finder.button") in words(at.sidebar)
        assert t("finder.label") not in words(at.sidebar)


def test_what_is_not_found_is_said_as_it_was_typed():
    at = looked_for("**zzzqqq** [x](y)")
    assert any("`**zzzqqq** [x](y)`" in each.value for each in at.sidebar.markdown)
    assert any("Near it" in each for each in words(looked_for("Kennya").sidebar))


def test_a_term_says_its_meaning_at_once_and_stands_above_the_others_in_the_glossary():
    at = looked_for("GRULAC")
    assert any("states of Latin America" in each for each in words(at.sidebar))
    there = opened("pages/glossary.py", term="grulac")
    assert not there.warning
    assert any(each.value.startswith("**GRULAC**") for each in there.main.markdown[:4])
    assert "`term=door`" in opened("pages/glossary.py", term="door").warning[0].value


def test_a_closed_box_makes_no_index_and_an_open_one_looks_in_no_time(monkeypatch):
    made = []
    monkeypatch.setattr(box, "_known", lambda *_: made.append(1) or iter(()))
    opened("pages/claims.py")
    assert made == []
    many = finder.index(
        (Entry("organisation", f"Door {number} of houses", "submissions"), []) for number in range(4_000)
    )
    start = perf_counter()
    finder.find(many, "houses door")
    assert perf_counter() - start < 0.5


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_a_country_is_found_with_the_keyboard_alone(tmp_path, size):
    if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
        pytest.skip("there is no Chromium: apt install chromium")
    with browsing() as browser, served(tmp_path / "log.txt") as address:
        someone = Reader(browser, address, size)
        page = someone.open("/regions?cycles=1")
        if size[0] < 640:
            page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("button", name="Find", exact=True).press("Enter")
        expect(page.get_by_role("textbox", name="A page, country")).to_be_focused()
        page.keyboard.type("Birmanie")
        page.keyboard.press("Enter")
        found = page.get_by_role("link", name=re.compile("Myanmar"))
        expect(found).to_be_visible()
        someone.settle()  # what waits for the end of a run is pale
        page.wait_for_timeout(500)
        assert barriers(page) == set()
        found.press("Enter")
        expect(page).to_have_url(f"{address}/country?cycles=1&country=MMR")
        someone.settle()
        assert someone.outside() == []
        assert someone.errors == []
        someone.close()
