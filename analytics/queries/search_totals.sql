-- One row per search without phrases: the recommendations whose texts hold all its words, and their states under review.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $terms, $bits, $weights, $all_found
with found as (
    select s.recommendation, s.score
    from search_scored($terms, $bits, $weights) as s
    where s.found = $all_found::uinteger
)

select
    count(*) as recommendations,
    count(distinct r.state_under_review) as states,
from found as f
inner join selected($states, $sessions, $issue_bits, $actions, $askers) as r on r.recommendation = f.recommendation
