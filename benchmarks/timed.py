"""Streamlit's own command line with a clock in it: `python -m benchmarks.timed run app.py --server.port ...`.

Runs inside the server that is measured. After every run of a page it prints one line of JSON: the seconds the script
took, those of them it had the processor, the seconds until its thread was free again (after Streamlit's clearing up and
collection of garbage), and for each figure the seconds to build it and to hand it to Streamlit. The clock itself takes
some microseconds.
"""

from __future__ import annotations

import functools
import importlib
import json
import pkgutil
import threading
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import script_runner
from streamlit.web import cli

from analytics import charts, maps

if TYPE_CHECKING:
    from collections.abc import Callable

FIGURE = "Figure"
"""End of the type that a function that draws says it returns."""
run = threading.local()
"""Of the script that runs in this thread: what has been measured so far, and how deep in drawing it is."""


def main() -> None:
    """Put the clock in, then be `streamlit`."""
    _put(script_runner, "exec_func_with_error_handling", _script)
    _put(script_runner.ScriptRunner, "_run_script", _thread)
    _put(st, "plotly_chart", _handed_over)
    modules = [
        importlib.import_module(f"{charts.__name__}.{each.name}") for each in pkgutil.iter_modules(charts.__path__)
    ]
    for module in (maps, *modules):
        for name, function in vars(module).copy().items():
            returns = getattr(function, "__annotations__", {}).get("return")
            if not isinstance(function, type) and str(returns).endswith(FIGURE):
                _put(module, name, functools.partial(_built, f"{module.__name__.rsplit('.', 1)[1]}.{name}"))
    cli.main(prog_name="streamlit")


def _put(place: Any, name: str, clock: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    setattr(place, name, clock(getattr(place, name)))


def _script(execute: Callable[..., Any]) -> Callable[..., Any]:
    """The script itself: the widget's callback and the page, first line to last."""

    @functools.wraps(execute)
    def timed(*arguments: Any) -> Any:
        start, used = perf_counter(), thread_time()
        try:
            return execute(*arguments)
        finally:
            run.script, run.processor = perf_counter() - start, thread_time() - used

    return timed


def _thread(run_script: Callable[..., Any]) -> Callable[..., Any]:
    """All that the script's thread does for one change."""

    @functools.wraps(run_script)
    def timed(*arguments: Any) -> Any:
        run.script, run.processor, run.built, run.handed_over, run.depth = 0.0, 0.0, [], [], 0
        start = perf_counter()
        try:
            return run_script(*arguments)
        finally:
            seconds = {"script": run.script, "processor": run.processor, "thread": perf_counter() - start}
            print(json.dumps({**seconds, "built": run.built, "handed_over": run.handed_over}), flush=True)

    return timed


def _built(name: str, draw: Callable[..., Any]) -> Callable[..., Any]:
    """A function that draws a figure. One that is called by another one is part of that one."""

    @functools.wraps(draw)
    def timed(*arguments: Any, **more: Any) -> Any:
        start = perf_counter()
        run.depth += 1
        try:
            return draw(*arguments, **more)
        finally:
            run.depth -= 1
            if not run.depth:
                run.built.append((name, perf_counter() - start))

    return timed


def _handed_over(plotly_chart: Callable[..., Any]) -> Callable[..., Any]:
    """What Streamlit does with a figure: copy, JSON, hash, message."""

    @functools.wraps(plotly_chart)
    def timed(*arguments: Any, **more: Any) -> Any:
        start = perf_counter()
        try:
            return plotly_chart(*arguments, **more)
        finally:
            run.handed_over.append((more.get("key"), perf_counter() - start))

    return timed


if __name__ == "__main__":
    main()
