"""Whether an advisory is known for a package that is pinned here. Asks a service of advisories, so it needs a network.

`python -m analytics audit` ends with 0 when every pin was looked up and nothing is known, with 1 when something is,
and with 3 when that could not be found out: then nothing is said about any package. pip-audit does the work, in an
environment of its own, so that nothing of it is among the packages of the atlas.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from analytics.folders import ROOT
from analytics.starting.ending import command
from analytics.terminal import plain

PINS = ROOT / "requirements.txt"
TOOL = "pip-audit==2.10.1"
SERVICES = {"pypi": "Python Package Index", "osv": "OSV"}
SOUND, KNOWN, NOT_AUDITED = 0, 1, 3
PATIENCE = 300
"""Seconds for one service to answer about all packages."""


@command
@plain
def main() -> int:
    """Command line; see above for the codes."""
    problems = []
    for service, name in SERVICES.items():
        told, problem = _asked(service)
        if told is None:
            problems.append(f"{name}: {problem}")
            continue
        unknown = [f"{each['name']} {each['version']}" for each in told if "skip_reason" in each]
        if len(unknown) == len(told):  # a mirror of an index knows packages and no advisories
            problems.append(f"{name}: it knows none of {len(told)} packages")
            continue
        found = [(each, advisory) for each in told for advisory in each.get("vulns", ())]
        for package, advisory in found:
            better = ", ".join(advisory.get("fix_versions", ())) or "no version yet"
            print(f"{package['name']} {package['version']}: {advisory['id']}, mended in {better}")
        if unknown:
            print(f"NOT AUDITED: {', '.join(unknown)}", file=sys.stderr)
        print(f"{len(told) - len(unknown)} packages looked up at {name}: {len(found)} known advisories.")
        return KNOWN if found else NOT_AUDITED if unknown else SOUND
    names = " nor ".join(SERVICES.values())
    print(f"NOT AUDITED: neither {names} could be asked, so nothing is known about any package.", file=sys.stderr)
    print(*problems, sep="\n", file=sys.stderr)
    return NOT_AUDITED


def _asked(service: str) -> tuple[list[dict[str, Any]] | None, str]:
    """What a service knows of each package; None, with the last line that was said, when it could not be asked."""
    where = ("--requirement", str(PINS), "--require-hashes", "--disable-pip")
    how = ("--vulnerability-service", service, "--timeout", "15", "--format", "json", "--progress-spinner", "off")
    command = [sys.executable, "-m", "uv", "tool", "run", "--from", TOOL, "pip-audit", *where, *how]
    try:
        done = subprocess.run(  # noqa: S603 - no word of it comes from elsewhere
            command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
        )
        return json.loads(done.stdout)["dependencies"], ""
    except subprocess.TimeoutExpired:
        return None, f"no answer within {PATIENCE} seconds"
    except (ValueError, KeyError):
        return None, ([line for line in done.stderr.splitlines() if line.strip()] or [""])[-1]


if __name__ == "__main__":
    sys.exit(main())
