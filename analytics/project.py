"""What this project is called and which version of it runs, as pyproject.toml says; nothing else reads it."""

from __future__ import annotations

import tomllib

from analytics.folders import ROOT

_SAID = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME: str = _SAID["name"]
VERSION: str = _SAID["version"]
DESCRIPTION: str = _SAID["description"]
AUTHORS: tuple[str, ...] = tuple(author["name"] for author in _SAID["authors"])
