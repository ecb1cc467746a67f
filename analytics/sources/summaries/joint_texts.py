"""One joint submission of the third cycle, cut out of its UN summary: who signed it.

The texts (`joint_texts.csv`) have lost their line breaks, most digits and sometimes what stood between two names. Where
nobody could tell where the names end, the text stays unsplit: it has no members then, and no size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.sources.summaries.evidence import LIKELY, KnownNames, weight
from analytics.sources.summaries.glued import is_run_together
from analytics.sources.summaries.members import read_signatories
from analytics.sources.summaries.places import NO_ADDRESS, Address

if TYPE_CHECKING:
    from analytics.sources.summaries.names import Member
    from analytics.sources.summaries.wording import StatedSize

FEW = 3
MANY, MOST_NAMELESS = 40, 0.75
"""A list of so many, of which more have no word of an organisation than that: villages and bodies beside each other."""
MOST_DOUBTFUL = 0.25
"""Share of members that may each be several; with more of them nothing is known of the list."""


@dataclass(frozen=True, slots=True)
class JointText:
    """The signatories in order; `unsplit` where the text does not tell them apart, and then there are none.

    `contact` is the address that closes the list and belongs to no member, `title` that of the coalition, `stated_size`
    a number of organisations that the text states without naming them.
    """

    members: tuple[Member, ...] = ()
    title: str | None = None
    contact: Address = NO_ADDRESS
    stated_size: StatedSize | None = None
    unsplit: bool = False

    @property
    def size(self) -> int | None:
        """The number of named organisations; None where nobody can count them."""
        return len(self.members) or None


def read_joint_text(text: str, names: KnownNames | None = None) -> JointText:
    """The signatories of one joint submission. Never raises."""
    read = read_signatories(text, names)
    if any(reason == "list_too_long" for reason, _ in read.doubts):
        return JointText(unsplit=True)
    too_long = sum(reason == "name_too_long" for reason, _ in read.doubts)
    every = len(read.members) + too_long
    doubtful = too_long + sum(is_run_together(member.name, alone=every == 1) for member in read.members)
    if doubtful and (every <= FEW or doubtful > MOST_DOUBTFUL * every):
        return JointText(title=read.title, contact=read.contact, stated_size=read.stated_size, unsplit=True)
    nameless = sum(weight(member.name, KnownNames()) < LIKELY for member in read.members)
    if len(read.members) > MANY and nameless > MOST_NAMELESS * len(read.members):
        return JointText(title=read.title, contact=read.contact, stated_size=read.stated_size, unsplit=True)
    unsplit = not read.members and read.stated_size is None
    return JointText(read.members, read.title, read.contact, read.stated_size, unsplit)
