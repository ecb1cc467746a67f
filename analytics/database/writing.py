"""Writes snapshots: a DuckDB file made from data/ and named by the content it was made from, and never changed.

Other content is another file. The files of a load are written here too.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shlex
import shutil
import stat
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from analytics import checksums, flags, small_tables
from analytics.catalogue import documents, organisations
from analytics.database import series
from analytics.database.opening import PACKAGE
from analytics.database.sealing import is_sealed, seal
from analytics.folders import DATA
from analytics.sentences import Said
from analytics.sources.recommendations import COLUMNS, SOURCES
from analytics.sources.summaries import names as names_of_bodies
from analytics.sources.summaries import places
from analytics.swapping import remove, swap, sweep, workplace

NAME = "upr-regional-atlas"
"""Of a folder for snapshots."""
MERGING = (documents, organisations, small_tables, names_of_bodies, places)
"""What puts lists of submissions that users loaded beside those of data/."""
TEXTS, INDEX = "texts.parquet", "search_stems.parquet"
"""Files that only loaded data have; a snapshot is made without what they hold where they are not there."""
AT_ONCE = 50_000
"""Recommendations whose texts are put into a snapshot at once: what of them is held in memory."""
WRITING: dict[str, str | float | list[str]] = {"threads": 1, "memory_limit": "120MB"}
"""Of a connection that writes a snapshot. What does not fit is put beside it for a while; a second thread gains little
and takes memory of its own. Where there are more recommendations than usual, `_room` gives it more."""
ROOM_EACH = 60e-6
"""Megabytes that writing takes per recommendation: joining millions of them needs more than WRITING has."""
STALE = 30 * 86_400
"""Seconds that a snapshot lies unread before it counts as left over."""


def cache_folder() -> Path:
    """Where snapshots live: $UPR_CACHE, else the user's cache folder, else the system's temporary one.

    A snapshot that stands there is served. So others must not be able to write there: where all can, it is a folder of
    our own inside, and where nothing can be trusted or written to, a new one for this process.
    """
    chosen = os.environ.get("UPR_CACHE")
    first = Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / NAME
    for find, base in ((_only_ours, first), (_ours_inside, first), (_ours_inside, Path(tempfile.gettempdir()))):
        with contextlib.suppress(OSError):
            folder = find(base)
            if folder:
                with tempfile.TemporaryFile(dir=folder):
                    return folder
    return _of_this_process(tempfile.gettempdir())


def _only_ours(folder: Path) -> Path | None:
    """The folder, made if need be; None where somebody else can write to it."""
    folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    seen = folder.stat()
    if not hasattr(os, "getuid"):  # Windows, where the folders of users are their own
        return folder
    others = seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if seen.st_uid in (os.getuid(), 0) and not others else None


def _ours_inside(base: Path) -> Path | None:
    """A private folder where all can write and nobody can rename what is another's; None where that is not so."""
    seen = base.stat()
    if not hasattr(os, "getuid") or seen.st_uid not in (os.getuid(), 0) or not seen.st_mode & stat.S_ISVTX:
        return None
    folder = base / f"{NAME}-{os.getuid()}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=stat.S_IRWXU)
    seen = folder.lstat()  # of what stands there, not of what a link leads to
    ours = stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.getuid()
    return folder if ours and not seen.st_mode & (stat.S_IRWXG | stat.S_IRWXO) else None


