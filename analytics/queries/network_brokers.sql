-- One row per network of joint submissions, known by its memberships, and organisation on the paths between most others.
-- Parameters: none
select
    fingerprint,
    rank,
    stakeholder,
    partners,
    betweenness,
from network_broker
order by fingerprint, rank
