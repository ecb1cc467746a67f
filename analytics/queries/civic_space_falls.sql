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

asking as (
    select
        r.session,
        r.state_under_review,
        r.recommending_state,
        1 as number,
        (f.recommendation is not null)::integer as about,
    from recommendation as r
    left join (select distinct recommendation from recommendation_flag) as f on f.recommendation = r.recommendation
    union all
    select session, state_under_review, recommending_state, number, about,
    from later_requests()
),

asked as (
    select
        a.state_under_review,
        max(a.session) as asked_until,
        sum(a.number)::integer as recommendations,
        sum(a.about)::integer as about,
        count(distinct a.recommending_state) filter (a.about > 0) as askers_about,
    from asking as a
    inner join session as s on s.session = a.session
    where s.year > 2014 and chosen_bit($sessions, a.session) and chosen($askers, a.recommending_state)
    group by a.state_under_review
)

select
    s.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    v.first_value,
    v.last_value,
    round(v.last_value - v.first_value, 3) as change,
    v.last_year,
    h.first_score,
    h.last_score,
    h.last_score - h.first_score as score_change,
    h.last_year as last_score_year,
    sign(v.last_value - v.first_value) * sign(h.last_score - h.first_score) = -1 as disagree,
    a.asked_until,
    coalesce(a.recommendations, 0) as recommendations,
    coalesce(a.about, 0) as about,
    coalesce(a.askers_about, 0) as askers_about,
from state as s
left join vdem as v on v.iso3 = s.iso3
left join house as h on h.iso3 = s.iso3
left join asked as a on a.state_under_review = s.iso3
where
    s.un_member
    and chosen($states, s.iso3)
    and (v.last_value - v.first_value is not null or h.last_score - h.first_score is not null)
order by v.last_value - v.first_value, h.last_score - h.first_score, s.iso3
