"""What several test files start from: the real data in a cache of their own, and a database of ten invented rows."""

import functools
import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import rdata
from streamlit.testing.v1.element_tree import Markdown

from analytics import database
from analytics.codes import read_codes
from analytics.database import opening, writing
from analytics.filters import Codes, Filters
from analytics.loading import finishing
from analytics.results import Results

pytest_plugins = ["loading_support", "search_support", "sheet_support", "update_support"]  # for their fixtures

ROOT = Path(__file__).resolve().parents[1]
FEW_ROWS = Path(__file__).parent / "fixtures" / "few_rows.sql"
SHARED = ROOT.parent / "shared" / "sources"
TERM = re.compile(r'\[([^\[\]]*)\]\(#term-\w+ "(?:[^"\\]|\\.)*"\)')


def pytest_terminal_summary(terminalreporter):
    """The readability of the pages, per language (tests/test_words.py)."""
    reports = terminalreporter.stats.get("passed", [])
    said = [value for report in reports for name, value in report.user_properties if name == "readability"]
    for language in sorted({language for language, _, _ in said}):
        pages = {page: value for each, page, value in said if each == language}
        hardest = max(pages, key=pages.get)
        line = f"readability {language}: LIX {sum(pages.values()) / len(pages):.0f} on average of {len(pages)} views"
        terminalreporter.write_line(f"{line}, {pages[hardest]:.0f} at most ({hardest})")


@pytest.fixture(scope="session", autouse=True)
def words_without_their_explanations():
    """A sentence that a test reads from a page is the one that was said; what explains it is in test_glossary."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Markdown, "value", property(lambda shown: TERM.sub(r"\1", shown.proto.body)))
        yield


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory):
    """Snapshots of the tests live in a folder that goes away with them, also those that subprocesses make.

    What somebody has loaded on this machine is out of their sight.
    """
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPR_CACHE", str(folder))
        patch.setenv("UPR_DATA", str(folder / "loaded"))
        patch.delenv("UPR_DATABASE", raising=False)
        patch.setattr(finishing, "begin", lambda _: None)  # a page would change beside what a test looks at
        yield folder


@pytest.fixture(scope="module")
def written_once(cache_folder):
    """The same facts make the same snapshot: what was written once is copied when it is to be written again.

    For test files that load a lot. How a snapshot is written is in test_database, which does not use this.
    """
    import loading_support

    write = writing.write_snapshot

    @functools.wraps(write)
    def copied(path, data):
        made = cache_folder / "written" / database.content_hash(data)
        if made.exists():
            shutil.copyfile(made, path)
            return
        write(path, data)
        made.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "write_snapshot", copied)
        loading_support.load_here(patch)
        yield


@pytest.fixture(scope="session")
def small_data(cache_folder):
    """data/ with ten recommendations (to Kenya, in session 8) and ten pledges; all tables beside them are whole."""
    folder = cache_folder / "small_data"
    shutil.copytree(database.DATA, folder)
    for name, which in (
        ("recommendations", "where state_under_review = 'KEN' and session = 8"),
        ("voluntary_pledges", ""),
    ):
        made = folder / f"{name}.parquet"
        duckdb.execute(f"copy (from '{database.DATA / made.name}' {which} limit 10) to '{made}'")
    (folder / "civil_society_flags.csv").write_text("source_key,flag\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ten_rows(small_data):
    """Snapshots are made of `small_data` where they would be made of data/, which takes most of a load.

    Other processes know nothing of it: a test that reads the snapshots of one makes them of data/ too.
    """
    import loading_support

    ensure = database.ensure_snapshot

    @functools.wraps(ensure)
    def of_ten_rows(data=database.DATA, *more, **named):
        return ensure(small_data if data == database.DATA else data, *more, **named)

    from analytics.ui import data as pages

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "ensure_snapshot", of_ten_rows)
        loading_support.load_here(patch)
        pages.forget()
        yield small_data
    pages.forget()


@pytest.fixture(scope="session")
def connection(cache_folder):
    """A locked connection to the snapshot of the embedded facts."""
    with database.open_snapshot(database.ensure_snapshot(folder=cache_folder)) as opened:
        yield opened


@pytest.fixture(scope="session")
def codes(connection) -> Codes:
    """The codes of the embedded facts."""
    return read_codes(connection)


@pytest.fixture(scope="session")
def table(connection, codes):
    """A result on the embedded facts, by name and filters: what a page shows."""
    results = Results(connection, codes)

    def rows(name: str, filters: Filters | None = None, **more: object):
        return results.table(name, filters or Filters(), **more)

    return rows


def few_rows_and(more: str = ""):
    """A database of the real schema with the ten invented recommendations, changed by `more`."""
    opened = duckdb.connect()
    for name in ("schema", "search"):
        opened.execute((opening.PACKAGE / f"{name}.sql").read_text(encoding="utf-8"))
    opened.execute(FEW_ROWS.read_text(encoding="utf-8"))
    opened.execute(more)
    opened.execute((opening.PACKAGE / "derived.sql").read_text(encoding="utf-8"))
    return opened


def write_pairs(path, rows):
    """A file as upr_stm_data.RData: year, state under review, recommending state (both as numbers), joined texts."""
    columns = ("year", "ccode_state_under_review", "ccode_recommending_state", "recommendations")
    kinds = {**dict.fromkeys(columns[:3], float), columns[3]: object}  # rdata writes no other text
    frame = pd.DataFrame(rows, columns=pd.Index(columns, dtype=object)).astype(kinds)
    rdata.write_rda(path, {"upr_stm": frame})


@pytest.fixture(scope="session")
def few_rows():
    """The real schema with the ten invented recommendations of fixtures/few_rows.sql, for reading."""
    with few_rows_and() as opened:
        yield opened


@pytest.fixture
def few_rows_to_change():
    """The same, for this test alone."""
    with few_rows_and() as opened:
        yield opened


@pytest.fixture(scope="session")
def sources() -> Path:
    """The producers' files beside the repository; without them, what needs them is skipped."""
    if not SHARED.exists():
        pytest.skip("needs the producers' files in ../shared/sources")
    return SHARED


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every file of the repository, tracked or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if listed.returncode:
        pytest.skip("needs git and a clone to list the repository's files")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
