"""The data sets that sentences are checked on: the built-in facts, and a load without actions, askers and issues."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analytics import database
from analytics.loading import intake, store
from analytics.loading.given import Given
from benchmarks.sentences.recorder import Data
from benchmarks.sentences.selections import BUILT_IN, WITHOUT_ACTIONS
from benchmarks.synthetic import write_uhri

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORDS = 12_000
"""Invented records of the index, of which about half are of the review."""


def data_sets(folder: Path) -> Mapping[str, Data]:
    """Both, the loaded one below `folder`, made there if it is not yet."""
    root = folder / "loaded"
    if store.current("uhri", root) is None:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "uhri.json"
        write_uhri(file, RECORDS)
        intake.load([Given(file)], root)
    version = store.current("uhri", root)
    if version is None:
        message = "The invented records could not be loaded."
        raise RuntimeError(message)
    return {
        BUILT_IN: Data.opened(BUILT_IN, database.ensure_snapshot()),
        WITHOUT_ACTIONS: Data.opened(WITHOUT_ACTIONS, version.snapshot()),
    }
