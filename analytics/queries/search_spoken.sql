-- One row per recommendation whose text holds all words and phrases of a search, the best first, one page of them.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $terms, $bits, $weights, $all_found, $spoken, $limit, $offset
with found as (
    select s.recommendation, s.score
    from search_scored($terms, $bits, $weights) as s
    inner join search_text as t on t.recommendation = s.recommendation
    where s.found = $all_found::uinteger and holds_all(t.words, $spoken)
),

ranked as (
    select
        r.recommendation,
        r.state_under_review,
        r.session,
        r.recommending_state,
        r.response,
        r.action_category,
        f.score,
    from found as f
    inner join selected($states, $sessions, $issue_bits, $actions, $askers) as r on r.recommendation = f.recommendation
    order by f.score desc, r.recommendation
    limit $limit offset $offset
)

select
    n.state_under_review::varchar as state_under_review,
    n.session,
    coalesce(n.recommending_state::varchar, t.asked_by, '') as asked_by,
    n.response::varchar as response,
    nullif(n.action_category, 0) as action_category,
    t.paragraph,
    t.text,
    n.score,
from ranked as n
inner join recommendation_text as t on t.recommendation = n.recommendation
order by n.score desc, n.recommendation
