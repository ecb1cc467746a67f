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
    where is_chosen_state($states, state_under_review) and is_chosen_state($askers, recommending_state)
    group by session
),

held as (
    select
        session,
        count(*) as scheduled,
    from scheduled_review
    where is_chosen_state($states, state_under_review)
    group by session
)

select
    asked.session,
    session.year,
    held.scheduled,
    asked.reviews,
    asked.pairs,
    asked.recommendations,
    asked.about,
from asked
inner join session on session.session = asked.session
left join held on held.session = asked.session
where is_chosen($sessions::utinyint[], asked.session)
order by asked.session
