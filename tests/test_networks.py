"""International and regional bodies that sign in many reviews: who they are, where they sit, what they are about."""

import re
import tomllib

import pytest

from analytics import small_tables
from analytics.catalogue import organisations
from analytics.database import DATA
from analytics.sources.summaries.joint_texts import read_joint_text
from analytics.sources.summaries.names import key

COLUMNS = ["network", "name", "acronym", "name_key", "seat", "subject", "reach", "reason"]
REVIEWS = 5
"""In so many reviews of the third cycle a body signs at least, to be in the table."""


@pytest.fixture(scope="module")
def networks():
    return small_tables.read(DATA / "networks.csv")


@pytest.fixture(scope="module")
def decisions():
    return organisations.decisions(DATA)


@pytest.fixture(scope="module")
def signed(sources, decisions):
    """Name that is kept -> the reviews in which the joint submissions of the third cycle print one of its names."""
    found = {}
    for row in texts(sources):
        names = {key(member.name) for member in read_joint_text(row["text"]).members}
        for name in organisations.preferred(names, decisions).values():
            found.setdefault(name, set()).add((row["iso3"], row["session_cycle3"]))
    return found


def texts(sources):
    return small_tables.read(sources / "coalitions" / "joint_cycle3" / "joint_texts.csv")


def test_there_are_enough_networks_to_compare(networks):
    assert len(networks) >= 30
    assert list(networks[0]) == COLUMNS


def test_a_network_is_there_once_under_the_name_that_is_kept(networks, decisions):
    names = [row["name_key"] for row in networks]
    for values in (names, [row["network"] for row in networks], [row["name"] for row in networks]):
        assert len(values) == len(set(values))
    assert organisations.preferred(names, decisions) == {name: name for name in names}
    assert [key(name) for name in names] == names


def test_its_code_is_that_of_the_organisation(networks):
    names = [row["name_key"] for row in networks]
    assert organisations.ids(names) == {row["name_key"]: row["network"] for row in networks}


def test_it_signs_in_many_reviews(networks, signed):
    few = {row["name_key"]: len(signed.get(row["name_key"], ())) for row in networks}
    assert {name: reviews for name, reviews in few.items() if reviews < REVIEWS} == {}


def test_civicus_is_read_wherever_it_is_printed(sources, signed):
    """Reviews that print CIVICUS, counted by hand elsewhere: 18, 26 and 11. Other spellings of its name add reviews."""
    printed = {region: set() for region in ("africa", "asia", "lac")}
    for row in texts(sources):
        if "CIVICUS" in row["text"] and row["region_m49"] in printed:
            printed[row["region_m49"]].add((row["iso3"], row["session_cycle3"]))
    assert {region: len(reviews) for region, reviews in printed.items()} == {"africa": 18, "asia": 26, "lac": 11}
    assert set().union(*printed.values()) <= signed["civicus world alliance for citizen participation"]


def test_seats_are_states(networks):
    states = {row["iso3"] for row in small_tables.read(DATA / "states.csv")}
    assert {row["seat"] for row in networks} - states == {""}


def test_subjects_are_flags_of_recommendations(networks):
    flags = {
        flag["flag"]
        for name in ("subjects", "lens")
        for flag in tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["flag"]
    }
    assert {row["subject"] for row in networks} - flags == {""}


def test_reach_and_reason_are_said(networks):
    assert {row["reach"] for row in networks} == {"international", "regional"}
    assert [row["network"] for row in networks if not re.fullmatch(r"[A-Z].+\.", row["reason"])] == []


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("world coalition against the death penalty", "death_penalty"),
        ("european network on statelessness", "statelessness"),
        ("world organization against torture", "torture"),
        ("amnesty international", ""),
    ],
)
def test_the_subject_is_that_of_the_mandate(networks, name, subject):
    assert [row["subject"] for row in networks if row["name_key"] == name] == [subject]
