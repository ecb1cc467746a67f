"""Requests of sessions without answers on the page Countries: apart, under every filter."""

import pandas as pd
import pytest
from app_support import card_figures, opened, shown_rows, traces, with_open, words

from analytics import maps
from analytics.charts import palette
from analytics.filters import Filters
from analytics.findings import countries as say
from analytics.text import languages, text

EN, FR = text("en"), text("fr")
COUNTRIES = "pages/countries.py"
LATER = "28-36"
FOCUS = ("africa", "lac", "asia")


@pytest.fixture(scope="module")
def asked(connection):
    """State under review -> requests of sessions 28-36, added up in the table of facts."""
    sql = "select state_under_review, sum(number)::integer from request where session > 27 group by all"
    return dict(connection.cursor().execute(sql).fetchall())


def invented(**later_of):
    """Rows of states under review: 30 recommendations each, and some requests without answers."""
    rows = pd.DataFrame({"iso3": list(later_of), "later": list(later_of.values())})
    return rows.assign(recommendations=30, few=False, correction=None, region="africa")


# Countries


def test_the_table_of_countries_has_the_requests_of_each_state_in_a_column_of_their_own(table, asked):
    rows = table("received_by_state").set_index("iso3")
    assert rows["later"][rows["later"] > 0].to_dict() == asked
    assert (len(asked), sum(asked.values())) == (125, 28_917)


def test_a_state_has_a_hollow_mark_or_a_cross_and_no_filled_area():
    rows = invented(KEN=400, GHA=100, MLI=0)
    places = pd.DataFrame({"iso3": rows["iso3"], "latitude": 1.0, "longitude": [1.0, 2.0, 3.0], "small": False})
    drawn = maps.hollow(rows, places, FOCUS, EN).to_dict()["data"]
    hollow = [trace for trace in drawn if str(trace.get("marker", {}).get("symbol")).endswith("-open")]
    sizes = dict(zip(hollow[0]["text"], hollow[0]["marker"]["size"], strict=True))
    assert sizes == {"Kenya": maps.LARGEST_HOLLOW, "Ghana": maps.LARGEST_HOLLOW / 2}  # a fourth of the area
    assert [row[:3] for row in hollow[0]["customdata"]] == [["KEN", "400", "30"], ["GHA", "100", "30"]]
    crosses = [trace for trace in drawn if trace.get("marker", {}).get("symbol") == "x-thin"]
    assert [longitude for trace in crosses for longitude in trace["lon"]] == [3.0]
    filled = [
        trace for trace in drawn if trace["type"] == "choropleth" and trace["colorscale"][1][1] in palette.COLOURS
    ]
    assert not filled


@pytest.mark.parametrize("selected", [Filters(), Filters(scheme="un", sessions=(20, 30)), Filters(asked_by=("FRA",))])
def test_every_selected_state_has_a_hollow_mark_or_a_cross(table, selected):
    rows = table("received_by_state", selected)
    drawn = maps.hollow(rows, table("states"), FOCUS, EN).to_dict()["data"]
    hollow = [trace for trace in drawn if str(trace.get("marker", {}).get("symbol")).endswith("-open")]
    assert sorted(row[0] for trace in hollow for row in trace["customdata"]) == sorted(rows["iso3"][rows["later"] > 0])
    crosses = [trace for trace in drawn if trace.get("marker", {}).get("symbol") == "x-thin"]
    assert sum(len(trace["lat"]) for trace in crosses) == (rows["later"] == 0).sum()


def test_ties_are_told():
    assert say.most_later(invented(KEN=5, GHA=2, MLI=0), EN) == (
        "Kenya received most requests without answers: 5, of 7 to 2 states."
    )
    assert say.most_later(invented(KEN=2, GHA=2, MLI=1), EN) == (
        "Kenya and Ghana received most requests without answers, 2 each, of 5 to 3 states."
    )
    tied = say.most_later(invented(KEN=1, GHA=1, MLI=1, TGO=1), FR).replace("\u00a0", " ")
    assert tied == "Le plus de demandes sans réponses : 4 États, avec 1 à chaque fois, sur 4 adressées à 4 États."
    assert say.most_later(invented(KEN=0), EN) == "No request of a later session in this selection."


def test_a_state_in_words_names_its_requests_apart(table, codes, asked):
    def said(t=EN, **selected):
        filters = Filters(**selected)
        return say.one_state(table("received_by_state", filters), table("counts", filters), "KEN", filters, codes, t)

    assert said().endswith(f"Without answers (sessions 28–36): {asked['KEN']} requests.")
    assert said(FR).endswith(f"Sans réponses (sessions 28 à 36)\u00a0: {asked['KEN']} demandes.")
    assert said(sessions=(28, 36)) == (
        f"Kenya: no recommendation in this selection. Without answers (sessions 28–36): {asked['KEN']} requests."
    )
    assert "Without answers" not in said(issues=("torture",))
    assert "Without answers" not in said(cycles=(1,))


@pytest.mark.parametrize("language", languages())
def test_with_later_sessions_alone_countries_shows_requests_and_nothing_of_answers(language, asked):
    at = with_open(opened(COUNTRIES, sessions=LATER, lang=language, country="KEN"))
    assert not at.exception
    assert not at.warning
    assert [chart.key for chart in card_figures(at)] == ["countries-later-figure"]
    rows = shown_rows(at, "countries-later")
    assert rows["later"].sum() == sum(asked.values())
    assert rows[["recommendations", "accepted"]].sum().tolist() == [0, 0]
    assert not [each for each in words(at.main) if "nan" in each.split()]


@pytest.mark.parametrize("language", languages())
def test_the_measure_is_offered_where_there_are_requests_and_an_issue_leaves_none_in_words(language):
    t = text(language)

    def offered(**link):
        at = opened(COUNTRIES, lang=language, **link)
        measure = at.get_by_key("choice.measure").proto
        return any(t("measure.later") in getattr(each, "content", each) for each in measure.options), " ".join(
            words(at.main)
        )

    there, _ = offered()
    assert there
    there, said = offered(issues="torture")
    assert not there
    held = t("selection.sessions", first=28, last=36)
    assert t("later.not_selected", sessions=held, answers=27) in said
    assert not offered(cycles="1,2")[0]


def test_a_map_of_requests_says_what_its_table_holds(asked):
    at = with_open(opened(COUNTRIES, measure="later", sessions="20-36"))
    hollow = [trace for trace in traces(at, "countries-later") if str(trace["marker"].get("symbol")).endswith("-open")]
    numbers = {row[0]: int(row[1].replace(",", "")) for trace in hollow for row in trace["customdata"]}
    assert numbers == asked
    said = " ".join(words(at.main))
    assert "28,917 requests of sessions 28–36 without answers" in said
