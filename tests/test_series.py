"""One series: what was fetched of UPR Info's database is shown together with the built-in data that it continues."""

import json
import re
import shutil
import tomllib
from datetime import UTC, datetime

import duckdb
import latest_support
import pytest
from app_support import VIEWS, opened, with_open, words
from latest_support import ALL, fill, served
from reader_support import uhri_json, uwazi_json, uwazi_record

from analytics import database, load
from analytics.codes import read_codes
from analytics.database import series
from analytics.filters import Filters
from analytics.findings import coverage as find
from analytics.findings.selection import coverage
from analytics.loading import intake, joining, store
from analytics.loading.given import Given
from analytics.results import Results
from analytics.text import languages, text

pytestmark = pytest.mark.usefixtures("written_once")
root, source, waits, run, two_sessions = (
    getattr(latest_support, name) for name in ("root", "source", "waits", "run", "two_sessions")
)
BUILT_IN = 61_014
"""Recommendations of sessions 1 to 27 in the export of 25 July 2018, as published."""
SAID = {
    "en": "sessions 1–27 built in, sessions 28–29 fetched on {day}",
    "fr": "sessions 1 à 27 (base intégrée), sessions 28 à 29 (récupération du {day})",
    "es": "sesiones 1–27 (integradas), sesiones 28–29 (traídas el {day})",
    "pt": "sessões 1–27 (dados incluídos), sessões 28–29 (buscadas em {day})",
    "ar": "الدورات 1–27 مدمجة، الدورات 28–29 مجلوبة في {day}",
}


def today():
    return datetime.now(tz=UTC).date().isoformat()


def open_served(root, name="uwazi"):
    return database.open_snapshot(store.current(name, root).snapshot())


def counted(connection, what="count(*)", which="true"):
    return connection.execute(f"select {what} from recommendation where {which}").fetchone()[0]


def in_a_file(path, *records):
    """Records of the database of today in a file that somebody loads."""
    path.write_text(json.dumps({"rows": records, "totalRows": len(records)}), encoding="utf-8")
    return Given(path)


def record(number, session, **changed):
    return uwazi_record(number, session=[{"value": "x", "label": f"{session} - November 2017"}], **changed)


def joined(given, root):
    """A version of what is loaded from a file, in one series with the built-in data."""
    intake.load([given], root)
    version = store.current("uwazi", root)
    intake.finish(version, root)
    joining.join(version, series.LOADED, root)


# What is in it


@pytest.mark.usefixtures("two_sessions")
def test_what_was_fetched_is_one_series_with_the_built_in_data(run, root):
    code, said, _ = run("--yes")
    assert code == 0
    assert f"One series with the built-in data: {SAID['en'].format(day=today())}." in said
    with open_served(root) as connection, database.open_snapshot(database.ensure_snapshot()) as alone:
        assert counted(connection) == BUILT_IN + 6
        assert counted(connection, which="source = 'upr_info'") == BUILT_IN
        assert counted(connection, "max(session)", "source = 'upr_info'") == 27
        assert counted(connection, "min(session)", "source = 'uwazi'") == 28
        for name in ("recommendation_issue", "recommendation_flag"):
            later, built_in = (
                each.execute(f"select count(*) from {name}").fetchone()[0] for each in (connection, alone)
            )
            assert later >= built_in > 0, name
        assert connection.execute("select count(*) from voluntary_pledge").fetchone() == (947,)
        codes = read_codes(connection)
        assert (codes.sessions, codes.lacks) == ((1, 29), frozenset())
        assert codes.uncoded == (27,)
        assert connection.execute("select count(*), count(distinct session) from recommendation_text").fetchone() == (
            6,
            2,
        )
        assert len(codes.issues) == 56
    assert served(root) == ALL
    version = store.current("uwazi", root)
    assert version.name == "series"
    (version.files / "recommendations.parquet").write_bytes(b"damage")
    assert version.name == "uwazi"


