"""The page Issues: its figures, its sentences, and the page."""

import json
import math

import numpy as np
import plotly.graph_objects as go
import pytest
from app_support import behind, card_figures, folded, opened, traces, with_open
from issues_support import EVERY_SELECTION, SELECTIONS

from analytics.charts import issue_periods, issue_rates, palette
from analytics.charts import issues as charts
from analytics.filters import Filters
from analytics.findings import issues as findings
from analytics.markup import bold, markdown
from analytics.results.issues import FAMILIES
from analytics.text import languages, text

PAGE = "pages/issues.py"
T = text("en")
FOCUS = ("africa", "lac", "asia")


# The figures


def drawn(table, filters, t=T, *, show="top", order="distinctive", moves="rate"):
    """Every figure of the page by name, with the rows it draws."""
    scheme, own = filters.scheme, {"country": "KEN", "peers": "5"}
    shares, accepted, by_family = (
        table(name, filters) for name in ("issue_shares", "issue_acceptance", "family_shares")
    )
    periods = table("issue_periods", filters, moves=moves)
    never = table("never_asked", filters, **own)
    return {
        "shares": (charts.shares(shares, show, order, scheme, t), shares),
        "odds": (charts.standing_out(shares, scheme, t), shares),
        "acceptance": (issue_rates.acceptance(accepted, show, scheme, t), accepted),
        "moves": (issue_periods.over_time(periods, moves, scheme, t), periods),
        "families": (issue_rates.families(by_family, scheme, t), by_family),
        "never": (charts.never_asked(never, table("peers", filters, **own), t), never),
    }


@EVERY_SELECTION
@pytest.mark.parametrize(
    ("language", "more"),
    [("en", {}), ("fr", {"show": "all", "order": "family", "moves": "share"})],
    ids=["English, as opened", "French, everything"],
)
def test_every_figure_is_one_that_plotly_knows(table, filters, language, more):
    for name, (figure, _) in drawn(table, filters, text(language), **more).items():
        again = go.Figure(figure.to_dict())
        assert again.layout.height == figure.layout.height > 60, name
        assert not any(word in figure.to_json() for word in ("NaN", "Infinity")), name


def test_figures_are_light(table):
    for language in languages():
        for name, (figure, _) in drawn(table, Filters(), text(language)).items():
            assert len(figure.to_json().encode()) < 15_000, name


def test_the_heatmap_writes_the_shares_of_its_rows_into_its_cells(table):
    figure, rows = drawn(table, Filters(), show="all")["shares"]
    (trace,) = figure.data
    names = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    by_name = {T.issue(issue): mine for issue, mine in rows.groupby("issue")}
    assert len(names) == len(by_name) == 56
    for name, texts, counts in zip(names, trace.text, trace.customdata, strict=True):
        mine = by_name[name]
        assert [cell.split()[0] for cell in texts] == [f"{share * 100:.1f}" for share in mine["share"]]
        assert [int(n.replace(",", "")) for n in counts] == mine["recommendations"].to_list()
        arrows = [cell[-1] if not cell[-1].isdecimal() else "" for cell in texts]
        ratios = zip(mine["distinctive"], mine["odds_ratio"], strict=True)
        assert arrows == [("▲" if ratio > 1 else "▼") if marked else "" for marked, ratio in ratios]


def test_the_heatmap_runs_from_what_is_typical_of_the_first_region_to_the_last(table):
    figure, rows = drawn(table, Filters())["shares"]
    names = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    assert len(names) == 20
    # Weighted log-odds from the rows of the export: torture 14.85 in Africa; disabilities, the twentieth by size, is
    # below the other states in all three regions (-9.56, -1.51, -1.75)
    assert (names[0], "Indigenous peoples" in names, names[-1]) == (
        "Torture and other CID treatment",
        True,
        "Disabilities",
    )
    first_of_asia = names.index("Freedom of religion and belief")
    assert names.index("Indigenous peoples") < first_of_asia
    depths = np.array(figure.data[0].z, dtype=float) - np.arange(4)
    assert np.allclose(depths.max(axis=1), charts.DEPTH)  # the largest of each line is the deepest
    assert rows["region"].nunique() == 4


