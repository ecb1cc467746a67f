"""The packages that are installed: their licences, and whether advisories are known."""

import json
import subprocess
from types import SimpleNamespace

import pytest

from analytics import audit, licences

PINNED = {"name": "doors", "version": "1.0"}
SOUND = {"dependencies": [PINNED | {"vulns": []}], "fixes": []}
KNOWN = {"dependencies": [PINNED | {"vulns": [{"id": "CVE-2026-0001", "fix_versions": ["1.1"]}]}], "fixes": []}
ABSENT = {"dependencies": [{"name": "doors", "version": "1.0", "skip_reason": "not found"}], "fixes": []}
PARTLY = {"dependencies": [*SOUND["dependencies"], {"name": "walls", "version": "2", "skip_reason": "not found"}]}


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of installed packages, which say of their licence what the test says."""

    def install(name, *lines, licence=None):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        said = "\n".join(("Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines))
        (folder / "METADATA").write_text(said, encoding="utf-8")
        files = [f"{folder.name}/METADATA,,"]
        if licence:
            (folder / "LICENSE").write_text(licence, encoding="utf-8")
            files.append(f"{folder.name}/LICENSE,,")
        (folder / "RECORD").write_text("\n".join(files), encoding="utf-8")

    monkeypatch.setattr(licences.sys, "path", [str(tmp_path)])
    return install


def test_a_licence_is_what_the_package_states_and_what_asks_for_more_is_marked(site, capsys):
    site("a", "License-Expression: MIT OR Apache-2.0")
    site("b", "License: BSD-3-Clause")
    site("c", "License: Copyright (c) 2001 Doors for All\n        All rights reserved; " + "x" * 60)
    site("d", "Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)")
    site("e", licence="MIT License\n\nCopyright")
    site("f", "License-Expression: BSD-3-Clause AND GPL-2.0-only")
    site("tqdm", "License: MPL-2.0 AND MIT")
    said = {each.package: (each.said, each.marked) for each in licences.listed()}
    assert said == {
        "a": ("MIT OR Apache-2.0", ""),
        "b": ("BSD-3-Clause", ""),
        "c": ("not stated", "unknown"),
        "d": ("GNU Lesser General Public License v3 (LGPLv3)", "copyleft"),
        "e": ("MIT License", ""),
        "f": ("BSD-3-Clause AND GPL-2.0-only", "copyleft"),
        "tqdm": ("MPL-2.0 AND MIT", "copyleft"),
    }
    assert licences.main() == 1
    *lines, total = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if "LOOK AT IT" in line] == ["c", "d", "f"]
    assert total == "7 packages, 3 copyleft, 1 unknown."


def test_every_package_here_has_a_licence_that_was_looked_at(capsys):
    assert licences.main() == 0, capsys.readouterr().out
    assert set(licences.REVIEWED) == {each.package for each in licences.listed() if each.marked}


@pytest.fixture
def answers(monkeypatch):
    """What the tool says when it asks each service, in turn."""
    given = []

    def run(*_, **__):
        said = given.pop(0)
        if isinstance(said, Exception):
            raise said
        out, problem = (json.dumps(said), "") if isinstance(said, dict) else ("", said)
        return SimpleNamespace(stdout=out, stderr=problem)

    monkeypatch.setattr(subprocess, "run", run)
    return given


OFFLINE = "INFO: asking\nERROR: could not connect\n\n"
TIMEOUT = subprocess.TimeoutExpired("pip-audit", 300)


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ([SOUND], 0, "1 packages looked up at Python Package Index: 0 known advisories."),
        ([KNOWN], 1, "doors 1.0: CVE-2026-0001, mended in 1.1"),
        ([OFFLINE, SOUND], 0, "1 packages looked up at OSV: 0 known advisories."),
        ([ABSENT, KNOWN], 1, "1 packages looked up at OSV: 1 known advisories."),
        ([PARTLY], 3, "NOT AUDITED: walls 2"),
        ([OFFLINE, TIMEOUT], 3, "Python Package Index: ERROR: could not connect\nOSV: no answer within 300 seconds\n"),
        ([ABSENT, OFFLINE], 3, "Python Package Index: it knows none of 1 packages\nOSV: ERROR: could not connect\n"),
        ([OFFLINE, ""], 3, "NOT AUDITED: neither Python Package Index nor OSV could be asked, so nothing is known"),
    ],
)
def test_an_audit_says_what_is_known_and_plainly_when_nothing_could_be_asked(answers, capsys, said, code, words):
    answers += said
    assert audit.main() == code
    out, error = capsys.readouterr()
    assert words in out + error
    assert ("known advisories" in out) == ("NOT AUDITED: neither" not in error)
