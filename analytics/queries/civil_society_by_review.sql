-- One row per review: civic space in its year, and what is about civil society, by UPR Info's tags and by the lens. The issue filter does not apply.
-- Parameters: $scheme, $states, $sessions, $actions, $askers, $acceptance, $indicator
with about as (
    select
        state_under_review,
        session,
        count(*) as about,
        count(*) filter (on_issues) as on_issues,
        count(*) filter (on_issues and is_answered(response)) as answered,
        count(*) filter (on_issues and is_accepted(response, $acceptance)) as accepted,
        count_states(recommending_state) as askers_about,
    from selected_about(in_states := $states, in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
    group by state_under_review, session
)

select
    review.state_under_review as iso3,
    of_scheme($scheme, review.region_m49, review.region_un) as region,
    review.session,
    review.cycle,
    review.year,
    civic.value,
    coalesce(about.about, 0) as about,
    coalesce(about.askers_about, 0) as askers_about,
    coalesce(about.on_issues, 0) as on_issues,
    coalesce(about.answered, 0) as answered,
    coalesce(about.accepted, 0) as accepted,
from selected_reviews(in_states := $states, in_sessions := $sessions) as review
left join about
    on about.state_under_review::varchar = review.state_under_review and about.session = review.session
left join civic_value($indicator) as civic on civic.iso3 = review.state_under_review and civic.year = review.year
order by iso3, review.session
