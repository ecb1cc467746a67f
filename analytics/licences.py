"""The licence of every installed package, as the package states it; what says nothing or asks for more is marked.

`python -m analytics licences` ends with 1 when a marked package is not in REVIEWED, else with 0.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import NamedTuple

from analytics.starting.ending import command
from analytics.terminal import plain

COPYLEFT = re.compile(
    r"\b[AL]?GPL|\bMPL|\bEUPL|\bEPL|\bCDDL|\bOSL|\bSSPL|\bCC-BY-(SA|NC)|GNU|Mozilla|Eclipse", re.IGNORECASE
)
"""Licences that ask for more than to be named: for the changes, or for all that is delivered with it."""
UNKNOWN = "not stated"
SHORT = 60
"""Characters; what is longer under License is the text of a licence, and its name stands among the classifiers."""
REVIEWED = {
    "certifi": "a list of certificates, used unchanged",
    "orjson": "used unchanged, MPL-2.0 for some of its files",
    "tqdm": "used unchanged, MPL-2.0 for some of its files",
    "hypothesis": "for tests only, not delivered",
    "pyphen": "for tests only, not delivered; of its licences we choose MPL-1.1",
    "text-unidecode": "for tests only (frictionless), not delivered; of its licences we choose the Artistic License",
}
"""Marked packages, and why they may be used here. MPL-2.0 asks for the changes of its own files, and we make none."""


class Licence(NamedTuple):
    """What a package says of its licence, and what of that must be looked at."""

    package: str
    version: str
    said: str
    marked: str


def listed() -> list[Licence]:
    """Every installed package, by name."""
    found = {}
    for package in metadata.distributions():
        said = next(_said(package), UNKNOWN)
        marked = "unknown" if said == UNKNOWN else "copyleft" if COPYLEFT.search(said) else ""
        found[package.name.lower()] = Licence(package.name, package.version, said, marked)
    return [found[name] for name in sorted(found)]


def _said(package: metadata.Distribution) -> Iterator[str]:
    """What it says, the most exact first: an expression, the classifiers, a word, the heading of its licence file."""
    stated = package.metadata
    yield from stated.get_all("License-Expression") or ()
    named = [each.split(" :: ")[-1] for each in stated.get_all("Classifier") or () if each.startswith("License ::")]
    yield from filter(None, [", ".join(each for each in named if each != "OSI Approved")])
    yield from (word for each in stated.get_all("License") or () if 0 < len(word := each.strip()) <= SHORT)
    for file in package.files or ():
        if ".dist-info" in str(file) and file.name.upper().startswith(("LICEN", "COPYING")):
            yield from filter(None, (line.strip() for line in file.read_text(encoding="utf-8").splitlines()[:1]))


@command
@plain
def main() -> int:
    """Command line; 1 when something is marked that nobody has looked at."""
    packages = listed()
    widths = [max(map(len, column)) for column in list(zip(*packages, strict=True))[:3]]
    open_questions = 0
    for each in packages:
        why = REVIEWED.get(each.package, "")
        open_questions += bool(each.marked and not why)
        marked = f"{each.marked}: {why or 'LOOK AT IT, then say in analytics/licences.py why it may be used'}"
        line = (each.package.ljust(widths[0]), each.version.ljust(widths[1]), each.said.ljust(widths[2]))
        print(*line, marked if each.marked else "", sep="  ")
    marks = [each.marked for each in packages]
    print(f"{len(packages)} packages, {marks.count('copyleft')} copyleft, {marks.count('unknown')} unknown.")
    return int(bool(open_questions))


if __name__ == "__main__":
    sys.exit(main())
