"""From a fresh clone to a running command: what is said on the way, by make and without."""

import contextlib
import errno
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from analytics.starting import address, commands, environment
from analytics.starting.words import StartError

ROOT = Path(__file__).resolve().parents[1]
PINS = """# pins
doors==1.0 ; python_version > '3' \\
    --hash=sha256:d0
uv==0.9 ; python_version > '3' \\
    --hash=sha256:a1 \\
    --hash=sha256:b2
    # via doors
"""


@pytest.fixture(params=[False, True], ids=["python", "make"])
def say(request, monkeypatch):
    """How a command is typed, as one that came by make or not is told."""
    monkeypatch.delenv("MAKELEVEL", raising=False)
    if request.param:
        monkeypatch.setenv("MAKELEVEL", "1")
    return lambda by_python, by_make: by_make if request.param else by_python


@pytest.fixture
def unmade(tmp_path, monkeypatch):
    """A clone without .venv, in which no command runs: those that were to run, and which of them fail with what."""
    folder, ran, failing = tmp_path / ".venv", [], {}
    for name in ("INSTALLED", "OUTDATED", "LOG", "FIRST"):
        monkeypatch.setattr(environment, name, folder / getattr(environment, name).name)
    monkeypatch.setattr(environment, "FOLDER", folder)
    monkeypatch.setattr(environment, "PYTHON", folder / "python")
    monkeypatch.setattr(environment, "PINS", tmp_path / "requirements.txt")
    (tmp_path / "requirements.txt").write_text(PINS, encoding="utf-8")

    def run(command, stdout=None, **_):
        line = " ".join(command)
        ran.append(line)
        said = next((said for part, said in failing.items() if part in line), None)
        if "-m venv" in line and said is None:
            folder.mkdir(exist_ok=True)
        if stdout is not None and said:
            stdout.write(said)
        return SimpleNamespace(returncode=int(said is not None), stdout="", stderr=said or "")

    monkeypatch.setattr(subprocess, "run", run)
    return SimpleNamespace(folder=folder, ran=ran, failing=failing)


def made(unmade, pins):
    unmade.folder.mkdir()
    (unmade.folder / "installed.txt").write_text(pins, encoding="utf-8")


def test_an_environment_is_made_once(unmade, capsys):
    unmade.failing["import uv"] = "No module named uv"
    environment.ensure()
    said = capsys.readouterr().err
    assert said == "Installing 2 packages into .venv (once; a minute or two on a good connection).\n"
    assert [line.split(" -m ")[1].split()[0] for line in unmade.ran if " -m " in line] == ["venv", "pip", "uv"]
    assert unmade.ran[2].endswith(f"--only-binary :all: --require-hashes -r {unmade.folder / 'uv.txt'}")
    first = "uv==0.9 ; python_version > '3' \\\n    --hash=sha256:a1 \\\n    --hash=sha256:b2\n"
    assert (unmade.folder / "uv.txt").read_text(encoding="utf-8") == first
    assert (unmade.folder / "installed.txt").read_text(encoding="utf-8") == PINS
    unmade.failing.clear()
    unmade.ran.clear()
    environment.ensure()
    assert (len(unmade.ran), capsys.readouterr().err) == (1, "")


def test_pip_stands_in_for_uv(unmade):
    unmade.failing |= {"import uv": "", "-m uv": "no such index"}
    environment.ensure()
    assert "-m pip install" in unmade.ran[-2]
    assert unmade.ran[-2].endswith("requirements.txt")


def test_a_half_made_environment_is_made_anew_and_an_older_one_is_brought_up_to_date(unmade):
    made(unmade, "doors==0.9\n")
    environment.ensure()
    assert not [line for line in unmade.ran if "-m venv" in line]
    (unmade.folder / "installed.txt").unlink()
    environment.ensure()
    assert [line for line in unmade.ran if "-m venv --clear" in line]


def test_an_older_environment_survives_a_try_without_a_network(unmade, say):
    made(unmade, "doors==0.9\n")
    unmade.failing["pip install"] = "ERROR: Could not find doors: Connection refused\n"
    again = say("python -m analytics", "make")
    with pytest.raises(StartError, match=f"connect to the network and run {again} again .details in .venv/install.log"):
        environment.ensure()
    assert (unmade.folder / "installed.txt").read_text(encoding="utf-8") == "doors==0.9\n"


