"""What was measured: printed as it comes, and kept for RESULTS.md.

Every time also stands as a ratio to a loop of plain Python, run just before in the same process, because machines
differ and drift.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOOPS = 200_000
LOOP = "the calibration loop"
BUSY = 1.25
"""Above this ratio of the median to the best calibration loop, other programs had the processor."""
IDLE = 0.5
"""Programs waiting for the processor, before anything is measured, up to which a machine counts as idle."""
WIDTHS = (66, 10, 10, 10, 10, 8, 8)
HEADS = ("", "median", "best", "processor", "target", "", "ratio")


@dataclass(frozen=True)
class Part:
    """A table of the report: its title, to what its ratios are, and its rows as they are printed."""

    title: str
    ratio: str
    rows: list[tuple[str, ...]] = field(default_factory=list)


class Report:
    """Rows, printed as they come. Times are in seconds, sizes in bytes, as given; shown as ms, s, kB or MB."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.missed: list[str] = []
        self.figures: dict[str, float] = {}
        self.loops: list[float] = []
        self.load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        self.calibrate()

    @property
    def loop(self) -> float:
        """Seconds of the last calibration loop."""
        return self.loops[-1]

    def calibrate(self) -> float:
        """Seconds that a loop of plain Python takes on this machine now; the best of three."""
        tries = []
        for _ in range(3):
            start = perf_counter()
            sum(number * number for number in range(LOOPS))
            tries.append(perf_counter() - start)
        self.loops.append(min(tries))
        return min(tries)

    def heading(self, title: str, ratio: str = LOOP) -> None:
        """Begin a table; `ratio` says to what its ratios are."""
        self.parts.append(Part(title, ratio))
        print(f"\n{title} (ratio: to {ratio})", flush=True)
        print(_line(HEADS), flush=True)

    def time(
        self,
        what: str,
        seconds: Sequence[float],
        target: float | None = None,
        *,
        base: float | None = None,
        processor: Sequence[float] = (),
        by_best: bool = False,
        note: str = "",
    ) -> None:
        """A row of times.

        `base` is what the ratio is to, where it is not the calibration loop. `processor` are the seconds it had the
        processor: what is left of the time on a machine that does nothing else. `by_best`: the target is for the best.
        """
        middle, best = median(seconds), min(seconds)
        verdict = self._verdict(what, best if by_best else middle, target)
        used = _time(median(processor) if processor else None)
        ratio = f"{middle / (base or self.loop):.1f}"
        self.row(what, _time(middle), _time(best), used, _time(target), verdict, ratio, note)
        self.figures[what] = middle

    def size(self, what: str, sizes: Sequence[float], target: float | None = None, *, note: str = "") -> None:
        """A row of sizes."""
        middle = median(sizes)
        verdict = self._verdict(what, middle, target)
        self.row(what, _size(middle), _size(min(sizes)), "", _size(target), verdict, "", note)
        self.figures[what] = middle

    def number(self, what: str, number: float, target: float | None = None, *, least: bool = False) -> None:
        """A row of a plain number; with `least` the target is a least one."""
        met = target is None or (number >= target if least else number <= target)
        if not met:
            self.missed.append(what)
        wanted = "" if target is None else f"{'>= ' if least else ''}{target:g}"
        self.row(what, f"{number:,.4g}", "", "", wanted, "" if target is None else "ok" if met else "missed", "", "")
        self.figures[what] = number

    def finish(self) -> None:
        """The last lines: how steady the machine was, and what was missed."""
        print("", *self.steadiness(), f"Targets missed: {'; '.join(self.missed) or 'none'}.", sep="\n")

    def steadiness(self) -> Iterator[str]:
        """How steady the machine was: sentences."""
        middle, best = median(self.loops), min(self.loops)
        yield f"Calibration loop: median {_time(middle)}, best {_time(best)}, worst {_time(max(self.loops))}."
        if middle > best * BUSY or self.load > IDLE:
            yield (
                f"The machine was busy with something else (load {self.load:.1f} before the first measurement): "
                "read the ratios, and beside the medians the best times and those of the processor."
            )

    def _verdict(self, what: str, value: float, target: float | None) -> str:
        if target is None:
            return ""
        if value <= target:
            return "ok"
        self.missed.append(what)
        return "missed"

    def row(self, *cells: str) -> None:
        """A row as it is printed: what, median, best, processor, target, verdict, ratio, note."""
        self.parts[-1].rows.append(cells)
        print(f"{_line(cells)}  {cells[-1]}".rstrip(), flush=True)


def _line(cells: Sequence[str]) -> str:
    first, *others = zip(cells, WIDTHS, strict=False)
    return first[0].ljust(first[1]) + "".join(cell.rjust(width) for cell, width in others)


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.1f} ms"


def _size(size: float | None) -> str:
    if size is None:
        return ""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"  # noqa: PLR2004 - a megabyte
