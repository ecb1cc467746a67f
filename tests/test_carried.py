"""What a file says of itself wherever it goes: its name, its address, its citation."""

import re

import pytest
from app_support import opened, with_open

from analytics import addresses
from analytics.exports.names import LONGEST, file_name
from analytics.findings.finding import Finding
from analytics.findings.nothing import LINE, SAID, says_nothing
from analytics.text import languages, text
from analytics.ui.carrying import SENTENCE

PARTS = {
    *("civic_space.few_states", "coalition_impact.form.few", "coalition_networks.against.few", "coalitions.clause.few"),
    *("coalitions.region.few", "column.few", "column.few_states", "hover.few", "link.no_data", "size.few"),
    *("country.lane.few", "country.compare.few", "briefs.few", "pack.no_data"),
}
"""Clauses and labels that no heading begins with."""
LOCAL = "http://127.0.0.1:8501/countries?cycles=2"


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("countries-map", "Kenya, cycle 2"), "upr-countries-map-kenya-cycle-2"),
        (("countries-map", "Côte d'Ivoire, Sao Tome & Principe"), "upr-countries-map-cote-d-ivoire-sao-tome-principe"),
        (("glance-map", "", "  "), "upr-glance-map"),
        (("glance-map", "السودان", "cycle 1"), "upr-glance-map-cycle-1"),
        (("glance-map", "../../etc/passwd\n.exe"), "upr-glance-map-etc-passwd-exe"),
    ],
)
def test_a_file_is_named_by_what_is_selected_in_plain_letters(parts, name):
    assert file_name(*parts) == name


def test_long_names_are_bounded_and_stay_apart():
    one, other = (file_name("glance-map", "Democratic People's Republic of Korea, " * 9, each) for each in "ab")
    assert len(one) <= LONGEST
    assert one != other
    assert re.fullmatch("[a-z0-9-]+", one)


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://atlas.example.org/countries", True),
        ("http://127.0.0.1:8501/", False),
        ("http://[::1]:8501/", False),
        ("http://localhost:8501/", False),
        ("http://192.168.1.5:8501/", False),
        ("http://10.0.0.4/", False),
        ("http://atlas:8501/", False),
        ("http://trainer.local/", False),
        ("http://8.8.8.8/", True),
        ("", False),
        ("http://[half", False),
    ],
)
def test_an_address_of_this_machine_or_its_network_is_not_given_to_others(url, opens, monkeypatch):
    monkeypatch.delenv(addresses.PUBLIC, raising=False)
    assert addresses.shared(url, "countries") == (url if opens else "")


@pytest.mark.parametrize("said", ["https://atlas.example.org/upr", "https://atlas.example.org/upr/"])
def test_the_address_that_is_set_leads_to_the_view(said, monkeypatch):
    monkeypatch.setenv(addresses.PUBLIC, said)
    view = addresses.view("http://127.0.0.1:8501/inner/countries", "/inner", "cycles=2")
    assert view == "countries?cycles=2"
    assert addresses.shared(LOCAL, view) == "https://atlas.example.org/upr/countries?cycles=2"


@pytest.mark.parametrize("said", ["atlas.example.org", "javascript:alert(1)", "https://", "https://a.example/?x=1"])
def test_what_is_no_address_is_logged_and_not_used(said, monkeypatch, caplog):
    monkeypatch.setenv(addresses.PUBLIC, said)
    assert not addresses.shared(LOCAL, "countries")
    assert said in caplog.text


def test_the_first_page_has_no_path():
    assert not addresses.view("https://atlas.example.org/", "", "")
    assert addresses.view("https://atlas.example.org", "", "cycles=2") == "?cycles=2"


@pytest.mark.parametrize("language", languages())
def test_a_finding_that_says_there_is_nothing_is_not_cited(language):
    t = text(language)
    few = t("regions.gap.few", region="A", reference="B", states=3, reviews=4, other_states=1, other_reviews=2)
    nothing = [Finding(t("glance.cycles.one")), Finding(few), Finding("“A” –.", t("claims.finding.few"))]
    said = [Finding(t("glance.cycles.same", before=1, after=2)), Finding(t("civic_space.changes.neither"))]
    assert [says_nothing(finding, t) for finding in (*nothing, *said)] == [True, True, True, False, False]


def test_every_sentence_on_too_few_or_on_nothing_is_left_out_of_citations_or_is_none_of_a_heading():
    ends = re.compile(r"[a-z_]+\.([a-z_]+\.)?(few|no_data|few_states)")
    assert {key for key in text("en").sentences if ends.fullmatch(key)} - {*SAID.split(), LINE} == PARTS


@pytest.mark.parametrize(
    "said",
    ["Windows. And doors.", "Des fenêtres. « Porte » ou non.", "¿Ventanas? ¿O puertas?", "Janelas. “Porta” ou não."],
)
def test_the_first_sentence_ends_before_the_next_one_whatever_opens_it(said):
    assert len(SENTENCE.split(said)) == 2


def codes(at):
    return [each.value for each in at.code]


def test_a_citation_names_atlas_selection_source_address_and_day():
    at = with_open(opened("pages/countries.py", states="KEN", cycles="2"))
    link, cited = codes(at)[:2]
    assert link == "https://atlas.example/countries?states=KEN&cycles=2"
    found = re.fullmatch(
        r"UPR Regional Atlas, version [\d.]+\. (“.+” )?Selection: cycle 2, Kenya; sessions 1–27 \(2008–2017\)\. "
        r"Data: UPR Info \(2018\)\. .+ Facts [\w-]+\. (\S+), accessed \d{1,2} [A-Z][a-z]+ \d{4}\.",
        cited,
    )
    assert found is not None, cited
    assert found[2] == link


def test_no_citation_gives_this_machine_as_if_others_could_open_it():
    at = opened("pages/countries.py")
    at.context = {"url": "http://127.0.0.1:8501/countries"}
    at.query_params = {"cycles": "2"}
    link, cited = codes(with_open(at))[:2]
    assert link == "http://127.0.0.1:8501/countries?cycles=2"
    assert "127.0.0.1" not in cited
    assert "countries?cycles=2 (the public address of this atlas is not set), accessed" in cited
