"""What the reader of stakeholder summaries finds against what a person finds (gold/), and the catalogue made of it."""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from analytics.sources.summaries import reader

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(__file__).parent / "gold"
ARTICLES = {"the", "o", "os", "a", "as", "la", "las", "el", "los"}
EQUAL_LISTS = 0.95
"""Share of joint submissions whose members are those of the gold list, every one."""


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def normal(name):
    """As gold/README.md compares: without case, accents, punctuation, leading article and what stands in brackets."""
    bare = words(re.sub(r"\([^()]*\)", " ", name))
    return " ".join(bare[1:] if bare and bare[0] in ARTICLES else bare).removesuffix(" the")


def forms(name, acronym):
    """A name, also without and with its acronym: the one of two forms may stand in the name, set off by a dash."""
    whole, short = normal(name), " ".join(words(acronym or ""))
    if not short:
        return {whole}
    return {whole, f"{whole} {short}", whole.removeprefix(f"{short} "), whole.removesuffix(f" {short}")}


def words(name):
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.findall(r"\w+", letters.casefold())


def matched(found, wanted):
    """How many of these names are those, one for one."""
    left = list(wanted)
    for name in found:
        same = next((other for other in left if name & other), None)
        if same:
            left.remove(same)
    return len(wanted) - len(left)


@pytest.fixture(scope="module")
def gold():
    """Document and code of each joint submission -> the forms of its members' names."""
    found = defaultdict(list)
    for row in rows(GOLD / "joint_submissions.csv"):
        found[row["symbol"], row["code"]].append(forms(row["member"], row["acronym"]))
    return found


@pytest.fixture(scope="module")
def read(sources):
    """The documents of the gold lists as the reader reads them."""
    symbols = {row["symbol"] for row in rows(GOLD / "submissions.csv")}
    every = [reader.read(path) for path in sorted((sources / "stakeholder_summaries").glob("*.txt"))]
    return [summary for summary in every if summary.symbol in symbols]


def test_the_gold_lists_hold_what_their_description_says(gold):
    submissions = rows(GOLD / "submissions.csv")
    assert (len(submissions), len(gold), sum(map(len, gold.values()))) == (158, 91, 499)
    assert {(row["symbol"], row["code"]) for row in submissions if row["kind"] == "joint"} == set(gold)


def test_names_are_compared_as_the_gold_lists_say():
    assert normal("The Ação") == normal("acao (explained)") == "acao"
    assert forms("Ação – ABC", "ABC") & forms("Ação", "ABC")
    assert not forms("Ação – ABC", "ABC") & forms("ABC", "ABC")


def test_the_reader_finds_the_members_that_a_person_finds(gold, read, capsys):
    found = {
        (summary.symbol, each.code): [forms(member.name, member.acronym) for member in each.members]
        for summary in read
        for each in summary.of_kind("joint")
    }
    assert set(found) == set(gold)
    right = {key: matched(found[key], gold[key]) for key in gold}
    listed, wanted = (sum(map(len, lists.values())) for lists in (found, gold))
    precision, recall = sum(right.values()) / listed, sum(right.values()) / wanted
    differ = sorted(key for key in gold if not right[key] == len(found[key]) == len(gold[key]))
    equal = 1 - len(differ) / len(gold)
    with capsys.disabled():
        sys.stdout.write(
            f"\n  members of joint submissions: precision {precision:.3f}, n = {listed}; recall {recall:.3f}, "
            f"n = {wanted}; member lists equal {equal:.3f}, n = {len(gold)}\n"
        )
        sys.stdout.writelines(f"    differs: {symbol} {code}\n" for symbol, code in differ)
    assert min(precision, recall) >= 0.99
    assert equal >= EQUAL_LISTS


def test_the_reader_finds_the_submissions_that_a_person_finds(read):
    """Codes are compared without spaces, which the reader takes out."""
    found = [
        (summary.symbol, each.code, each.kind, normal(each.name or "") if each.kind != "joint" else "")
        for summary in read
        for each in summary.submissions
    ]
    expected = [
        (row["symbol"], row["code"].replace(" ", ""), row["kind"], normal(row["name"]))
        for row in rows(GOLD / "submissions.csv")
    ]
    assert sorted(found) == sorted(expected)
