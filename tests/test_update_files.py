"""`python -m analytics.update` of the bulk file and of summaries, and the command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import reader_support
from source_server import CHALLENGE, Trap
from update_support import BULK

from analytics import folders, load, update
from analytics.fetching import files, summaries, uhri
from analytics.fetching.answers import FetchError
from analytics.fetching.polite import TRIES, Polite

ROOT = Path(__file__).resolve().parents[1]


# UHRI


def test_the_bulk_file_is_fetched_whole_and_then_only_when_it_changes(source, run, tmp_path):
    source.bulk = BULK
    code, said, _ = run("uhri")
    assert (code, said.splitlines()) == (
        0,
        ["Fetched 2.1 MB.", f"To load it: python -m analytics.load {tmp_path}/export-full-en.json"],
    )
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK
    assert run("uhri")[1].startswith("Unchanged since the last download: 2.1 MB.")
    source.bulk = BULK.replace(b"xx", b"yy")
    assert run("uhri")[1].startswith("Fetched 2.1 MB.")
    assert (tmp_path / "export-full-en.json").read_bytes() == source.bulk
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []


def test_a_broken_bulk_file_is_resumed_as_often_as_more_arrives(source, run, tmp_path):
    source.bulk = BULK
    source.traps += [Trap(words="/bulk.json", cut=100_000) for _ in range(12)]
    code, _, aside = run("uhri")
    assert code == 0
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK
    ranges = [headers.get("Range") for _, headers in source.asked("/bulk.json")]
    assert ranges == [None, *(f"bytes={100_000 * number}-" for number in range(1, 13))]
    assert "asking again" in aside


def test_a_new_version_at_the_source_is_not_glued_to_a_part_of_the_old_one(source, run, tmp_path):
    source.bulk = BULK
    source.traps += [Trap(words="/bulk.json", cut=100_000)] + [Trap(503, b"", words="/bulk.json") for _ in range(20)]
    assert run("uhri")[0] == 1
    assert (tmp_path / "export-full-en.json.part").stat().st_size == 100_000
    source.traps.clear()
    source.bulk = BULK.replace(b"xx", b"yy")
    assert run("uhri")[0] == 0
    assert (tmp_path / "export-full-en.json").read_bytes() == source.bulk


def test_a_server_without_ranges_sends_all_again(source, run, tmp_path):
    source.bulk, source.bulk_ranges = BULK, False
    source.traps.append(Trap(words="/bulk.json", cut=100_000))
    assert run("uhri")[0] == 0
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK


def test_a_part_that_lacks_nothing_is_taken(source, run, tmp_path):
    source.bulk = BULK
    assert run("uhri")[0] == 0
    (tmp_path / "export-full-en.json").rename(tmp_path / "export-full-en.json.part")
    (tmp_path / ".export-full-en.json.version").rename(tmp_path / ".export-full-en.json.part-version")
    asked = len(source.requests)
    assert run("uhri")[0] == 0
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK
    assert len(source.requests) == asked + 1


@pytest.mark.parametrize(
    ("trap", "sentence"),
    [
        (Trap(403, CHALLENGE, {"Content-Type": "text/html"}), "lets only browsers through"),
        (Trap(200, CHALLENGE, {"Content-Type": "text/html"}), "lets only browsers through"),
        (Trap(200, CHALLENGE, {"Content-Type": "application/json"}), "lets only browsers through"),
        (Trap(404, b""), "is not there (answer 404)"),
        (Trap(200, b""), f"nothing in it, {TRIES} times"),
        (Trap(202, b""), "has none, 8 times"),
        (Trap(200, b'[{"a": 1}, {"a'), f"JSON that ends early, {TRIES} times"),
    ],
    ids=["403", "web page", "web page as JSON", "404", "empty", "202", "truncated"],
)
def test_what_is_no_bulk_file_leaves_the_old_one(source, run, tmp_path, trap, sentence):
    source.bulk = BULK
    assert run("uhri")[0] == 0
    source.bulk = b"[]"
    source.traps += [Trap(trap.status, trap.body, trap.headers, "/bulk.json") for _ in range(3 * TRIES)]
    code, _, aside = run("uhri")
    assert code == 1
    assert sentence in aside.splitlines()[-1]
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK


def test_a_challenge_in_between_does_not_cost_what_has_arrived(source, run, tmp_path):
    source.bulk = BULK
    source.traps += [
        Trap(words="/bulk.json", cut=100_000),
        Trap(200, CHALLENGE, {"Content-Type": "text/html"}, "/bulk.json"),
    ]
    assert run("uhri")[0] == 1
    assert (tmp_path / "export-full-en.json.part").stat().st_size == 100_000
    assert "from byte 100,000 on" in run("uhri")[1]


def test_a_disk_that_is_too_small_is_named_before_the_download(source, run, tmp_path, monkeypatch):
    source.bulk = BULK
    monkeypatch.setattr(uhri, "SPARE", 10**15)
    code, _, aside = run("uhri")
    assert (code, "Make room, or choose another place" in aside) == (1, True)
    assert not (tmp_path / "export-full-en.json").exists()


def test_a_dry_run_of_the_bulk_file_asks_for_headers_only(source, run, tmp_path):
    source.bulk = BULK
    assert run("uhri", "--dry-run")[1] == "export-full-en.json: 2.1 MB; not there.\n"
    assert not (tmp_path / "export-full-en.json").exists()
    run("uhri")
    assert run("uhri", "--dry-run")[1] == "export-full-en.json: 2.1 MB; already there.\n"


def test_the_memory_of_a_bulk_download_does_not_grow_with_the_file(served, tmp_path):
    source, url = served
    source.bulk = b"[" + b" " * 60_000_000 + b"]"
    code = (
        "import resource, sys; from analytics import update; "
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; update.main(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    command = [sys.executable, "-c", code, "uhri", "--url", f"{url}/bulk.json", "--folder", str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert int(said.splitlines()[-1]) < 30_000  # kB


# Stakeholder summaries


PDF = b"%PDF-1.7\ninvented\n%%EOF\n"


def test_summaries_are_fetched_by_symbol_and_misses_are_reported(source, run, tmp_path):
    source.documents = {
        "A/HRC/WG.6/8/KEN/3": ("application/pdf", PDF),
        "A/HRC/WG.6/21/KEN/3": ("text/plain; charset=utf-8", b"Summary of 3 stakeholders' submissions"),
    }
    code, said, _ = run("summaries", "--states", "ken,BRA", "--sessions", "8,21")
    assert code == 0
    assert said.splitlines()[0] == "2 fetched, 0 already there, 2 not found."
    assert "BRA, session 8: no document A/HRC/WG.6/8/BRA/3." in said
    assert (tmp_path / "A_HRC_WG.6_8_KEN_3.pdf").read_bytes() == PDF
    assert (tmp_path / "A_HRC_WG.6_21_KEN_3.txt").exists()
    assert source.asked()[0][0].endswith("?s=A%2FHRC%2FWG.6%2F8%2FKEN%2F3&l=en&t=pdf")
    asked = len(source.requests)
    assert run("summaries", "--states", "KEN", "--sessions", "8,21")[1].startswith("0 fetched, 2 already there")
    assert len(source.requests) == asked


def test_what_is_fetched_loads_by_the_command_that_is_said(source, run, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    content = reader_support.summary(tmp_path / "x").read_bytes().replace(b"/44/", b"/21/")
    source.documents = {"A/HRC/WG.6/21/KEN/3": ("text/plain; charset=utf-8", content)}
    folder = tmp_path / "fetched"
    _, said, _ = run("summaries", "--states", "KEN", "--sessions", "21", folder=folder)
    command = said.splitlines()[-1].removeprefix("To load them: python -m analytics.load ")
    assert command == f"{folder}/A_HRC_WG.6_*"
    assert load.main([*map(str, folder.glob(Path(command).name)), "--yes"]) == 0
    assert "submissions, version 1: 2 new" in capsys.readouterr().out


def test_a_code_that_differs_from_the_state_s_own_is_tried_second(tmp_path):
    (tmp_path / "symbol_codes.csv").write_text(
        "iso3,session,code,source\nKEN,9,XKE,invented\nKEN,,KE,invented\n", encoding="utf-8"
    )
    assert summaries.symbols("KEN", 8, tmp_path) == ["A/HRC/WG.6/8/KEN/3", "A/HRC/WG.6/8/KE/3"]
    assert summaries.symbols("KEN", 9, tmp_path)[1] == "A/HRC/WG.6/9/XKE/3"
    assert summaries.symbols("BRA", 9, tmp_path) == ["A/HRC/WG.6/9/BRA/3"]


def test_an_alias_is_tried_where_the_state_s_own_code_has_no_document(served, tmp_path, waits):
    source, url = served
    source.documents = {"A/HRC/WG.6/8/XKE/3": ("application/pdf", PDF)}
    (tmp_path / "symbol_codes.csv").write_text("iso3,session,code,source\nKEN,8,XKE,invented\n", encoding="utf-8")
    with Polite(tmp_path, sleep=waits.append) as guest:
        report = summaries.fetch(guest, [("KEN", 8), ("KEN", 9)], tmp_path, f"{url}/symbol", tmp_path)
    assert [path.name for path in report.fetched] == ["A_HRC_WG.6_8_XKE_3.pdf"]
    assert [miss.tried for miss in report.misses] == [("A/HRC/WG.6/9/KEN/3",)]


@pytest.mark.parametrize(
    ("trap", "sentence"),
    [
        (Trap(200, CHALLENGE, {"Content-Type": "text/html"}), "lets only browsers through"),
        (Trap(403, CHALLENGE, {"Content-Type": "text/html"}), "lets only browsers through"),
        (Trap(200, b"PK\3\4", {"Content-Type": "application/zip"}), "neither a PDF nor text, but application/zip"),
    ],
)
def test_what_is_no_document_is_not_kept(source, run, tmp_path, trap, sentence):
    source.documents = {"A/HRC/WG.6/8/KEN/3": ("application/pdf", PDF)}
    source.traps.append(trap)
    code, _, aside = run("summaries", "--states", "KEN", "--sessions", "8")
    assert (code, sentence in aside) == (1, True)
    assert not list(tmp_path.glob("A_HRC*"))


STATES = [{"iso3": "KEN"}, {"iso3": "BRA"}]


def test_a_document_whose_pdf_cannot_be_read_is_asked_for_as_word(source, run, tmp_path, monkeypatch, capsys):
    word = reader_support.summary_docx(tmp_path / "x.docx").read_bytes()
    source.documents = {
        "A/HRC/WG.6/44/KEN/3": ("application/pdf", PDF),
        ("A/HRC/WG.6/44/KEN/3", "docx"): ("application/msword", word),
        "A/HRC/WG.6/44/BRA/3": ("application/pdf", PDF),
        ("A/HRC/WG.6/44/BRA/3", "docx"): ("application/msword", b"PK\3\4 and nothing else"),
        ("A/HRC/WG.6/44/BRA/3", "doc"): ("text/html", b"<!DOCTYPE html><html>No such document</html>"),
    }
    folder = tmp_path / "fetched"
    code, said, _ = run("summaries", "--states", "KEN,BRA", "--sessions", "44", folder=folder)
    assert code == 0
    assert said.splitlines()[:2] == [
        "2 fetched, 0 already there, 0 not found.",
        "  A_HRC_WG.6_44_BRA_3.pdf: no list of stakeholders can be read in it, and it is not there as Word either.",
    ]
    assert [path.split("t=")[1] for path, _ in source.asked("KEN")] == ["pdf", "docx"]
    assert [path.split("t=")[1] for path, _ in source.asked("BRA")] == ["pdf", "docx", "doc"]
    kept = sorted(path.name for path in folder.glob("*A_HRC*"))
    assert kept == ["A_HRC_WG.6_44_BRA_3.pdf", "A_HRC_WG.6_44_KEN_3.docx"]
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    assert load.main([str(folder / kept[1]), "--yes"]) == 0
    assert "submissions, version 1: 3 new" in capsys.readouterr().out
    asked = len(source.requests)
    assert run("summaries", "--states", "KEN,BRA", "--sessions", "44", folder=folder)[1].startswith("0 fetched, 2 alr")
    assert len(source.requests) == asked


def test_a_dry_run_of_summaries_shows_the_symbols_that_are_tried_and_asks_nothing(source, run, tmp_path, monkeypatch):
    (tmp_path / "A_HRC_WG.6_8_KEN_3.txt").write_text("invented", encoding="utf-8")
    aliases = [{"iso3": "BRA", "session": "8", "code": "XBR", "source": "invented"}]
    monkeypatch.setattr(summaries.small_tables, "read", lambda path: aliases if "symbol" in path.name else STATES)
    code, said, _ = run("summaries", "--states", "KEN,BRA", "--sessions", "8", "--dry-run")
    assert (code, source.requests) == (0, [])
    assert said.splitlines() == [
        "KEN, session 8: A/HRC/WG.6/8/KEN/3; A_HRC_WG.6_8_KEN_3.txt is there",
        "BRA, session 8: A/HRC/WG.6/8/BRA/3 or A/HRC/WG.6/8/XBR/3; not there",
        "1 would be asked for, each as .pdf, and as .docx where no list can be read in that.",
    ]


def test_a_document_that_ends_early_is_asked_for_again(source, run, tmp_path):
    source.documents = {"A/HRC/WG.6/8/KEN/3": ("application/pdf", PDF)}
    source.traps += [
        Trap(200, PDF[:12], {"Content-Type": "application/pdf"}),
        Trap(200, b""),
        Trap(404, b"", words="x"),
    ]
    assert run("summaries", "--states", "KEN", "--sessions", "8")[0] == 0
    assert (tmp_path / "A_HRC_WG.6_8_KEN_3.pdf").read_bytes() == PDF


def test_a_state_that_does_not_exist_is_refused(source, run):
    code, _, aside = run("summaries", "--states", "KEN,XXX", "--sessions", "8")
    assert (code, aside.startswith("--states does not know XXX.")) == (2, True)
    assert source.requests == []


# The command


def test_downloads_land_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("UPR_DATA", str(tmp_path))
    assert files.downloads("uwazi") == tmp_path / "downloads" / "uwazi"
    monkeypatch.delenv("UPR_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert folders.data_folder() == tmp_path / "share" / "upr-regional-atlas"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert folders.data_folder() == Path.home() / ".local" / "share" / "upr-regional-atlas"


def test_the_command_that_loads_can_be_pasted():
    assert files.how_to_load(Path("a folder"), "session-*.json") == "python -m analytics.load 'a folder'/session-*.json"


@pytest.mark.parametrize("words", ["", "x", "3-1", "0-3", "1-1000000", "1,,2", "1-"])
def test_a_list_of_sessions_that_means_nothing_is_refused(words, capsys):
    with pytest.raises(SystemExit) as refused:
        update.main(["upr-info", "--sessions", words])
    assert refused.value.code == 2
    assert "session" in capsys.readouterr().err


def test_the_address_can_come_from_the_environment(served, waits, monkeypatch, tmp_path, capsys):
    source, url = served
    source.fill(s44=1)
    monkeypatch.setenv("UPR_INFO_URL", url)
    monkeypatch.setenv("UPR_DATA", str(tmp_path))
    assert update.main(["upr-info"]) == 0
    assert (tmp_path / "downloads" / "uwazi" / "session-44.json").exists()
    assert f"{tmp_path}/downloads/uwazi/session-*.json" in capsys.readouterr().out
    assert os.environ["UPR_INFO_URL"] == url
    assert waits


def test_nothing_is_half_written(tmp_path, monkeypatch):
    path = tmp_path / "file"
    files.write(path, b"old")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_folder_is_free_again_after_an_error(tmp_path):
    def fail():
        with files.reserved(tmp_path):
            message = "invented"
            raise FetchError(message)

    for _ in range(2):
        with pytest.raises(FetchError, match="invented"):
            fail()
