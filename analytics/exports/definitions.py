"""What the columns of a file mean, for whoever has the file alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import columns, glossary
from analytics.markup import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from analytics.text import Text


def definitions(tables: Iterable[pd.DataFrame], t: Text) -> dict[str, str]:
    """Heading of each column, once -> what its cells are, and the meaning of the glossary's terms in it."""
    said = {}
    means = {term.code: term.means for term in glossary.terms(t)}
    for rows in tables:
        for name, heading in columns.headings(rows, t).items():
            kind = columns.kind(name)
            what = [t(f"cells.{kind.name.lower()}")] if kind else []
            terms = glossary.explained(heading, t, {})[1]
            said[heading] = " ".join([*what, *(words(means[code]) for code in means if code in terms)])
    return said
