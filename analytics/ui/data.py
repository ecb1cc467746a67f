"""Connections and results, one per data set and process. Rows are shared between readers: never change them.

The data set is part of the link (`data`): the embedded facts, or a source that was loaded; where the link names none,
it is the default one of this data folder. Loaded lists of submissions are part of each. Which version of a source is
served is looked up once, at the start of every run (`begin`), so a load is seen at the reader's next change, without a
restart, and a page never mixes two versions.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics import database
from analytics.checksums import DamagedError
from analytics.codes import read_codes
from analytics.filters import DEPENDENT, Filters
from analytics.folders import data_folder
from analytics.loading import facts, finishing, store
from analytics.loading.default import EMBEDDED, default
from analytics.results import Results
from analytics.rows import each

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from typing import Any

    import duckdb
    import pandas as pd
    import pyarrow as pa
    from streamlit.runtime.scriptrunner import ScriptRunContext

    from analytics.filters import Codes
    from analytics.sentences import Said
    from analytics.text import Text

Made = TypeVar("Made")
DATA = "data"
"""Parameter of the link that names the data set; without it, the default one."""
MAIN = "upr_info"
"""What pages call the source of the recommendations, whichever it is."""
SERVED = "served"
"""Key of the session's state: what this run shows."""
KEPT = 8
"""Data sets that stay open; two versions of each source at most."""
LOG = logging.getLogger(__name__)
_last: list[Path] = []
"""The snapshot that was delivered last and could be served."""


@dataclass(frozen=True)
class Opened:
    """An open data set. `about` is its row of the result `dataset`; `records` are its sources by code."""

    connection: duckdb.DuckDBPyConnection
    codes: Codes
    results: Results
    about: Any
    records: Mapping[str, Mapping[str, Any]]
    said: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)
    """What is said of it in a language, whatever is selected (see `once`)."""


@dataclass(frozen=True)
class Served:
    """What a run of a page shows: the version of the data set, that of the link if there is one, the default one.

    Where a snapshot was delivered, it is all that there is. `damage` is why what the link asks for is not shown,
    `left_out` why it is shown without the loaded lists.
    """

    version: store.Version | None = None
    linked: store.Version | None = None
    usual: str | None = None
    damage: Said | None = None
    left_out: Said | None = None
    delivered: Path | None = None


@dataclass(frozen=True)
class Run:
    """What a page is run with that no browser opens (see `recorder`): its data, its link and the page's address."""

    served: Served
    link: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    own: list[str] = field(default_factory=list)
    """Parameters that belong to the page; it says so itself."""


_now: ContextVar[tuple[ScriptRunContext | None, Served | None]] = ContextVar("now", default=(None, None))
"""What this run of a page shows, beside whose run it is: threads are used again."""
RUN: ContextVar[Run | None] = ContextVar("run", default=None)
"""The page that is run so in this thread now; None while a reader's own is."""


def begin() -> None:
    """Look up which version of the data set of the link is served; all of this run comes from it.

    Where it is damaged, `damage` says so, and the frame of the page comes from the embedded facts. Raises one of
    store.DAMAGE where these are damaged too, and database.DeliveredError where nothing was ever delivered that can be
    served; else the last that was, is.
    """
    st.session_state[SERVED] = served = look_up(st.query_params.get(DATA))
    _now.set((get_script_run_ctx(), served))


def look_up(named: str | None) -> Served:
    """The same of a link that names this data set, or none."""
    if path := _delivered():
        return Served(delivered=path)
    root = data_folder()
    finishing.begin(root)
    usual = linked = said = None
    try:
        usual = default(root)
    except DamagedError as error:
        said = None if named else error.said
    try:
        name = named or usual
        linked = store.current(name, root) if name and name not in (store.LISTS, EMBEDDED) else None
        version, _, left_out = store.shown(linked, root, _open_version)
    except store.DAMAGE as error:
        said = store.said_of(linked, error)
        linked = None
        version, _, left_out = store.shown(None, root, _open_version)
    return Served(version, version if linked else None, usual, said, left_out)


def damage() -> Said | None:
    """Why what the link asks for is not shown: a sentence; None where it is."""
    return _served().damage


def left_out() -> Said | None:
    """Why the loaded lists of submissions are not part of what is shown: a sentence; None where they are."""
    return _served().left_out


def names() -> list[str]:
    """The data sets that can be chosen beside the embedded facts: loaded sources."""
    return [] if _served().delivered else store.datasets(data_folder())


def called(name: str) -> str:
    """Key of what a data set is called (`dataset.*`): its source, or the series that it is shown in."""
    version = store.if_known(name, data_folder())
    return f"dataset.{_called(version) if version else name}"


