"""What an offline pack is made of: the results, the codes and the language of its reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analytics.filters import Codes, Filters
from analytics.findings import dataset
from analytics.rows import each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from analytics.text import Text

MAIN = "upr_info"
"""What pages call the source of the recommendations, whichever it is."""


@dataclass(frozen=True)
class Atlas:
    """One data set, whole, in one language. `table` gives the rows of a result: its name, filters, its parameters.

    `day` is that of the making, as the language writes it; `seed` is that of the exercises.
    """

    codes: Codes
    table: Callable[..., pd.DataFrame]
    t: Text
    day: str
    scheme: str = "m49"
    seed: int = 1

    @property
    def filters(self) -> Filters:
        """Everything, under the scheme of regions."""
        return Filters(scheme=self.scheme)

    @property
    def focus(self) -> Sequence[str]:
        """The regions this atlas compares."""
        return self.codes.focus

    def rows(self, name: str, **own: object) -> pd.DataFrame:
        """The rows of a result, of everything."""
        return self.table(name, self.filters, **own)

    @cached_property
    def about(self) -> Any:
        """What the data set is and gives."""
        (described,) = each(self.rows("dataset"))
        return described

    @cached_property
    def blanks(self) -> Mapping[str, str]:
        """Blanks of sentences that are said of every data set."""
        return dataset.blanks(self.codes, self.t)

    @cached_property
    def _records(self) -> Mapping[str, pd.Series]:
        records = self.rows("sources").set_index("source").map(self._in_words)
        return {str(code): records.loc[code] for code in records.index}

    def _in_words(self, said: object) -> object:
        """What a record says, in the language; numbers as they are."""
        return self.t.record(said) if isinstance(said, str) else said

    def sources(self, code: str) -> list[pd.Series]:
        """The record of a source; those of the recommendations are two where the data are a series."""
        if code != MAIN:
            return [self._records[code]]
        both = (MAIN, self.about.source) if self.codes.series else (self.about.source,)
        return [self._records[each_one] for each_one in both]
