"""What the files of deploy/ say agrees with the code that they start; nginx itself is in test_proxy."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser_support import served

from analytics.serving import access, guard
from analytics.starting.commands import SERVER
from analytics.starting.environment import PINS

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"


def said(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_service_and_container_start_the_server_behind_its_guard():
    (entry,) = re.findall(r"(?m)^ENTRYPOINT (\[.*\])$", said("Containerfile"))
    (started,) = re.findall(r"(?m)^ExecStart=(.*)$", said("atlas@.service"))
    for words in (json.loads(entry), started.split()):
        assert words[1:5] == ["-m", "streamlit", "run", SERVER]
        assert "--server.headless" in words
    assert (ROOT / SERVER).exists()


def test_the_container_takes_what_the_atlas_is_made_of_and_nothing_else():
    copied = re.findall(r"(?m)^COPY (?!--from)(.*) \S+$", said("Containerfile"))
    names = {name for line in copied for name in line.split()}
    allowed = set(re.findall(r"(?m)^!(.*)$", said("Containerfile.dockerignore")))
    assert names == allowed
    assert [name for name in names if not (ROOT / name).exists()] == []
    assert "USER 10001:10001" in said("Containerfile").splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="a step of a Linux container")
def test_the_container_installs_uv_by_its_hash():
    (script,) = re.findall(r"RUN sed -n '(.*?)' requirements.txt", said("Containerfile"))
    done = subprocess.run(["sed", "-n", script, PINS], capture_output=True, encoding="utf-8", check=True)
    first, *hashes = done.stdout.splitlines()
    assert first.startswith("uv==")
    assert len(hashes) > 5
    assert [line for line in hashes if not line.startswith("    --hash=sha256:")] == []


def test_the_health_check_tells_a_server_that_answers_from_one_that_does_not(tmp_path):
    (command,) = re.findall(r"(?m)^ +CMD (\[.*\])$", said("Containerfile"))
    _, *words = json.loads(command)
    with served(tmp_path / "log.txt", "upr") as address:
        port = address.rsplit(":", 1)[1].split("/")[0]
        words = [word.replace("8501", port) for word in words]
        base = {"STREAMLIT_SERVER_BASE_URL_PATH": "upr"}
        assert subprocess.run([sys.executable, *words], env=base, check=False).returncode == 0
    assert subprocess.run([sys.executable, *words], env=base, stderr=subprocess.DEVNULL, check=False).returncode == 1


def test_the_limits_of_an_upload_agree():
    proxy = said("nginx/atlas.conf.template")
    assert f"client_max_body_size {access.LIMIT + 1}m;" in proxy
    assert f"({access.LIMIT} MB at most)" in proxy
    assert f"({access.LIMIT} Mo au plus)" in proxy


def test_nginx_closes_what_the_guard_closes():
    (closed,) = re.findall(r"/_stcore/\(([\w|-]+)\)", said("nginx/atlas.conf.template"))
    assert {f"/_stcore/{name}" for name in closed.split("|")} == set(guard.INWARD)


def test_the_files_that_the_readme_names_are_there():
    named = set(re.findall(r"(?m)^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$", said("README.md")))
    assert named == {
        each.relative_to(DEPLOY).as_posix()
        for each in DEPLOY.rglob("*")
        if each.is_file()
        and each.name not in {"README.md", "Containerfile.dockerignore"}
        and each.parent.name != "__pycache__"
    }
    tests = re.findall(r"tests/test_\w+\.py", said("README.md"))
    assert [test for test in tests if not (ROOT / test).exists()] == []
