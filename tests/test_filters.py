"""A selection and its link: what is written is read back, and what cannot be used is named."""

import sys
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.filters import ACTIONS, NAMES, Codes, Filters, Problem, decode, encode, known_values, under_scheme

INVENTED = Codes(
    regions={"m49": ("africa", "lac", "asia", "europe"), "un": ("africa", "lac", "asia", "weog", "observer")},
    subregions=("western-africa", "caribbean", "western-asia"),
    states=("CUB", "ISR", "KEN"),
    recommending_states=("FRA", "KEN", "VAT"),
    cycles=(1, 2),
    sessions=(1, 20),
    issues=("justice", "torture"),
)
often = settings(max_examples=60, deadline=None, derandomize=True)


def some(values):
    return st.lists(st.sampled_from(values), max_size=4).map(tuple)


@st.composite
def selections(draw):
    """Any filters made of the codes that exist under their scheme."""
    scheme = draw(st.sampled_from(["m49", "un"]))
    known = known_values(INVENTED, scheme)
    session = st.integers(*INVENTED.sessions)
    return Filters(
        scheme=scheme,
        sessions=draw(st.none() | st.tuples(session, session)),
        acceptance=draw(st.sampled_from(["strict", "broad"])),
        **{name: draw(some(values)) for name, values in known.items()},
    )


@often
@given(selections())
def test_any_selection_is_read_back_from_its_own_link(selection):
    assert decode(encode(selection), INVENTED) == (selection, [])


def test_any_selection_of_the_embedded_codes_is_read_back_from_its_own_link(codes):
    for scheme in ("m49", "un"):
        for name, values in known_values(codes, scheme).items():
            selection = Filters(scheme=scheme, **{name: values})
            assert decode(encode(selection), codes) == (selection, [])


LINKS = st.dictionaries(st.sampled_from([*NAMES, "lang", "utm_source"]), st.text(max_size=30), max_size=6)


@often
@given(LINKS)
def test_any_text_in_a_link_gives_a_selection_and_never_an_error(link):
    selection, problems = decode(link, INVENTED, also=("lang",))
    assert decode(encode(selection), INVENTED) == (selection, [])
    assert {problem.parameter for problem in problems} <= set(link)
    assert ("utm_source" in link) == any(problem.parameter == "utm_source" for problem in problems)


@often
@given(selections(), selections())
def test_different_selections_have_different_links(one, other):
    assert (encode(one) == encode(other)) == (one == other)


def test_the_whole_of_a_link_can_be_read_by_a_person():
    selection = Filters(
        scheme="un",
        regions=("lac", "africa"),
        states=("KEN", "CUB"),
        cycles=(2, 1),
        sessions=(13, 20),
        issues=("torture",),
        actions=(5,),
        asked_by=("weog", "FRA"),
        acceptance="broad",
    )
    assert encode(selection) == {
        "scheme": "un",
        "regions": "africa,lac",
        "states": "CUB,KEN",
        "cycles": "1,2",
        "sessions": "13-20",
        "issues": "torture",
        "actions": "5",
        "asked_by": "FRA,weog",
        "acceptance": "broad",
    }


def test_the_selection_of_everything_needs_no_link():
    assert encode(Filters()) == {}
    assert decode({}, INVENTED) == (Filters(), [])


def test_order_and_repetition_do_not_make_another_selection():
    assert Filters(states=("KEN", "CUB", "KEN")) == Filters(states=("CUB", "KEN"))
    assert encode(Filters(cycles=(2, 1, 2))) == {"cycles": "1,2"}


@pytest.mark.parametrize(
    ("link", "sessions"),
    [
        ("4-9", (4, 9)),
        ("9-4", (4, 9)),
        ("7", (7, 7)),
        ("7-7", (7, 7)),
        ("1-20", (1, 20)),
        (" 4 - 9 ", (4, 9)),
    ],
)
def test_a_range_of_sessions_is_read_in_either_direction(link, sessions):
    assert decode({"sessions": link}, INVENTED) == (Filters(sessions=sessions), [])


@pytest.mark.parametrize("text", ["x", "0-5", "5-0", "19-21", "21-19", "-5", "5-", "1-2-3", "1,2", "1.5", "²", "-1"])
def test_a_range_that_does_not_exist_is_named_to_the_reader(text):
    assert decode({"sessions": text}, INVENTED) == (Filters(), [Problem("sessions", text)])


def test_an_endless_number_of_a_session_is_named_to_the_reader():
    digits = "9" * (sys.get_int_max_str_digits() + 1)
    assert decode({"sessions": digits}, INVENTED) == (Filters(), [Problem("sessions", digits)])