@pytest.mark.usefixtures("two_sessions")
def test_a_session_with_answers_has_no_requests_without(run, root):
    """Of the requests of sessions 28 to 36, those of 30 to 36 are left: 28,917 - 3,135 - 2,734."""
    run("--yes")
    with open_served(root) as connection:
        codes = read_codes(connection)
        (total,) = Results(connection, codes).table("later_totals", Filters())["later"]
        assert (list(codes.later), total) == ([*range(30, 37)], 23_048)
        layers = database.query(connection, "coverage_layers", {})
        assert find.ends(layers, text("en"))["answers"] == "to session 29 (2018)"
        of_requests = layers[layers["layer"] == "requests"]
        assert (of_requests["first_session"].min(), of_requests["last_session"].max()) == (30, 36)
        subjects = Results(connection, codes).table("subjects_asked", Filters())
    unanswered = set(subjects[subjects["session"] > 26][["session", "unanswered"]].itertuples(index=False, name=None))
    assert unanswered == {
        *((session, False) for session in (27, 28, 29)),
        *((session, True) for session in codes.later),
    }


def test_names_of_issues_of_either_vintage_fall_on_the_same_codes(tmp_path, root):
    labels = ("NHRI", "National Human Rights Institution", "Right to water", "Right to water and sanitation")
    rows = [record(number, 28, issues=[{"value": "i", "label": label}]) for number, label in enumerate(labels, start=1)]
    joined(in_a_file(tmp_path / "own.json", *rows), root)
    with open_served(root) as connection:
        found = connection.execute(
            "select issue, count(*) from recommendation_issue as tagged join recommendation using (recommendation) "
            "where session = 28 group by issue order by issue"
        ).fetchall()
        built_in = connection.execute("select distinct issue from recommendation_issue").fetchall()
    assert found == [("nhri", 2), ("right-to-water", 2)]
    assert {issue for issue, _ in found} < {issue for (issue,) in built_in}


def test_shares_are_of_what_is_coded_only(tmp_path, root):
    """To Kenya in session 28: two specific, one general, three without a category; two of six have an issue."""
    category = ["5 - Specific action", "5 - Specific action", "4 - General action", None, None, None]
    rows = [
        record(
            number,
            28,
            action_category=label and [{"value": "a", "label": label}],
            issues=[{"value": "i", "label": "Justice"}] if number < 2 else None,
        )
        for number, label in enumerate(category)
    ]
    joined(in_a_file(tmp_path / "own.json", *rows), root)
    with open_served(root) as connection:
        table = Results(connection, read_codes(connection)).table
        chosen = Filters(states=("KEN",), sessions=(28, 28))
        (kenya,) = table("received_by_state", chosen).to_dict("records")
        assert (kenya["recommendations"], kenya["categorised"], kenya["specific"]) == (6, 3, 2)
        assert kenya["specific_share"] == pytest.approx(2 / 3)
        (france,) = table("recommending_states", chosen).to_dict("records")
        assert (france["iso3"], france["specific_share"]) == ("FRA", pytest.approx(2 / 3))
        (pair,) = table("state_pairs", chosen).to_dict("records")
        assert (pair["recommendations"], pair["categorised"], pair["specific"]) == (6, 3, 2)
        (session,) = table("sessions", Filters()).query("session == 28").to_dict("records")
        assert (session["recommendations"], session["coded"]) == (6, 2)


# What is said of it


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize("language", languages())
def test_every_place_that_names_the_data_says_which_sessions_are_whose(run, language):
    run("--yes")
    t = text(language)
    said = SAID[language].format(day=today())
    at = with_open(opened("app.py", lang=language))
    in_the_menu = "\n".join(words(at.sidebar))
    assert t("dataset.series") in in_the_menu
    assert f"{said[0].upper()}{said[1:]}." in in_the_menu
    assert [each.value for each in at.markdown if said in each.value]
    notes = [each.value for each in (*at.caption, *at.markdown) if "UPR Info" in each.value and said in each.value]
    assert [note for note in notes if note.count(f"UPR Info{t('language.comma')}") == 2]
    cited = "\n".join(each.value for each in at.code)
    assert "Export of 25 July 2018. Sessions 1-27. UPR Info. Database of UPR recommendations." in cited
    assert f"Sessions 28-29, fetched on {today()}." in cited
    assert re.search(rf"2018-07-25\+{today()}-[0-9a-f]{{6}}", cited)
    at = opened("pages/methods.py", lang=language)
    assert not at.exception
    records = at.dataframe[0].value
    built_in = t.record("sessions 1-27 (2008-2017); no issues in session 27")
    assert {built_in, "sessions 28-29"} < set(records["coverage"])
    assert list(records.query("coverage == 'sessions 28-29'")["version"]) == [today()]


