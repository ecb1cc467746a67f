-- One row per session of the requests without answers: reviews that were held, reviews in the source, pairs of states, recommendations, and those about civil society. Filters of issues and actions do not apply.
-- Parameters: $states, $sessions, $askers
with asked as (
    select
        session,
        count(distinct state_under_review) as reviews,
        count(*) as pairs,
        sum(number)::integer as recommendations,
        sum(about)::integer as about,
    from request
    where chosen($states, state_under_review) and chosen($askers, recommending_state)
    group by session
),

held as (
    select session, count(*) as scheduled,
    from scheduled_review
    where chosen($states, state_under_review)
    group by session
)

select
    a.session,
    s.year,
    h.scheduled,
    a.reviews,
    a.pairs,
    a.recommendations,
    a.about,
from asked as a
inner join session as s on s.session = a.session
left join held as h on h.session = a.session
where chosen_bit($sessions, a.session)
order by a.session
