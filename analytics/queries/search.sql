-- One row per recommendation whose text holds all words of a search, the best first, one page of them.
-- Parameters: $terms, $bits, $weights, $all_found, $within, $limit, $offset
with ranked as (
    select s.recommendation, s.score
    from search_scored($terms, $bits, $weights, $within) as s
    where s.found = $all_found::uinteger
    order by s.score desc, s.recommendation
    limit $limit offset $offset
)

select t.* exclude (recommendation), n.score,
from ranked as n
inner join recommendation_text as t on t.recommendation = n.recommendation
order by n.score desc, n.recommendation
