"""Where each layer of the data ends, in words, and which of them a page uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.findings.selection import held
from analytics.rows import each

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from analytics.text import Text

SINGLE = "submissions"
"""The layer of which single reviews are known, and no session as a whole."""


def ends(rows: pd.DataFrame, t: Text) -> Mapping[str, str]:
    """Layer -> its last session with the year, or its last year; of single reviews, how many these are."""
    said = {}
    for row in each(rows):  # the last year of a layer comes last
        until = t("coverage.year", year=row.year)
        if row.last_session:
            until = t("coverage.session", session=row.last_session, year=row.year)
        said[row.layer] = until
    if SINGLE in said:
        reviews = int(rows.loc[rows["layer"] == SINGLE, "states"].sum())
        said[SINGLE] = t("coverage.reviews", reviews=t.count("reviews", reviews))
    return said


def layers(rows: pd.DataFrame, used: Collection[str], t: Text) -> str:
    """The strip as a sentence: where the layers end that the page uses, then the others."""
    said = ends(rows, t)
    parts = [(True, "coverage.used"), (False, "coverage.not_used")]
    named = {key: [_layer(layer, said[layer], t) for layer in said if (layer in used) is use] for use, key in parts}
    return " ".join(t(key, layers=t.join(names)) for key, names in named.items() if names)


def later(rows: pd.DataFrame, t: Text) -> str:
    """What is known of reviews after those with answers: who was asked, or nothing."""
    of_requests = [row for row in each(rows) if row.layer == "requests"]
    if not of_requests:
        return t("coverage.no_later")
    first, last = (int(pick([getattr(row, end) for row in of_requests])) for pick, end in ENDS)
    return t("coverage.later", sessions=held(range(first, last + 1), t).said)


ENDS = ((min, "first_session"), (max, "last_session"))


def _layer(layer: str, until: str, t: Text) -> str:
    return t("coverage.layer", layer=t(f"layer.{layer}"), until=until)
