"""A snapshot is served as it was written, or made anew; and only from a folder that nobody else can write to."""

import os
import random

import pytest

from analytics import database
from analytics.database import sealing

pytestmark = pytest.mark.usefixtures("written_once")


@pytest.fixture
def snapshot(tmp_path):
    """An intact snapshot in a folder of its own."""
    made = database.ensure_snapshot()
    (tmp_path / made.name).write_bytes(made.read_bytes())
    return tmp_path / made.name


def flip(path, place, bit=0):
    """Turn one bit of a file."""
    with path.open("rb+") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


def places(size):
    """The first and last byte, both ends of what is sealed, and places between."""
    chosen = random.Random(14)
    return [0, size - 1, size - sealing.LENGTH, size - sealing.LENGTH - 1, *(chosen.randrange(size) for _ in range(6))]


def test_a_snapshot_with_one_other_bit_is_made_anew_wherever_that_bit_is(snapshot):
    (whole, size), chosen = (snapshot.read_bytes(), snapshot.stat().st_size), random.Random(15)
    for place in places(size):
        flip(snapshot, place, chosen.randrange(8))
        assert snapshot.read_bytes() != whole
        assert database.ensure_snapshot(folder=snapshot.parent) == snapshot
        assert sealing.is_sealed(snapshot), place
        with database.open_snapshot(snapshot) as opened:
            assert database.query(opened, "snapshot", {})["recommendations"].item() == 61_014
        snapshot.write_bytes(whole)


@pytest.mark.parametrize("more", [b"x", b"\nsha256 " + b"0" * 64])
def test_a_snapshot_with_something_behind_its_end_is_made_anew(snapshot, more):
    with snapshot.open("ab") as file:
        file.write(more)
    assert not sealing.is_sealed(snapshot)
    assert sealing.is_sealed(database.ensure_snapshot(folder=snapshot.parent))


def test_a_seal_is_the_digest_of_all_before_it(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")
    sealing.seal(tmp_path / "abc")
    # NIST's first example of SHA-256
    digest = b"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (tmp_path / "abc").read_bytes() == b"abc\nsha256 " + digest
    assert sealing.is_sealed(tmp_path / "abc")


@pytest.mark.parametrize("there", ["nothing", "a folder", "an empty file"])
def test_what_is_no_sealed_file_is_said_to_be_none(tmp_path, there):
    path = tmp_path / "snapshot"
    if there == "a folder":
        path.mkdir()
    elif there == "an empty file":
        path.touch()
    assert not sealing.is_sealed(path)


# Where they are


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """A temporary folder of the system, where all can write, and no other one to be had."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("UPR_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


needs_users = pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs a system that says whose a folder is")


def test_the_cache_folder_can_be_chosen_and_is_the_users_else(tmp_path, monkeypatch):
    monkeypatch.setenv("UPR_CACHE", str(tmp_path / "chosen"))
    assert database.cache_folder() == tmp_path / "chosen"
    monkeypatch.delenv("UPR_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert database.cache_folder() == tmp_path / "xdg" / "upr-regional-atlas"


@needs_users
def test_in_a_shared_folder_there_is_one_that_only_this_user_can_write_to(shared):
    folder = database.cache_folder()
    assert (folder, folder.stat().st_mode & 0o777) == (shared / f"upr-regional-atlas-{os.getuid()}", 0o700)
    assert database.cache_folder() == folder


@needs_users
def test_a_chosen_folder_that_all_can_write_to_is_not_used_itself(shared, monkeypatch):
    monkeypatch.setenv("UPR_CACHE", str(shared))
    assert database.cache_folder() == shared / f"upr-regional-atlas-{os.getuid()}"


def planted_open(shared):
    folder = shared / f"upr-regional-atlas-{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o777)
    return folder


def planted_link(shared):
    (shared / "elsewhere").mkdir(mode=0o700)
    folder = shared / f"upr-regional-atlas-{os.getuid()}"
    folder.symlink_to(shared / "elsewhere")
    return folder


def planted_by_another(shared):
    folder = shared / f"upr-regional-atlas-{os.getuid()}"
    folder.mkdir(mode=0o700)
    try:
        os.chown(folder, 65_534, 65_534)
    except PermissionError:
        pytest.skip("needs the right to give a folder away")
    return folder


@needs_users
@pytest.mark.parametrize("plant", [planted_open, planted_link, planted_by_another])
def test_a_snapshot_that_somebody_planted_in_a_shared_folder_is_not_served(shared, plant):
    made = database.ensure_snapshot(folder=shared.parent)
    old = shared / "upr-regional-atlas"
    old.mkdir(mode=0o777)
    for folder in (old, plant(shared)):
        (folder / made.name).write_bytes(made.read_bytes())
    served = database.ensure_snapshot()
    assert not any(served.samefile(folder / made.name) for folder in (old, folder))
    assert (served.parent.parent, served.parent.stat().st_mode & 0o777) == (shared, 0o700)


@needs_users
def test_a_file_in_place_of_the_folder_is_in_nobodys_way(shared):
    (shared / f"upr-regional-atlas-{os.getuid()}").touch()
    assert database.cache_folder().is_dir()


@needs_users
def test_a_folder_whose_owner_could_put_another_in_its_place_is_left(shared, monkeypatch):
    shared.chmod(0o777)  # no sticky bit: everybody can rename what is in it
    folder = database.cache_folder()
    assert folder.parent == shared
    assert folder.name.startswith("upr-regional-atlas-")
    assert folder.name != f"upr-regional-atlas-{os.getuid()}"
    monkeypatch.setenv("UPR_CACHE", str(shared))
    assert database.cache_folder() == folder
