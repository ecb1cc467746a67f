"""Where things stand: the embedded facts, and a user's own data outside the repository."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
"""The embedded facts."""
DATABASE = "UPR_DATABASE"
"""Of the environment: the snapshot that is served instead of what is made here, see `database.delivery`."""
STATIC = ROOT / "static"
"""What the browser fetches."""


def data_folder() -> Path:
    """$UPR_DATA, else the user's data folder. It is made when something is put there."""
    chosen = os.environ.get("UPR_DATA")
    if chosen:
        return Path(chosen)
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "upr-regional-atlas"
