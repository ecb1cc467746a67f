"""The embedded facts against published figures, and the builder that makes them."""

import csv
import hashlib
import re
import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import write_pairs

from analytics import build, database
from analytics.filters import Filters
from analytics.sources.recommendations import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
EXPORT = """SuR;Rgrp;Org;Recommendation;RS;Rgrp;Org;Response;Action;Issue;Session
Kenya;;;Paint the doors green.;France;;;Supported;5;Justice;1
Kenya;;;Paint the doors green.;France;;;Supported;5;Justice;1
Kenya;;;Sweep the stairs.;Cuba;;;Noted;2;Justice,Poverty;13
Ghana;;;Oil the hinges.;(Unknown);;;Supported;4;Labour;12
Ghana;;;Sweep the stairs.;Cuba;;;Noted;5;;27
"""
EARLIER = """To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session
Kenya,,,Paint the doors green.,France,,,Accepted,5,Justice,1
Kenya,,,Paint the doors green!,France,,,Accepted,4,Justice,1
Kenya,,,Sweep the stairs.,Cuba,,,Accepted,2,"Justice,Poverty",13
Kenya,,,Ring the bell.,Cuba,,,Noted,2,Labour,13
Ghana,,,We will sweep the stairs.,Ghana,,,Voluntary Pledge,4,Labour,12
""".replace("\n", "\r")
CIVIC_SPACE = {
    "vdem": "iso3,year,v2x_cspart,v2xcs_ccsi,v2csreprss,v2cseeorgs,v2x_frassoc_thick,v2x_freexp_altinf\n"
    "KEN,2008,0.685,0.829,1.441,1.931,0.815,0.791\nXKX,2008,0.6,0.8,1.4,1.9,0.8,0.7\n",
    "ngo_laws": "iso3,year,entry,funding,advocacy\nKEN,2008,1,0.5,0\n",
    "nhri_status": "iso3,year,status\nKEN,2010,A\n",
    "nhri_accreditation": "iso3,year,status\nKEN,2020,A\n",
    "freedom_house": "iso3,Edition,Status,D1,E1,E2,E3,E\nKEN,2025,PF,2,2,3,2,7\n",
    "internet_shutdowns": "iso3,year,events,full_network\nKEN,2024,2,1\n",
    "population": "iso3,year,population\nKEN,2024,56000000\n",
    "income_groups": "iso3,year,income_group\nKEN,2024,Lower middle income\n",
}
PAIRS = [(2020, 501, 220, "Paint the doors,Sweep the stairs")]
TOTALS = {
    "recommendations": 5,
    "states_under_review": 2,
    "sessions_1_12": 3,
    "session_13": 1,
    "specific_session_27": 1,
    "accepted": 3,
}
EARLIER_TOTALS = {"recommendations": 4, "voluntary_pledges": 1, "accepted": 3}
CORRECTIONS = """[[correction]]
correction = "ghana-unknown"
source = "upr_info"
title = "Ghana, session 12"
where = { to = "Ghana", session = "12", from = "(Unknown)" }
rows = 1
treatment = "no_recommending_state"
reason = "Invented."
"""
OF_PLEDGES = """[[correction]]
correction = "pledges"
source = "upr_info_2015"
title = "Pledges"
where = { response = "Voluntary Pledge" }
rows = 1
treatment = "keep_apart"
reason = "Invented."
"""
ABOUT_NO_ROW = (
    CORRECTIONS.replace("ghana-unknown", "doors").replace("(Unknown)", "Nobody").replace("rows = 1", "rows = 0")
)
REFUSED_BY_THE_SCHEMA = ABOUT_NO_ROW.replace("no_recommending_state", "forget")


@pytest.fixture
def project(tmp_path):
    """The real code tables with two invented exports of five rows that they agree with: a folder and its data."""
    data, folder = tmp_path / "data", tmp_path / "export"
    shutil.copytree(DATA, data)
    folder.mkdir()
    (data / "corrections.toml").write_text(CORRECTIONS + OF_PLEDGES, encoding="utf-8")
    write_export(folder, data, EXPORT, TOTALS)
    write_earlier_export(folder, data)
    write_civic_space(folder, data)
    write_requests(folder, data)
    return folder, data


