"""The table: what was measured, its median, the target and whether it is met, and ratios, because machines drift."""

from __future__ import annotations

import os
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOPS = 200_000
LOOP = "the calibration loop"
BUSY = 1.25
"""Above this ratio of the median to the best calibration loop, other programs had the processor."""
IDLE = 0.5
"""Programs waiting for the processor, before anything is measured, up to which a machine counts as idle."""
WIDTHS = (62, 10, 10, 11, 10, 8, 8)
HEADS = ("", "median", "best", "processor", "target", "", "ratio")


class Report:
    """Rows, printed as they come. Times are in seconds, sizes in bytes, as given; shown as ms, s or kB."""

    def __init__(self) -> None:
        self.missed: list[str] = []
        self.loops: list[float] = []
        self.load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        self.calibrate()

    def calibrate(self) -> float:
        """Seconds that a loop of plain Python takes on this machine now; the best of three."""
        tries = []
        for _ in range(3):
            start = perf_counter()
            sum(number * number for number in range(LOOPS))
            tries.append(perf_counter() - start)
        self.loops.append(min(tries))
        return min(tries)

    def heading(self, title: str, ratio: str = "") -> None:
        """Begin a part of the table; `ratio` says to what its ratios are."""
        print(f"\n{title}{f' (ratio: to {ratio})' if ratio else ''}", flush=True)
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

        `base` is what the ratio is to. `processor` are the seconds it had the processor: what is left of the time on
        a machine that does nothing else. `by_best`: the target is for the best one.
        """
        middle, best = median(seconds), min(seconds)
        ratio = f"{middle / base:.1f}" if base else ""
        verdict = self._verdict(what, best if by_best else middle, target)
        used = _time(median(processor) if processor else None)
        self._row(what, _time(middle), _time(best), used, _time(target), verdict, ratio, note)

    def size(self, what: str, sizes: Sequence[float], target: float | None = None, *, note: str = "") -> None:
        """A row of sizes."""
        middle = median(sizes)
        verdict = self._verdict(what, middle, target)
        self._row(what, _size(middle), _size(min(sizes)), "", _size(target), verdict, "", note)

    def finish(self) -> None:
        """The last lines: how steady the machine was, and what was missed."""
        middle, best = median(self.loops), min(self.loops)
        print(f"\nCalibration loop: median {_time(middle)}, best {_time(best)}, worst {_time(max(self.loops))}.")
        if middle > best * BUSY or self.load > IDLE:
            print(f"The machine was busy with something else (load {self.load:.1f} before the first measurement):")
            print("read the ratios, and beside the medians the best times and those of the processor.")
        print(f"Targets missed: {'; '.join(self.missed) or 'none'}.")

    def _verdict(self, what: str, value: float, target: float | None) -> str:
        if target is None:
            return ""
        if value <= target:
            return "ok"
        self.missed.append(what)
        return "missed"

    def _row(self, *cells: str) -> None:
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
