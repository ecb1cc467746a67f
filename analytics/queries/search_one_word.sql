-- One row per recommendation whose text holds one of some stems of which no text holds two, the best first, one page of them. Without a weight, there is none.
-- Parameters: $terms, $weight, $within, $limit, $offset
with ranked as (
    select p.recommendation, ($weight::float * p.impact)::double as score
    from search_posting as p
    where $weight is not null and p.term in $terms and is_within($within, p.recommendation)
    order by score desc, p.recommendation
    limit $limit offset $offset
)

select t.* exclude (recommendation), n.score,
from ranked as n
inner join recommendation_text as t on t.recommendation = n.recommendation
order by n.score desc, n.recommendation