def with_texts() -> list[str]:
    """Those of them that have texts."""
    root = data_folder()
    served = [(name, store.if_known(name, root)) for name in names()]
    return [name for name, version in served if version and (version.files / facts.TEXTS).exists()]


def chosen() -> str | None:
    """The loaded source that is shown: the one that the link names, if it is there; None for the embedded facts."""
    version = _served().linked
    return version.source if version else None


def usual() -> str | None:
    """The loaded source that is shown where a link names no data set; None for the embedded facts."""
    return _served().usual


def linked() -> dict[str, str]:
    """What a link says of the data set that is shown now; nothing where the embedded facts are shown anyway."""
    name = chosen() or (EMBEDDED if usual() else None)
    return {DATA: name} if name else {}


def about() -> Any:
    """What this data set is and gives: source, data_version, topics, actions, askers, texts, ..., loaded_lists."""
    return _opened().about


def gives(what: str) -> bool:
    """Whether this data set has `actions` (categories), `askers` (one recommending state per row), `issues` or `texts`.

    `issues` are those of UPR Info; another source has themes.
    """
    return what not in codes().lacks if what in DEPENDENT else bool(getattr(about(), what))


def connection() -> duckdb.DuckDBPyConnection:
    """The process's only connection to this data set."""
    return _opened().connection


def codes() -> Codes:
    """The codes that filters and links may hold."""
    return _opened().codes


def table(name: str, filters: Filters | None = None, **more: object) -> pd.DataFrame:
    """The rows of a result under a selection (everything, without one). `more`: parameters of that result."""
    return _opened().results.table(name, filters or Filters(), **more)


def later(name: str, filters: Filters, **more: object) -> Callable[[], pd.DataFrame]:
    """What makes the rows of a result when a file is asked for: by then the link can be that of another data set."""
    return partial(_opened().results.table, name, filters, **more)


def results() -> Results:
    """All results of this data set, for what is made of many of them when a file is asked for."""
    return _opened().results


def later_table(name: str) -> Callable[[], pa.Table]:
    """What gives a whole table of the database when a file is asked for."""
    return partial(database.whole_table, connection(), name)


def area_points() -> pd.DataFrame:
    """Where each state is drawn: latitude, longitude and whether it is small."""
    return table("states")


def data_version() -> str:
    """Version of the data, for citations."""
    return str(about().data_version)


def sources(code: str) -> list[Mapping[str, Any]]:
    """The record of a source; those of the recommendations are two where the data are a series, built-in ones first."""
    opened = _opened()
    if code != MAIN:
        return [opened.records[code]]
    both = (MAIN, about().source) if codes().series else (about().source,)
    return [opened.records[each] for each in both]


def once(make: Callable[..., Made], t: Text, *of: Hashable) -> Made:
    """What `make(codes, t, *of)` says of the data set in a language: the same under every selection, so made once."""
    opened = _opened()
    key = (make, t.language, *of)
    if key not in opened.said:
        opened.said[key] = make(opened.codes, t, *of)
    return opened.said[key]


def _served() -> Served:
    if run := RUN.get():
        return run.served
    begun, served = _now.get()
    # Asked some hundred times a run, and the session's state takes its time.
    return served if served and begun is get_script_run_ctx() else st.session_state[SERVED]


def _opened() -> Opened:
    return opened(_served())


def opened(served: Served) -> Opened:
    """The data set of what is served."""
    return _open(served.delivered) if served.delivered else _open_version(served.version)


@lru_cache(maxsize=KEPT)
def _called(version: store.Version) -> str:
    return version.name


def _delivered() -> Path | None:
    """The snapshot that was delivered; the one before as long as the newest cannot be served, which is logged."""
    try:
        path = database.delivered()
    except database.DeliveredError as error:
        LOG.error("%s", error)  # noqa: TRY400 - whoever runs the server needs no traceback
        if not _last:
            raise
        return _last[-1]
    if path:
        _last[:] = [path]
    return path


def forget() -> None:
    """Let go of every data set that is kept open; the next page opens its own anew."""
    _called.cache_clear()
    _open.cache_clear()
    _open_version.cache_clear()


@lru_cache(maxsize=KEPT)
def _open_version(version: store.Version | None) -> Opened:
    """A version, or the embedded facts alone."""
    return _open(store.snapshot_of(version))


@lru_cache(maxsize=KEPT)
def _open(snapshot: Path) -> Opened:
    opened = database.open_snapshot(snapshot)
    known = read_codes(opened)
    asked = Results(opened, known)
    (described,) = each(asked.table("dataset", Filters()))
    records = asked.table("sources", Filters()).set_index("source").to_dict("index")
    return Opened(opened, known, asked, described, records)
