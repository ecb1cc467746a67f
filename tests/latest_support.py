"""A server with later sessions, the command that asks it, and what it leaves: for the tests of `latest`."""

from functools import partial

import pytest
import reader_support
from source_server import serving

from analytics import database, latest
from analytics.catalogue import documents
from analytics.fetching.polite import Polite
from analytics.loading import store

STATES = {"Kenya": "KEN", "Brazil": "BRA", "Nepal": "NPL"}


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A data folder of this test."""
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    return tmp_path / "loaded"


@pytest.fixture
def source(monkeypatch):
    """What is served, with `url` where."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as (found, url):
        found.url = url
        yield found


@pytest.fixture
def waits(monkeypatch):
    """The seconds that would have been waited. No time passes."""
    seconds = []
    monkeypatch.setattr(latest, "Polite", partial(Polite, sleep=seconds.append))
    return seconds


@pytest.fixture
def run(source, root, waits, capsys):
    """Run the command on the server; exit code, what it said, and what it said aside."""
    assert (root, waits) == (root, [])

    def command(*arguments):
        places = ("--url", source.url, "--documents-url", f"{source.url}/symbol", "--pause", "0.5")
        code = latest.main([*arguments, *places])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def fill(source, session, *names, rows=2):
    """Rows of a session, so many about each of these states."""
    source.labels.setdefault(f"id-{session}", f"{session} - November 2018")
    for name in names:
        about = [{"value": f"state-{list(STATES).index(name)}", "label": name}]
        for number in range(rows):
            source.add(f"{session}-{name}-{number}", session, state_under_review=about)


def document(source, session, code):
    """A summary of a review, with two submissions."""
    content = reader_support.SUMMARY.replace("/44/KEN/", f"/{session}/{code}/").encode()
    source.documents[f"A/HRC/WG.6/{session}/{code}/3"] = ("text/plain; charset=utf-8", content)


@pytest.fixture
def two_sessions(source):
    """Sessions 28 and 29 after those that are built in, one of these too, and the summaries of two of three reviews."""
    fill(source, 27, "Kenya")
    fill(source, 28, "Kenya", "Brazil")
    fill(source, 29, "Nepal")
    document(source, 28, "KEN")
    document(source, 29, "NPL")
    return source


def served(root, name="uwazi"):
    """Session, state under review and number of rows of what is served, without what is built in."""
    version = store.current(name, root)
    with database.open_snapshot(version.snapshot()) as opened:
        found = opened.execute(
            "select session, state_under_review, count(*) from recommendation where source = $name "
            "group by all order by all",
            {"name": name},
        )
        return found.fetchall()


def searchable(root):
    with database.open_snapshot(store.current("uwazi", root).snapshot()) as opened:
        return opened.execute("select count(*) from search_word").fetchone()[0] > 0


def listed(root):
    """Reviews in the catalogue that were loaded."""
    return sorted(
        f"{each.session}-{each.state}" for each in documents.read_lists(store.current(store.LISTS, root).files)
    )


ALL = [(28, "BRA", 2), (28, "KEN", 2), (29, "NPL", 2)]
