"""What a data set holds, in words: the blanks of sentences that are said of every data set."""

from __future__ import annotations

from analytics.filters import Codes
from analytics.findings.selection import held
from analytics.text import Text

THIRDS = (1, 2, 3)


def blanks(codes: Codes, t: Text) -> dict[str, str]:
    """The last cycle, of each cycle that the data hold in part its sessions, its rest, its thirds; many issues.

    A sentence of what is whole is empty; the others begin with what parts them from the sentence before.
    """
    part = {cycle: _sessions(cycle, codes) for cycle in codes.cycles if cycle not in codes.whole_cycles}
    said = {cycle: {"cycle": cycle, "sessions": _definite(sessions, "the", t)} for cycle, sessions in part.items()}
    to = {cycle: {"cycle": cycle, "sessions": _definite(sessions, "to", t)} for cycle, sessions in part.items()}
    return {
        "last_cycle": str(codes.cycles[-1]),
        "some_states": "".join(f" {t('cycles.some_states', **each)}" for each in said.values()),
        "cycles_in_part": "".join(f" {t('cycles.in_part', **each)}" for each in to.values()),
        "rest_of_cycles": "".join(t("cycles.rest", cycle=cycle) for cycle in part),
        "thirds_in_part": "".join(
            f" {t('cycles.thirds', thirds=_thirds(cycle, codes, t), **each)}" for cycle, each in said.items()
        ),
        "uncoded": _uncoded(codes, t),
        "many_issues": t(f"issues.many.{'themes' if 'issues' in codes.lacks else 'issues'}"),
    }


def _uncoded(codes: Codes, t: Text) -> str:
    """That sessions without coded issues are in no share by issue; nothing where there is none."""
    return f" {t('issues.uncoded', sessions=held(codes.uncoded, t).said)}" if codes.uncoded else ""


def _sessions(cycle: int, codes: Codes) -> list[int]:
    return [session for session, its in codes.cycle_of.items() if its == cycle]


def _definite(sessions: list[int], form: str, t: Text) -> str:
    """The sessions with the article, or preposition and article, that a language puts before them."""
    kind = held(sessions, t)
    number = "one" if len(sessions) == 1 else "some" if kind.gaps else "several"
    return t(f"cycles.{form}.{number}", sessions=kind.said)


def _thirds(cycle: int, codes: Codes, t: Text) -> str:
    """Which thirds of a cycle are cut short, and which are missing."""
    said = []
    for third in THIRDS:
        its = [session for session, place in codes.calendar.items() if place == (cycle, third)]
        there = sum(session in codes.cycle_of for session in its)
        if there < len(its):
            state = "short" if there else "missing"
            said.append(t(f"cycles.{'next' if said else 'first'}.{state}", third=t(f"cycles.third.{third}")))
    return t.join(said)
