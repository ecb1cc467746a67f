"""Pure numbers: arrays of counts in, small frozen results out.

SQL counts, this package defines. What belongs here: rates, intervals, decompositions and
associations, each with its definition, unit, formula and source. What does not: data frames,
queries, text a reader sees, drawing. Only numpy and `scipy.special` are imported.

One idea runs through all modules: recommendations to one state are answered together, by one
government, in one review. So the state under review, not the recommendation, is the unit of
uncertainty (the cluster), and every array "by state" needs **one row per state**: add up a state's
cycles before calling. An input that is merely too small gives NaN and a `reason` code; an input
that contradicts itself raises ValueError.

Reasons for having no interval, in the order in which they are looked for:

- "" there is one;
- "no_answers" nothing to divide by;
- "one_state" a rate, but no other state to tell how far it could lie elsewhere;
- "no_variation" every state has exactly the same rate (all accepted, for example): the standard
  error is 0, which says nothing about uncertainty.

`shrinkage`, `decomposition.standardised_rates`, `estimates` (whose cluster can be a review) and `shuffled_networks`
have reasons of their own, named there.
"""
