-- One row per review: civic space in its year; empty where there are no data. Of the filters, places and sessions apply.
-- Parameters: $scheme, $states, $sessions, $indicator
select
    review.state_under_review as iso3,
    of_scheme($scheme, review.region_m49, review.region_un) as region,
    review.session,
    review.year,
    civic.value,
from selected_reviews(in_states := $states, in_sessions := $sessions) as review
left join civic_value($indicator) as civic on civic.iso3 = review.state_under_review and civic.year = review.year
order by iso3, review.session
