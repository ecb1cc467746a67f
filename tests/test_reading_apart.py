"""Previews of the page are made in a process of its own: ended when it takes too long or too much, and told."""

import sys
import time

import pytest
import reader_support as support
from app_support import opened
from loading_support import ROWS, export, loaded, root, served  # noqa: F401 - a fixture
from test_resaved_files import UWAZI, UWAZI_ROW, written

from analytics.loading import apart, forecast
from analytics.loading.given import Given
from analytics.text import languages, text

BOTH = "State under review,Recommending state,Recommendation,Response,Session"


def test_a_preview_made_apart_is_that_made_here(tmp_path, root):  # noqa: F811
    given = export(tmp_path, *ROWS)
    found = apart.preview(given, root).found
    assert found == forecast.preview(given, root)
    assert (found.rows, found.first[0][1].state_under_review) == (3, "GHA")
    lists = Given(support.own_submissions(tmp_path / "lists.csv"))
    assert len(apart.preview(lists, root).found.submissions) == 2


def test_a_refusal_and_a_question_come_back_as_sentences(tmp_path, root):  # noqa: F811
    (tmp_path / "prices.csv").write_text("door,price\nred,5\n", encoding="utf-8")
    refused = apart.preview(Given(tmp_path / "prices.csv"), root)
    assert (refused.found, refused.codes) == (None, ())
    for language in languages():
        assert "prices.csv" in refused.said.into(text(language))
    asked = apart.preview(Given(written(tmp_path / "x.csv", BOTH, ("Kenya", "Ghana", "Mend", "Noted", "44"))), root)
    assert set(asked.codes) == {"uwazi_csv", "own_recommendations"}


SLOW = "import time; time.sleep(60)"
HEAVY = "held = bytes(400_000_000); held = [b'x'] * 40_000_000; import time; time.sleep(60)"


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (SLOW, "could not be read within 5 seconds: the reading was ended"),
        ("while True: pass", "could not be read within 5 seconds"),
        ("import sys; sys.exit(3)", "the reading ended without an answer"),
        ("import os; os.abort()", "the reading ended without an answer"),
    ],
)
def test_a_reading_that_does_not_end_well_is_told(tmp_path, root, monkeypatch, does, said):  # noqa: F811
    monkeypatch.setattr(apart, "MAIN", does)
    started = time.monotonic()
    answer = apart.preview(export(tmp_path, *ROWS), root, apart.Bounds(5.0, 1_000_000_000))
    assert said in answer.said
    assert time.monotonic() - started < 30


@pytest.mark.skipif(not apart.PAGES.exists(), reason="this system does not show what a process holds")
def test_a_reading_that_takes_too_much_memory_is_ended(tmp_path, root, monkeypatch):  # noqa: F811
    monkeypatch.setattr(apart, "MAIN", HEAVY)
    answer = apart.preview(export(tmp_path, *ROWS), root, apart.Bounds(60.0, 200_000_000))
    assert "needs more than 200 MB of memory" in answer.said


def test_where_the_memory_is_not_shown_only_the_time_is_bounded(tmp_path, root, monkeypatch):  # noqa: F811
    monkeypatch.setattr(apart, "PAGES", tmp_path / "nothing")
    assert apart.preview(export(tmp_path, *ROWS), root, apart.Bounds(60.0, 1)).found.rows == 3


def test_where_no_process_can_be_started_the_file_is_read_here(tmp_path, root, monkeypatch):  # noqa: F811
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    assert apart.preview(export(tmp_path, *ROWS), root).found.rows == 3


def test_the_page_asks_what_a_file_is_and_loads_it_as_said(tmp_path, root, monkeypatch):  # noqa: F811
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    loaded(root, Given(written(tmp_path / "database.csv", UWAZI, UWAZI_ROW)))
    path = written(tmp_path / "x.csv", BOTH, ("Kenya", "Chad", "Mend", "Noted", "44"))
    at = opened("pages/your_data.py")
    at.file_uploader[0].set_value(("x.csv", path.read_bytes(), "text/csv")).run()
    assert not at.exception
    assert [each.key for each in at.button if each.key == "load"] == []
    at.get_by_key("which.0").set_value("own_recommendations").run()
    assert not at.exception
    at.get_by_key("load").click().run()
    assert not at.exception
    assert (served(root, "own"), served(root, "uwazi")) == ([("KEN", "TCD", "noted")], [("KEN", "GHA", "accepted")])


@pytest.mark.usefixtures("root")
def test_the_page_reads_a_file_once_until_something_else_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    read = []
    monkeypatch.setattr(
        apart, "preview", lambda given, place: read.append(given.path.name) or apart.here("preview", [given], place)
    )
    at = opened("pages/your_data.py")
    at.file_uploader[0].set_value(("x.csv", export(tmp_path, *ROWS).path.read_bytes(), "text/csv")).run()
    at.run()
    assert read == ["x.csv"]
    at.get_by_key("load").click().run()
    at.run()
    assert not at.exception
    assert read == ["x.csv", "x.csv"]
