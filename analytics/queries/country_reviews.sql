-- One row per review of one state that is known here, first ones first: its days, what was asked and accepted, requests without answers, its documents.
-- Parameters: $country, $acceptance
with known as (
    select session from review where state_under_review = $country
    union
    select session from scheduled_review where state_under_review = $country
    union
    select session from stakeholder_document where state = $country
),

asked as (
    select
        session,
        count(*) as recommendations,
        count_states(recommending_state) as askers,
        count(*) filter (is_answered(response)) as answered,
        count(*) filter (is_accepted(response, $acceptance)) as accepted,
        count(*) filter (action_category = 1) as minimal,
        count(*) filter (action_category = 2) as continuing,
        count(*) filter (action_category = 3) as considering,
        count(*) filter (action_category = 4) as general,
        count(*) filter (action_category = 5) as specific,
        max(correction) as correction,
    from selectable
    where state_under_review = $country
    group by session
),

requested as (
    select session, sum(number)::integer as later, count(*) as later_askers,
    from later_request
    where state_under_review = $country
    group by session
)

select
    session.cycle,
    session.session,
    session.year,
    session.start_date::varchar as first_day,
    session.end_date::varchar as last_day,
    coalesce(asked.recommendations, 0) as recommendations,
    coalesce(asked.askers, requested.later_askers, 0) as askers,
    coalesce(asked.answered, 0) as answered,
    coalesce(asked.accepted, 0) as accepted,
    coalesce(asked.minimal, 0) as minimal,
    coalesce(asked.continuing, 0) as continuing,
    coalesce(asked.considering, 0) as considering,
    coalesce(asked.general, 0) as general,
    coalesce(asked.specific, 0) as specific,
    coalesce(requested.later, 0) as later,
    concat('https://undocs.org/A/HRC/WG.6/', session.session, '/', $country, '/1') as national_report,
    concat('https://undocs.org/A/HRC/WG.6/', session.session, '/', $country, '/2') as compilation,
    concat('https://undocs.org/A/HRC/WG.6/', session.session, '/', $country, '/3') as summary,
    asked.correction,
from known
inner join session on session.session = known.session
left join asked on asked.session = known.session
left join requested on requested.session = known.session
order by session.session