@pytest.mark.parametrize(
    ("command", "said", "told"),
    [
        ("-m venv", "The environment ... ensurepip is not available\n", "lacks venv: on Debian and Ubuntu apt install"),
        ("-m venv", "Error: No space left\n\n", "The folder .venv could not be made: Error: No space left"),
        ("pip install", "x\nERROR: no doors\n", "The packages could not be installed: ERROR: no doors (details in"),
        ("duckdb", "Traceback\nImportError: GLIBC\n", "are installed but do not start here: ImportError: GLIBC"),
    ],
)
def test_what_goes_wrong_is_said_with_its_last_line(unmade, command, said, told):
    unmade.failing |= {"import uv": "", command: said}
    with pytest.raises(StartError) as error:
        environment.ensure()
    assert told in str(error.value)
    assert not (unmade.folder / "installed.txt").exists()


# The address


def refused(place, port):
    with pytest.raises(StartError) as error:
        address.check(place, port)
    return str(error.value)


@pytest.mark.parametrize("port", ["80x", "0", "65536", "-1", "²"])
def test_a_port_that_is_none_is_named(say, port):
    given = say(f"--port {port}", f"PORT={port}")
    usual = say("python -m analytics run --port 8501", "make run PORT=8501")
    assert refused("127.0.0.1", port) == f"{given} is not a port number: try {usual}."


def test_a_port_in_use_is_named_with_the_next_one(say):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        following = say(f"python -m analytics run --port {port + 1}", f"make run PORT={port + 1}")
        assert refused("127.0.0.1", str(port)) == f"Port {port} is in use by another program: try {following}."
    address.check("127.0.0.1", str(port))


def test_a_port_of_administrators_is_named(say, monkeypatch):
    def bind(*_):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(address.socket, "socket", type("Probe", (socket.socket,), {"bind": bind}))
    usual = say("python -m analytics run --port 8501", "make run PORT=8501")
    assert refused("127.0.0.1", "80") == f"Port 80 is reserved for administrators: try {usual}."


@pytest.mark.parametrize("place", ["192.0.2.1", "nowhere.invalid"])
def test_an_address_of_another_machine_is_named(say, place):
    given = say(f"--address {place}", f"ADDRESS={place}")
    way = "leave it out, or share with 0.0.0.0"
    assert refused(place, "8501") == f"{given} is not an address of this machine: {way}."


@pytest.mark.parametrize(("place", "host"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "localhost"), ("::1", "[::1]")])
def test_where_it_opens_is_said(place, host, capsys):
    address.announce(place, "8600")
    first, *others = capsys.readouterr().out.splitlines()
    assert first == f"The dashboard opens at http://{host}:8600 (Ctrl+C ends it)."
    assert len(others) == (place == "0.0.0.0")


# The commands


@pytest.fixture
def handed(monkeypatch):
    """What the commands start, in a made environment."""
    started = []
    monkeypatch.setattr(environment, "ensure", lambda: None)
    monkeypatch.setattr(commands, "call", lambda *line: started.append(line) or 0)
    monkeypatch.setattr(commands, "hand_over", lambda *line: started.append(line) or 0)
    for name in ("PORT", "ADDRESS", "HEADLESS", "CI", "FROM"):
        monkeypatch.delenv(name, raising=False)
    return started


def test_run_takes_its_options_from_the_line_or_from_make(handed, monkeypatch):
    monkeypatch.setattr(address, "check", lambda *_: None)
    assert commands.main(["run", "--port", "8600", "--address", "0.0.0.0", "--headless", "--logger.level", "info"]) == 0
    place = ("--server.address", "0.0.0.0", "--server.port", "8600", "--server.headless", "true")
    assert handed == [
        ("-m", "analytics.build"),
        ("streamlit", "run", commands.SERVER, *place, "--logger.level", "info"),
    ]
    for name, value in {"PORT": "8600", "ADDRESS": "0.0.0.0", "HEADLESS": "1"}.items():
        monkeypatch.setenv(name, value)
    assert commands.main(["run"]) == 0
    assert handed[3] == ("streamlit", "run", commands.SERVER, *place)


