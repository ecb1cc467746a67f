"""`python -m benchmarks.flips` turns single bits of what is stored, and counts what is served afterwards.

300 random bits, one at a time, of snapshots, of the files of loaded versions, of those of loaded lists, and of the
small files that say what is served: each must be seen, or change nothing that is shown. Ends with 1 when something else
was served, or when anything but a sentence came of it, and names the bit.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from functools import lru_cache
from inspect import unwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analytics import database, doctor
from analytics.database.sealing import LENGTH
from analytics.folders import data_folder
from analytics.loading import default, intake, mappings, store
from analytics.loading.given import Given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

FLIPS, SEED = 300, 14
ENDS = ("refused", "named", "mended", "harmless", "changed", "broken")
"""How a flip can end: something is not shown and that is said; the doctor names it; what was flipped was made anew;
nothing is another. The last two are faults: something else is shown, or a traceback."""
FAULTS = ENDS[-2:]
EXPORT = """To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session
Ghana,,,"Paint the doors.",France,,,Accepted,5,Justice,2
Ghana,,,"Paint the walls.",Japan,,,Rejected,3,Justice,2
Kenya,,,"Mend the roof.",France,,,Accepted,4,Justice,8
"""
OWN = """state_under_review,session,recommending_state,response,text
Kenya,44,Ghana,accepted,Oil the hinges.
"""
LISTS = """state,session,kind,code,name,members,city,country,stated_size
Kenya,8,joint,JS1,,Doors for All; Gate Keepers,,,
Kenya,8,individual,HI,Hinges of the World,,Geneva,Switzerland,
"""


class Flip(NamedTuple):
    """One bit of a stored file, and how it ended."""

    kind: str
    path: Path
    place: int
    bit: int
    end: str = ""


def store_something(folder: Path, root: Path) -> None:
    """Load invented files: two versions of a source, a list of one's own, two of submissions; a name and a default."""
    texts = {"one.csv": EXPORT.replace("\n", "\r"), "two.csv": EXPORT.replace("roof", "door").replace("\n", "\r")}
    texts |= {"own.csv": OWN, "lists.csv": LISTS, "other.csv": LISTS.replace("Kenya", "Ghana")}
    mappings.map_name("state", "Land of Doors", "KEN", root)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
        for result in intake.load([Given(folder / name)], root):
            version = store.current(result.source, root)
            _ = version and intake.finish(version, root)
    default.make_default("upr_info", root)


def stored(root: Path, cached: Path) -> dict[str, list[Path]]:
    """The files that are flipped, by kind: what is served, and what it is made from."""
    found = defaultdict(list)
    found["snapshots"].append(cached)
    for source in store.sources(root):
        served = store.current(source, root)
        if served:
            found["snapshots"].append(served.snapshot())
        kind = "lists" if source == store.LISTS else "versions"
        for version in store.versions(source, root):
            found[kind] += [path for path in version.folder.rglob("*") if path.is_file() and path.suffix != ".duckdb"]
        found["pointers"].append(root / source / store.CURRENT)
    found["pointers"] += [root / default.FILE, root / mappings.FILE]
    return {kind: sorted(paths) for kind, paths in found.items()}


def served(root: Path) -> dict[str, object]:
    """All that is shown: the tables of each data set, the log of each version, the default, what names stand for.

    A sentence stands in place of what is not.
    """
    shown: dict[str, object] = {}
    for name in ("embedded", "upr_info", "own"):
        try:
            version = None if name == "embedded" else store.current(name, root)
            version, path, left_out = store.shown(version, root, store.snapshot_of)
            shown[name] = left_out or _tables(path, _seal(path))
        except store.DAMAGE as error:
            shown[name] = store.said_of(None, error)
    for source in (*store.kept(root), "default", "names"):
        shown[f"log of {source}"] = [version.logged or None for version in store.versions(source, root)]
    for name, read in (("default", default.default), ("names", mappings.mapped)):
        try:
            shown[name] = read(root)
        except store.DAMAGE as error:
            shown[name] = store.said_of(None, error)
    return shown


def flip(kind: str, path: Path, chance: random.Random, root: Path, usual: tuple[Mapping[str, object], str]) -> Flip:
    """Turn a bit of a file, look at what is served, and put the file back."""
    content = path.read_bytes()
    place, bit = chance.randrange(len(content)), chance.randrange(8)
    turned = bytearray(content)
    turned[place] ^= 1 << bit
    path.write_bytes(turned)
    try:
        now = served(root)
        said_otherwise = path.read_bytes() == turned and examined() != usual[1]
        stands = path.read_bytes() == turned  # the doctor opens, and makes anew, also what is not shown now
        end = end_of(usual[0], now, said_otherwise=said_otherwise, stands=stands)
    except Exception:  # noqa: BLE001 - whatever it is, it is no sentence
        end = "broken"
    path.write_bytes(content)
    return Flip(kind, path, place, bit, end)


def examined() -> str:
    """What the doctor says; what it did not foresee is raised."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        unwrap(doctor.main)()
    return said.getvalue()


def end_of(usual: Mapping[str, object], now: Mapping[str, object], *, said_otherwise: bool, stands: bool) -> str:
    """How a flip ended, from what is shown usually and now."""
    differs = [name for name in usual if now.get(name) != usual[name]]
    if any(not _is_refusal(now.get(name)) for name in differs):
        return "changed"
    if differs:
        return "refused"
    if not stands:
        return "mended"
    return "named" if said_otherwise else "harmless"


def _is_refusal(shown: object) -> bool:
    """A sentence, or versions of which a log is not shown."""
    return hasattr(shown, "key") or (isinstance(shown, list) and None in shown)


def _seal(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-LENGTH, os.SEEK_END)
        return file.read()


@lru_cache(maxsize=8)
def _tables(path: Path, seal: bytes) -> dict[str, pa.Table]:  # noqa: ARG001 - says which contents of the file
    """Every row of every table."""
    with database.open_snapshot(path) as connection:
        names = database.query(connection, "tables", {})["table_name"]
        return {name: database.whole_table(connection, name) for name in names}


def run(flips: int, seed: int, root: Path, cached: Path) -> list[Flip]:
    """As many flips of each kind as of any other, of what is stored now."""
    chance = random.Random(seed)  # noqa: S311 - a seed that is named
    files = stored(root, cached)
    usual = served(root), examined()
    kinds = sorted(files)
    return [
        flip(kind, chance.choice(files[kind]), chance, root, usual)
        for kind in (kinds[number % len(kinds)] for number in range(flips))
    ]


def tell(found: Sequence[Flip]) -> None:
    """The counts by kind and end, then each fault."""
    print(f"{'kind':<12}{'flips':>7}{''.join(f'{end:>10}' for end in ENDS)}")
    for kind in (*sorted({each.kind for each in found}), "all"):
        ends = Counter(each.end for each in found if kind in (each.kind, "all"))
        print(f"{kind:<12}{ends.total():>7}{''.join(f'{ends[end]:>10}' for end in ENDS)}")
    for each in found:
        if each.end in FAULTS:
            print(f"{each.end}: bit {each.bit} of byte {each.place} of {each.path}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when every flip was seen or changed nothing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flips", description="Turn bits of what is stored.")
    parser.add_argument("--flips", type=int, default=FLIPS, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"UPR_DATA": f"{folder}/loaded", "UPR_CACHE": f"{folder}/cache"}
        store_something(Path(folder), data_folder())
        found = run(options.flips, options.seed, data_folder(), database.ensure_snapshot())
    tell(found)
    return int(any(each.end in FAULTS for each in found))


if __name__ == "__main__":
    sys.exit(main())