def write_export(folder, data, export, totals):
    """Put the export into its folder, and its sha256 and published totals into sources.toml."""
    describe(folder / "invented.csv", export.encode("utf-8-sig"), data, "upr_info", totals)


def write_earlier_export(folder, data):
    """The same of the earlier export, which is written in another way."""
    describe(folder / "earlier.csv", EARLIER.encode("mac_roman"), data, "upr_info_2015", EARLIER_TOTALS)


def describe(path, content, data, source, totals):
    """Make this the only file of a source."""
    path.write_bytes(content)
    text = (data / "sources.toml").read_text(encoding="utf-8")
    start = text.index(f"[{source}.sha256]")
    end = text.index({"upr_info": "[upr_info_2015]", "upr_info_2015": "[un_m49]"}[source])
    lines = [
        f"[{source}.sha256]",
        f'"{path.name}" = "{hashlib.sha256(content).hexdigest()}"',
        f"[{source}.published_totals]",
    ]
    lines += [f"{total} = {expected}" for total, expected in totals.items()]
    (data / "sources.toml").write_text(text[:start] + "\n".join(lines) + "\n\n" + text[end:], encoding="utf-8")


def write_civic_space(folder, data, content=CIVIC_SPACE):
    """Put invented files on civic space into the folder, and their sha256 and counts into sources.toml."""
    text = (data / "sources.toml").read_text(encoding="utf-8")
    records = tomllib.loads(text)
    for source, rows in content.items():
        ((name, sha256),) = records[source]["sha256"].items()
        (folder / name).write_text(rows, encoding="utf-8")
        text = text.replace(sha256, hashlib.sha256(rows.encode()).hexdigest())
    sources = re.sub(r"(?m)^(rows|taken|states|first_year|last_year) = \d+\n", "", text)
    (data / "sources.toml").write_text(sources.replace(".expected]", ".expected]\ntaken = 1"), encoding="utf-8")


def write_requests(folder, data, rows=PAIRS):
    """Put an invented file of pairs of states into the folder, and its sha256 and only session into sources.toml."""
    text = (data / "sources.toml").read_text(encoding="utf-8")
    ((name, sha256),) = tomllib.loads(text)["upr_pairs"]["sha256"].items()
    write_pairs(folder / name, rows)
    text = text.replace(sha256, hashlib.sha256((folder / name).read_bytes()).hexdigest())
    text = re.sub(r"(?m)^\d+ = \[.*\]\n", "", text).replace(
        "[upr_pairs.sessions]", "[upr_pairs.sessions]\n35 = [1, 1, 2]"
    )
    (data / "sources.toml").write_text(text, encoding="utf-8")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# The builder