@pytest.mark.usefixtures("two_sessions")
def test_every_page_opens_on_a_series(run):
    run("--yes")
    for page, link in VIEWS:
        at = opened(page, **link)
        assert not at.exception, (page, link)


def test_what_somebody_loaded_is_not_said_to_be_fetched(tmp_path, root):
    joined(in_a_file(tmp_path / "own.json", record(1, 30), record(2, 32)), root)
    with open_served(root) as connection:
        codes = read_codes(connection)
        (coverage_of_record,) = connection.execute("select coverage from source where source = 'uwazi'").fetchone()
    assert coverage(codes, text("en")) == (
        f"sessions 1–27 built in, sessions 30 and 32 loaded on {today()} (2008–2019)"
    )
    assert coverage_of_record == "sessions 30-32, with gaps"


@pytest.mark.usefixtures("two_sessions")
def test_the_texts_of_a_series_are_said_to_be_those_of_its_later_sessions(run):
    run("--yes")
    at = opened("pages/search.py", q="invented")
    assert "Texts are there for sessions 28–29 only: the built-in data have none." in [
        each.value for each in at.caption
    ]


def test_accepted_wording_is_counted_in_the_sessions_that_have_texts(tmp_path, root):
    """Kenya lies in Eastern Africa, of which the built-in data hold answers on justice, and no text."""
    noted = [{"value": "n", "label": "Noted"}]
    joined(in_a_file(tmp_path / "own.json", record(1, 28), record(2, 28, response=noted)), root)
    at = opened("pages/search.py", data="uwazi", view="wording", about="justice", country="KEN")
    assert not at.exception
    assert [
        each.value
        for each in at.markdown
        if "Justice in Eastern Africa, where Kenya lies, session 28: 1 accepted wordings" in each.value
        and "of 2 answered recommendations on this issue there, 1 were accepted" in each.value
    ]


# What is none


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        (
            [record(1, 28), record(2, 27)],
            "it begins with session 27, and these reach to session 27, so recommendations would count twice.",
        ),
        (
            [record(1, 28, recommending_state=[{"value": "a", "label": "France"}, {"value": "b", "label": "Brazil"}])],
            "some of its rows have several recommending states, and the built-in data have a row for each.",
        ),
    ],
    ids=["overlapping sessions", "another unit"],
)
def test_what_cannot_be_pooled_is_refused_in_a_sentence_and_stays_alone(tmp_path, root, capsys, records, reason):
    path = in_a_file(tmp_path / "own.json", *records).path
    assert load.main([str(path), "--yes"]) == 0
    capsys.readouterr()
    assert load.main(["--join", "uwazi"]) == 1
    assert capsys.readouterr().err == f"'uwazi' cannot be one series with the built-in data: {reason}\n"
    with open_served(root) as connection:
        assert (counted(connection), read_codes(connection).series) == (len(records), None)
    assert store.current("uwazi", root).name == "uwazi"


def test_another_source_is_refused(tmp_path, root, capsys):
    assert load.main([str(uhri_json(tmp_path / "uhri.json")), "--yes"]) == 0
    assert load.main(["--join", "uhri"]) == 1
    said = capsys.readouterr().err
    assert said == (
        "'uhri' cannot be one series with the built-in data: only UPR Info's database of today counts in the same unit "
        "and comes from the same source.\n"
    )
    with open_served(root, "uhri") as connection:
        assert counted(connection, which="source = 'upr_info'") == 0


