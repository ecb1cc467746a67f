-- One row per network of joint submissions, known by its memberships, and measure: observed, and what chance gives.
-- Parameters: none
-- Of the built-in lists of the third cycle, as it was computed when they were compiled.
select
    fingerprint,
    measure as network_measure,
    observed,
    mean as by_chance,
    lower as chance_lower,
    upper as chance_upper,
    draws,
    reason,
from network_chance
order by fingerprint, position
