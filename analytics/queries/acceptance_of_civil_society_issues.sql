-- One row per state under review and whether the issue is civil society, defenders or association: answered, accepted.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by, $acceptance
select
    state_under_review as iso3,
    region,
    recommendation in (
        select ri.recommendation
        from recommendation_issue as ri
        where ri.issue in ('civil-society', 'human-rights-defenders', 'association-and-assembly')
    ) as on_civil_society,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected(
    $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by
)
group by all
order by iso3, on_civil_society
