"""The pack: what its link holds, and how a reader fills, orders and empties it."""

import pytest
from app_support import opened, words

from analytics import pack
from analytics.pack import MOST, Entry, Pack
from analytics.text import languages, text

GAPS = Entry("regions", "regions.gaps", (("regions", "africa,asia"), ("view", "gap")))
STATES = Entry("glance", "glance.states", ())


def test_an_entry_in_a_link_is_its_card_and_what_its_page_was_asked_for():
    assert pack.written([STATES, GAPS]) == "glance.states~~regions.gaps~regions~africa,asia~view~gap"
    assert pack.read("glance.states~~regions.gaps~regions~africa,asia~view~gap") == Pack((STATES, GAPS), ())


def test_a_card_of_another_page_names_the_page_that_shows_it():
    entry = pack.entry("country", "countries.map", {})
    assert pack.written([entry]) == "country-countries.map"
    assert pack.read("country-countries.map") == Pack((entry,), ())


@pytest.mark.parametrize("value", ["a~b", "~~", "a b&c=d", "é/?#", "100%", "%7E", "«Ω»"])
def test_any_value_comes_back_as_it_was(value):
    entry = pack.entry("search", "search.texts", {"q": value, "page": ""})
    assert pack.read(pack.written([entry, STATES])) == Pack((entry, STATES), ())


@pytest.mark.parametrize(
    "part",
    [
        "glance",
        "glance.states~view",
        "glance.states~view~a~view~b",
        "glance.states~View~a",
        "../app.py",
        "glance.states~q~" + "x" * 2_000,
        "<script>.x",
        "a.b.c",
    ],
)
def test_a_part_that_is_no_entry_is_told_apart(part):
    assert pack.read(f"glance.states~~{part}") == Pack((STATES,), (part,))


def test_a_pack_has_a_limit_and_an_entry_counts_once():
    entries = [pack.entry("glance", "glance.states", {"states": f"{place}"}) for place in range(MOST + 2)]
    found = pack.read(pack.written([*entries[:2], *entries]))
    assert found.entries == tuple(entries[:MOST])
    assert len(found.unused) == 2


def packed(at):
    held = at.query_params.get("pack", "")
    return pack.read(held[0] if isinstance(held, list) else held).entries


def label(at, card):
    return at.button(key=f"{card}-pack").label.replace("\\", "")


def test_one_click_puts_a_card_into_the_pack_and_one_takes_it_out_again():
    at = opened("app.py", regions="africa", tour="1")
    assert label(at, "glance-states") == text("en")("pack.add")
    at.button(key="glance-states-pack").click().run()
    assert packed(at) == (Entry("glance", "glance.states", (("regions", "africa"),)),)
    assert label(at, "glance-states") == text("en")("pack.added")
    assert label(at, "glance-mix") == text("en")("pack.add")
    at.button(key="glance-states-pack").click().run()
    assert packed(at) == ()


def test_the_pack_stays_on_other_pages_and_apart_from_their_own_link():
    at = opened("pages/regions.py", view="gap", pack="glance.states")
    assert at.warning.len == 0
    menu = [link.proto.query_string for link in at.sidebar if getattr(link, "type", "") == "page_link"]
    assert menu
    assert all("pack=glance.states" in each for each in menu)
    at.session_state["regions-gaps-more"] = True
    at.run()
    (address,) = [each.value for each in at.code if each.value.startswith("https://")]
    assert "pack" not in address
    at.button(key="regions-gaps-pack").click().run()
    assert packed(at) == (STATES, Entry("regions", "regions.gaps", (("view", "gap"),)))


@pytest.mark.parametrize("language", languages())
def test_the_list_of_the_pack_says_what_its_cards_say_and_changes_their_order(language):
    t = text(language)
    at = opened("app.py", pack="glance.states~~glance.mix~~regions.gaps~regions~atlantis", lang=language)
    at.session_state["take-away"] = True
    at.run()
    said = words(at.sidebar)
    assert any(each.startswith("1. ") and "77" in each for each in said)
    assert any(each.startswith("3. ") and "atlantis" in each for each in said)
    assert [at.button(key=f"pack.up.{place}").disabled for place in range(3)] == [True, False, False]
    at.button(key="pack.down.0").click().run()
    assert [each.card for each in packed(at)] == ["glance.mix", "glance.states", "regions.gaps"]
    at.button(key="pack.up.2").click().run()
    assert [each.card for each in packed(at)] == ["glance.mix", "regions.gaps", "glance.states"]
    at.button(key="pack.remove.0").click().run()
    assert [each.card for each in packed(at)] == ["regions.gaps", "glance.states"]
    assert t("pack.remove") == at.button(key="pack.remove.0").label


def test_an_empty_pack_says_how_it_is_filled():
    at = opened("app.py")
    at.session_state["take-away"] = True
    at.run()
    assert any("“+”" in each for each in words(at.sidebar))


STRANGE = ("nix", "regions.gapz~view~gap", "elsewhere.card", "nowhere-glance.states", "glance.states~view")


@pytest.mark.parametrize("strange", STRANGE)
def test_what_of_a_pack_refers_to_no_card_is_named_to_the_reader(strange):
    at = opened("app.py", pack=f"glance.states~~{strange}")
    (warning,) = at.warning
    assert f"pack={strange[:20]}" in warning.value
    assert label(at, "glance-states") == text("en")("pack.added")


def test_nothing_of_a_pack_is_run_before_it_is_asked_for(monkeypatch):
    from analytics.ui import slides

    monkeypatch.setattr(slides, "of_card", lambda *_, **__: pytest.fail("a page of the pack was run"))
    at = opened("app.py", pack="glance.states~~regions.gaps~view~gap")
    assert not at.exception
