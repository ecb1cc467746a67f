"""Data sets that lack what others have: action categories, one recommending state per row, UPR Info's issues."""

import pytest
from app_support import cards, opened, sentence, words
from reader_support import uhri_json, uhri_record

from analytics import database, query
from analytics.codes import read_codes
from analytics.filters import Codes, Filters, Problem, decode, encode, known_values
from analytics.loading import intake, store
from analytics.loading.given import Given
from analytics.results import Results
from analytics.text import text

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
    intake.load([Given(made / "uhri.json")], made / "loaded")
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
    at = opened("pages/countries.py", data="uhri", **link)
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


# What rests on what the source lacks


@pytest.fixture(scope="module")
def ask(folder):
    """Any result on these paragraphs."""
    with database.open_snapshot(store.current("uhri", folder).snapshot()) as connection:
        results = Results(connection, read_codes(connection))
        yield lambda name, **own: results.table(name, Filters(), **own)


def test_a_theme_that_is_spelled_like_an_issue_of_upr_info_is_no_tag(ask):
    assert "civil-society" in set(ask("issues")["issue"])
    assert "tagged" not in set(ask("flags_by_state")["flag"])
    assert ask("civil_society_by_review")["on_issues"].to_list() == [0, 0]


def test_claims_about_what_the_source_does_not_record_are_not_tested(ask):
    verdicts = ask("claims").set_index("claim")["verdict"]
    assert verdicts[["who_asks", "civil_society"]].to_list() == ["lacking", "lacking"]
    assert "lacking" not in set(verdicts.drop(["who_asks", "civil_society"]))
    assert {"who_asks", "civil_society"}.isdisjoint(ask("claim_evidence")["claim"])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("It needs the one state that made each recommendation", "the issues of UPR Info, which the source")),
        ("fr", ("Il faut l'État unique auteur", "les thèmes d'UPR Info, que la source")),
    ],
)
def test_the_page_says_why_such_a_claim_is_not_tested(language, said):
    at = opened("pages/claims.py", data="uhri", lang=language)
    notices = [each.value for each in at.markdown if text(language)("verdict.lacking") in each.value]
    assert [each for each in said if any(each in notice for notice in notices)] == list(said)
    assert {"claims-who_asks", "claims-civil_society"}.isdisjoint(cards(at))


def test_civic_space_does_not_offer_what_needs_tags_or_single_recommending_states():
    at = opened("pages/civic_space.py", data="uhri")
    (view,) = (each for each in at.get("button_group") if each.label == "Question")
    assert view.options == ["How free?", "What is asked?", "Which laws?"]
    assert [
        each
        for each in at.caption
        if "These data cannot answer: What is accepted? and Who is overlooked?" in each.value
    ]


def test_no_state_is_said_to_be_asked_nothing_specific_where_kinds_of_action_are_not_recorded(ask):
    assert ask("received_by_state")["specific_share"].isna().all()
    at = opened("pages/countries.py", data="uhri", country="KEN")
    assert [each for each in at.markdown if "Accepted" in each.value]
    assert not [each for each in at.markdown if "Specific action" in each.value]


@pytest.mark.parametrize(
    ("result", "needed"),
    [
        ("recommending_states", "one recommending state for each recommendation"),
        ("overlooked_states", "one recommending state for each recommendation"),
        ("civic_space_correlations", "the issues of UPR Info"),
    ],
)
def test_the_command_refuses_a_result_that_rests_on_what_the_data_lack(capsys, result, needed):
    assert query.main([result, "--data", "uhri"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"The result '{result}' needs {needed}, and these data do not have that.\n"


@pytest.mark.parametrize(
    ("language", "covered", "held"),
    [
        ("en", "sessions 2 and 8 (2008–2010)", "Under cycle 1 the data hold sessions 2 and 8, so only some states."),
        ("fr", "sessions 2 et 8 (2008-2010)", "Pour le cycle 1, les données couvrent les sessions 2 et 8, donc"),
    ],
)
def test_a_page_says_which_sessions_of_its_data_are_there(language, covered, held):
    at = opened(data="uhri", lang=language)
    read = " ".join(words(at.main, at.sidebar))
    assert covered in read
    assert held in read
    assert "cycle 2" not in read


def test_the_issues_page_speaks_of_the_themes_of_its_data(ask):
    at = opened("pages/issues.py", data="uhri")
    themes = len(ask("issues"))
    read = " ".join(words(at.main))
    assert f"gives each recommendation one or more of {themes} themes" in read
    assert f"all {themes}" in read
