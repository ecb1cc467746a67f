-- One row per recommendation whose text holds all words of a search, the best first, one page of them.
-- Parameters: $terms, $bits, $weights, $weight, $all_found, $within, $limit, $offset
-- Where no text holds two of the stems there is one weight, and no scores are added up, which takes half of the time.
with found as (
    select
        recommendation,
        ($weight::float * impact)::double as score,
    from search_posting
    where $weight is not null and term in $terms::uinteger[] and is_within($within, recommendation)
    union all
    select
        recommendation,
        score,
    from search_found($terms, $bits, $weights, $within, $all_found)
    where $weight is null
),

ranked as (
    select
        recommendation,
        score,
    from found
    order by score desc, recommendation
    limit $limit offset $offset
)

select
    recommendation_text.* exclude (recommendation),
    ranked.score,
from ranked
inner join recommendation_text on recommendation_text.recommendation = ranked.recommendation
order by ranked.score desc, ranked.recommendation
