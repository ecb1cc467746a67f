"""The command that damages files and counts what readers make of them: faults are found and named."""

import random

import pytest

from analytics.sources.reading import ReadError
from benchmarks import fuzz


def test_a_few_copies_of_every_reader_end_as_they_must(capsys):
    assert fuzz.main(["uwazi_csv", "ohchr_docx", "own_recommendations_xlsx", "--copies", "12"]) == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.split()[:2] == ["reader", "copies"]
    counted = [line.split()[1:8] for line in lines]
    assert [sum(map(int, ends[1:])) for ends in counted] == [12, 12, 12]
    assert all(ends[4:] == ["0", "0", "0"] for ends in counted)


def test_an_unknown_reader_is_named_with_those_there_are(capsys):
    assert fuzz.main(["doors"]) == 2
    assert "There is no file of 'doors'. There are: upr_info_csv, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raised", "end"),
    [(ValueError("doors"), "broken"), (ReadError("no sentence"), "broken"), (ReadError("A sentence."), "refused")],
)
def test_what_is_no_sentence_is_a_fault(tmp_path, monkeypatch, raised, end):
    def fail(*_, **__):
        raise raised

    monkeypatch.setattr(fuzz, "read_any", fail)
    assert fuzz.outcome(tmp_path / "x")[0] == end


def test_a_reader_that_hangs_is_ended_and_named_with_its_seed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(fuzz, "SECONDS", 0.2)
    (tmp_path / "doors").write_bytes(b"x" * 1000)
    monkeypatch.setattr(fuzz.sys, "executable", "sleep")
    monkeypatch.setattr(fuzz, "COMMAND", ("5",))
    assert fuzz._reader("doors", tmp_path / "doors", 0, 1) == 1  # noqa: SLF001 - what is told of one reader
    assert "doors, seed 0: slow" in capsys.readouterr().out


def test_a_seed_makes_the_same_damage_again():
    made = [fuzz.damaged(b"doors and windows" * 9, random.Random("doors 7")) for _ in range(2)]
    assert made[0] == made[1] != b"doors and windows" * 9
