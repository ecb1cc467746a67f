"""What nobody sees is taken out of names, and no value gives a terminal an order."""

import io
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from time import perf_counter

import pytest

from analytics import letters, terminal

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Doors \u202eeuqes\u202c of Kenya", "Doors euqes of Kenya"),
        ("\u2066Gates\u2069 \u2067x\u2069 \u2068y\u2069", "Gates x y"),
        ("Do\u200bors\ufeff for\u2060 A\u00adll\u200e\u200f", "Doors for All"),
        ("Hin\u3164ges\u2800 \u115f\u1160x\ufe0f\u034f", "Hinges x"),
        ("a\u200db c\u200cd", "ab cd"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u0dc1\u0dca\u200d\u0dbb\u0dd3 Lanka", "\u0dc1\u0dca\u200d\u0dbb\u0dd3 Lanka"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("Caf\u00e9 \u2019Doors\u2019 \u2013 n\u00ba 5 & Co.", "Caf\u00e9 \u2019Doors\u2019 \u2013 n\u00ba 5 & Co."),
        (
            "\u95e8 \u0e1b\u0e23\u0e30\u0e15\u0e39 \u0434\u0432\u0435\u0440\u044c",
            "\u95e8 \u0e1b\u0e23\u0e30\u0e15\u0e39 \u0434\u0432\u0435\u0440\u044c",
        ),
        ("tab\there\nand\rthere\x00\x07\x85", "tab here and there"),
        ("two\u00a0\u2003blanks\u2028x", "two blanks x"),
        ("\x1b[31mred\x1b[0m \x9b1mbold", "red bold"),
        ("\x1b]8;;http://evil.test\x1b\\door\x1b]8;;\x07", "door"),
        ("\x1b]0;title\x07name", "name"),
        ("private \ue000\uf8ff lone \ud800", "private lone"),
    ],
)
def test_a_name_holds_only_what_is_seen(written, seen):
    """Joiners stay between letters that a script joins; there a name without them is another name."""
    assert letters.name(written) == seen


@pytest.mark.parametrize("piece", ["\u200b", "\x1b]", "\x9d", "\x1b[", "\u200d", "\x1b]8;;x", "\n", "\u202e"])
def test_a_long_one_takes_no_longer_than_its_length(piece):
    def seconds(times):
        start = perf_counter()
        letters.name(piece * times)
        return perf_counter() - start

    seconds(1_000)
    assert seconds(80_000) < max(8 * seconds(20_000), 1.0)


@pytest.mark.parametrize(
    "hostile", ["\x1b[2Jgone", "\x9b31mred", "\x1b]8;;http://evil.test\x1b\\x\x1b]8;;\x1b\\", "a\u202eb", "a\x07\x08b"]
)
def test_what_a_command_prints_gives_no_orders(hostile):
    @terminal.plain
    def main():
        sys.stdout.write(f"the value '{hostile}'\tis unknown\nsecond line\n")
        return 3

    with redirect_stdout(io.StringIO()) as printed:
        assert main() == 3
    said = printed.getvalue()
    assert [letter for letter in said if letter != "\n" and not letter.isprintable()] == []
    assert said.endswith("is unknown\nsecond line\n")


COMMANDS = sorted(path for path in (ROOT / "analytics").glob("[a-z]*.py") if "def main(" in path.read_text("utf-8"))


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_every_command_prints_plainly(path):
    assert "@plain\ndef main(" in path.read_text("utf-8").replace("@terminal.plain", "@plain")


def test_a_hostile_file_gives_the_terminal_no_orders(tmp_path):
    table = tmp_path / "own \x1b[31m\u202e.csv"
    rows = "state_under_review,session,recommending_states\n\x1b[2JGon\u202edor,44,FRA\n\x1b]8;;http://evil.test\x07x,44,FRA\n"
    table.write_text(rows, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "analytics.load", str(table)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"UPR_DATA": str(tmp_path / "loaded"), "PATH": "", "PYTHONIOENCODING": "utf-8"},
    )
    said = done.stdout + done.stderr
    assert "Gondor" in said
    assert [letter for letter in said if letter != "\n" and not letter.isprintable()] == []


@pytest.mark.parametrize(
    ("name", "unix", "windows"),
    [
        ("Doorland", "Doorland", "Doorland"),
        ("New Doorland", "'New Doorland'", '"New Doorland"'),
        ('x"; rm -rf ~; "', "'x\"; rm -rf ~; \"'", "NAME"),
        ("$(touch x)", "'$(touch x)'", "NAME"),
        ("`touch x`", "'`touch x`'", "NAME"),
        ("C\u00f4te d'Ivoria", "'C\u00f4te d'\"'\"'Ivoria'", '"C\u00f4te d\'Ivoria"'),
        ("%PATH%", "%PATH%", "NAME"),
        ("a & calc", "'a & calc'", '"a & calc"'),
        ("a\n\x1b[31mb", "'a b'", '"a b"'),
        ("", "''", '""'),
    ],
)
def test_a_suggested_command_has_the_name_as_one_word(name, unix, windows):
    assert terminal.quoted(name, "NAME", windows=False) in {unix, f"'{unix}'"}
    assert terminal.quoted(name, "NAME", windows=True) == windows
