-- One row per search: the recommendations whose texts hold all its words, and their states under review.
-- Parameters: $terms, $bits, $weights, $all_found, $within
select
    count(*) as recommendations,
    count(distinct selectable.state_under_review) as states,
from search_found($terms, $bits, $weights, $within, $all_found) as found
inner join selectable on selectable.recommendation = found.recommendation
