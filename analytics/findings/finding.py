"""What a card says of what it shows, in three lengths."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A heading of one sentence, of at most 20 words and two numbers; one line with what else is known; all of it.

    `full`, the whole statistical sentence, stands behind the card and in files; without one, the two others do.
    """

    heading: str
    more: str = ""
    full: str = ""

    @property
    def whole(self) -> str:
        """All that is known, for whoever takes it away."""
        return self.full or f"{self.heading} {self.more}".strip()


def finding_of(said: Finding | str) -> Finding:
    """What was said in one text: its first paragraph is the heading, the others stand behind the card."""
    if isinstance(said, Finding):
        return said
    heading, _, more = said.partition("\n\n")
    return Finding(heading, full=said if more else "")
