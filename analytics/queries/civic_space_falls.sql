-- One row per state: civic space in 2014 and in the last year by V-Dem (the chosen indicator) and by Freedom House (e), and what peers asked about civil society after 2014. Lowest change by V-Dem first. Filters of issues and actions do not apply.
-- Parameters: $scheme, $states, $sessions, $askers, $indicator
with vdem as (
    select
        iso3,
        max(value) filter (year = 2014) as first_value,
        max(value) filter (year = last_year) as last_value,
        any_value(last_year) as last_year,
    from (select *, max(year) over () as last_year from civic_value($indicator))
    group by iso3
),

house as (
    select
        iso3,
        (max(e) filter (year = 2014))::integer as first_score,
        (max(e) filter (year = last_year))::integer as last_score,
        any_value(last_year) as last_year,
    from (select *, max(year) over () as last_year from freedom_house)
    group by iso3
),

about_civil_society as (
    select distinct recommendation_flag.recommendation
    from recommendation_flag
    inner join flag on flag.flag = recommendation_flag.flag
    where flag.lens = 'civil_society'
),

asking as (
    select
        recommendation.session,
        recommendation.state_under_review,
        recommendation.recommending_state,
        1 as number,
        (about_civil_society.recommendation is not null)::integer as about,
    from recommendation
    left join about_civil_society on about_civil_society.recommendation = recommendation.recommendation
    union all
    select
        session,
        state_under_review,
        recommending_state,
        number,
        about,
    from later_request
),

asked as (
    select
        asking.state_under_review,
        max(asking.session) as asked_until,
        sum(asking.number)::integer as recommendations,
        sum(asking.about)::integer as about,
        count(distinct asking.recommending_state) filter (asking.about > 0) as askers_about,
    from asking
    inner join session on session.session = asking.session
    where
        session.year > 2014
        and is_chosen($sessions::utinyint[], asking.session)
        and is_chosen_state($askers, asking.recommending_state)
    group by asking.state_under_review
)

select
    state.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    vdem.first_value,
    vdem.last_value,
    round(vdem.last_value - vdem.first_value, 3) as change,
    vdem.last_year,
    house.first_score,
    house.last_score,
    house.last_score - house.first_score as score_change,
    house.last_year as last_score_year,
    asked.asked_until,
    coalesce(asked.recommendations, 0) as recommendations,
    coalesce(asked.about, 0) as about,
    coalesce(asked.askers_about, 0) as askers_about,
from state
left join vdem on vdem.iso3 = state.iso3
left join house on house.iso3 = state.iso3
left join asked on asked.state_under_review = state.iso3
where
    state.un_member
    and is_chosen_state($states, state.iso3)
    and (vdem.last_value - vdem.first_value is not null or house.last_score - house.first_score is not null)
order by vdem.last_value - vdem.first_value, house.last_score - house.first_score, state.iso3
