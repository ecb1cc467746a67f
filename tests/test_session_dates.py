"""The days of the sessions: those that a document states, and no others."""

import calendar
import re
from datetime import date

import pytest
from app_support import opened

from analytics import database, small_tables
from analytics.text import languages, text

MONTHS = list(calendar.month_name)
"""With nothing before January."""
ORDINALS = {"Seventh": 7, "Twentieth": 20, "Twenty-ninth": 29, "Thirty-second": 32, "Thirty-third": 33}
ORDINALS |= {"Thirty-fourth": 34, "Forty-first": 41, "Forty-seventh": 47, "Forty-eighth": 48}
HEADING = re.compile(
    r"(?m)^(\w[\w-]*) session\n(?:Geneva, )?(\d+)(?: (\w+?))?[-– ]?(\d+) (\w+) (\d{4})$",
)


def test_a_session_without_days_is_not_known_and_not_guessed(few_rows):
    found = database.query(few_rows, "session_dates", {})
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        [1, 1, 2008, "2008-04-07", "2008-04-18", "stated"],
        [12, 1, 2011, None, None, "not_known"],
        [13, 2, 2012, None, None, "not_known"],
        [14, 2, 2012, None, None, "not_known"],
    ]


def test_the_days_are_those_that_the_summaries_print(sources):
    """Their first page says, as in `Forty-seventh session`, `Geneva, 4-15 November 2024`."""
    held = {int(row["session"]): row for row in small_tables.read(database.DATA / "sessions.csv")}
    printed = set()
    for path in sorted((sources / "stakeholder_summaries").glob("*.txt")):
        for ordinal, first, month, last, last_month, year in HEADING.findall(path.read_text(encoding="utf-8")):
            end = date(int(year), MONTHS.index(last_month), int(last))
            start = date(int(year), MONTHS.index(month or last_month), int(first))
            row = held[ORDINALS[ordinal]]
            assert (row["start_date"], row["end_date"]) == (start.isoformat(), end.isoformat()), path.name
            printed.add(ORDINALS[ordinal])
    assert printed == set(ORDINALS.values())


def test_a_day_is_a_first_one_or_a_last_one_and_in_the_year_of_its_session():
    dated = [row for row in small_tables.read(database.DATA / "sessions.csv") if row["start_date"] or row["end_date"]]
    assert len(dated) == 14 + 6
    for row in dated:
        start, end = (date.fromisoformat(row[name]) for name in ("start_date", "end_date"))
        assert start < end
        assert start.year == int(row["year"])


@pytest.mark.parametrize("language", languages())
def test_the_methods_say_of_which_sessions_the_days_are_not_known(language):
    at = opened("pages/methods.py", lang=language)
    t = text(language)
    (shown,) = [each.value for each in at.dataframe if "first_day" in each.value]
    last = shown.iloc[-1]
    assert (last["session"], last["dates"]) == (54, t("dates.not_known"))
    assert set(shown["dates"]) == {t("dates.stated"), t("dates.not_known")}
