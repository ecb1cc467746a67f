"""Data sets that lack what others have: action categories, one recommending state per row, UPR Info's issues."""

import pytest
from app_support import opened, sentence
from reader_support import uhri_json, uhri_record

from analytics import loading, query
from analytics.filters import Codes, Filters, Problem, decode, encode, known_values
from analytics.loading import Given

PARAGRAPHS = (
    {"Countries": ["Kenya"], "UprSession": ["8 (May 2010)"], "UprRecommendingCountry": ["France"]},
    {"Countries": ["Kenya"], "UprSession": ["8 (May 2010)"], "UprPositions": ["Noted"]},
    {"Countries": ["Ghana"], "UprSession": ["2 (May 2008)"], "Themes": ["Civil society"]},
)
"""Three paragraphs that France is named in, alone in one of them; one theme is spelled like an issue of UPR Info."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with paragraphs that have several recommending states, themes and no action categories."""
    made = tmp_path_factory.mktemp("paragraphs")
    uhri_json(made / "uhri.json", [uhri_record(number, **changed) for number, changed in enumerate(PARAGRAPHS)])
    loading.load([Given(made / "uhri.json")], made / "loaded")
    return made / "loaded"


@pytest.fixture(autouse=True)
def _served(folder, monkeypatch):
    """The same folder, served."""
    monkeypatch.setenv("UPR_DATA", str(folder))


LACKING = Codes(
    regions={"m49": ("africa", "asia"), "un": ("africa", "asia")},
    subregions=("western-africa",),
    states=("KEN",),
    recommending_states=("FRA",),
    cycles=(1,),
    sessions=(1, 12),
    issues=("doors",),
    lacks=frozenset({"actions", "askers", "issues"}),
)


def test_a_filter_that_the_data_lack_is_left_out_of_the_selection_and_named():
    link = {"actions": "5", "asked_by": "FRA,africa", "issues": "doors,torture", "states": "KEN"}
    selection, problems = decode(link, LACKING)
    assert selection == Filters(states=("KEN",), issues=("doors",))
    assert set(problems) == {
        Problem("actions", "5"),
        Problem("asked_by", "FRA"),
        Problem("asked_by", "africa"),
        Problem("issues", "torture"),
    }
    assert encode(selection) == {"states": "KEN", "issues": "doors"}
    assert (known_values(LACKING, "m49")["actions"], known_values(LACKING, "m49")["asked_by"]) == ((), ())


@pytest.mark.parametrize("link", [{"asked_by": "FRA"}, {"actions": "5"}, {"issues": "torture"}])
def test_a_page_counts_everything_and_names_a_filter_that_its_data_lack(link):
    at = opened(data="uhri", **link)
    ((name, value),) = link.items()
    assert "**3 recommendations to 2 states**" in sentence(at)
    assert [each for each in at.warning if f"`{name}={value}`" in each.value]


def test_links_of_a_page_do_not_carry_a_filter_that_its_data_lack():
    at = opened("pages/countries.py", data="uhri", asked_by="FRA", states="KEN", lang="fr")
    at.session_state["countries-map-more"] = True
    at.run()
    shown = [each.value for each in at.code if "https://atlas.example/" in each.value]
    assert shown
    assert all("https://atlas.example/countries?data=uhri&states=KEN&lang=fr" in each for each in shown)
    carried = [each.proto.query_string for each in at.sidebar.get("page_link")]
    assert carried
    assert not [each for each in carried if "asked_by" in each]
    assert all("states=KEN" in each for each in carried)


@pytest.mark.parametrize("option", ["--asked-by FRA", "--actions 5"])
def test_the_command_refuses_a_filter_that_the_data_lack(capsys, option):
    assert query.main(f"totals --data uhri {option}".split()) == 2
    out, err = capsys.readouterr()
    name = option.split()[0]
    assert out == ""
    assert err == f"{name} cannot be used on these data: their source does not record what it selects by.\n"
