"""A server on this machine that replays the producers’ answers and every trap, and the command that asks it."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from source_server import serving

from analytics import update
from analytics.fetching.polite import Polite

ROOT = Path(__file__).resolve().parents[1]
BULK = json.dumps([{"AnnotationId": f"a{number}", "Text": "x" * 1000} for number in range(2000)]).encode()


@pytest.fixture
def served(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as found:
        yield found


@pytest.fixture
def source(served):
    return served[0]


@pytest.fixture
def waits(monkeypatch):
    """The seconds that would have been waited. No time passes."""
    seconds = []
    monkeypatch.setattr(update, "Polite", partial(Polite, sleep=seconds.append))
    return seconds


@pytest.fixture
def run(served, waits, tmp_path, capsys):
    """Run a command on the server; exit code, what it said, and what it said aside."""
    assert waits == []

    def command(*arguments, folder=tmp_path):
        path = {"uhri": "/bulk.json", "summaries": "/symbol"}.get(arguments[0], "")
        code = update.main([*arguments, "--url", served[1] + path, "--folder", str(folder), "--pause", "0.5"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def rows(folder, number):
    content = json.loads((folder / f"session-{number:02d}.json").read_text(encoding="utf-8"))
    return {row["sharedId"]: row for row in content["rows"]}


def table(said):
    """Session -> rows, new, changed, gone, unchanged of the printed table."""
    lines = [line.replace(",", "").split() for line in said.splitlines()]
    return {int(line[0]): tuple(map(int, line[1:6])) for line in lines if len(line) >= 6 and line[0].isdigit()}


def start(url, folder, *arguments):
    command = [sys.executable, "-m", "analytics.update", *arguments, "--url", url, "--folder", str(folder)]
    return subprocess.Popen(
        [*command, "--pause", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
