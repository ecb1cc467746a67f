"""The snapshot: made once, made whole, rebuilt when damaged, locked, and right under many readers."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from analytics import database
from analytics.codes import read_codes
from analytics.database import opening
from analytics.filters import Filters

ROOT = Path(__file__).resolve().parents[1]
SLOWEST_BUILD = 4.0
"""Seconds of work. The aim is 2 by the clock; machines drift, and others may be at work on this one."""


@pytest.fixture
def folder(tmp_path):
    """A cache folder with an intact snapshot in it, made by copying."""
    made = database.ensure_snapshot()
    (tmp_path / made.name).write_bytes(made.read_bytes())
    return tmp_path


def recommendations(path):
    with database.open_snapshot(path) as opened:
        return database.query(opened, "snapshot", {})["recommendations"].item()


@pytest.fixture
def data(tmp_path):
    """A copy of the embedded facts."""
    return Path(shutil.copytree(database.DATA, tmp_path / "data"))


def test_a_snapshot_is_named_by_what_it_was_made_from(data, tmp_path):
    name = database.ensure_snapshot().name
    assert name == f"upr-{database.content_hash(data)}.duckdb"
    with (data / "build_log.csv").open("a", encoding="utf-8") as file:
        file.write("99,another step,0,0,0,nothing\n")
    other = database.ensure_snapshot(data, tmp_path)
    assert (other.name != name, recommendations(other)) == (True, 61_014)


def test_the_version_that_readers_cite_changes_with_the_facts_only(connection, tmp_path, monkeypatch):
    cited = database.query(connection, "snapshot", {})["data_version"].item()
    monkeypatch.setattr(database.duckdb, "__version__", "99.0")
    database.write_snapshot(tmp_path / "newer.duckdb", database.DATA)
    with database.open_snapshot(tmp_path / "newer.duckdb") as opened:
        assert database.query(opened, "snapshot", {})["data_version"].item() == cited


def test_a_second_start_uses_the_snapshot_that_stands(folder):
    before = next(folder.iterdir()).stat().st_mtime_ns
    path = database.ensure_snapshot(folder=folder)
    assert (path.stat().st_mtime_ns, [each.name for each in folder.iterdir()]) == (before, [path.name])


def half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def nothing(path):
    path.write_bytes(b"")


def something_else(path):
    path.write_text("not a database\n" * 10_000, encoding="utf-8")


def other_facts(path):
    with duckdb.connect(path) as opened:
        opened.execute("update recommendation set response = 'accepted' where recommendation = 1_000")


@pytest.mark.parametrize("damage", [half, nothing, something_else, other_facts])
def test_a_damaged_snapshot_is_rebuilt(folder, damage):
    path = next(folder.iterdir())
    damage(path)
    assert database.ensure_snapshot(folder=folder) == path
    assert recommendations(path) == 61_014
    assert [each.name for each in folder.iterdir()] == [path.name]


def test_a_snapshot_with_a_damaged_block_of_the_table_filters_look_at_is_rebuilt(folder):
    path = next(folder.iterdir())
    with database.open_snapshot(path) as opened:
        sql = "select min(block_id) from pragma_storage_info('selectable') where block_id >= 0"
        (block,) = opened.execute(sql).fetchone()
    headers, size = 3 * 4096, 256 * 1024
    with path.open("r+b") as file:
        file.seek(headers + block * size + size // 8)
        file.write(b"damage" * 1_000)
    with database.open_snapshot(database.ensure_snapshot(folder=folder)) as opened:
        assert (
            database.query(opened, "counts", Filters().parameters(read_codes(opened)))["recommendations"].sum()
            == 61_014
        )


def test_a_build_that_fails_leaves_nothing_behind(data, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    (data / "issues.csv").write_text("issue,name\n", encoding="utf-8")
    with pytest.raises(database.Error, match="foreign key"):
        database.ensure_snapshot(data, cache)
    assert list(cache.iterdir()) == []


def test_what_a_killed_build_put_aside_is_removed_with_it(folder):
    left = folder / "upr-0123456789ab.1.2.part.tmp"
    left.mkdir()
    (left / "duckdb_temp_block-1.block").write_bytes(b"")
    then = time.time() - 40 * 86_400
    os.utime(left, (then, then))
    kept = database.ensure_snapshot(folder=folder)
    assert [path.name for path in folder.iterdir()] == [kept.name]


def test_four_processes_that_start_at_once_all_find_a_snapshot(tmp_path):
    start = "from analytics import database; c = database.open_snapshot(database.ensure_snapshot()); "
    ask = "print(database.query(c, 'snapshot', {})['recommendations'].item())"
    environment = {**os.environ, "UPR_CACHE": str(tmp_path)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", start + ask], cwd=ROOT, env=environment, stdout=-1, stderr=-1, encoding="utf-8"
        )
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120) for process in processes]
    assert [(out.strip().splitlines()[-1], err) for out, err in said] == [("61014", "")] * 4
    assert [path.suffix for path in tmp_path.iterdir()] == [".duckdb"]


def test_a_slow_build_does_not_draw_on_standard_output(tmp_path, monkeypatch, capfd):
    connect = duckdb.connect

    def impatient(*place, **settings):
        opened = connect(*place, **settings)
        opened.execute("set progress_bar_time = 100")
        return opened

    monkeypatch.setattr(database.duckdb, "connect", impatient)
    database.write_snapshot(tmp_path / "slow.duckdb", database.DATA)
    assert capfd.readouterr().out == ""


def test_a_snapshot_is_written_in_seconds(tmp_path):
    clock, work = [], []
    for attempt in range(3):
        started, worked = time.perf_counter(), time.process_time()
        database.write_snapshot(tmp_path / f"{attempt}.duckdb", database.DATA)
        clock.append(time.perf_counter() - started)
        work.append(time.process_time() - worked)
    sys.stdout.write(f"snapshot written in {min(clock):.2f} s, {min(work):.2f} s of work; best of 3, the aim is 2 s\n")
    assert min(work) < SLOWEST_BUILD


# Locked


@pytest.mark.parametrize(
    "statement",
    [
        "attach '{folder}/other.duckdb'",
        "select * from read_csv('{folder}/rows.csv')",
        "select * from read_text('{folder}/rows.csv')",
        "select * from '{folder}/rows.csv'",
        "copy state to '{folder}/out.csv'",
        "export database '{folder}/out'",
        "set threads = 4",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "install httpfs",
        "load httpfs",
        "insert into state_alias values ('Nowhere', 'KEN', 'x')",
        "update recommendation set response = 'accepted'",
        "delete from recommendation",
        "drop table recommendation",
        "create table more (x integer)",
    ],
)
def test_a_locked_connection_reaches_nothing_and_changes_nothing(connection, tmp_path, statement):
    (tmp_path / "rows.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.Error), connection.cursor() as cursor:
        cursor.execute(statement.format(folder=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


# Named queries


def test_an_unknown_query_is_named_with_those_that_exist(connection):
    with pytest.raises(database.UnknownNameError, match=r"no result 'acceptence'. There are: .*regions.*sessions"):
        database.query(connection, "acceptence", {})


def test_a_missing_parameter_is_named_with_those_the_query_takes(connection):
    parameters = {**Filters().parameters(read_codes(connection))}
    with pytest.raises(database.UnknownNameError, match=r"'on_issue_by_state' needs the parameter 'about'.*askers"):
        database.query(connection, "on_issue_by_state", parameters)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("select 1 as one\n", r"queries/broken\.sql must start with '-- One row per"),
        ("-- One row per state.\nselect 1\n", r"must start with '-- One row per ...' and '-- Parameters: ...'"),
        ("-- One row per state.\n-- Parameters: none\nselect $state\n", r"declares \[\] and uses \['state'\]"),
        ("-- One row per state.\n-- Parameters: $a, $b\nselect $a\n", r"declares \['a', 'b'\] and uses \['a'\]"),
    ],
)
def test_a_query_whose_header_does_not_say_what_it_takes_is_refused(tmp_path, monkeypatch, text, problem):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "broken.sql").write_text(text, encoding="utf-8")
    monkeypatch.setattr(opening, "QUERIES", tmp_path / "queries")
    with pytest.raises(ValueError, match=problem):
        database.queries.__wrapped__()


def test_a_value_is_a_value_and_never_sql(connection, codes):
    filters = Filters(asked_by=("KEN') or true --",), issues=("'; drop table recommendation; --",))
    rows = database.query(connection, "counts", filters.parameters(codes))
    assert rows.empty


def test_a_whole_table_is_had_by_name_and_only_tables_are(connection):
    assert database.whole_table(connection, "session").num_rows == 54
    for name in ("sessions", "duckdb_tables", "state; drop table state", "'state'"):
        with pytest.raises(
            database.UnknownNameError, match=r"There is no table .* There are: asked_again, build_log, cited_pair"
        ):
            database.whole_table(connection, name)


# The tables


def test_every_table_and_column_says_what_it_means(connection):
    meanings = database.query(connection, "dictionary", {})["meaning"]
    assert meanings.notna().all()
    assert meanings.str.endswith(".").all()
    assert database.query(connection, "tables", {})["meaning"].str.startswith("One row ").all()


def test_the_number_of_rows_of_each_table_is_not_an_estimate(connection):
    for name, rows in database.query(connection, "tables", {})[["table_name", "rows"]].itertuples(index=False):
        assert connection.cursor().execute(f"select count(*) from {name}").fetchone() == (rows,)


def test_the_table_filters_look_at_says_what_the_other_tables_say(connection):
    other = """select
            recommendation, session, cycle, state_under_review, s.subregion, m.region as region_m49,
            u.region as region_un, recommending_state, rm.region as recommending_region_m49,
            ru.region as recommending_region_un, response, action_category,
            recommendation in (select recommendation from recommendation_issue) as issues_coded, correction
        from recommendation join session using (session) join state as s on s.iso3 = state_under_review
        join state_region as m on m.scheme = 'm49' and m.iso3 = state_under_review
        join state_region as u on u.scheme = 'un' and u.iso3 = state_under_review
        left join state_region as rm on rm.scheme = 'm49' and rm.iso3 = recommending_state
        left join state_region as ru on ru.scheme = 'un' and ru.iso3 = recommending_state"""
    made = "select * exclude (third) from selectable"
    for one, two in ((made, other), (other, made)):
        assert connection.cursor().execute(f"select count(*) from ({one} except {two})").fetchone() == (0,)


@pytest.mark.parametrize(
    "row",
    [
        "recommendation select 99, 'upr_info', 'new', 1, 'KEN', null, 'maybe', 'x', 1, null",
        "recommendation select 99, 'upr_info', 'new', 1, 'KEN', null, 'accepted', 'x', 6, null",
        "recommendation select null, 'upr_info', 'new', 1, 'KEN', null, 'accepted', 'x', 1, null",
        "state_region values ('m49', 'KEN', 'weog')",
        "region values ('continents', 'africa', 'Africa', true, 1)",
    ],
)
def test_the_schema_refuses_a_row_that_cannot_be(few_rows, row):
    with pytest.raises(duckdb.Error, match=r"(?i)constraint|duplicate"):
        few_rows.execute(f"insert into {row}")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("recommendation select 99, 'nobody', 'new', 1, 'KEN', null, 'noted', 'x', 1, null", "source has nobody"),
        ("recommendation select 99, 'upr_info', 'new', 1, 'XXX', null, 'noted', 'x', 1, null", "under_review has XXX"),
        ("recommendation select 99, 'upr_info', 'new', 1, 'KEN', 'XXX', 'noted', 'x', 1, null", "state has XXX"),
        ("recommendation select 99, 'upr_info', 'new', 99, 'KEN', null, 'noted', 'x', 1, null", "session has 99"),
        ("recommendation select 99, 'upr_info', 'new', 1, 'KEN', null, 'noted', 'x', 1, 'none'", "correction has none"),
        (
            "recommendation select 99, 'upr_info', 'key-01', 1, 'KEN', null, 'noted', 'x', 1, null",
            "key-01 is there twice",
        ),
        ("recommendation select 1, 'upr_info', 'new', 1, 'KEN', null, 'noted', 'x', 1, null", "1 is there twice"),
        ("recommendation_issue values (1, 'doors')", "issue has doors"),
        ("recommendation_issue from recommendation_issue limit 1", "recommendation_issue has .* twice"),
        ("recommendation_issue values (99, 'torture')", "recommendation_issue has 99"),
        ("recommendation_asker values (1, 'XXX')", "state has XXX"),
        ("recommendation_asker values (99, 'KEN')", "recommendation_asker has 99"),
        ("recommendation_asker values (1, 'KEN'), (1, 'KEN')", "recommendation_asker has 1, KEN twice"),
        ("recommendation_text values (99, 'KEN', 1, '', 'noted', null, '', 'Paint.')", "recommendation_text has 99"),
        (
            "recommendation_text select 1, 'KEN', 1, '', 'noted', null, '', unnest(['Paint.', 'Sand.'])",
            "recommendation_text has 1 twice",
        ),
        ("recommendation_flag values (1, 'doors')", "flag has doors"),
        ("recommendation_flag values (99, 'any')", "recommendation_flag has 99"),
        ("recommendation_flag values (1, 'doors'), (1, 'doors')", "recommendation_flag has 1, doors twice"),
        ("search_text values (99, ' paint ')", "search_text has 99"),
        ("search_text values (1, ' paint '), (1, ' paint ')", "search_text has 1 twice"),
    ],
)
def test_a_broken_key_of_a_large_table_stops_the_build_and_is_named(few_rows, row, problem):
    keys = (opening.PACKAGE / "keys.sql").read_text(encoding="utf-8")
    with few_rows.cursor() as cursor:
        cursor.begin()
        try:
            cursor.execute(f"delete from recommendation_text; delete from search_text; insert into {row}")
            with pytest.raises(duckdb.Error, match=problem):
                cursor.execute(keys)
        finally:
            cursor.rollback()


def test_the_keys_of_the_invented_rows_hold(few_rows):
    with few_rows.cursor() as cursor:
        cursor.execute((opening.PACKAGE / "keys.sql").read_text(encoding="utf-8"))


# Many readers


def test_sixteen_readers_at_once_get_the_rows_of_their_own_query(connection, codes):
    selections = [
        Filters(states=codes.states[first : first + 12], cycles=cycles, actions=actions)
        for first in range(0, 192, 12)
        for cycles, actions in (((1,), ()), ((2,), (4, 5)), ((1,), (5,)), ((2,), (1, 2)))
    ]

    def ask(selection):
        return database.query(connection, "counts", selection.parameters(codes)).to_csv()

    alone = {selection: ask(selection) for selection in selections}
    assert len(set(alone.values())) == len(selections)
    wrong, asked, together = [], Counter(), threading.Barrier(16)

    def reader(number):
        together.wait()
        for place in range(20):
            selection = selections[(place * 5 + number * 7) % len(selections)]
            asked[number] += 1
            if ask(selection) != alone[selection]:
                wrong.append(selection)

    readers = [threading.Thread(target=reader, args=(number,)) for number in range(16)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    assert (wrong, set(asked.values()), len(asked)) == ([], {20}, 16)


def test_a_snapshot_that_lay_unread_for_long_is_removed_and_a_recent_one_stays(folder):
    old, recent = folder / "upr-0123456789ab.duckdb", folder / "upr-ba9876543210.duckdb"
    for path, days in ((old, 40), (recent, 3)):
        path.write_bytes(b"")
        then = time.time() - days * 86_400
        os.utime(path, (then, then))
    kept = database.ensure_snapshot(folder=folder)
    assert {path.name for path in folder.iterdir()} == {kept.name, recent.name}