def test_every_source_says_whether_it_continues_the_built_in_one():
    may = {name for name, source in series.SOURCES.items() if source.continues}
    assert may == {"uwazi"}
    units = {
        name: tomllib.loads((database.DATA / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("sources", "loadable_sources")
    }
    assert units["loadable_sources"]["uwazi"]["unit"] == units["sources"]["upr_info"]["unit"]
    assert units["loadable_sources"]["uwazi"]["producer"] == units["sources"]["upr_info"]["producer"]


@pytest.mark.usefixtures("two_sessions")
def test_a_fetched_version_with_earlier_sessions_is_shown_alone_and_says_why(run, root, tmp_path):
    path = in_a_file(tmp_path / "own.json", record(1, 27)).path
    assert load.main([str(path), "--yes"]) == 0
    code, said, aside = run("--yes")
    assert (code, "One series" in said) == (0, False)
    assert "it begins with session 27" in aside
    with open_served(root) as connection:
        assert counted(connection, which="source = 'upr_info'") == 0


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize(("reach", "rows"), [(8, 16), (28, 6)])
def test_what_an_update_of_the_built_in_data_reaches_counts_once(run, root, small_data, reach, rows):
    """Ten built-in rows and six fetched ones; the mark stays, the sessions are compared when a snapshot is made."""
    run("--yes")
    data = root.parent / "data"
    shutil.copytree(small_data, data)
    duckdb.execute(
        f"copy (select * replace ({reach}::utinyint as session) from '{small_data / series.FACTS[0]}') "
        f"to '{data / series.FACTS[0]}'"
    )
    with database.open_snapshot(store.current("uwazi", root).snapshot(data)) as connection:
        assert counted(connection) == rows


# Together and apart


def test_it_is_shown_alone_when_somebody_says_so_also_after_the_next_load(two_sessions, run, root, capsys):
    run("--yes")
    assert load.main(["--apart", "uwazi"]) == 0
    assert capsys.readouterr().out == "'uwazi' is shown alone.\n"
    with open_served(root) as connection:
        assert counted(connection) == 6
    fill(two_sessions, 30, "Kenya")
    run("--yes")
    with open_served(root) as connection:
        assert counted(connection) == 8
    assert load.main(["--join", "uwazi"]) == 0
    with open_served(root) as connection:
        assert counted(connection) == BUILT_IN + 8


def test_the_next_load_is_in_the_series_before_anybody_sees_it_without_flags(two_sessions, run, root):
    run("--yes")
    fill(two_sessions, 30, "Kenya")
    later = [row for row in two_sessions.rows if row["sharedId"].startswith("30")]
    intake.load([in_a_file(root.parent / "own.json", *later)], root)
    version = store.current("uwazi", root)
    assert (version.number, (version.files / series.FLAGS).exists()) == (2, True)
    with open_served(root) as connection:
        assert counted(connection) == BUILT_IN + 8


def test_a_series_that_cannot_be_made_leaves_what_was_served(tmp_path, root, monkeypatch, capsys):
    assert load.main([str(in_a_file(tmp_path / "own.json", record(1, 28)).path), "--yes"]) == 0

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(joining.store, "serve", full)
        assert load.main(["--join", "uwazi"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert series.mark(store.current("uwazi", root).files) == ""
    with open_served(root) as connection:
        assert counted(connection) == 1


# Sources


def test_a_loaded_data_set_names_no_built_in_source_of_recommendations_or_pledges(tmp_path, root):
    intake.load([Given(uwazi_json(tmp_path / "own.json"))], root)
    with open_served(root) as connection:
        named = {source for (source,) in connection.execute("select source from source").fetchall()}
        corrected = {source for (source,) in connection.execute("select distinct source from correction").fetchall()}
    assert "uwazi" in named
    assert named.isdisjoint({"upr_info", "upr_info_2015"})
    assert "un_m49" in named
    assert corrected <= named
