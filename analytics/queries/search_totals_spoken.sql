-- One row per search with phrases: the recommendations whose texts hold all its words and phrases, and their states under review.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $terms, $bits, $weights, $all_found, $spoken
with found as (
    select s.recommendation, s.score
    from search_scored($terms, $bits, $weights) as s
    inner join search_text as t on t.recommendation = s.recommendation
    where s.found = $all_found::uinteger and holds_all(t.words, $spoken)
)

select
    count(*) as recommendations,
    count(distinct r.state_under_review) as states,
from found as f
inner join selected($states, $sessions, $issue_bits, $actions, $askers) as r on r.recommendation = f.recommendation
