"""Agreement of two judges beyond chance, by hand."""

import math

from analytics.statistics.agreement import Agreement


def test_agreement_beyond_chance_is_as_computed_by_hand():
    # Alike in 35 of 50; by chance alone in 0.5 x 0.6 + 0.5 x 0.4 = half of them: (0.7 - 0.5) / (1 - 0.5)
    found = Agreement(both=20, first_only=5, second_only=10, neither=15)
    assert (found.shared, found.kappa) == (0.8, 0.4)


def test_agreement_is_1_for_the_same_and_0_for_what_chance_gives():
    assert Agreement(both=7, first_only=0, second_only=0, neither=93).kappa == 1
    assert Agreement(both=1, first_only=9, second_only=9, neither=81).kappa == 0
    assert Agreement(both=0, first_only=5, second_only=5, neither=0).kappa == -1


def test_agreement_on_nothing_is_absent():
    assert math.isnan(Agreement(both=0, first_only=0, second_only=0, neither=9).kappa)
    assert math.isnan(Agreement(both=0, first_only=0, second_only=0, neither=0).kappa)
    assert math.isnan(Agreement(both=0, first_only=0, second_only=3, neither=1).shared)