def test_a_build_writes_the_rows_the_pledges_and_what_went_in_and_out(project):
    folder, data = project
    build.compile_facts(folder, data)
    rows = pq.read_table(data / "recommendations.parquet").to_pylist()
    assert [
        (row["session"], row["state_under_review"], row["recommending_state"], row["response"], row["issues"])
        for row in rows
    ] == [
        (1, "KEN", "FRA", "accepted", ["justice"]),
        (1, "KEN", "FRA", "accepted", ["justice"]),
        (12, "GHA", None, "accepted", ["labour"]),
        (13, "KEN", "CUB", "noted", ["justice", "poverty"]),
        (27, "GHA", "CUB", "noted", []),
    ]
    space = pq.read_table(data / "civic_space.parquet").to_pylist()
    assert [(row["iso3"], row["year"], row["v2xcs_ccsi"], row["v2csreprss"]) for row in space] == [
        ("KEN", 2008, 829, 1441)
    ]
    assert (data / "ngo_laws.csv").read_text(encoding="utf-8") == "iso3,year,entry,funding,advocacy\nKEN,2008,1,0.5,0\n"
    house = pq.read_table(data / "freedom_house.parquet").to_pylist()
    assert house == [dict(iso3="KEN", year=2024, freedom="PF", d1=2, e=7, e1=2, e2=3, e3=2)]  # noqa: C408
    (asked,) = pq.read_table(data / "requests.parquet").to_pylist()
    assert [*asked.values()][:5] == [35, "KEN", "FRA", 2, 0]
    assert pq.read_table(data / "voluntary_pledges.parquet")["state_under_review"].to_pylist() == ["GHA"]
    log = list(csv.DictReader((data / "build_log.csv").read_text(encoding="utf-8").splitlines()))
    assert [*log[0].values()] == ["1", "UPR Info, July 2018, invented.csv", "5", "5", "0", "no row rejected"]
    steps = {row["step"]: (row["rows_in"], row["note"]) for row in log}
    assert steps["UPR Info, August 2015, earlier.csv"] == ("5", "no row rejected")
    assert steps["issues not coded, session 27"] == ("1", "kept")
    assert steps["correction: Ghana, session 12"] == ("1", "no_recommending_state")
    assert steps["correction: Pledges"] == ("1", "keep_apart")
    compared = (
        "3 rows matched, of which 1 with another answer, 1 with another action category, 0 with other issues; "
        "1 only in 2015, 1 only in 2018"
    )
    assert steps["exports of 2015 and 2018, sessions 1-20"] == ("4", compared)


def damage_states(data):
    content = (DATA / "states.csv").read_text(encoding="utf-8")
    (data / "states.csv").write_text(content.replace("western-asia,eeg", "western-asia,weog"), encoding="utf-8")


REFUSED = {
    "a file that is not the one described": (
        lambda folder, _: (folder / "invented.csv").write_bytes(b"To"),
        r"'invented\.csv' is not the file that data/sources\.toml describes: sha256 \w+, expected \w+",
    ),
    "a file that is not there": (
        lambda folder, _: (folder / "invented.csv").unlink(),
        r"'invented\.csv' is neither in .* nor in its folder upr_info_2018",
    ),
    "a state that is in no table": (
        lambda folder, data: write_export(folder, data, EXPORT.replace("Cuba", "Gondor", 1), TOTALS),
        r"could not be coded: expected 0, found 1\n.*'invented\.csv', line=4, .*'Gondor'.*not in data/state_aliases",
    ),
    "an issue that is in no table": (
        lambda folder, data: write_export(folder, data, EXPORT.replace("Poverty", "Doors"), TOTALS),
        r"could not be coded: expected 0, found 1\n.*line=4, .*'Doors'.*not in data/issue_aliases",
    ),
    "a row without issues where all have some": (
        lambda folder, data: write_export(folder, data, EXPORT.replace(";Labour;", ";;"), TOTALS),
        r"sessions whose rows have no issues: expected \{27\}, found \{.*12.*\}",
    ),
    "a published total that is not met": (
        lambda folder, data: write_export(folder, data, EXPORT, {**TOTALS, "accepted": 4}),
        r"published total 'accepted': expected 4, found 3",
    ),
    "a correction whose rows changed": (
        lambda _, data: (data / "corrections.toml").write_text(
            CORRECTIONS.replace("rows = 1", "rows = 2"), encoding="utf-8"
        ),
        r"correction 'ghana-unknown' concerns 2 rows: expected 2, found 1",
    ),
    "a record that the schema refuses": (
        lambda _, data: (data / "corrections.toml").write_text(CORRECTIONS + REFUSED_BY_THE_SCHEMA, encoding="utf-8"),
        r"(?i)check constraint.*correction",
    ),
    "a file on civic space that is not the one described": (
        lambda folder, _: (folder / "nhri_status_sdg16a1.csv").write_text("iso3,year,status\n", encoding="utf-8"),
        r"'nhri_status_sdg16a1\.csv' is not the file that data/sources\.toml describes",
    ),
    "rows on civic space that are fewer than expected": (
        lambda folder, data: write_civic_space(folder, data, {"nhri_status": "iso3,year,status\n"}),
        r"Status of national human rights institutions, taken: expected 1, found 0",
    ),
    "a session of the requests that is not as published": (
        lambda folder, data: write_requests(folder, data, [*PAIRS, (2020, 501, 452, "Oil the hinges")]),
        r"Requests, session 35: states, rows, recommendations: expected \[1, 1, 2\], found \[1, 2, 3\]",
    ),
    "a state in another group": (
        lambda _, data: damage_states(data),
        r"members of the UN regional groups: expected .*'eeg': 23.*, found .*'eeg': 20",
    ),
}