def test_lines_by_family_stand_below_the_name_of_the_family(table):
    figure, _ = drawn(table, Filters(), order="family", show="all")["shares"]
    names = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    headings = [name for name in names if name.startswith("<b>")]
    assert headings == [f"<b>{T(f'family.{family}')}</b>" for family in FAMILIES]
    assert len(names) == 56 + len(FAMILIES)
    assert names.index("Death penalty") < names.index("<b>Civil liberties</b>") < names.index("Elections")


def test_what_stands_out_is_drawn_at_both_ends_with_the_interval_by_state(table):
    figure, rows = drawn(table, Filters())["odds"]
    for region, trace in zip(FOCUS, figure.data, strict=True):
        mine = rows[rows["region"] == region].sort_values("z", ascending=False)
        shown = [*mine.head(5).itertuples(), *mine.tail(5).itertuples()]
        assert np.allclose(trace.x, [row.odds_ratio for row in shown], atol=1e-4)
        assert np.allclose(np.array(trace.x) + trace.error_x.array, [row.odds_upper for row in shown], atol=2e-4)
        assert np.allclose(np.array(trace.x) - trace.error_x.arrayminus, [row.odds_lower for row in shown], atol=2e-4)
        assert [symbol.endswith("-open") for symbol in trace.marker.symbol] == [not row.distinctive for row in shown]
    assert figure.layout.xaxis.range[0] == -figure.layout.xaxis.range[1]


@pytest.mark.parametrize(
    ("name", "column", "value", "context"),
    [("acceptance", "issue", "rate", "all"), ("families", "family", "share", "rest")],
)
def test_marks_stand_at_the_numbers_of_their_rows(table, name, column, value, context):
    figure, rows = drawn(table, Filters(), show="all")[name]
    places = [each.replace("<br>", " ") for each in figure.layout.yaxis.ticktext]
    named = {
        (T.issue(row[column]) if column == "issue" else T(f"family.{row[column]}"), row["region"]): row
        for _, row in rows.iterrows()
    }
    seen = 0
    for region, trace in zip((context, *FOCUS), figure.data, strict=True):
        for index, x in enumerate(trace.x):
            row = named[places[round(trace.y[index])], region]
            assert math.isclose(x, row[value], abs_tol=1e-4)
            if region != context and not math.isnan(row["upper"]):
                assert math.isclose(x + trace.error_x.array[index], row["upper"], abs_tol=2e-4)
                assert math.isclose(x - trace.error_x.arrayminus[index], row["lower"], abs_tol=2e-4)
            seen += 1
    in_the_table_only = rows["region"] == ("rest" if context == "all" else "")
    assert seen == rows.loc[~in_the_table_only, value].notna().sum()


def test_acceptance_shows_the_issues_at_both_ends_in_order(table):
    figure, _ = drawn(table, Filters())["acceptance"]
    names = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    assert (names[1], names[2], names[8], names[-1]) == (
        "Death penalty",
        "Sexual Orientation and Gender Identity",
        "⋮",
        "Poverty",
    )
    assert list(figure.data[0].x) == sorted(figure.data[0].x)
    assert figure.layout.xaxis.range == (-0.02, 1.02)


@pytest.mark.parametrize("moves", ["rate", "share"])
def test_periods_are_marks_and_bands_on_one_scale_and_never_a_line(table, moves):
    figure, rows = drawn(table, SELECTIONS["five issues"], moves=moves)["moves"]
    assert {trace.mode for trace in figure.data} == {"markers"}
    known = rows[rows[moves].notna()]
    marks = sorted(y for trace in figure.data for y in trace.y)
    assert np.allclose(marks, sorted(known[moves]), atol=1e-4)
    bands = sorted((shape.y0, shape.y1) for shape in figure.layout.shapes)
    cycles = known[(known["third"] == 0) & known["lower"].notna()]
    assert np.allclose(bands, sorted(zip(cycles["lower"], cycles["upper"], strict=True)), atol=1e-4)
    upper = [
        y + up for trace in figure.data for y, up in zip(trace.y, trace.error_y.array, strict=True) if up is not None
    ]
    thirds = known[(known["third"] > 0) & known["upper"].notna()]
    assert np.allclose(sorted(upper), sorted(thirds["upper"]), atol=2e-4)
    ranges = {figure.layout[axis].range for axis in ("yaxis", "yaxis2", "yaxis3", "yaxis4")}
    assert len(ranges) == 1
    assert set(figure.layout.xaxis.ticktext) == {"S1–4", "S5–8", "S9–12", "S13–16", "S17–21", "S22–26"}