@cache
def _of_this_process(base: str) -> Path:
    """A new folder, which goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix=f"{NAME}-", dir=base))
    atexit.register(remove, folder)
    return folder


def content_hash(data: Path = DATA, over: Sequence[Path] = ()) -> str:
    """12 hexadecimal digits from the facts a snapshot is made from, and from the DuckDB and the code that make it."""
    facts = "".join(facts_hash(folder) for folder in (data, *over))
    digest = hashlib.sha256(f"{duckdb.__version__}:{facts}".encode())
    with_lists = any((folder / documents.STORED_LISTS).exists() for folder in over)
    merging = [Path(module.__file__ or "") for module in MERGING] if with_lists else []
    for path in (*sorted(PACKAGE.glob("*.sql")), *sorted(PACKAGE.glob("*.py")), *merging):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def facts_hash(data: Path = DATA) -> str:
    """12 hexadecimal digits from every file of `data`: the part of the cited version that changes with the facts."""
    digest = hashlib.sha256()
    for path in checksums.files(data):
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def ensure_snapshot(data: Path = DATA, folder: Path | None = None, over: Sequence[Path] = ()) -> Path:
    """The snapshot of `data`, made now if it is absent or damaged.

    Files in the folders `over` stand in for those of `data`; lists of submissions in one of them are added to those of
    `data` (see `documents.merge`), and recommendations that continue those of `data` where they are one `series`.

    Raises checksums.DamagedError where the embedded facts are not as they came. Those of a version are looked after by
    `loading.store`, other folders by whoever made them.

    Processes that start at once may each write one; each writes a file of its own and the last rename wins, with
    the same content.
    """
    if data == DATA:
        _check_embedded()
    path = (folder or cache_folder()) / f"upr-{content_hash(data, over)}.duckdb"
    if not is_sealed(path):
        with workplace(path.parent, "upr") as place:
            temporary = place / path.name
            write_snapshot(temporary, _overlaid(data, over, place / "data"))
            seal(temporary)
            try:
                swap(temporary, path)
            except PermissionError:  # on Windows, where another process has written it meanwhile and reads it
                if not is_sealed(path):
                    raise
    sweep(path.parent, "upr")
    _clear(path)
    return path


def _check_embedded() -> None:
    """Raise DamagedError, naming the files and what puts them back, where the embedded facts are not as they came."""
    found = checksums.damage(DATA)
    if found:
        command = shlex.join(["git", "checkout", "--", *(f"{DATA.name}/{name}" for name in found)])
        raise checksums.DamagedError(Said("damage.embedded", what=checksums.in_words(found), command=command))


def _clear(path: Path) -> None:
    """Remove snapshots beside `path` that nobody has opened for long."""
    oldest = time.time() - STALE
    for other in path.parent.glob("upr-*"):
        with contextlib.suppress(OSError):
            used = max(other.stat().st_atime, other.stat().st_mtime)
            if other != path and used < oldest:
                remove(other)


def _overlaid(data: Path, over: Sequence[Path], folder: Path) -> Path:
    """A folder with the files of `data`, some of them replaced; `data` itself when none is.

    It is beside the snapshot, so that tables can be second names of the files of a load instead of copies. Windows
    keeps a second name while a process reads the first one: then the folder is left over.
    """
    if not over:
        return data
    folder.mkdir()
    for path in {path.name: path for each in (data, *over) for path in checksums.files(each)}.values():
        if path.suffix == ".parquet":
            _link(path, folder / path.name)
        else:
            shutil.copy(path, folder)
    if any(series.is_series(each, data) for each in over):
        for name in series.PARTS:
            _link(data / name, folder / f"{series.BUILT_IN}{name}")
    flags.take_over(folder)
    documents.merge(folder)
    return folder


def _link(path: Path, other: Path) -> None:
    """Give a file another name; where that cannot be (another disk, a memory stick, a foreign owner), a copy."""
    try:
        other.hardlink_to(path.resolve())
    except OSError:
        shutil.copyfile(path, other)


def write_facts(folder: Path, lines: Path, before: Path | None, *, adds: bool, level: int) -> dict[str, int]:
    """Make the files of a version in `folder` from the lines of a load, and from what stays of the version `before`.

    Returns what changed, by rows; nothing where there is no version before.
    """
    with (
        tempfile.TemporaryDirectory(dir=folder.parent) as aside,
        duckdb.connect(config=WRITING | {"temp_directory": aside}) as connection,
    ):
        made = Path(aside) if before else folder
        columns = {
            "columns": {column.name: column.kind for column in COLUMNS},
            "texts": [column.name for column in COLUMNS if column.file == "texts"],
            "not_compared": [column.name for column in COLUMNS if not column.compared],
        }
        _set(connection, folder=str(made), lines=str(lines), level=level, **columns)
        _run(connection, "write_facts")
        if before is None:
            return {}
        _set(connection, folder=str(folder), made=str(made), before=str(before), adds=adds)
        connection.execute((PACKAGE / "keep_facts.sql").read_text(encoding="utf-8"))
        names = [name for name, *_ in connection.description or ()]
        return dict(zip(names, connection.fetchone() or (), strict=True))


def write_snapshot(path: Path, data: Path) -> None:
    """A new snapshot at `path`. The schema's keys and checks hold, or duckdb.Error says which does not."""
    sources, loadable = (_read(data / f"{name}.toml") for name in ("sources", "loadable_sources"))
    dataset = _read(data / series.DATASET)
    version, continues = dataset["version"], None
    if sources.get(dataset["source"], {}).get("version") != version:  # not the facts of data/
        sources[dataset["source"]] = loadable[dataset["source"]] | {"version": version}
    if (data / f"{series.BUILT_IN}{series.FACTS[0]}").exists():
        continues = dataset[series.MARK]
        version = _described(sources, dataset, data)
    lists = {source: n for source, n in _sources_of_lists(data).items() if source not in sources}
    sources |= {source: loadable[source] | {"version": documents.day(data)} for source in lists}
    records = [{"source": code, **_flat(table)} for code, table in sources.items()]
    corrections = [_flat(record) for record in _read(data / "corrections.toml")["correction"]]
    with_lists = f"+{sum(lists.values())}-loaded-lists" if lists else ""
    variables = {
        "data": str(data),
        "data_version": f"{version}-{facts_hash(data)[:6]}{with_lists}",
        "source": dataset["source"],
        "continues": continues,
        "parts": [part for part in ("", series.BUILT_IN) if continues or not part],
        "topics": dataset["topics"],
        "sources_toml": _alike(records),
        "of_facts": list(series.OF_FACTS),
        "corrections_toml": _alike(corrections),
        "lenses_toml": [flag for lens, rules in flags.LENSES.items() for flag in _flags(lens, data / rules)],
    }
    with duckdb.connect(path, config=WRITING) as connection:
        connection.execute("set enable_progress_bar = false")  # on by itself in an interactive Python
        _set(connection, **variables)
        connection.execute(f"set memory_limit = '{_room(connection, data)}MB'")
        connection.begin()  # one step instead of hundreds that each wait for the disk
        _run(connection, "schema")
        _run(connection, "search")
        connection.commit()
        _run(connection, "load")
        connection.execute("checkpoint")  # what is on the disk need not stay in memory; indexes above all
        if (data / TEXTS).exists():
            _load_texts(connection)
        if (data / INDEX).exists():
            _run(connection, "load_search")
        _run(connection, "keys")
        _run(connection, "derived")
        connection.execute("checkpoint")


