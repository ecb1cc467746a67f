-- One row per search: the recommendations whose texts hold all its words, and their states under review.
-- Parameters: $terms, $bits, $weights, $all_found, $within
select
    count(*) as recommendations,
    count(distinct r.state_under_review) as states,
from search_scored($terms, $bits, $weights, $within) as s
inner join selectable as r on r.recommendation = s.recommendation
where s.found = $all_found::uinteger
