"""No pattern of the readers goes back and forth in a long text: twice the text takes about twice as long."""

import ast
import importlib
import pkgutil
import re
import time
from pathlib import Path

import pytest

import analytics.catalogue
import analytics.fetching
import analytics.loading
import analytics.sources
from analytics import search, sentences

READERS = (analytics.sources, analytics.loading, analytics.catalogue, analytics.fetching)
MODULES = [
    *(
        importlib.import_module(each.name)
        for of in READERS
        for each in pkgutil.walk_packages(of.__path__, f"{of.__name__}.")
    ),
    search,
    sentences,
]
AT_START = {"match", "fullmatch"}
METHODS = AT_START | {"search", "sub", "subn", "findall", "finditer", "split"}
UNITS = (
    *(" ", "\n", " \n", "\u00a0", ", ", ",", ";", ": ", "- ", "-", ".", ". ", "*", '"', "“", "’"),
    *(
        "(",
        "((",
        "(A) ",
        "(Aa",
        "[",
        "1",
        "1 ",
        "1.1. ",
        "1, ",
        "a",
        "A",
        "é",
        "J",
        "aA",
        "a ",
        "A ",
        "Aa ",
        "a, ",
        "Aa, ",
    ),
    *("A-", "A.", "A/", "a.", "JS1 ", "of ", "the ", "and ", "y ", "<", "<a>", "&", "=", "/", "\\", "_", "\u200b"),
)
ENDS = ("\x01", "a", " X)")
LENGTHS = (250, 500, 1_000, 2_000, 4_000)
SHORT = 0.006
"""Seconds that any text may take: what is not slower for the longest text is not slow."""
MORE = 3.0
"""Times as long for twice the text: 2 for a straight walk, 4 for one back and forth."""


def attributes(tree):
    return [each for each in ast.walk(tree) if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)]


def patterns_in(value, depth=0):
    """The compiled patterns of a value, also of tables of them."""
    if isinstance(value, re.Pattern):
        return [value] if isinstance(value.pattern, str) else []
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, (tuple, list, set, frozenset)) and depth < 3:
        return [pattern for each in value for pattern in patterns_in(each, depth + 1)]
    return []


def holding(name, value):
    """The modules in which a name is this value: where it is made, and where it is imported."""
    return [each for each in MODULES if vars(each).get(name) is value]


def collected():
    """Every pattern by where it stands, each with the ways in which it is used; `search` where that cannot be seen."""
    found, uses = {}, {}
    for module in MODULES:
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for each in attributes(tree):
            uses.setdefault((module.__name__, each.value.id), set()).add(each.attr)
        for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
            by_re = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "re"
            if by_re and call.func.attr in METHODS and isinstance(call.args[0], ast.Constant):
                flags = [ast.unparse(each.value) for each in call.keywords if each.arg == "flags"]
                flags += [ast.unparse(each) for each in call.args if ast.unparse(each).startswith("re.")]
                kind = sum({getattr(re, each.removeprefix("re.")) for each in flags})
                found[f"{module.__name__}:{call.lineno}"] = re.compile(call.args[0].value, kind), {call.func.attr}
    for module in MODULES:
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value)):
                used = set().union(*(uses.get((each.__name__, name), set()) for each in holding(name, value))) & METHODS
                found[f"{module.__name__}.{name}.{number}"] = pattern, used or {"search"}
    kept = {}
    for where, (pattern, used) in found.items():  # one that several modules import stands once
        first = kept.setdefault((pattern.pattern, pattern.flags), (where, pattern, set()))
        first[2].update(used if used & METHODS else {"search"})
    return [pytest.param(pattern, used, id=where.removeprefix("analytics.")) for where, pattern, used in kept.values()]


def seconds(use, text):
    """The lesser of two tries, because others run on this machine."""
    least = float("inf")
    for _ in range(2):
        started = time.process_time()
        use(text)
        least = min(least, time.process_time() - started)
        if least < SHORT:
            break
    return least


def slow(pattern, used):
    """The texts of which twice as much takes much more than twice as long, and the seconds of each length."""
    found = {}
    for method in {each if each in AT_START else "search" for each in used}:
        use = getattr(pattern, method)
        for unit in UNITS:
            for end in ENDS:
                times = [seconds(use, (unit * length)[:length] + end) for length in LENGTHS[:1]]
                if times[0] < SHORT and seconds(use, (unit * LENGTHS[-1])[: LENGTHS[-1]] + end) < SHORT:
                    continue
                for length in LENGTHS[1:]:
                    if times[-1] < SHORT:
                        times.append(seconds(use, (unit * length)[:length] + end))
                if len(times) == 1 or times[-1] > MORE * times[-2]:
                    found[method, unit, end] = times
    return found


@pytest.mark.parametrize(("pattern", "used"), collected())
def test_twice_the_text_takes_about_twice_as_long(pattern, used):
    assert slow(pattern, used) == {}


@pytest.mark.parametrize("wrong", [r"\s*x", r"\s+$", r"[a-z]*A", r"(?:a|b)*\)", r"^(.*?([\w)]+))\.\s+([^.,;]+)$"])
def test_a_pattern_that_goes_back_and_forth_is_found(wrong):
    assert slow(re.compile(wrong), {"search"})


def test_every_place_of_patterns_is_looked_at():
    names = [each.id for each in collected()]
    for one in ("sources.summaries.codes.SUBMITTER.0", "sources.ohchr.", "sources.summaries.lists.HEADING_LINES.8"):
        assert any(each.startswith(one) for each in names), one
    assert len(names) > 200
