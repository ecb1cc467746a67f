"""The selections that the results and the figures of the page Issues are tried with."""

import pytest

from analytics.filters import Filters

SELECTIONS = {
    "everything": Filters(),
    "UN groups": Filters(scheme="un", acceptance="broad"),
    "five issues": Filters(issues=("death-penalty", "torture", "sogi", "poverty", "labour")),
    "one region": Filters(regions=("africa",)),
    "no focus region": Filters(regions=("europe",)),
    "one state": Filters(states=("KEN",)),
    "one session": Filters(sessions=(20, 20), actions=(2,)),
    "nothing": Filters(states=("KEN",), sessions=(1, 2)),
}
EVERY_SELECTION = pytest.mark.parametrize("filters", SELECTIONS.values(), ids=list(SELECTIONS))
