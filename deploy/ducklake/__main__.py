"""`python -m deploy.ducklake` proves that every named query gives the same rows on DuckLake with a Postgres catalogue.

An environment of its own with DuckDB 1.5 and its extensions, a Postgres of its own on this machine, all tables of the
snapshot, every named query on both with its times; then two hosts, of which one loads and the other sees it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Collection, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import IO, Any

from analytics import database
from analytics.starting.ending import command
from deploy.ducklake import asked, postgres
from deploy.ducklake.host import sent

PINS = Path(__file__).with_name("requirements.txt")
LOADED = 25
"""Synthetic recommendations of a load."""


class RefusedError(Exception):
    """What a host says when it cannot do what it is asked."""

    def __init__(self, do: str, said: str) -> None:
        super().__init__(f"A host on the lake could not {do}: {said}")
        self.said = said


class Host:
    """A host in a process of its own, as its asker sees it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def send(self, **values: Any) -> None:
        """Send a line."""
        pipe: IO[str] = self.process.stdin or sys.stdout
        pipe.write(f"{json.dumps(values, default=sent)}\n")
        pipe.flush()

    def ask(self, do: str, **values: Any) -> Any:
        """What the host gives. Raises RefusedError with what it says where it cannot."""
        self.send(do=do, **values)
        pipe: IO[str] = self.process.stdout or sys.stdin
        answer = json.loads(pipe.readline() or '{"failed": "The host has ended; what it said stands above."}')
        if "failed" in answer:
            raise RefusedError(do, answer["failed"])
        return answer["given"]

    def count(self) -> int:
        """How many recommendations the filters of the atlas see here, by the named query `totals`."""
        names = database.queries()["totals"].parameters
        values = {name: "m49" if name == "scheme" else None for name in names}
        answer = self.ask("query", sql=database.queries()["totals"].sql, values=values, times=1)
        return int(answer["rows"][0][0])


