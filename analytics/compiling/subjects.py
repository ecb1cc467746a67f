"""The subjects read from texts, beside UPR Info's own issues: where both code the same, and what is near a subject.

`data/subjects.toml` holds the subjects, their definitions and rules; `lens` reads and applies them, `lens_sample`
draws and scores their sample. Belongs here: which issue of UPR Info is the same as a subject, how far both agree, and
the broad words by which a text that no rule flags is looked at again. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analytics.statistics.agreement import Agreement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

ISSUES: Mapping[str, str] = {
    "climate": "environment",
    "digital_rights": "privacy",
    "statelessness": "statelessness",
    "indigenous_peoples": "indigenous-peoples",
    "child_exploitation": "trafficking",
    "sogi": "sogi",
    "religion": "freedom-of-religion-and-belief",
    "death_penalty": "death-penalty",
    "torture": "torture",
}
"""Subject -> the issue of UPR Info that comes nearest to it; the others have none.

Wider than their subject are environment, trafficking (of adults too) and torture (which holds corporal punishment and
genital mutilation); statelessness holds birth registration; narrower is privacy.
"""

BROAD: Mapping[str, re.Pattern[str]] = {
    subject: re.compile(f" (?:{words})")
    for subject, words in {
        "climate": (
            r"climat|environment|sea |warming|emission|disaster|ecolog|drought|flood|carbon|energy|pollut|ocean"
            r"|cyclone|desertif|paris agr|small island"
        ),
        "corporal_punishment": (
            r"corporal|punish\w* (?:of )?(?:child|minor)|physical(?:ly)? (?:viol|abuse|pun)|disciplin|flog|whip|lash"
            r"|can(?:ing|ed) |stoning|amputat|violence against children|violence (?:in|at) school|child abuse|beating"
            r"|chastis|smack|spank"
        ),
        "digital_rights": (
            r"internet|on ?line|web|cyber|digital|computer|electronic|surveill|privacy|private (?:life|lives|corr)"
            r"|data protection|personal (?:data|inform)|technolog|telecomm|communications? (?!proced)|blog|intercept"
        ),
        "statelessness": (
            r"nationalit|citizenship|stateless|naturali|non citizens|birth (?:regist|certif)|identity (?:doc|card)"
            r"|regist\w+ (?:of )?(?:all )?(?:births|newborn|child)|undocumented|rohingya|erased|residency"
            r"|permanent resid"
        ),
        "indigenous_peoples": (
            r"indig|trib|native|aborig|autoch|ancestral|traditional (?:comm|land|people)|african descent|afro"
            r"|land rights|pygm|batwa|san |169 |bedouin|nomad|pastoral|prior consultation|hill tract|papua"
        ),
        "child_exploitation": (
            r"traffic|prostitut|pornogr|sexual\w* (?:\w+ ){0,3}(?:exploit|abus)|sale of|pa?edophil|smuggl"
            r"|exploitation of (?:\w+ ){0,2}(?:child|girl)|protocols? (?:\w+ ){0,4}(?:crc|rights of the child)"
            r"|crc (?:\w+ ){0,4}protocol|street children|child abuse|op crc"
        ),
        "sexual_health": (
            r"pregnan|mothers? (?!tongue)|matern|reproduc|sexual (?:and re|health|right|educ)|contracep|midwi|sterili"
            r"|family planning|women s health|health (?:\w+ ){0,3}women|infant mort|hiv|birth (?!reg|cert)|sex ed"
        ),
        "sogi": (
            r"sexual(?:ity)? (?:or|id|pref|min|div|rel|act|cond)|gender (?:id|ex|rec|or )|homo|consent|same "
            r"|trans ?(?:gender|phob|sex|peop|pers)|orientation|lgb|sexes|vulnerable groups"
            r"|all forms of discrimination (?!against women)"
        ),
        "religion": (
            r"religi|belie[fv]|faith|conscience|worship|church|mosque|islam|muslim|christian|jew|sect |secular|holy"
            r"|creed|spiritual|confession|shari|toleran|civili[sz]ations|hatred|intercultural|intoleran"
        ),
        "death_penalty": (
            r"death|execut(?:ed|ing|ion)|capital |hang(?:ed|ing)|stoning|protocols|second optional|moratori"
            r"|right to life|life imprison|op 2"
        ),
        "torture": (
            r"inhuman|cruel|degrading|ill treat|mistreat|maltreat|brutal|force by|beating|prison cond|custody"
            r"|conditions (?:of|in)|places of detention|mutilat|corporal|humane|preventi\w+ mech|abuse by|interrogat"
        ),
    }.items()
}
"""Subject -> words in a plain text that make a second look worth it, rarest subject first."""


def near(text: str, issues: Collection[str]) -> str | None:
    """The first subject that a plain text may concern by a broad word or by its issue of UPR Info; None without one."""
    return next(
        (subject for subject, words in BROAD.items() if ISSUES.get(subject) in issues or words.search(text)), None
    )


def agreement(rows: Iterable[tuple[Collection[str], Collection[str]]]) -> dict[str, Agreement]:
    """Subject -> how far its flag (first) agrees with the issue of UPR Info (second), of flags and issues of each row.

    Only for subjects that have an issue; rows without any issue were not coded and are left out.
    """
    coded = [(flags, issues) for flags, issues in rows if issues]
    result = {}
    for subject, issue in ISSUES.items():
        pairs = [(subject in flags, issue in issues) for flags, issues in coded]
        cells = ((True, True), (True, False), (False, True), (False, False))
        result[subject] = Agreement(*(pairs.count(cell) for cell in cells))
    return result


def agreement_steps(
    raised: Iterable[tuple[str, str]], issues: Mapping[str, Collection[str]]
) -> list[tuple[str, int, int, int, str]]:
    """A step of the build log for each subject that has an issue: how far both agree, in how many coded rows.

    `raised` are key and flag of what the rules raise, `issues` the issues of each row by its key.
    """
    flags: dict[str, set[str]] = {}
    for key, flag in raised:
        flags.setdefault(key, set()).add(flag)
    coded = sum(map(bool, issues.values()))
    steps = []
    for subject, found in agreement((flags.get(key, ()), on) for key, on in issues.items()).items():
        counts = f"both {found.both}, only the rules {found.first_only}, only UPR Info {found.second_only}"
        step = f"subject {subject} and UPR Info's issue {ISSUES[subject]}"
        steps.append((step, coded, found.both, 0, f"{counts}; Cohen's kappa {found.kappa:.3f}"))
    return steps
