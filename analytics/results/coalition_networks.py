"""Who signs joint submissions with whom across reviews: regions beside chance, bridges, the regions of networks.

All of the third cycle, whose joint submissions the catalogue holds. What takes long is in `network_chance`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import Codes
from analytics.results import network_chance as chance
from analytics.results.coalitions import SENSITIVITIES
from analytics.results.definition import Result, Setting, ratio
from analytics.rows import each, is_known
from analytics.statistics.multiplicity import FALSE_DISCOVERY_RATE
from analytics.statistics.proportions import Unequal, unequal_shares, wilson
from analytics.thresholds import FEWEST_LISTS, FEWEST_REVIEWS

ANY = "any"
"""Bodies of every subject, and of none."""
MORE, LESS, AS, ONLY, FEW, TOO_MANY = "more", "less", "as", "only", "few", "too_many"
"""How a network differs from chance; `only`: no other network has its sizes; `few`: fewer reviews than compared."""
REACHES = ("international", "regional")


def _mandates(codes: Codes) -> Collection[object]:
    return (ANY, *codes.subjects, "room", "defenders")


OWN: Mapping[str, tuple[object, Callable[[Codes], Collection[object]]]] = {"mandate": (ANY, _mandates)}


def _reviews(setting: Setting) -> pd.DataFrame:
    return chance.third(setting.table("listed_reviews", lists="all"))


def _grades(reviews: pd.DataFrame) -> dict[str, str]:
    return dict(zip(reviews["review"], reviews["grade"], strict=True))


# Whole regions and single reviews


def regions(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region of the scheme: reviews with a list, states without one, its organisations, how often they sign."""
    signed, reviews = chance.memberships(rows), _reviews(setting)
    region_of = setting.codes.region_of[setting.filters.scheme]
    region = signed.region(region_of)
    found = chance.regional(signed, region_of, _grades(reviews), (chance.ALL,))
    networks = {network.of: network for network in found}
    measured = dict(zip(networks, chance.known(list(networks.values()), setting), strict=True))
    elsewhere = _distinct(signed.organisation, region)
    made = []
    for code in setting.order:
        held = reviews[(reviews["region"] == code).to_numpy()]
        if held.empty and code not in setting.focus:
            continue
        mine = region == code
        joint = np.bincount(signed.organisation[mine], minlength=elsewhere.size)
        across = _distinct(signed.organisation[mine], signed.state[mine], elsewhere.size)
        of_members = sum(region_of[state] == code for state in setting.codes.members)
        row = {
            "region": code,
            "reviews": len(held),
            "states_unknown": of_members - held["iso3"].nunique(),
            "joint": int(held["joint"].sum()),
            "memberships": int(mine.sum()),
            "organisations_in": int((joint > 0).sum()),
            "sign_again": int((joint > 1).sum()),
            "sign_across": int((across > 1).sum()),
            "sign_elsewhere": int(((joint > 0) & (elsewhere > 1)).sum()),
        }
        observed = dict.fromkeys(chance.SHOWN, float("nan"))
        if code in measured:
            observed = {measure: value for measure, value, *_ in measured[code].chance}
        made.append(row | observed)
    return pd.DataFrame(made)


