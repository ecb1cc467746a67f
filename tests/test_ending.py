"""Every command ends done, or in one sentence and an exit code: whoever listens, and whatever the system refuses."""

import ast
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.starting import ending
from analytics.starting.ending import command

ROOT = Path(__file__).resolve().parents[1]
FULL = Path("/dev/full")
QUERY = [sys.executable, "-m", "analytics.query", "received_by_state", "--format", "json"]


def run(words, **more):
    return subprocess.run(words, cwd=ROOT, capture_output=True, check=False, timeout=120, **more)


def test_every_command_ends_by_the_one_mechanism():
    """What Python runs as a program is wrapped, or hands over to what is."""
    programs = [path for path in (ROOT / "analytics").rglob("*.py") if '"__main__"' in path.read_text(encoding="utf-8")]
    unwrapped = []
    for path in programs:
        (main,) = (
            each
            for each in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(each, ast.FunctionDef) and each.name == "main"
        )
        if "command" not in [getattr(each, "id", "") for each in main.decorator_list]:
            unwrapped.append(path.relative_to(ROOT).as_posix())
    assert unwrapped == ["analytics/__main__.py"], "whose main is starting.commands.main"
    assert len(programs) >= 8


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a.csv"), "'a.csv': No space left on device. Make room on"),
        (PermissionError(errno.EACCES, "Permission denied", "b"), "'b': Permission denied. Take a folder that you may"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", b"c"), "'c': Is a directory. Move it away, then run"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "d"), "'d': No such file or directory. Put it"),
        (RuntimeError("IO Error: Could not write 'e': No space left on device."), "device. Make room on that disk"),
        (MemoryError(), "There is not enough memory for this."),
        (KeyError("response"), "This was not foreseen: KeyError: 'response'. python -m analytics.doctor says"),
        (ValueError(), "This was not foreseen: ValueError. "),
    ],
)
def test_what_happens_is_told_in_one_sentence_with_the_way_out(capsys, error, said):
    @command
    def main():
        raise error

    assert main() == 1
    out, err = capsys.readouterr()
    assert said in err
    assert (out, err.count("\n"), "Traceback" in err) == ("", 1, False)


def test_an_interrupted_command_says_so(capsys):
    @command
    def main():
        raise KeyboardInterrupt

    assert main() == 130
    assert capsys.readouterr().err == "Interrupted. What was complete before is kept.\n"


def test_who_asks_for_it_sees_where_something_happened():
    code = "from analytics.starting.ending import command\n@command\ndef main(): raise KeyError('x')\nmain()"
    assert b"Traceback" not in run([sys.executable, "-c", code]).stderr
    assert b"Traceback" in run([sys.executable, "-X", "dev", "-c", code]).stderr


# Who listens


ON_TO_THE_END = """
import sys
from pathlib import Path
from analytics.starting.ending import command
@command
def main():
    for number in range(20_000):
        print("one of many lines", number)
    Path(sys.argv[1]).touch()
    return 0
sys.exit(main())
"""


def test_a_reader_that_has_seen_enough_ends_no_command_half_way(tmp_path):
    words = [sys.executable, "-c", ON_TO_THE_END, str(tmp_path / "done")]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"one of many lines 0\n"
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")
    assert (tmp_path / "done").exists()


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_words_that_find_no_room_end_no_command_half_way_and_are_told(tmp_path):
    with FULL.open("wb") as full:
        words = [sys.executable, "-c", ON_TO_THE_END, str(tmp_path / "done")]
        done = subprocess.run(words, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr == b"Not all that was to be said here could be written: No space left on device.\n"
    assert (tmp_path / "done").exists()


@pytest.mark.parametrize("where", ["stdout", "stderr"])
def test_a_command_without_a_place_to_speak_to_ends_all_the_same(tmp_path, where):
    code = f"import sys, os; os.close(sys.{where}.fileno())\n{ON_TO_THE_END}"
    assert b"Traceback" not in run([sys.executable, "-c", code, str(tmp_path / "done")]).stderr
    assert (tmp_path / "done").exists()


def test_results_reach_a_reader_that_leaves_after_the_first_line(cache_folder):
    del cache_folder
    with subprocess.Popen(QUERY, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        first = process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert (first, process.returncode, said) == (b"[\n", 0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16", "utf-8:strict", "undefined", "idna"])
def test_names_are_said_in_every_encoding(encoding):
    code = (
        "from analytics.starting.ending import command\n@command\ndef main():\n"
        "    print('C\\u00f4te \\u2192 \\u4e2d \\udcff'); return 0\nraise SystemExit(main())"
    )
    done = run([sys.executable, "-c", code], env={**os.environ, "PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    of_streams = {"undefined": "utf-8", "idna": "utf-8", "utf-8:strict": "utf-8"}
    said = done.stdout.decode(of_streams.get(encoding, encoding)).strip()
    assert said in {
        "C\\xf4te \\u2192 \\u4e2d \\udcff",
        "Côte \\u2192 \\u4e2d \\udcff",
        "Côte → \\u4e2d \\udcff",
        "Côte → 中 \\udcff",
    }


@pytest.mark.parametrize("more", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}])
@pytest.mark.parametrize("module", ["analytics.query", "analytics.load", "analytics.doctor", "analytics.build"])
def test_a_plain_locale_is_enough(more, module):
    words = [sys.executable, "-m", module, *(["no_result"] if module == "analytics.query" else [])]
    done = run(words, env={**os.environ, "PYTHONIOENCODING": "", **more})
    assert done.returncode == (2 if module == "analytics.query" else 0)
    assert b"Traceback" not in done.stdout + done.stderr


def test_sentences_of_ours_stay_as_they_are():
    from analytics.loading.store import StoreError
    from analytics.sentences import Said

    assert ending.sentence(StoreError(Said("refusal.busy"))) == str(Said("refusal.busy"))