@pytest.mark.parametrize(
    ("link", "selection", "problems"),
    [
        ({"states": "KEN,XXX,CUB"}, Filters(states=("CUB", "KEN")), [Problem("states", "XXX")]),
        ({"states": "ken"}, Filters(), [Problem("states", "ken")]),
        ({"states": "FRA"}, Filters(), [Problem("states", "FRA")]),
        ({"cycles": "1,3,one"}, Filters(cycles=(1,)), [Problem("cycles", "3"), Problem("cycles", "one")]),
        ({"actions": "0,5,6"}, Filters(actions=(5,)), [Problem("actions", "0"), Problem("actions", "6")]),
        ({"issues": "doors"}, Filters(), [Problem("issues", "doors")]),
        ({"subregions": "atlantis"}, Filters(), [Problem("subregions", "atlantis")]),
        ({"asked_by": "CUB,VAT"}, Filters(asked_by=("VAT",)), [Problem("asked_by", "CUB")]),
        ({"acceptance": "lenient"}, Filters(), [Problem("acceptance", "lenient")]),
        ({"scheme": "continents"}, Filters(), [Problem("scheme", "continents")]),
    ],
)
def test_an_unknown_value_is_named_to_the_reader_and_the_rest_applies(link, selection, problems):
    assert decode(link, INVENTED) == (selection, problems)


@pytest.mark.parametrize(
    ("link", "selection", "problems"),
    [
        ({"regions": "weog"}, Filters(), [Problem("regions", "weog")]),
        (
            {"scheme": "un", "regions": "europe,weog"},
            Filters(scheme="un", regions=("weog",)),
            [Problem("regions", "europe")],
        ),
        ({"asked_by": "weog"}, Filters(), [Problem("asked_by", "weog")]),
        ({"scheme": "un", "asked_by": "observer"}, Filters(scheme="un", asked_by=("observer",)), []),
        ({"scheme": "un", "regions": "observer"}, Filters(scheme="un"), [Problem("regions", "observer")]),
    ],
)
def test_a_region_of_the_other_scheme_is_named_to_the_reader(link, selection, problems):
    assert decode(link, INVENTED) == (selection, problems)


def test_an_unknown_parameter_is_named_unless_it_belongs_to_the_page():
    link = {"measure": "rate", "filter": "all", "cycles": "1"}
    assert decode(link, INVENTED, also=("measure",)) == (Filters(cycles=(1,)), [Problem("filter", "all")])


@pytest.mark.parametrize("name", ["regions", "states", "cycles", "sessions", "issues", "asked_by"])
def test_an_empty_value_selects_everything(name):
    assert decode({name: ""}, INVENTED) == (Filters(), [])


def test_spaces_and_spare_commas_in_a_link_do_no_harm():
    assert decode({"states": " KEN ,,CUB,"}, INVENTED) == (Filters(states=("CUB", "KEN")), [])


def test_another_scheme_keeps_the_regions_that_it_has():
    selection = Filters(
        regions=("africa", "europe"), asked_by=("europe", "asia", "FRA"), states=("KEN",), sessions=(4, 9)
    )
    assert under_scheme(selection, "un", INVENTED) == Filters(
        scheme="un", regions=("africa",), asked_by=("asia", "FRA"), states=("KEN",), sessions=(4, 9)
    )


def test_a_selection_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Filters().scheme = "un"
    assert len({Filters(), Filters(cycles=()), Filters(cycles=(1,))}) == 2


def test_a_query_gets_the_states_and_sessions_that_a_selection_stands_for(codes):
    everything = Filters().parameters(codes)
    assert {everything[name] for name in ("states", "sessions", "issues", "actions", "askers")} == {None}
    some_of_them = Filters(sessions=(15, 9), cycles=(2,), subregions=("northern-america",), asked_by=("FRA",))
    found = some_of_them.parameters(codes)
    assert (found["states"], found["askers"]) == (["CAN", "USA"], ["FRA"])
    assert found["sessions"] == [13, 14, 15]
    asked = Filters(asked_by=("northern-america", "KEN")).parameters(codes)["askers"]
    assert asked == ["CAN", "KEN", "USA"]
    assert Filters(actions=(2, 5)).parameters(codes)["actions"] == [2, 5]
    assert Filters(issues=("torture", "justice")).parameters(codes)["issues"] == ["justice", "torture"]


@pytest.mark.parametrize(
    "nothing",
    [
        Filters(regions=("africa",), states=("CUB",)),
        Filters(cycles=(1,), sessions=(13, 20)),
        Filters(issues=("doors",)),
    ],
)
def test_a_selection_that_leaves_nothing_asks_for_no_session_at_all(codes, nothing):
    assert nothing.parameters(codes)["sessions"] == []


def test_the_embedded_codes_are_those_of_the_data(codes):
    assert codes.regions == {
        "m49": ("africa", "lac", "asia", "europe", "northern-america", "oceania"),
        "un": ("africa", "lac", "asia", "eeg", "weog", "observer"),
    }
    assert (codes.cycles, codes.sessions, codes.years) == ((1, 2, 3), (1, 27), (2008, 2017))
    assert (codes.whole_cycles, codes.uncoded) == ((1, 2), (27,))
    assert (len(codes.states), len(codes.issues), len(codes.subregions)) == (193, 56, 22)
    assert codes.focus == ("africa", "lac", "asia")
    assert ACTIONS == (1, 2, 3, 4, 5)
    assert {code: codes.region_of["un"][code] for code in ("ISR", "TUR", "ARM", "TON")} == {
        "ISR": "weog",
        "TUR": "weog",
        "ARM": "eeg",
        "TON": "asia",
    }