def _room(connection: duckdb.DuckDBPyConnection, data: Path) -> int:
    """Megabytes for writing the snapshot of so many recommendations; those of WRITING up to two million."""
    usual = int(str(WRITING["memory_limit"]).removesuffix("MB"))
    files = [str(path) for path in data.glob(f"*{series.FACTS[0]}")]
    rows, _ = connection.read_parquet(files).shape
    return max(usual, int(rows * ROOM_EACH))


def _described(sources: dict[str, Any], dataset: Mapping[str, str], data: Path) -> str:
    """Say in the records of the two sources of a series which sessions are whose; the version of both."""
    later, built_in = (series.said_sessions(data / f"{part}{series.FACTS[0]}") for part in ("", series.BUILT_IN))
    own, continued = sources[dataset["source"]], sources[SOURCES[dataset["source"]].continues]
    own["coverage"] = later
    own["citation"] += f" {later.capitalize()}, {dataset[series.MARK]} on {own['version']}."
    continued["citation"] += f" {built_in.capitalize()}."
    return f"{continued['version']}+{own['version']}"


def _sources_of_lists(data: Path) -> Counter[str]:
    """How many lists of submissions there are by source."""
    return Counter(row["source"] for row in small_tables.read(data / "stakeholder_documents.csv"))


def _set(connection: duckdb.DuckDBPyConnection, **variables: object) -> None:
    """Give variables to the files that are run next."""
    for name, value in variables.items():
        connection.execute(f"set variable {name} = $value", {"value": value})


def _run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Do what one of the files beside this one says."""
    connection.execute((PACKAGE / f"{name}.sql").read_text(encoding="utf-8"))


def _load_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """All texts, in parts of the recommendations, of which those that are built in have none."""
    recommendations, _ = connection.table("recommendation").shape
    for first in range(1, recommendations + 1, AT_ONCE):
        _set(connection, first=first, last=first + AT_ONCE - 1)
        _run(connection, "load_texts")
        connection.execute("checkpoint")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _flags(lens: str, path: Path) -> list[dict[str, str | None]]:
    """The flags of a lens, without their rules."""
    rules = _read(path)
    return [
        {
            "flag": flag["flag"],
            "lens": lens,
            "position": str(position),
            "within": flag.get("within"),
            "definition": flag["definition"],
            "version": str(rules["version"]),
        }
        for position, flag in enumerate(rules["flag"], start=1)
    ]


def _flat(table: Mapping[str, Any]) -> dict[str, str]:
    """The plain values of a TOML table, as text."""
    return {key: str(value) for key, value in table.items() if not isinstance(value, (dict, list))}


def _alike(records: list[dict[str, str]]) -> list[dict[str, str | None]]:
    """Records with the fields of the first one, as rows of one table."""
    return [{field: record.get(field) for field in records[0]} for record in records]