@pytest.mark.parametrize(("change", "named"), REFUSED.values(), ids=REFUSED)
def test_a_failing_check_is_named_and_leaves_the_previous_data_as_they_were(project, change, named):
    folder, data = project
    change(folder, data)
    before = contents(data)
    with pytest.raises((build.CheckError, database.Error), match=re.compile(named, re.DOTALL)):
        build.compile_facts(folder, data)
    assert contents(data) == before
    assert {path.name for path in data.parent.iterdir()} == {"data", "export"}


def test_a_correction_whose_rows_changed_is_refused_with_the_rows_it_meets(project):
    folder, data = project
    (data / "corrections.toml").write_text(CORRECTIONS.replace("rows = 1", "rows = 2"), encoding="utf-8")
    with pytest.raises(build.CheckError, match=r"concerns 2 rows: expected 2, found 1\n.*(line=5|GHA|Ghana)"):
        build.compile_facts(folder, data)


def test_a_refused_build_ends_with_one_sentence_and_exit_code_1(project, monkeypatch, capsys):
    _, data = project
    before = contents(data)
    monkeypatch.setattr(database, "DATA", data)
    assert build.main(["--from", str(data.parent / "nowhere")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"Nothing was changed\. 'invented\.csv' is neither in [^\n]*\n", said.err)
    assert contents(data) == before


def test_the_committed_facts_are_what_the_export_gives_byte_for_byte(sources, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    for name in build.COMPILED:
        (data / name).unlink()
    log = build.compile_facts(sources, data)
    assert {name: (data / name).read_bytes() for name in build.COMPILED} == {
        name: (DATA / name).read_bytes() for name in build.COMPILED
    }
    rejected = {step.step: step.rows_rejected for step in log if step.rows_rejected}
    # one row of session 8 that only the export of 2015 has; units of V-Dem and others that are no member state, and
    # absent values; requests of other sessions; lists that are held whole, joint submissions that cannot be divided;
    # codes that are in no list of stakeholders, and pairs of such or of one page of the list only
    assert list(rejected.values()) == [1, 125, 12, 17, *(14, 4, 25, 25), 21_735, *(3, 102), *(122, 31_481)]


# Facts only, and light


def test_the_files_are_as_light_as_promised():
    assert (DATA / "recommendations.parquet").stat().st_size < 600_000
    assert sum(path.stat().st_size for top in ("data", "static") for path in (ROOT / top).rglob("*")) < 3_500_000


@pytest.mark.parametrize("name", ["recommendations.parquet", "voluntary_pledges.parquet"])
def test_the_fact_files_hold_codes_and_no_text(name):
    facts = pq.read_table(DATA / name)
    codes = {path: column(DATA / f"{path}.csv", 0) for path in ("states", "issues")}
    words = {"Supported", "Noted", "Voluntary Pledge", "accepted", "noted", "pledge", "upr_info", "upr_info_2015"}
    records = {"south-sudan-s11", "indonesia-s1-unknown", "afghanistan-no-session", "voluntary-pledges"}
    allowed = {
        "source": words,
        "response": words,
        "response_raw": words,
        "state_under_review": codes["states"],
        "recommending_state": codes["states"] | {None},
        "session": set(range(1, 28)),
        "action_category": {1, 2, 3, 4, 5},
        "correction": records | {None},
    }
    of_a_row = {each.name for each in COLUMNS if each.file == "recommendations"} - {"recommending_states"}
    assert set(facts.column_names) == {*of_a_row, "recommending_state"} >= {*allowed, "source_key", "issues"}
    for each in of_a_row - {*allowed, "source_key", "issues"}:
        assert all(re.fullmatch(r"[\w/-]{0,20}", str(value or "")) for value in facts[each].to_pylist()), each
    for each, known in allowed.items():
        assert set(facts[each].unique().to_pylist()) <= known, each
    assert {issue for issues in facts["issues"].to_pylist() for issue in issues} <= codes["issues"]
    assert all(re.fullmatch("[0-9a-f]{12}", key) for key in facts["source_key"].to_pylist())


# Published figures: DOMAIN.md 3 and 8


def column(path, place):
    with path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return {row[place] for row in rows}


def percent(table, **filters):
    """Acceptance over the whole selection, rounded as it was published."""
    rows = table("received_by_state", Filters(**filters))
    return round(rows["accepted"].sum() / rows["answered"].sum() * 100, 1)


@pytest.mark.parametrize(
    ("filters", "recommendations"),
    [
        ({}, 61_014),
        ({"cycles": (1,)}, 21_355),
        ({"cycles": (2,)}, 36_331),
        ({"cycles": (3,)}, 3_328),
        ({"sessions": (1, 26)}, 57_686),
        ({"sessions": (16, 16)}, 2_751),
        ({"sessions": (17, 17)}, 2_821),
        ({"sessions": (19, 19)}, 2_829),
        ({"sessions": (20, 20)}, 2_768),
        ({"sessions": (20, 20), "actions": (5,)}, 1_004),
        ({"sessions": (25, 25)}, 2_944),
        ({"sessions": (25, 25), "actions": (5,)}, 1_421),
        ({"actions": (1,)}, 664),
        ({"actions": (5,)}, 22_055),
        ({"states": ("CUB",), "sessions": (16, 16)}, 386),
        ({"states": ("CHN",), "sessions": (17, 17)}, 284),
    ],
)
def test_the_published_numbers_of_recommendations(table, filters, recommendations):
    assert table("received_by_state", Filters(**filters))["recommendations"].sum() == recommendations


def test_nearly_three_quarters_were_accepted_and_as_many_by_china_in_session_17(table):
    states = table("received_by_state")
    assert ((states["recommendations"] > 0).sum(), states["accepted"].sum()) == (193, 44_606)
    assert table("received_by_state", Filters(sessions=(25, 25)))["accepted"].sum() == 1_992
    assert (percent(table), percent(table, states=("CHN",), sessions=(17, 17))) == (73.1, 72.9)  # 44,606 of 61,014


# Counted in the export's own columns (Response over Rgrp of SuR, and over Action), with the csv module alone: Africa
# 76.884, Asia 67.703, EEG 83.370, GRULAC 75.726, WEOG 66.426; actions 95.93, 95.33, 56.36, 84.65, 53.65.
@pytest.mark.parametrize(
    ("group", "counted"), [("africa", 76.9), ("asia", 67.7), ("eeg", 83.4), ("lac", 75.7), ("weog", 66.4)]
)
def test_the_acceptance_of_each_regional_group_is_that_of_the_export(table, group, counted):
    assert percent(table, scheme="un", regions=(group,)) == counted


@pytest.mark.parametrize(("action", "counted"), [(1, 95.9), (2, 95.3), (3, 56.4), (4, 84.7), (5, 53.6)])
def test_easy_requests_are_accepted_more_often(table, action, counted):
    assert percent(table, actions=(action,)) == counted


@pytest.mark.parametrize(
    ("session", "state", "askers"), [(16, "CUB", 122), (17, None, 153)], ids=["Cuba S16", "all of S17"]
)
def test_the_published_numbers_of_recommending_states(connection, session, state, askers):
    sql = """select count(distinct recommending_state) from recommendation
        where session = $session and ($state is null or state_under_review = $state)"""
    assert connection.cursor().execute(sql, {"session": session, "state": state}).fetchone() == (askers,)


def test_six_states_gave_no_clear_answer_in_the_first_cycle(table):
    rows = table("received_by_state", Filters(cycles=(1,)))
    assert set(rows["iso3"][rows["rate"] == 0]) == {"PRK", "ZAF", "GAB", "POL", "FRA", "LUX"}


def test_the_reference_rates_of_the_three_regions(table):
    rows = table("acceptance_by_region").set_index("region")[["rate", "se", "states", "recommendations"]].round(4)
    assert {region: tuple(rows.loc[region]) for region in ("africa", "lac", "asia")} == {
        "africa": (0.7688, 0.0167, 54, 17_369),
        "lac": (0.7573, 0.0315, 33, 9_327),
        "asia": (0.6625, 0.0258, 47, 17_362),
    }


def test_the_correction_records_meet_the_rows_they_describe(connection):
    sql = """select correction, state_under_review, session, count(*), count(recommending_state)
        from recommendation where correction is not null group by all order by all"""
    assert connection.cursor().execute(sql).fetchall() == [
        ("afghanistan-no-session", "AFG", 5, 1, 1),
        ("indonesia-s1-unknown", "IDN", 1, 9, 0),
        ("south-sudan-s11", "SSD", 11, 33, 33),
    ]


# States


@pytest.fixture(scope="module")
def states():
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_codes_of_states_are_unique_and_every_state_has_an_alias(states):
    assert len(states) == 195
    for code in ("iso3", "iso2", "m49", "name"):
        assert len({row[code] for row in states}) == 195
    assert all(re.fullmatch(r"\d{3}", row["m49"]) for row in states)
    assert column(DATA / "state_aliases.csv", 1) == {row["iso3"] for row in states}


def test_193_members_are_reviewed_and_two_observers_are_not(states):
    assert {row["iso3"] for row in states if row["un_member"] == "0"} == {"PSE", "VAT"}
    assert {row["iso3"] for row in states if row["un_group"] == "observer"} == {"PSE", "VAT"}


def test_regions_have_the_published_number_of_members(states):
    members = [row for row in states if row["un_member"] == "1"]
    m49 = Counter(row["m49_region"] for row in members)
    un = Counter(row["un_group"] for row in members)
    assert (m49["africa"], m49["lac"], m49["asia"]) == (54, 33, 47)
    assert un == {"africa": 54, "asia": 54, "lac": 33, "weog": 29, "eeg": 23}


EEG = "ALB ARM AZE BLR BIH BGR HRV CZE EST GEO HUN LVA LTU MNE POL MDA ROU RUS SRB SVK SVN MKD UKR"
WEOG = (
    "AND AUS AUT BEL CAN DNK FIN FRA DEU GRC ISL IRL ISR ITA LIE LUX MLT MCO NLD NZL NOR PRT SMR ESP SWE CHE TUR "
    "GBR USA"
)
OCEANIA_IN_ASIA_PACIFIC = "FJI FSM KIR MHL NRU PLW PNG SLB TON TUV VUT WSM"


def test_the_regional_groups_are_those_of_the_united_nations(states):
    groups = {name: {row["iso3"] for row in states if row["un_group"] == name} for name in ("eeg", "weog")}
    assert groups == {"eeg": set(EEG.split()), "weog": set(WEOG.split())}
    oceania = {row["iso3"] for row in states if (row["m49_region"], row["un_group"]) == ("oceania", "asia")}
    assert oceania == set(OCEANIA_IN_ASIA_PACIFIC.split())
    differs = [row["iso3"] for row in states if (row["m49_region"] == "lac") != (row["un_group"] == "lac")]
    assert differs == []
