"""Files of the cards under selections by lot, opened again: their numbers are those of the command line."""

import csv as reader
import io
import random
import time

import openpyxl
import pandas as pd
import pytest
from app_support import opened
from languages_support import languages_of

from analytics import query
from analytics.exports import csv, xlsx
from analytics.exports.names import LONGEST
from analytics.filters import Filters, encode
from analytics.text import text
from analytics.ui import files

SELECTIONS, SEED = 25, 20261130
SLOWEST = 2
"""Seconds until a file is built."""
COUNTS = ["recommendations", "answered", "accepted"]
LONG = "Permanent Observer Mission of the Democratic Republic of a Very Long Name, " * 30
RIGHT_TO_LEFT = "مركز القاهرة لدراسات حقوق الإنسان"


@pytest.fixture
def made(monkeypatch):
    """What makes each file of the cards that are opened, by the name of the file."""
    found = {}
    monkeypatch.setattr(files, "_file", lambda _label, name, _key, make: found.update({name: make}))
    return found


def selections(codes, lot):
    """Selections of places, cycles, issues, actions and askers, by lot, without an end."""
    while True:
        chosen = Filters(
            regions=tuple(
                lot.sample([each for each in codes.regions["m49"] if each != "observer"], lot.choice((0, 0, 1, 2)))
            ),
            states=tuple(lot.sample(codes.states, lot.choice((0, 0, 1, 3)))),
            cycles=tuple(lot.sample(codes.cycles, lot.choice((0, 1)))),
            issues=tuple(lot.sample(codes.issues, lot.choice((0, 0, 0, 1)))),
            actions=tuple(lot.sample((1, 2, 3, 4, 5), lot.choice((0, 0, 2)))),
            asked_by=tuple(lot.sample(codes.recommending_states, lot.choice((0, 0, 1)))),
        )
        yield chosen


def asked(link, capsys):
    """The counts that the command line prints for a selection."""
    capsys.readouterr()
    options = [part for name, value in link.items() for part in (f"--{name.replace('_', '-')}", value)]
    assert query.main(["received_by_state", "--format", "csv", *options]) == 0
    return pd.read_csv(io.StringIO(capsys.readouterr().out)).set_index("iso3")[COUNTS]


def built(make):
    start = time.perf_counter()
    content = make()
    assert time.perf_counter() - start <= SLOWEST
    return content


@pytest.mark.parametrize("language", languages_of("files of any selection"))
def test_files_of_any_selection_hold_the_numbers_of_the_command_line(codes, table, made, capsys, language):
    t, seen = text(language), 0
    for chosen in selections(codes, random.Random(SEED)):
        made.clear()
        link = encode(chosen)
        opened("pages/countries.py", behind_cards=("countries-map",), **link, lang=language)
        books = {
            name: make for name, make in made.items() if name.startswith("upr-countries-map") and name.endswith("xlsx")
        }
        if not books:  # the page has said that this selects nothing
            continue
        ((name, make),) = books.items()
        assert len(name) <= LONGEST + len(".xlsx")
        assert name.isascii()
        sheet, about = openpyxl.load_workbook(io.BytesIO(built(make))).worksheets
        header, *rows = sheet.iter_rows(values_only=True)
        read = pd.DataFrame(rows, columns=header).set_index(t("column.iso3"))
        wanted = table("received_by_state", chosen).set_index("iso3")[COUNTS]
        counts = read[[t(f"column.{column}") for column in COUNTS]].set_axis(COUNTS, axis=1)
        pd.testing.assert_frame_equal(counts, wanted, check_dtype=False, check_names=False, check_like=True)
        if seen < 2:  # which opens the data anew
            pd.testing.assert_frame_equal(wanted, asked(link, capsys), check_dtype=False, check_like=True)
        said = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
        assert all(said[t(f"card.{part}")] for part in ("of_count", "of_coverage", "of_reading", "cite_as", "of_day"))
        if link:
            assert said[t("card.of_selection")] not in {None, t("selection.everything")}
        assert said[t("column.accepted")]

        lines = pd.read_csv(io.BytesIO(built(made[name.replace("xlsx", "csv")])), keep_default_na=False)
        assert list(lines["recommendations"].astype(int)) == list(read[t("column.recommendations")])
        assert set(lines["about_link"]) == {said[t("column.link")]}
        seen += 1
        if seen == SELECTIONS:
            break


def test_long_hostile_and_right_to_left_words_and_no_rows_break_no_file():
    for words in (LONG, RIGHT_TO_LEFT, "=HYPERLINK(1)", "<b>&amp;</b>", "a\nb"):
        rows = csv.beside(pd.DataFrame({"state": [words], "recommendations": [3]}), {"selection": words, "link": words})
        for each in (rows, rows.head(0)):
            book = openpyxl.load_workbook(io.BytesIO(xlsx.write({"rows": each}, {words: words})))
            cells = list(book.worksheets[0].iter_rows(values_only=True))
            assert cells[0] == ("state", "recommendations", "about_selection", "about_link")
            assert [row[0] for row in cells[1:]] == [words] * len(each)
            assert {cell.data_type for row in book.worksheets[0].iter_rows(min_row=2) for cell in row} <= {"s", "n"}
            lines = list(reader.reader(io.StringIO(csv.write(each).decode("utf-8-sig"))))
            assert lines[0] == ["state", "recommendations", "about_selection", "about_link"]
            assert [line[0].lstrip("'") for line in lines[1:]] == [words] * len(each)
