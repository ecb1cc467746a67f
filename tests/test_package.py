"""The data package: valid in the eyes of Frictionless, whole, and the same for the same facts. And how to cite it."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from analytics import database, package, project
from analytics.exports import package as exports

ROOT = Path(__file__).resolve().parents[1]
REASONS = "import sys, frictionless; said = frictionless.validate(sys.argv[1]); print(said.to_json())"


@pytest.fixture(scope="module")
def connection():
    with database.open_snapshot(database.ensure_snapshot()) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    to = tmp_path_factory.mktemp("package")
    assert package.main(["--to", str(to)]) == 0
    return to


@pytest.fixture(scope="module")
def described(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def table(described, name):
    return next(each for each in described["resources"] if each["name"] == name)


def test_frictionless_finds_the_package_valid_and_its_rows_are_those_of_the_database(folder, connection):
    asked = [sys.executable, "-W", "ignore", "-c", REASONS, "datapackage.json"]
    said = json.loads(subprocess.run(asked, cwd=folder, capture_output=True, check=True).stdout)
    assert (said["valid"], said["errors"]) == (True, [])
    rows = {each["place"]: each["stats"].get("rows", 0) for each in said["tasks"]}
    known = [name for name in database.contract() if name != "recommendation_text"]
    assert rows == {f"data/{name}.csv": database.whole_table(connection, name).num_rows for name in known}
    assert rows["data/recommendation.csv"] == 61_014
    assert rows["data/recommendation_issue.csv"] == 104_042


def test_frictionless_notices_a_row_that_breaks_a_key(folder, tmp_path):
    asked = [sys.executable, "-W", "ignore", "-c", REASONS, "datapackage.json"]
    damaged = tmp_path / "damaged"
    (damaged / "data").mkdir(parents=True)
    whole = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    whole["resources"] = [each for each in whole["resources"] if each["name"] in {"region", "state-region", "state"}]
    for each in whole["resources"]:
        each["schema"]["foreignKeys"] = [
            key for key in each["schema"].get("foreignKeys", []) if key["reference"]["resource"] != "subregion"
        ]
        content = (folder / each["path"]).read_bytes() + (b'"m49","XXX","nowhere"\n' if "-" in each["name"] else b"")
        each["bytes"], each["hash"] = len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"
        each["rows"] += "-" in each["name"]
        (damaged / each["path"]).write_bytes(content)
    (damaged / "datapackage.json").write_text(json.dumps(whole), encoding="utf-8")
    said = json.loads(subprocess.run(asked, cwd=damaged, capture_output=True, check=True).stdout)
    errors = {error["type"] for each in said["tasks"] for error in each["errors"]}
    assert errors == {"foreign-key"}


def test_a_table_has_the_keys_types_and_meanings_of_the_schema(described):
    civic_space = table(described, "civic-space")["schema"]
    assert civic_space["primaryKey"] == ["iso3", "year"]
    assert civic_space["foreignKeys"] == [{"fields": ["iso3"], "reference": {"resource": "state", "fields": ["iso3"]}}]
    year = next(field for field in civic_space["fields"] if field["name"] == "year")
    assert year == {
        "name": "year",
        "type": "integer",
        "description": "The year.",
        "constraints": {"required": True, "minimum": 2006, "maximum": 2023},
    }
    response = next(
        field for field in table(described, "recommendation")["schema"]["fields"] if field["name"] == "response"
    )
    assert response["constraints"]["enum"] == ["accepted", "noted", "partial", "pending"]
    assert table(described, "nhri-status")["description"].startswith("One row per state and year")
    assert all(field["description"] for each in described["resources"] for field in each["schema"]["fields"])


def test_keys_of_a_few_rows(connection):
    keys = database.query(connection, "table_keys", {})
    mine = keys[(keys["table_name"] == "issue_family") & (keys["kind"] == "foreign key")]
    assert [list(row) for row in mine[["own_columns", "referenced_table"]].itertuples(index=False)] == [
        [["issue"], "issue"]
    ]


def test_sources_and_terms_are_those_of_the_atlas_and_every_file_has_its_checksum(folder, described):
    known = tomllib.loads((ROOT / "data" / "sources.toml").read_text(encoding="utf-8"))
    assert {each["name"]: each["licence"] for each in described["sources"]} == {
        name: record["licence"] for name, record in known.items()
    }
    assert {each["path"] for each in described["licenses"]} == {record["licence_url"] for record in known.values()}
    for each in described["resources"]:
        content = (folder / each["path"]).read_bytes()
        assert (each["bytes"], each["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    assert (described["name"], described["atlas"]) == ("upr-regional-atlas", project.VERSION)
    assert described["version"].startswith("2018-07-25-")


def test_a_zip_holds_the_same_files_and_is_the_same_each_time(folder, connection, tmp_path):
    to = tmp_path / "there" / "upr.zip"
    assert package.main(["--to", str(to)]) == 0
    assert to.read_bytes() == package.zipped(connection)
    with zipfile.ZipFile(to) as file:
        assert {name: file.read(name) for name in file.namelist()} == {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")
        }


def test_texts_and_what_is_made_for_the_pages_stay_out(described):
    names = {each["name"] for each in described["resources"]}
    assert names.isdisjoint({"recommendation-text", "search-text", "selectable", "later-request"})
    assert len(names) == 46


def test_a_source_that_is_not_loaded_is_refused_by_name(capsys, tmp_path):
    assert package.main(["--to", str(tmp_path / "x.zip"), "--data", "uhri"]) == 2
    assert "'uhri'" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()


def test_cells_are_lists_as_json_nothing_for_what_is_absent_and_no_formula():
    columns = {
        "list": pa.array([["a", "b"], None]),
        "words": pa.array(["=1+1", None]),
        "code": pa.array(["x", "x"]).dictionary_encode(),
        "number": pa.array([None, 2]),
    }
    content = exports.csv_file(pa.table(columns)).decode()
    assert list(csv.reader(io.StringIO(content))) == [
        ["list", "words", "code", "number"],
        ['["a", "b"]', "'=1+1", "x", ""],
        ["", "", "x", "2"],
    ]


def test_the_citation_file_has_the_version_the_authors_and_the_sources_of_the_atlas():
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project_table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (said["cff-version"], said["type"], said["license"]) == ("1.2.0", "software", project_table["license"])
    assert said["version"] == project_table["version"]
    assert [author["name"] for author in said["authors"]] == [each["name"] for each in project_table["authors"]]
    known = tomllib.loads((ROOT / "data" / "sources.toml").read_text(encoding="utf-8"))
    assert [
        (each["type"], each["title"], [author["name"] for author in each["authors"]], each["version"], each["notes"])
        for each in said["references"]
    ] == [
        ("data", record["title"], [record["producer"]], record["version"], record["citation"])
        for record in known.values()
    ]
    newest = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1].split("\n")[0]
    assert newest == f"{said['version']} ({said['date-released']})"
