"""Decisions on names: nobody says of one pair that it is the same and, by way of others, that it is not."""

from collections import Counter, defaultdict

import pytest

from analytics.catalogue import organisations
from analytics.database import DATA
from analytics.sources.summaries.names import key
from analytics.sources.summaries.persons import is_person


@pytest.fixture(scope="module")
def decisions():
    return organisations.decisions(DATA)


def groups(made):
    """Name -> the names that decisions make one organisation of, directly or by way of others."""
    beside = defaultdict(set)
    for row in made:
        if row["decision"] == "same":
            beside[row["first"]].add(row["second"])
            beside[row["second"]].add(row["first"])
    found = {}
    for name in beside:
        if name in found:
            continue
        group, waiting = {name}, [name]
        while waiting:
            further = beside[waiting.pop()] - group
            group |= further
            waiting.extend(further)
        found.update(dict.fromkeys(group, frozenset(group)))
    return found


def contradictions(made):
    """Pairs that are decided to be different, of names that other decisions make one."""
    found = groups(made)
    return [
        (row["first"], row["second"])
        for row in made
        if row["decision"] == "different" and row["second"] in found.get(row["first"], ())
    ]


def decided(first, second, decision):
    return {"first": first, "second": second, "decision": decision}


def test_a_contradiction_is_found_across_a_third_name():
    made = [decided("elm", "oak", "same"), decided("oak", "pine", "same"), decided("elm", "pine", "different")]
    assert contradictions(made) == [("elm", "pine")]
    assert contradictions(made[:2]) == []
    assert contradictions([made[0], made[2]]) == []


def test_no_decision_contradicts_others(decisions):
    assert contradictions(decisions) == []


def test_the_names_of_one_organisation_lead_to_one_name(decisions):
    found = groups(decisions)
    kept = organisations.preferred(found, decisions)
    for group in set(found.values()):
        assert len({kept[name] for name in group}) == 1, sorted(group)
        assert kept[next(iter(group))] in group


def test_each_pair_is_decided_once_and_why_is_said(decisions):
    pairs = Counter(frozenset((row["first"], row["second"])) for row in decisions)
    assert [sorted(pair) for pair, times in pairs.items() if times > 1 or len(pair) == 1] == []
    assert {row["decision"] for row in decisions} == {"same", "different"}
    assert [row for row in decisions if not row["reason"].endswith(".")] == []


def test_names_stand_in_the_form_in_which_they_are_compared(decisions):
    names = {row[side] for row in decisions for side in ("first", "second")}
    assert sorted(name for name in names if key(name) != name) == []
    assert sorted(name for name in names if is_person(name)) == []


def test_national_bodies_stay_apart_from_the_international_one_and_from_each_other(decisions):
    """What the decisions were made by: a wrong merge is worse than a double."""
    by_pair = {frozenset((row["first"], row["second"])): row["decision"] for row in decisions}
    for first, second in (
        ("plan international bolivia", "plan international india"),
        ("amnesty international", "amnesty international ghana"),
        ("acat france", "ecpat france"),
        ("transparency international", "transparency international uganda"),
    ):
        assert by_pair[frozenset((first, second))] == "different"


def test_a_translated_name_is_the_same_organisation(decisions):
    kept = organisations.preferred(
        ("organisation mondiale contre la torture", "world organisation against torture"), decisions
    )
    assert len(set(kept.values())) == 1
