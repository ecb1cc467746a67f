"""How well two judges agree who each say yes or no to the same units.

Belongs here: agreement beyond chance of two ways to code one thing. Does not: how well one of them finds the truth
(`proportions`), which needs a reader.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many units both said yes to, only the first, only the second, and neither."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def shared(self) -> float:
        """The share of the first's yes that the second says too, from 0 to 1; NaN where the first never said yes."""
        first = self.both + self.first_only
        return self.both / first if first else float("nan")

    @property
    def kappa(self) -> float:
        """Cohen's kappa, from -1 to 1: 1 for perfect agreement, 0 for as much as chance gives.

        Formula: (p - e) / (1 - e) with p the share of units on which both say the same, and e what it would be if
        each said yes as often as it does, but independently of the other. NaN where e is 1 or there is no unit.
        Source: Cohen (1960), Educ. Psychol. Meas. 20, 37-46. It falls where yes is rare, for the same mistakes.
        """
        n = self.both + self.first_only + self.second_only + self.neither
        first, second = self.both + self.first_only, self.both + self.second_only
        alike = (self.both + self.neither) * n
        by_chance = first * second + (n - first) * (n - second)
        return (alike - by_chance) / (n * n - by_chance) if n * n > by_chance else float("nan")
