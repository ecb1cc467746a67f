-- One row per state under review and whether the issue is civil society, defenders or association: answered, accepted.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance
with about as (
    select distinct recommendation
    from selectable_issue
    where is_civil_society(issue)
)

select
    r.state_under_review as iso3,
    any_value(of_scheme($scheme, r.region_m49, r.region_un)) as region,
    a.recommendation is not null as on_civil_society,
    count(*) as recommendations,
    count(*) filter (is_answered(r.response)) as answered,
    count(*) filter (is_accepted(r.response, $acceptance)) as accepted,
from selected($states, $sessions, $issues, $actions, $askers) as r
left join about as a on a.recommendation = r.recommendation
group by r.state_under_review, on_civil_society
order by iso3, on_civil_society
