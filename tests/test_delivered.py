"""The one file that every host serves: named by its content, checked, replaced while one reads, never written."""

import os
from pathlib import Path

import pytest
from app_support import opened, words
from browser_support import served
from loading_support import ROWS, export, loaded
from visitor_support import Visitor

from analytics import build, database
from analytics.database import delivery, opening
from analytics.text import text
from analytics.ui.page import PAGES

ALL, TEN = "61,014 recommendations", "10 recommendations"


@pytest.fixture(scope="module")
def made(cache_folder, small_data, tmp_path_factory):
    """Two snapshots: of all facts and of ten."""
    folder = tmp_path_factory.mktemp("made")
    return database.ensure_snapshot(folder=cache_folder), database.ensure_snapshot(small_data, folder)


def test_a_snapshot_is_delivered_under_the_hash_of_its_content(made, tmp_path, monkeypatch):
    path = database.deliver(made[1], tmp_path / "hosts")
    assert delivery.NAME.fullmatch(path.name)
    assert path.read_bytes() == made[1].read_bytes()
    assert path.stat().st_mode & 0o777 == 0o444
    assert database.deliver(made[1], tmp_path / "hosts") == path
    assert sorted(each.name for each in path.parent.iterdir()) == ["current.duckdb", path.name]
    monkeypatch.setenv("UPR_DATABASE", str(path.parent / "current.duckdb"))
    assert database.delivered() == path.resolve()
    other = database.deliver(made[0], tmp_path / "hosts")
    assert (database.delivered(), other != path, path.exists()) == (other.resolve(), True, True)
    monkeypatch.delenv("UPR_DATABASE")
    assert database.delivered() is None


def flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


def cut(path):
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-4096])


def renamed(path):
    path.rename(path.with_name("atlas.duckdb"))
    (path.parent / "current.duckdb").unlink()
    (path.parent / "current.duckdb").symlink_to("atlas.duckdb")


def foreign(path):
    """Another database under a name that is right for it."""
    other = path.with_name("other.duckdb")
    with opening.duckdb.connect(other) as connection:
        connection.execute("create table doors (colour varchar)")
    path.unlink()
    made = path.with_name(f"upr-{delivery.hash_of(other)}.duckdb")
    other.rename(made)
    delivery.lead(path.parent / "current.duckdb", made)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (Path.unlink, "leads to no file that can be read"),
        (flipped, "does not hold what its name says: copy it again"),
        (cut, "does not hold what its name says: copy it again"),
        (renamed, "is not named by its content: make it with python -m analytics.build --to FOLDER"),
        (foreign, "cannot be opened"),
    ],
)
def test_a_file_that_is_not_what_was_delivered_is_not_served(made, tmp_path, capsys, harm, said):
    harm(database.deliver(made[1], tmp_path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPR_DATABASE", str(tmp_path / "current.duckdb"))
        with pytest.raises(database.DeliveredError, match=said):
            database.delivered()
        assert build.main([]) == 1
    assert said in capsys.readouterr().err


def test_the_command_delivers_the_built_in_facts_or_a_loaded_source(tmp_path, monkeypatch, capsys):
    assert build.main(["--to", str(tmp_path / "hosts")]) == 0
    (link, file) = sorted((tmp_path / "hosts").iterdir())
    assert f"Snapshot {file.name} ready" in capsys.readouterr().out
    assert build.main(["--to", str(tmp_path / "hosts"), "--source", "doors"]) == 1
    assert capsys.readouterr().err == "Nothing of 'doors' is served here. There are: none.\n"
    monkeypatch.setenv("UPR_DATABASE", str(link))
    assert build.main([]) == 0
    assert file.name in capsys.readouterr().out


@pytest.mark.parametrize("page", ["app.py", "pages/countries.py", "pages/search.py", "pages/methods.py"])
def test_a_loaded_source_can_be_what_is_delivered(tmp_path, root, monkeypatch, page):
    loaded(root, export(tmp_path, *ROWS))
    assert build.main(["--to", str(tmp_path / "hosts"), "--source", "upr_info"]) == 0
    monkeypatch.setenv("UPR_DATABASE", str(tmp_path / "hosts" / "current.duckdb"))
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "elsewhere"))
    at = opened(page)
    assert not at.exception
    seen = words(at.main, at.sidebar)
    assert any(text("en")("search.title") in each for each in seen)  # its texts can be searched
    assert any("loaded by the user" in each or "3 recommendations" in each for each in seen)


def recommendations(visitor, link=""):
    """What the first page counts."""
    with visitor.session("", link) as (_, seen):
        return next((count for count in (ALL, TEN) if count in seen), seen)


@pytest.mark.skipif(os.name == "nt", reason="Windows links only for administrators; there the whole path is named")
def test_a_server_shows_what_is_delivered_and_what_takes_its_place_and_writes_nothing(made, tmp_path):
    hosts, empty = tmp_path / "hosts", tmp_path / "empty"
    first = database.deliver(made[0], hosts)
    names = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "UPR_CACHE", "UPR_DATA", "TMPDIR")
    places = {name: str(empty / name) for name in names}
    for place in places.values():
        Path(place).mkdir(parents=True)
    served_file = {"UPR_DATABASE": str(hosts / "current.duckdb"), "UPR_ALLOW_LOADING": "1"}
    with served(tmp_path / "log.txt", **places, **served_file, PYTHONDONTWRITEBYTECODE="1") as address:
        visitor = Visitor(address)
        assert recommendations(visitor) == ALL
        for _, page, file in PAGES[1:]:
            with visitor.session(page) as (session, seen):
                assert "exception {" not in seen, file
        with visitor.session("your_data") as (session, seen):
            assert "This server shows one set of data" in seen
            assert [each for each in (str(tmp_path), "file_uploader") if each in seen] == []
            assert visitor.upload(session, "To,From")[0] == 403
        assert recommendations(visitor, "data=upr_info") == ALL
        second = database.deliver(made[1], hosts)
        assert recommendations(visitor) == TEN
        delivery.lead(hosts / "current.duckdb", first)
        assert recommendations(visitor) == ALL
        flipped(second)
        delivery.lead(hosts / "current.duckdb", second)
        assert recommendations(visitor) == ALL
    assert "does not hold what its name says" in (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert [str(path) for path in empty.rglob("*") if path.is_file()] == []


def test_a_server_without_its_file_says_so(tmp_path):
    absent = {"UPR_DATABASE": str(tmp_path / "absent.duckdb")}
    with served(tmp_path / "log.txt", **absent) as address, Visitor(address).session("", "lang=fr") as (_, seen):
        assert "ne peuvent pas être ouvertes" in seen.encode().decode("unicode_escape").encode("latin-1").decode()
        assert [each for each in ("exception {", str(tmp_path)) if each in seen] == []
    assert "leads to no file that can be read" in (tmp_path / "log.txt").read_text(encoding="utf-8")
