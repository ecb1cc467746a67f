"""`python -m benchmarks.fuzz` damages small files of every format, and counts what the readers make of them.

Each reader gets 500 damaged copies of an invented file: bytes changed, cut out, doubled or put in; texts, tables and
the parts of packages alike. Every copy must end in rows, rejected rows or one error with a sentence, within 60 seconds
and 500 MB. The copies of a reader are read in a process of its own, so that what one of them takes is measured and can
be ended. It ends with 1 when a copy ended otherwise, and names the seed that makes it again.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from analytics.folders import DATA, ROOT
from analytics.sources import text_tables
from analytics.sources.reading import ReadError
from analytics.sources.recognise import read_any
from analytics.sources.recommendations import Coder

if TYPE_CHECKING:
    from collections.abc import Sequence

COPIES = 500
SECONDS, MEMORY = 60.0, 500e6
"""Of one copy."""
ENDS = ("rows", "rejected", "refused", "slow", "heavy", "broken")
"""How a copy can end: the last three are faults."""
COMMAND: tuple[str, ...] = ()
"""What is run instead of this module, where it is tested."""
STATUS = Path("/proc/self/status")
PUT_IN = (
    b"\0",
    b"\r",
    b"\n",
    b'"',
    b",",
    b";",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"(" * 500,
    b" " * 20_000,
    b"&#40;",
    b"{",
    b"]",
    b"<w:tc>",
    b'<w:vMerge w:val="restart"/>',
    b"sep=;\n",
    b"- " * 500,
    b"9" * 400,
)


class Told(NamedTuple):
    """How a copy ended, what was said of a fault, and what it took."""

    end: str
    said: str
    seconds: float
    memory: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when every copy ended as it must."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="Damage files and count outcomes.")
    parser.add_argument("readers", nargs="*", metavar="reader", help="formats to try; without any, all of them")
    parser.add_argument("--copies", type=int, default=COPIES, help="damaged copies of each file")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first one")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        _read_copies(options.inside, options.first, options.copies)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        files = {path.stem: path for path in _written(Path(folder))}
        unknown = [each for each in options.readers if each not in files]
        if unknown:
            print(f"There is no file of '{unknown[0]}'. There are: {', '.join(files)}.", file=sys.stderr)
            return 2
        print(f"{'reader':22}{'copies':>8}" + "".join(f"{end:>10}" for end in ENDS) + f"{'slowest':>10}{'memory':>10}")
        faults = 0
        for name in options.readers or files:
            faults += _reader(name, files[name], options.first, options.copies)
    return 1 if faults else 0


def _reader(name: str, file: Path, first: int, copies: int) -> int:
    """Read the damaged copies of one file, print what came of them, and count the faults."""
    ends: Counter[str] = Counter()
    slowest, memory, seed = 0.0, 0.0, first
    faults = []
    while seed < first + copies:
        place = ("--inside", str(file), "--first", str(seed), "--copies", str(first + copies - seed))
        command = [sys.executable, *(COMMAND or ("-m", "benchmarks.fuzz", *place))]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
            told, ended = _listened(process)
        for each in told:
            end = "heavy" if each.memory > MEMORY else "slow" if each.seconds > SECONDS else each.end
            ends[end] += 1
            slowest, memory = max(slowest, each.seconds), max(memory, each.memory)
            faults += [f"{name}, seed {seed}: {end} {each.said}"] if end in ENDS[3:] else []
            seed += 1
        if ended or (seed < first + copies and not told):
            ends[ended or "broken"] += 1
            faults.append(f"{name}, seed {seed}: {ended or 'broken'}")
            seed += 1
    counts = "".join(f"{ends[end]:>10,}" for end in ENDS)
    print(f"{name:22}{ends.total():>8,}{counts}{slowest:>8.2f} s{memory / 1e6:>7.0f} MB", flush=True)
    for fault in faults:
        print(f"  {fault}")
    return len(faults)


def _listened(process: subprocess.Popen[str]) -> tuple[list[Told], str]:
    """What a process tells of its copies, one to a line, until it ends or must be: then why."""
    from threading import Timer

    told: list[Told] = []
    ended: list[str] = []

    def end() -> None:
        ended.append("slow")
        process.kill()

    timer = Timer(SECONDS, end)
    timer.start()
    for line in process.stdout or ():
        timer.cancel()
        told.append(Told(*json.loads(line)))
        timer = Timer(SECONDS, end)
        timer.start()
    timer.cancel()
    return told, ended[0] if ended else ""


def _read_copies(file: Path, first: int, copies: int) -> None:
    """Read damaged copies of a file one after the other and tell of each, as a line of JSON."""
    content = file.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "UPR44_Kenya"
        for seed in range(first, first + copies):
            path.write_bytes(damaged(content, random.Random(f"{file.stem} {seed}")))  # noqa: S311 - no secret
            started = monotonic()
            end, said = outcome(path)
            told = Told(end, said, monotonic() - started, _peak())
            print(json.dumps(told), flush=True)


def outcome(path: Path) -> tuple[str, str]:
    """How the reading of a file ends, and what was said of a fault."""
    try:
        reading = read_any(path, state="Kenya", session=44)
        coder = Coder(reading.format.source, DATA) if reading.format.rows == "recommendations" else None
        rows = sum(1 for row in reading.rows if coder is None or coder.code(row))
    except ReadError as error:
        return ("refused", "") if str(error).endswith((".", "?")) else ("broken", f"no sentence: {error}")
    # Any other one is what is looked for.
    except Exception as error:  # noqa: BLE001
        return "broken", f"{type(error).__name__}: {error}"
    return ("rejected" if reading.rejected or not rows else "rows"), ""


def damaged(content: bytes, lot: random.Random) -> bytes:
    """The content with some damage; of a package, in the first half of all cases in one of its parts."""
    if content.startswith(b"PK") and lot.random() < 0.5:  # noqa: PLR2004 - half
        return _damaged_inside(content, lot)
    return _damaged_bytes(content, lot)


def _damaged_inside(content: bytes, lot: random.Random) -> bytes:
    import io

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = lot.choice([name for name in names if name.endswith(".xml")])
        for name in names:
            part = old.read(name)
            new.writestr(name, _damaged_bytes(part, lot) if name == chosen else part)
    return made.getvalue()


def _damaged_bytes(content: bytes, lot: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(lot.randint(1, 6)):
        if not made:
            break
        place = lot.randrange(len(made))
        match lot.randrange(7):
            case 0:
                made[place] = lot.randrange(256)
            case 1:
                del made[place : place + lot.randint(1, 40)]
            case 2:
                made[place:place] = made[place : place + lot.randint(1, 200)] * lot.choice([1, 1, 1, 400])
            case 3 | 4:
                made[place:place] = lot.choice(PUT_IN)
            case 5:
                made[place] ^= 1 << lot.randrange(8)
            case 6:
                del made[place:]
    return bytes(made)


def _written(folder: Path) -> list[Path]:
    """A small invented file of each format that can be written; tables as workbooks too."""
    sys.path.insert(0, str(ROOT / "tests"))
    import openpyxl

    makers = importlib.import_module("reader_support")
    files = [make(folder / name) for name, make in makers.FILES.items()]
    files.append(makers.summary_docx(folder / "summary_docx"))
    for name in ("upr_info_csv", "uwazi_csv", "own_recommendations", "own_submissions"):
        book = openpyxl.Workbook()
        (grid, *_) = text_tables.grids(folder / name)
        for _, cells in grid.upper:
            book.active.append(cells)
        files.append(folder / f"{name.removesuffix('_csv')}_xlsx")
        book.save(files[-1])
    return files


def _peak() -> float:
    """Bytes that this process has held at most; 0 where the system does not show it."""
    try:
        status = STATUS.read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(float(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    sys.exit(main())