def test_bars_count_the_neighbours_that_were_asked(table):
    figure, rows = drawn(table, Filters())["never"]
    (trace,) = figure.data
    assert list(trace.x) == rows["peers_asked"].to_list()
    assert trace.text[0] == "13 of 17"  # HIV - Aids, from the rows of the export of 25 July 2018
    assert trace.marker.color == palette.AFRICA
    assert figure.layout.xaxis.range == (0, 17)


def test_beside_the_rest_of_the_world_the_issues_of_one_region_stand_by_its_size(table):
    """What Monaco asked in cycle 2: 5 times of Africa, twice of the rest, both times on children, once of Africa."""
    rows = table("issue_shares", Filters(scheme="un", cycles=(2,), asked_by=("MCO",)))
    (heatmap,) = charts.shares(rows, "top", "distinctive", "un", T).to_dict()["data"]
    africa = [line[0] for line in heatmap["text"]]
    assert [float(said) for said in africa[:6]] == [40, 40, 20, 20, 0, 0]


def test_the_issues_of_one_region_are_bars_by_size(table):
    rows = table("issue_shares", Filters(regions=("asia",)))
    assert findings.kind_of_shares(rows) == "sizes"
    assert findings.kind_of_shares(table("issue_shares")) == "shares"
    (trace,) = charts.shares(rows, "top", "distinctive", "m49", T).data
    assert len(trace.x) == 20
    assert list(trace.x) == sorted(trace.x, reverse=True)
    assert len(set(trace.x)) > 15  # not one length, as it was one colour
    assert trace.text[0] == "21.3%"  # International instruments, 3,492 of 16,357 rows of the export
    assert trace.marker.color == palette.ASIA
    by_family = charts.shares(rows, "all", "family", "m49", T)
    assert len(by_family.data[0].x) == 56
    assert len(by_family.layout.yaxis.ticktext) == 56 + len(FAMILIES)


# The sentences


def test_the_findings_state_the_numbers_of_the_selection(table):
    """Shares, rates and n counted again from the rows of the export of 25 July 2018, sessions 1-26."""
    shares, accepted = table("issue_shares"), table("issue_acceptance")
    assert (
        "Latin America & Caribbean: Indigenous peoples (5.2% against 1.1% elsewhere, n = 464)"
        in findings.distinctive(shares, "m49", T).full
    )
    (of_africa, africa), (_, lac), _ = findings.over_and_under(shares, FOCUS, "m49", T)
    assert of_africa.startswith("Africa")
    assert africa.startswith(
        f"{bold('Raised more than elsewhere:')} Torture and other CID treatment "
        "(10.5% against 6.8% elsewhere, n = 1,722)"
    )
    more = shares[(shares["region"] == "africa") & shares["distinctive"] & (shares["odds_ratio"] > 1)]
    assert f"and {len(more) - 6} more." in africa
    assert "Human rights defenders" not in lac  # wide apart, but not beyond chance
    assert "97.0% on Poverty (n = 1,121)" in findings.acceptance(accepted, "m49", T).full
    assert "Asia has the lowest rate on 35 of 52 issues" in findings.acceptance(accepted, "m49", T).full


def test_overlapping_intervals_are_not_called_a_change(table):
    found = findings.over_time(table("issue_periods"), "rate", "m49", T).full
    assert "Asia 21.2% (n = 311), 12.7% (n = 606)" in found  # 66 of 311, 77 of 606: rows of the export
    assert found.endswith("The intervals of the cycles overlap everywhere, so these data do not establish a change.")


