"""What a load leaves out beside the rows it rejects, and what it would replace: sentences, only where there is a case.

For the page and the command line alike. What is rejected, and why, stands in a table of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.sentences import joined, translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analytics.loading.intake import Result
    from analytics.text import Text

LISTED = 10
"""Reviews that are named."""


def of_result(result: Result, t: Text) -> list[str]:
    """Files that were not read, rows that came twice, rows of another kind."""
    same = [t("your_data.same", file=file, other=other) for file, other in result.same]
    twice = [t("your_data.twice", rows=t.number(result.twice))] if result.twice else []
    return [*same, *twice, *skipped(result.skipped, t)]


def skipped(rows: Mapping[str, int], t: Text) -> list[str]:
    """Rows of another kind, by what they are."""
    reasons = [f"{_kind(reason, t)} ({t.number(n)})" for reason, n in rows.items()]
    return [t("your_data.skipped", reasons=_listed(reasons, t))] if reasons else []


def fewer(reviews: Mapping[tuple[int, str], tuple[int, int]], t: Text) -> list[str]:
    """Reviews of which more is loaded than a file holds: how much of each is, and how much the file holds."""
    named = [
        t("your_data.fewer.review", state=t.state(state), session=session, loaded=t.number(loaded), held=t.number(held))
        for (session, state), (loaded, held) in sorted(reviews.items())[:LISTED]
    ]
    more = ["…"] if len(reviews) > LISTED else []
    return [t("your_data.fewer", n=t.number(len(reviews)), reviews=_listed([*named, *more], t))] if named else []


def replaced(reviews: Mapping[tuple[int, str], tuple[int, int]], name: str, t: Text) -> list[str]:
    """What is loaded of the reviews that a file holds, in the data set with this name, and what of it would be gone."""
    if not reviews:
        return []
    rows = sum(loaded for loaded, _ in reviews.values())
    said = [t("your_data.replaced", name=name, rows=t.number(rows), reviews=t.count("reviews", len(reviews)))]
    lost = {review: each for review, each in sorted(reviews.items()) if each[1]}
    if lost:
        named = [
            t(
                "your_data.gone.review",
                state=t.state(state),
                session=session,
                loaded=t.number(all_),
                gone=t.number(gone),
            )
            for (session, state), (all_, gone) in list(lost.items())[:LISTED]
        ]
        more = ["…"] if len(lost) > LISTED else []
        total = sum(gone for _, gone in lost.values())
        said.append(t("your_data.gone", rows=t.number(total), reviews=_listed([*named, *more], t)))
    return said


def _listed(parts: Iterable[str], t: Text) -> str:
    return translated(joined("language.semicolon", parts), t)


def _kind(reason: str, t: Text) -> str:
    """What skipped rows are, which readers say in English."""
    key = f"your_data.skipped.{reason.lower().replace(' ', '_')}"
    return t(key) if t.has(key) else reason