def _distinct(organisation: np.ndarray, of: np.ndarray, organisations: int = 0) -> np.ndarray:
    """How many different values of `of` each organisation has, by its number."""
    code, values = pd.factorize(of)
    pairs = np.unique(organisation * max(len(values), 1) + code)
    return np.bincount(pairs // max(len(values), 1), minlength=organisations)


def region_chance(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each compared region, part of its lists and measure: observed, and what chance gives at the same sizes."""
    networks = _compared_networks(rows, setting, SENSITIVITIES)
    made = []
    for network, its in zip(networks, chance.known(networks, setting), strict=True):
        head = {"region": network.of, "sensitivity": network.part, **dict(zip(SIZE, network.size, strict=True))}
        made += [head | row for row in compared(its, network.size[0])]
    return pd.DataFrame(made, columns=["region", "sensitivity", *SIZE, *COMPARED])


def _compared_networks(rows: pd.DataFrame, setting: Setting, parts: Sequence[str]) -> list[chance.Network]:
    """The networks of the compared regions, in the order of regions."""
    region_of = setting.codes.region_of[setting.filters.scheme]
    found = chance.regional(chance.memberships(rows), region_of, _grades(_reviews(setting)), parts)
    compared_ones = [network for network in found if network.of in setting.focus]
    return sorted(compared_ones, key=lambda network: setting.order.index(network.of))


def review_chance(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each review and measure: the same of its own network, and who links most others in it."""
    signed, reviews = chance.memberships(rows), _reviews(setting)
    called = dict(zip(signed.columns["stakeholder"], signed.columns["organisation"], strict=True))
    of_review = signed.single
    shown = [row for row in each(reviews) if row.review in of_review]
    networks = [of_review[row.review] for row in shown]
    made = []
    for row, network, its in zip(shown, networks, chance.known(networks, setting), strict=True):
        head = {name: getattr(row, name) for name in ("region", "review", "iso3", "session", "grade")}
        _, *size = network.size
        broker = called[its.brokers[0][1]] if its.brokers else None
        between = {"broker": broker, "broker_betweenness": its.brokers[0][3] if its.brokers else float("nan")}
        head |= dict(zip(SIZE[1:], size, strict=True))
        made += [{**head, **beside, **between} for beside in compared(its, None)]
    names = ["region", "review", "iso3", "session", "grade", *SIZE[1:], *COMPARED, "broker", "broker_betweenness"]
    return pd.DataFrame(made, columns=names)


SIZE = ("reviews", "joint", "organisations_in", "sign_again")
COMPARED = ("network_measure", "observed", "by_chance", "chance_lower", "chance_upper", "draws", "against_chance")


def compared(its: chance.Made, reviews: int | None) -> Iterator[dict[str, Any]]:
    """Each measure of a network; of a region with fewer than FEWEST_LISTS `reviews` no chance is shown."""
    few = reviews is not None and reviews < FEWEST_LISTS
    absent = float("nan")
    for measure, observed, mean, lower, upper, draws, reason in its.chance:
        verdict = FEW if few else _verdict(observed, mean, lower, upper, reason)
        values = (absent, absent, absent) if few else (mean, lower, upper)
        yield dict(zip(COMPARED, (measure, observed, *values, draws, verdict), strict=True))


def _verdict(observed: float, mean: float, lower: float, upper: float, reason: object) -> str:
    if reason == "too_many":
        return TOO_MANY
    if not is_known(mean):
        return ONLY
    lower, upper = (lower, upper) if is_known(lower) else (mean, mean)  # all draws are alike
    if observed == lower == upper:
        return ONLY
    return MORE if observed > upper else LESS if observed < lower else AS


def brokers(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each compared region and organisation on the paths between most others of it."""
    signed = chance.memberships(rows)
    networks = _compared_networks(rows, setting, (chance.ALL,))
    names = ("organisation", "country", "organisation_kind")
    made = []
    for network, its in zip(networks, chance.known(networks, setting), strict=True):
        who = signed.columns["stakeholder"][network.places]
        for rank, code, partners, betweenness in its.brokers:
            mine = network.places[who == code]
            about = {name: signed.columns[name][mine[0]] for name in names}
            numbers = {"joint": len(mine), "states_signed": len(set(signed.state[mine])), "partners": partners}
            head = {"region": network.of, "rank": rank, **about}
            made.append({**head, **numbers, "betweenness": betweenness, "stakeholder": code})
    more = ("joint", "states_signed", "partners", "betweenness", "stakeholder")
    return pd.DataFrame(made, columns=["region", "rank", names[0], *more[:-1], *names[1:], more[-1]])


# Bridges


def country_bridges(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each compared region and organisation that signs in two or more states of it, most states first."""
    signed = chance.memberships(rows)
    of = signed.region(setting.codes.region_of[setting.filters.scheme])
    made = [
        {"region": region, **row}
        for region in setting.focus
        for row in _bridges(signed, of == region, signed.state, setting)
    ]
    names = ["region", *BRIDGE, "in_states", "stakeholder"]
    return _widest(pd.DataFrame(made, columns=names), ["states_signed"])


def region_bridges(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each organisation that signs in two or more regions of the scheme, most regions first."""
    signed = chance.memberships(rows)
    of = signed.region(setting.codes.region_of[setting.filters.scheme])
    everywhere = np.ones(of.size, dtype=bool)
    names = ["organisation", "regions_signed", *BRIDGE[1:], "in_regions", "organisations_in", "stakeholder"]
    whole = {"organisations_in": np.unique(signed.organisation).size}
    made = [row | whole for row in _bridges(signed, everywhere, of, setting)]
    return _widest(pd.DataFrame(made, columns=names), ["regions_signed", "states_signed"])


BRIDGE = ("organisation", "states_signed", "joint", "in_networks", "country", "organisation_kind")


def _bridges(
    signed: chance.Memberships, inside: np.ndarray, across: np.ndarray, setting: Setting
) -> Iterator[dict[str, Any]]:
    """Of these memberships, each organisation that has two or more different values of `across`."""
    bodies = set(setting.table("networks")["stakeholder"])
    wide = np.flatnonzero(_distinct(signed.organisation[inside], across[inside]) > 1)
    mine = np.flatnonzero(inside & np.isin(signed.organisation, wide))
    of_organisation: dict[int, list[int]] = {}
    for place in mine.tolist():
        of_organisation.setdefault(int(signed.organisation[place]), []).append(place)
    of = signed.region(setting.codes.region_of[setting.filters.scheme])
    about = ("organisation", "country", "organisation_kind", "stakeholder")
    for places in of_organisation.values():
        states, regions_signed = ({column[place] for place in places} for column in (signed.state, of))
        yield {
            **{name: signed.columns[name][places[0]] for name in about},
            "in_networks": signed.columns["stakeholder"][places[0]] in bodies,
            "states_signed": len(states),
            "joint": len(places),
            "in_states": " ".join(sorted(states)),
            "regions_signed": len(regions_signed),
            "in_regions": " ".join(code for code in setting.order if code in regions_signed),
        }


def _widest(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    order = [*by, "joint", "stakeholder"]
    return rows.sort_values(order, ascending=[False] * (len(order) - 1) + [True], kind="stable", ignore_index=True)


# International networks by region


def presence(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each body and region: the share of the region's reviews in which it signed, and whether the regions differ.

    The test is over the compared regions that have FEWEST_LISTS reviews, for bodies that signed in FEWEST_REVIEWS of
    them; it is adjusted over all bodies of one reach, whatever subject is chosen, so that no filter changes what
    differs. Most unequal first.
    """
    mandate = setting.more["mandate"]
    if mandate == ANY:
        return _presence(list(each(chance.third(rows))), _held(_reviews(setting)), setting)
    found = setting.table("network_presence", mandate=ANY)
    return found[(found["subject"] == mandate).to_numpy()].reset_index(drop=True)


def _held(reviews: pd.DataFrame) -> Counter[str]:
    """Region -> its reviews with a list."""
    return Counter(reviews["region"])


def _presence(rows: Sequence[Any], held: Mapping[str, int], setting: Setting) -> pd.DataFrame:
    shown = [region for region in setting.order if held.get(region) or region in setting.focus]
    compared = _compared_regions(held, setting)
    signed = Counter((row.stakeholder, row.region) for row in rows)
    spelled = Counter((row.stakeholder, row.region) for row in rows if row.spelled_out)
    made = []
    for reach in REACHES:
        bodies = [body for body in each(setting.table("networks")) if body.reach == reach]
        test = _unequal(bodies, signed, held, compared)
        total = [sum(signed[body.stakeholder, region] for region in compared) for body in bodies]
        certain = np.nan_to_num(test.p, nan=2).tolist()
        order = sorted(range(len(bodies)), key=lambda at: (certain[at], -total[at], bodies[at].organisation))
        for at in order:
            body, q = bodies[at], float(test.q[at])
            head = {name: getattr(body, name) for name in ("organisation", "acronym", "reach", "subject")}
            about = {"span": test.span[at], "q": q, "tested": is_known(q), "differs": q <= FALSE_DISCOVERY_RATE}
            for region in shown:
                key = (body.stakeholder, region)
                share = _share(signed[key], held.get(region, 0))
                part = {"region": region, **share, "spelled": spelled[key]}
                made.append({**head, **part, **about, "stakeholder": body.stakeholder})
    names = [
        "organisation",
        "acronym",
        "reach",
        "subject",
        "region",
        "reviews_signed",
        "reviews",
        "share",
        "share_lower",
    ]
    names += ["share_upper", "spelled", "span", "q", "tested", "differs", "stakeholder"]
    return pd.DataFrame(made, columns=names)


def _compared_regions(held: Mapping[str, int], setting: Setting) -> list[str]:
    return [region for region in setting.focus if held.get(region, 0) >= FEWEST_LISTS]


def _unequal(
    bodies: Sequence[Any], signed: Mapping[tuple[str, str], int], held: Mapping[str, int], compared: Sequence[str]
) -> Unequal:
    """Whether the shares of each body differ between the compared regions."""
    part = [[signed.get((body.stakeholder, region), 0) for region in compared] for body in bodies]
    counts = np.array(part, dtype=float).reshape(len(bodies), len(compared))
    return unequal_shares(counts, [held[region] for region in compared], FEWEST_REVIEWS)


def _share(signed: int, reviews: int) -> dict[str, Any]:
    """The share of reviews with its interval; neither below FEWEST_LISTS reviews."""
    counted = {"reviews_signed": signed, "reviews": reviews}
    if reviews < FEWEST_LISTS:
        return counted | dict.fromkeys(("share", "share_lower", "share_upper"), float("nan"))
    lower, upper = wilson(signed, reviews)
    return counted | {"share": signed / reviews, "share_lower": lower, "share_upper": upper}


def presence_checks(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each part of the lists: how many international bodies are tested, how many differ, and of them those in all."""
    signed_rows, reviews = list(each(chance.third(rows))), _reviews(setting)
    by_size = reviews.sort_values(["joint", "review"], ascending=[False, True])
    largest = set(by_size.drop_duplicates("region")["review"])
    parts = {
        chance.ALL: reviews,
        chance.GRADE_A: reviews[(reviews["grade"] == "A").to_numpy()],
        chance.WITHOUT_LARGEST: reviews[~reviews["review"].isin(largest)],
    }
    bodies = [body for body in each(setting.table("networks")) if body.reach == REACHES[0]]
    in_all: np.ndarray = np.zeros(len(bodies), dtype=bool)
    made = []
    for part, lists in parts.items():
        held, there = _held(lists), set(lists["review"])
        signed = Counter((row.stakeholder, row.region) for row in signed_rows if row.review in there)
        compared = _compared_regions(held, setting)
        test = _unequal(bodies, signed, held, compared)
        differs = test.q <= FALSE_DISCOVERY_RATE
        in_all = differs if part == chance.ALL else in_all
        made.append(
            {
                "sensitivity": part,
                "regions_compared": len(compared),
                "reviews": sum(held[region] for region in setting.focus),
                "bodies": len(bodies),
                "bodies_tested": int((~np.isnan(test.q)).sum()),
                "bodies_differing": int(differs.sum()),
                "as_in_all": int((differs & in_all).sum()),
            }
        )
    return pd.DataFrame(made)


def again(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Each region with organisations: those that sign once, again in one state, and in two or more of its states."""
    made = []
    for row in each(rows):
        counts = (row.organisations_in - row.sign_again, row.sign_again - row.sign_across, row.sign_across)
        head = {name: getattr(row, name) for name in ("region", "reviews", "states_unknown", "organisations_in")}
        whole = np.full(len(counts), row.organisations_in, dtype=float)
        for often, count, share in zip(OFTEN, counts, ratio(np.array(counts, dtype=float), whole), strict=True):
            if row.organisations_in:
                made.append({**head, "how_often": often, "signing": count, "share": share})
    return pd.DataFrame(made, columns=REPEATS)


OFTEN = ("once", "again", "across")
REPEATS = ("region", "reviews", "states_unknown", "organisations_in", "how_often", "signing", "share")

MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}


SIGNED = "network_memberships"
DERIVED: Mapping[str, Result] = {
    "region_networks": Result(SIGNED, "region: organisations of its joint submissions", regions),
    "region_repeats": Result("region_networks", "region and how often organisations sign in it", again),
    "region_chance": Result(SIGNED, "region, part of the lists and measure: beside chance", region_chance),
    "review_chance": Result(SIGNED, "review and measure of its network: beside chance", review_chance),
    "region_brokers": Result(SIGNED, "region and organisation that links most others of it", brokers),
    "country_bridges": Result(SIGNED, "region and organisation that signs in 2+ states", country_bridges),
    "region_bridges": Result(SIGNED, "organisation that signs in 2+ regions", region_bridges),
    "network_presence": Result("network_reviews", "body and region: the reviews in which it signed", presence),
    "network_presence_checks": Result("network_reviews", "part of the lists: how many bodies differ", presence_checks),
}