def test_other_commands_hand_over_what_follows(handed):
    assert commands.main(["test", "-k", "map or text"]) == 0
    assert handed.pop() == ("pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "-k", "map or text")
    assert commands.main(["data", "--from", "there"]) == 0
    assert handed.pop() == ("analytics.build", "--from", "there")
    assert commands.main(["lock", "--upgrade"]) == 0
    assert {"--generate-hashes", "--upgrade"} <= set(handed.pop())
    assert commands.main(["check"]) == 0
    assert [line[1] for line in handed] == ["ruff", "ruff", "ty"]


def test_a_check_that_fails_keeps_no_other_from_being_made(handed, monkeypatch):
    monkeypatch.setattr(commands, "call", lambda *line: handed.append(line) or int("format" in line))
    assert (commands.main(["check"]), len(handed)) == (1, 3)


def test_what_is_missing_is_said(handed, say, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    sources = say("python -m analytics data --from ../shared/sources", "make data FROM=../shared/sources")
    assert commands.main(["data"]) == 2
    assert capsys.readouterr().err == f"Say where the producers' files are: {sources}\n"
    assert commands.main(["shapes"]) == 1
    assert "install Node.js with npm first" in capsys.readouterr().err
    assert commands.main(["doors"]) == 2
    assert "There is no command 'doors'. There are: help, run, latest, test," in capsys.readouterr().err
    assert handed == []


def test_where_no_process_becomes_another_the_command_is_waited_for(monkeypatch):
    started = []
    monkeypatch.setattr(commands, "call", lambda *line: started.append(line) or 3)
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        assert commands.hand_over("streamlit", "run", "app.py") == 3
    assert started == [("-m", "streamlit", "run", "app.py")]


def test_an_interrupted_command_is_waited_for(monkeypatch):
    waits = iter([KeyboardInterrupt, KeyboardInterrupt, 7])

    class Process(contextlib.nullcontext):
        def wait(self):
            end = next(waits)
            if end is KeyboardInterrupt:
                raise end
            return end

    monkeypatch.setattr(subprocess, "Popen", lambda _: Process(Process()))
    assert commands.call("-m", "streamlit") == 7


def test_the_commands_are_listed_without_anything_installed(tmp_path, monkeypatch):
    monkeypatch.delenv("MAKELEVEL", raising=False)  # else they are listed as make's, where make runs the tests
    shutil.copytree(ROOT / "analytics", tmp_path / "analytics", ignore=shutil.ignore_patterns("__pycache__"))
    bare = [sys.executable, "-I", "-S", "-c"]
    code = f"import sys, runpy; sys.path.insert(0, {str(tmp_path)!r}); sys.argv[1:] = []; runpy.run_module('analytics')"
    run = [*bare, code.replace("'analytics')", "'analytics', run_name='__main__')")]
    said = subprocess.run(run, capture_output=True, encoding="utf-8", check=False)
    listed = [line.split()[3] for line in said.stdout.splitlines()]
    assert (said.returncode, listed) == (0, [name for name in commands.COMMANDS if name != "help"])


def test_an_older_python_is_told_which_one_is_needed(monkeypatch):
    from analytics import __main__ as start

    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit) as stopped:
        start.main()
    assert str(stopped.value.code).startswith("Python 3.11 or newer is needed, and ")


@pytest.mark.skipif(os.name == "nt" or not shutil.which("make"), reason="needs make")
def test_make_names_the_python_that_is_not_there(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    said = subprocess.run(
        ["make", "run", "PYTHON=/no/such/python"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    message = "Python 3.11 or newer was not found at /no/such/python: install it, or name it with make PYTHON=/path/"
    assert message in said.stderr
    assert said.returncode


@pytest.mark.parametrize(("given", "kept"), [(None, "1"), ("4", "4")])
def test_a_command_computes_with_one_thread_unless_told_otherwise(monkeypatch, given, kept):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", given or "")
    if given is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    commands.main(["help"])
    assert os.environ["OPENBLAS_NUM_THREADS"] == kept