def test_one_region_alone_is_not_compared(table):
    shares = table("issue_shares", Filters(regions=("africa",)))
    assert findings.distinctive(shares, "m49", T).more == T("issues.shares.alone")
    assert findings.over_and_under(shares, FOCUS, "m49", T) == []
    assert findings.standing_out(shares, "m49", T).more == T("issues.shares.alone")
    assert findings.families(table("family_shares", Filters(regions=("africa",))), "m49", T).more == T(
        "issues.families.few"
    )


@pytest.mark.parametrize(
    ("country", "fewest", "filters", "said"),
    [
        (
            "KEN",
            "5",
            Filters(),
            "Kenya was never asked about 3 issues that 5 or more of the 17 other states of Eastern Africa",
        ),
        ("CHN", "5", Filters(), "Eastern Asia has only 4 states beside China"),
        ("BRA", "5", Filters(sessions=(20, 20)), "Brazil has no recommendation in this selection"),
        ("CHN", "3", Filters(issues=("torture",)), "Everything that 3 or more of the 4 other states of Eastern Asia"),
    ],
)
def test_what_was_never_asked_is_said_with_its_conditions(table, country, fewest, filters, said):
    own = {"country": country, "peers": fewest}
    rows, peers = table("never_asked", filters, **own), table("peers", filters, **own)
    assert findings.never_asked(rows, peers, country, fewest, T).whole.startswith(said)


# The page


FIGURES = {
    "distinctive": ["shares", "odds"],
    "accepted": ["acceptance"],
    "moves": ["moves"],
    "families": ["families"],
    "never": ["never"],
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("view", FIGURES)
def test_each_question_of_the_page_has_its_figures(codes, view, language):
    at = opened(PAGE, view=view, lang=language, country="KEN", show="all", order="family", moves="share", peers="3")
    assert not at.exception
    assert [chart.key for chart in card_figures(at)] == [f"issues-{name}-figure" for name in FIGURES[view]]
    said = markdown(findings.caveats(codes, text(language)))
    (caveats,) = [each.value for each in at.markdown if each.value == said]
    assert "under-counted" in caveats or language != "en"


def test_without_a_country_nothing_is_said_about_peers():
    at = opened(PAGE, view="never")
    assert not at.warning
    assert not card_figures(at)
    caveats = next(each.value for each in at.markdown if "How issues are counted" in each.value)
    assert "divide by recommendations, not by tags" in caveats


def test_a_filter_of_issues_shows_those_and_the_card_says_what_shares_divide_by():
    at = opened(PAGE, issues="death-penalty,poverty")
    assert len(traces(at, "issues-shares")[0]["z"]) == 2
    notes = [said for said in folded(at) if said.startswith("n = ")]
    assert notes[0].startswith("n = 57,686 recommendations · all sessions and issues")
    at = opened(PAGE, issues="death-penalty,poverty", view="moves")
    assert any("Death penalty and Poverty" in said for said in folded(at) if said.startswith("n = "))


def test_the_tables_behind_the_figures_hold_the_numbers_drawn():
    at = with_open(opened(PAGE, view="moves"))
    first, second = behind(at, "issues-moves")
    assert first["recommendations"].sum() == 2_539 - 267
    drawn_here = [y for trace in traces(at, "issues-moves") for y in trace["y"]]
    assert np.allclose(sorted(drawn_here), sorted(second["rate"].dropna()), atol=1e-4)
    at = with_open(opened(PAGE, view="never", country="KEN"))
    peers, never = behind(at, "issues-never")
    assert len(peers) == 18
    assert json.dumps(traces(at, "issues-never")[0]["x"]) == json.dumps(never["peers_asked"].to_list())


def test_a_choice_that_does_not_exist_is_named():
    said = ""
    for view in ("distinctive", "never"):
        at = opened(PAGE, view=view, show="some", country="XXX", peers="4")
        assert not at.exception
        said += " ".join(each.value for each in at.warning)
    assert [word for word in ("`show=some`", "`country=XXX`", "`peers=4`") if word not in said] == []
