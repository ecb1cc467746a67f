-- One row per review that is known here, state by state, first ones first: its days, what was asked and accepted, requests without answers, its documents.
-- Parameters: $acceptance
with known as (
    select state_under_review as iso3, session from review
    union
    select state_under_review, session from scheduled_review
    union
    select state, session from stakeholder_document
),

asked as (
    select
        state_under_review as iso3,
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
    group by state_under_review, session
),

requested as (
    select
        state_under_review as iso3,
        session,
        sum(number)::integer as later,
        count(*) as later_askers,
    from later_request
    group by state_under_review, session
)

select
    known.iso3,
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
    concat('https://undocs.org/A/HRC/WG.6/', session.session, '/', known.iso3, '/1') as national_report,
    concat('https://undocs.org/A/HRC/WG.6/', session.session, '/', known.iso3, '/2') as compilation,
    concat('https://undocs.org/A/HRC/WG.6/', session.session, '/', known.iso3, '/3') as summary,
    asked.correction,
from known
inner join session on session.session = known.session
left join asked on asked.iso3 = known.iso3 and asked.session = known.session
left join requested on requested.iso3 = known.iso3 and requested.session = known.session
order by known.iso3, session.session
