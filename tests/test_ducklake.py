"""The proof on DuckLake: its parts, and all of it where Postgres and DuckDB 1.5 can be had."""

import json

import pytest

from analytics import database
from analytics.loading import store
from deploy.ducklake import __main__ as proof
from deploy.ducklake import asked, host, postgres

KEPT = proof.usual_folder()
"""Where the command keeps its environment: looked up before the tests get a cache folder of their own."""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs the command as a person does, each query once."""
    folder = KEPT if (KEPT / "installed.txt").exists() else tmp_path_factory.mktemp("environment") / "made"
    try:
        postgres.programs()
        proof.environment(folder)
    except postgres.LackingError as error:
        pytest.skip(f"no proof on DuckLake: {error.said}")
    return lambda *words: proof.main(["--times", "1", "--environment", str(folder), *words])


# All of it


def test_every_named_query_gives_the_same_rows_and_two_hosts_see_one_lake(run, capsys):
    code = run()
    said = capsys.readouterr()
    assert (code, said.err) == (0, ""), said
    number = len(database.queries())
    assert f"{number} of {number} named queries" in said.out
    assert " 0 differ." in said.out
    assert said.out.count("  yes: ") == 8
    assert "NO: " not in said.out


def test_so_do_searches_of_invented_texts(run, ready, capsys):
    names = [name for name in database.queries() if name.startswith("search")]
    code = run("--snapshot", str(store.current("upr_info", ready).snapshot()), *names)
    said = capsys.readouterr().out
    assert code == 0, said
    rows = {line.split()[0]: int(line.split()[2]) for line in said.splitlines() if " all  " in line}
    assert [name for name in ("search", "search_parts", "search_dictionary") if not rows[name]] == []


# Answers


def test_values_are_alike_when_equal_and_numbers_when_nearly_so():
    assert asked.is_alike([1, "a", None, [0.1 + 0.2]], [1, "a", None, [0.3]])
    assert asked.is_alike(float("nan"), float("nan"))
    assert asked.is_alike(1e12, 1e12 + 1e-3)
    assert not asked.is_alike(0.3, 0.3001)
    assert not asked.is_alike(1, 1.0)
    assert not asked.is_alike(1, [1])
    assert not asked.is_alike([1], [1, 2])
    assert not asked.is_alike(None, 0)


def test_the_order_of_rows_counts_where_a_query_has_one():
    assert asked.difference("counts", [[1], [2]], [[1], [2]]) == ""
    assert asked.difference("counts", [[1], [2]], [[2], [1]]) == "row 1: [1] is [2] in the lake"
    assert asked.difference("counts", [[1], [2]], [[1]]) == "2 rows, 1 in the lake"
    assert not asked.is_ordered(database.queries()["totals"].sql)
    assert asked.difference("totals", [[1], [2]], [[2], [1]]) == ""
    assert asked.difference("table_keys", [["b"], ["a"]], [["a"], ["b"]]) == ""


def test_a_query_that_differs_does_not_run_or_was_not_asked_is_counted(capsys):
    names = database.queries()
    questions = [asked.Asked("all", name, {}, [[1]], 1.0) for name in names]
    compared = [(each, 2.0, "") for each in questions]
    assert proof.report(compared, names) == 0
    assert proof.report(compared[1:], names) == 1
    assert proof.report([(questions[0], 2.0, "does not run: no such function"), *compared[1:]], names) == 1
    assert "does not run: no such function" in capsys.readouterr().out


def test_selections_narrow_what_queries_look_at(codes):
    chosen = asked.selections(codes)
    assert [filters.narrowed for filters, _ in chosen.values()] == [False, True, True]
    regions, issues, states = ([getattr(each, kind) for each, _ in chosen.values()] for kind in KINDS)
    assert any(regions)
    assert any(states)
    assert len({*issues}) == 3
    assert {own["country"] for _, own in chosen.values()} <= {*codes.states}


KINDS = ("regions", "issues", "states")


# What a host makes of the files of analytics/database


def test_statements_are_told_by_their_words_whatever_the_comment_before_says():
    found = host.statements("-- create table\n\ncreate macro one() as 1;\n-- more\ncreate table two as\nselect 2;")
    assert host.only("create macro", found) == ["create macro one() as 1;"]
    (table,) = host.only("create table", found)
    assert host.into_lake(table) == "insert into lake.two\nselect 2;"


def test_every_statement_of_derived_is_one_that_a_host_knows():
    path = host.DATABASE / "derived.sql"
    found = host.statements(path.read_text(encoding="utf-8"))
    kinds = "create macro|create type|create table|create temp table|drop table|insert into|comment on"
    assert host.only(kinds, found) == found


def test_a_list_that_is_cast_is_looked_through_by_the_earlier_duckdb_too():
    sql = "where (term in $terms::uinteger[] or issue::varchar in $issues::varchar[]) and session in (1, 2)"
    looked_through = "list_contains($terms::uinteger[], term) or list_contains($issues::varchar[], issue::varchar)"
    assert host.as_read_before(sql) == f"where ({looked_through}) and session in (1, 2)"


def test_bits_among_parameters_are_the_same_when_they_arrive():
    values = {"within": b"\x00\xff", "issues": ["torture"], "country": None}
    assert json.loads(json.dumps(values, default=host.sent), object_hook=host.received) == values


def test_a_lake_of_motherduck_has_neither_a_folder_nor_another_name():
    assert host.attaching("md:lake", "files") == "attach 'md:lake'"
    attached = "attach 'ducklake:postgres:host=a' as lake (data_path '/b')"
    assert host.attaching("ducklake:postgres:host=a", "/b") == attached


def test_tables_are_described_with_the_names_of_their_enumerations(connection):
    tables = asked.describe(connection)
    columns = {column["name"]: column for column in tables["selectable"]["columns"]}
    assert columns["state_under_review"]["type"] == "state_code"
    assert columns["response"]["type"] == "response_code"
    assert columns["session"]["type"] == "UTINYINT"
    assert {*database.contract()} < {*tables}


# What is lacking


def test_the_newest_postgres_is_taken_and_its_absence_told(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(postgres.LackingError, match="apt install postgresql"):
        postgres.programs()
    for version in ("9.6", "15", "14"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert postgres.programs() == tmp_path / "15" / "bin"


def test_without_postgres_the_command_says_so_in_a_sentence(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert proof.main([]) == 1
    assert capsys.readouterr().err == "Postgres is not installed: on Debian, apt install postgresql.\n"
