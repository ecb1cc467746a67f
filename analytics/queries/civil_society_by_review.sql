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
        bit_count(bitstring_agg(enum_code(recommending_state), 0, 255)) as askers_about,
    from selected_about($states, $sessions, [0, 0], $actions, $askers)
    group by state_under_review, session
)

select
    r.state_under_review as iso3,
    of_scheme($scheme, r.region_m49, r.region_un) as region,
    r.session,
    r.cycle,
    r.year,
    v.value,
    coalesce(a.about, 0) as about,
    coalesce(a.askers_about, 0) as askers_about,
    coalesce(a.on_issues, 0) as on_issues,
    coalesce(a.answered, 0) as answered,
    coalesce(a.accepted, 0) as accepted,
from selected_reviews($states, $sessions) as r
left join about as a on a.state_under_review::varchar = r.state_under_review and a.session = r.session
left join civic_value($indicator) as v on v.iso3 = r.state_under_review and v.year = r.year
order by iso3, r.session
