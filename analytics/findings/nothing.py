"""Findings that say there is nothing to say: too few behind them, or none in the selection.

Nobody is asked to cite them. That no difference is clear is another thing: it is a finding, and stays one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.markup import words

if TYPE_CHECKING:
    from analytics.findings.finding import Finding
    from analytics.text import Text

SAID = """
civic_falls.furthest.neither civic_falls.shutdowns.none
civic_space.no_data civic_space.time.unreviewed civic_space.changes.few civic_space.lens.few civic_space.against.few
civic_space.ranks.few
coalition_country.unknown coalition_country.ranges.none coalition_country.submissions.none
coalition_country.organisations.none
coalition_impact.networks.none coalition_impact.pooled.none coalition_impact.accepted.none
coalition_impact.accepted.few coalition_impact.subjects.none coalition_impact.voice.none
coalition_impact.common_voice.none
coalition_networks.none coalition_networks.presence.few coalition_networks.presence.untested
coalition_networks.reviews.none coalition_networks.brokers.none coalition_networks.countries.none
coalition_networks.across.none
coalition_room.together.few coalition_room.regions.few
coalitions.none coalitions.few
country.headline.none country.record.none country.mix.none country.issues.few country.issues.none country.askers.none
country.civic.none
countries.nothing
glance.gap.none glance.states.few glance.cycles.one glance.cycles.few glance.none
issues.shares.alone issues.shares.nothing issues.acceptance.few issues.moves.none issues.families.few
issues.never.few issues.never.unreviewed issues.subjects.few
later.none
recommending_state.headline.none recommending_state.record.few recommending_state.spread.few
recommending_state.issues.none recommending_state.issues.few recommending_state.addressed.none
follow_up.instruments.few
regions.gap.few regions.gaps.none regions.parts.few regions.standardised.none regions.mosaic.alone regions.changes.few
submissions.covered.none submissions.scopes.none submissions.partners.none submissions.network.none
submissions.with_whom.none
who_asks_whom.few_states who_asks_whom.matrix.one_group who_asks_whom.pairs.none who_asks_whom.flows.none
who_asks_whom.askers.few who_asks_whom.spread.one
"""
"""Their texts: a heading that is one of them, or begins with one."""
LINE = "claims.finding.few"
"""The same of a line below a heading that names what could not be tested."""
BLANK = re.compile(r"\\\{\w+\\\}")


def says_nothing(finding: Finding, t: Text) -> bool:
    """Whether its heading is one of these sentences, whatever stands in their blanks, or its line says so."""
    return finding.more == t(LINE) or bool(_pattern(t).match(words(finding.heading)))


@lru_cache(maxsize=16)
def _pattern(t: Text) -> re.Pattern[str]:
    every = (BLANK.sub(".+?", re.escape(words(t.sentences[key]))) for key in SAID.split())
    return re.compile(f"(?:{'|'.join(every)})(?:\\s|$)")
