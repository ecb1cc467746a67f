"""One joint submission of the third cycle, cut out of its UN summary: who signed it.

The texts (`joint_texts.csv`) have lost their line breaks, most digits and sometimes what stood between two names. Where
nobody could tell where the names end, the text stays unsplit: it has no members then, and no size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.sources.summaries import persons
from analytics.sources.summaries.doubts import may_be_several
from analytics.sources.summaries.evidence import LIKELY, KnownNames, is_acronym, weight
from analytics.sources.summaries.glued import has_a_later_opening
from analytics.sources.summaries.members import read_signatories
from analytics.sources.summaries.places import NO_ADDRESS, Address

if TYPE_CHECKING:
    from analytics.sources.summaries.members import Signatories
    from analytics.sources.summaries.names import Member
    from analytics.sources.summaries.wording import StatedSize

MANY, MOST_NAMELESS = 40, 0.75
"""A list of so many, of which more have no word of an organisation than that: villages and bodies beside each other."""
SEVERAL, MOST_OF_ONE_WORD = 10, 0.28
"""A list between commas with so many entries of one word that are no acronyms: districts behind their bodies."""
MOST_DOUBTFUL = 0.25
"""Share of entries that may each be several; with more of them nothing is known of the list."""
FEW = 3
LEAST_OF_STATED = 0.6
"""Share of the stated number that a list must have, or it was not read whole."""


@dataclass(frozen=True, slots=True)
class JointText:
    """The signatories in order; `unsplit` where the text does not tell them apart, and then there are none.

    `kept_whole` are single entries that may each be several, beside members that are told apart: they are no members,
    and the list has no size. `contact` is the address that closes the list and belongs to no member, `title` that of
    the coalition, `stated_size` a number of organisations that the text states without naming them.
    """

    members: tuple[Member, ...] = ()
    title: str | None = None
    contact: Address = NO_ADDRESS
    stated_size: StatedSize | None = None
    unsplit: bool = False
    kept_whole: tuple[str, ...] = ()

    @property
    def size(self) -> int | None:
        """The number of named organisations; None where nobody can count them."""
        return None if self.kept_whole else len(self.members) or None


def read_joint_text(text: str, names: KnownNames | None = None) -> JointText:
    """The signatories of one joint submission. Never raises."""
    read = read_signatories(text, names)
    too_long = [about for reason, about in read.doubts if reason == "name_too_long"]
    every = len(read.members) + len(too_long)
    doubtful = [member.name for member in read.members if may_be_several(member, alone=every == 1)]
    if any(reason == "list_too_long" for reason, _ in read.doubts):
        return JointText(unsplit=True)
    whole = [*doubtful, *too_long]
    nothing_known = len(whole) >= FEW - 1 if every <= FEW else len(whole) > MOST_DOUBTFUL * every
    loose = sum(has_a_later_opening(member.name) for member in read.members) + len(whole)
    nothing_known = nothing_known or (loose > FEW and loose > MOST_DOUBTFUL * every)
    sure = tuple(member for member in read.members if member.name not in doubtful)
    if nothing_known or (whole and not sure) or _is_no_list_of_bodies(read, text) or _is_too_short(read):
        return JointText(title=read.title, contact=read.contact, stated_size=read.stated_size, unsplit=True)
    unsplit = not sure and read.stated_size is None
    shown = tuple(persons.shown_name(name) for name in whole)
    return JointText(sure, read.title, read.contact, read.stated_size, unsplit, shown)


def _is_no_list_of_bodies(read: Signatories, text: str) -> bool:
    """Whether what was found are bodies and places beside each other, which nobody can tell apart."""
    names = [member.name for member in read.members]
    nameless = sum(weight(name, KnownNames()) < LIKELY for name in names)
    places = sum(" " not in name and not is_acronym(name) and weight(name, KnownNames()) < LIKELY for name in names)
    between_commas = ";" not in text and places >= SEVERAL and places > MOST_OF_ONE_WORD * len(names)
    return (len(names) > MANY and nameless > MOST_NAMELESS * len(names)) or between_commas


def _is_too_short(read: Signatories) -> bool:
    """Whether the text itself says that there are more members than were found."""
    stated = read.stated_size
    return (
        stated is not None
        and stated.exactness == "exact"
        and 1 < len(read.members) < LEAST_OF_STATED * stated.number
        and stated.number <= MANY
        and read.title is not None
    )