def environment(folder: Path) -> Path:
    """The Python of the environment in a folder, which is made of the pins if it is not there.

    Raises LackingError with what pip says where the packages cannot be had.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed.txt"
    if not done.exists():
        venv.create(folder, clear=True, with_pip=True)
        words = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--require-hashes")
        install = [str(python), *words, "--only-binary", ":all:", "-r", str(PINS)]
        tried = subprocess.run(install, capture_output=True, encoding="utf-8", check=False)
        if tried.returncode:
            message = f"DuckDB 1.5 cannot be installed: {tried.stderr.strip().splitlines()[-1]}"
            raise postgres.LackingError(message)
        done.write_text(PINS.read_text(encoding="utf-8"), encoding="utf-8")
    return python


def usual_folder() -> Path:
    """Where the environment of these pins is kept for the next time."""
    return database.cache_folder() / f"ducklake-{hashlib.sha256(PINS.read_bytes()).hexdigest()[:12]}"


@contextmanager
def started(python: Path, secret: str, **how: Any) -> Generator[Host]:
    """A host, which ends with the block."""
    surroundings = {**os.environ, "PGPASSWORD": secret} if secret else None
    process = subprocess.Popen(
        [str(python), str(Path(__file__).with_name("host.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=surroundings,
    )
    found = Host(process)
    try:
        found.send(**how)
        yield found
    finally:
        process.kill()
        process.communicate()


def compare(one: Host, questions: Sequence[asked.Asked], times: int) -> list[tuple[asked.Asked, float, str]]:
    """Of every question the milliseconds in the lake, and in what its rows differ."""
    found = []
    for each in questions:
        try:
            answer = one.ask("query", sql=database.queries()[each.name].sql, values=each.values, times=times)
        except RefusedError as error:
            found.append((each, float("nan"), f"does not run: {error.said}"))
        else:
            found.append((each, answer["ms"], asked.difference(each.name, each.rows, answer["rows"])))
    return found


def report(compared: Sequence[tuple[asked.Asked, float, str]], wanted: Collection[str]) -> int:
    """Print a line per query and selection, and what they come to; how many differ or were not asked."""
    print(f"{'query':28} {'selection':9} {'rows':>6} {'snapshot ms':>11} {'lake ms':>8}  rows are")
    for each, took, differs in compared:
        why = asked.OTHER_ORDER.get(each.name)
        equal = f"equal, but for their order: {why}" if why else "equal"
        print(f"{each.name:28} {each.selection:9} {len(each.rows):6} {each.ms:11.1f} {took:8.1f}  {differs or equal}")
    different = sum(bool(differs) for *_, differs in compared)
    names = {each.name for each, *_ in compared}
    empty = names - {each.name for each, *_ in compared if each.rows}
    middle = median(each.ms for each, *_ in compared), median(took for _, took, _ in compared)
    print(f"{len(names)} of {len({*wanted} | names)} named queries, {len(compared)} questions, {different} differ.")
    print(f"Median: snapshot {middle[0]:.1f} ms, lake {middle[1]:.1f} ms.")
    print(f"Without rows on these data: {', '.join(sorted(empty)) or 'none'}.")
    return different + len({*wanted} - names)


def two_hosts(one: Host, other: Host, third: Host) -> list[tuple[str, bool]]:
    """What holds between hosts on one lake: a sentence and whether it is so."""
    before = other.count()
    one.ask("begin")
    one.ask("add", mark="synthetic-1", rows=LOADED)
    unseen = other.count() == before
    one.ask("commit")
    said = [
        ("a load is unseen by the other host before it is committed", unseen),
        ("and seen at its next query, without a restart", other.count() == before + LOADED),
    ]
    one.ask("begin")
    one.ask("add", mark="synthetic-2", rows=LOADED)
    said.append(("a transaction with an error is refused", _refused(one, "break_off")))
    said.append(("and leaves nothing, here or there", one.count() == other.count() == before + LOADED))
    for each in (one, other):
        each.ask("begin")
        each.ask("add", mark="synthetic-3", rows=LOADED)
    one.ask("commit")
    said.append(("of two loads at once one is refused", _refused(other, "commit")))
    said.append(("and leaves nothing", one.count() == other.count() == before + 2 * LOADED))
    other.ask("begin")
    other.ask("add", mark="synthetic-4", rows=LOADED)
    other.ask("commit")
    said.append(("and is there when run again", one.count() == other.count() == before + 3 * LOADED))
    third.ask("begin")
    third.ask("add", mark="synthetic-5", rows=LOADED)
    third.process.kill()
    third.process.wait()
    said.append(("a host killed within a load leaves nothing", one.count() == other.count() == before + 3 * LOADED))
    return said


def _refused(host: Host, do: str) -> bool:
    try:
        host.ask(do)
    except RefusedError:
        return True
    return False


@command
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 where all is equal and every load is seen, else 1."""
    parser = argparse.ArgumentParser(prog="python -m deploy.ducklake", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("queries", nargs="*", metavar="query", help="named queries; without any, all of them")
    parser.add_argument("--environment", type=Path, help="folder of DuckDB 1.5; without it one in the user's cache")
    parser.add_argument("--catalogue", help="an EMPTY lake instead of a Postgres of its own, as ATTACH takes it")
    parser.add_argument("--files", help="folder of that lake's Parquet files, which stays; else one that goes away")
    parser.add_argument("--snapshot", type=Path, help="another snapshot than that of the built-in facts")
    parser.add_argument("--times", type=int, default=3, help="of which the median is printed (3)")
    options = parser.parse_args(arguments)
    wanted = options.queries or [*database.queries()]
    programs = None if options.catalogue else postgres.programs()
    start = perf_counter()
    python = environment(options.environment or usual_folder())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="upr-ducklake-")))
        folder.chmod(0o711)  # Postgres may be another user, and passes through
        (folder / "facts").mkdir(mode=0o700)
        (folder / "lake").mkdir(mode=0o700)
        with database.open_snapshot(options.snapshot or database.ensure_snapshot()) as connection:
            tables = asked.describe(connection)
            asked.write_files(connection, tables, folder / "facts")
            variables = asked.variables(connection)
            questions = asked.ask(connection, wanted, options.times)
        secret, catalogue = "", options.catalogue
        if programs:
            place, secret = stack.enter_context(postgres.cluster(folder / "postgres", programs))
            catalogue = f"ducklake:postgres:{place}"
        how = {"catalogue": catalogue, "files": str(options.files or folder / "lake"), "tables": tables}
        one = stack.enter_context(started(python, secret, **how))
        one.ask("write", folder=str(folder / "facts"), variables=variables)  # the lake is there when others come
        other, third = (stack.enter_context(started(python, secret, **how)) for _ in range(2))
        other.ask("open", variables=variables)
        third.ask("open", variables=variables)
        different = report(compare(other, questions, options.times), wanted)
        print("Two hosts, and a third:")
        said = two_hosts(one, other, third)
        for sentence, holds in said:
            print(f"  {'yes' if holds else 'NO'}: {sentence}")
    print(f"{perf_counter() - start:.0f} s")
    return 1 if different or not all(holds for _, holds in said) else 0


if __name__ == "__main__":
    sys.exit(main())
