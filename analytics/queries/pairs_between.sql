-- One row per pair of states between two groups, most recommendations first, 200 at most; totals are of all pairs.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance, $asking, $asked
-- Small integers, since these rows travel to the browser.
with pairs as (
    select
        recommending_state,
        state_under_review,
        count(*)::usmallint as recommendations,
        (count(*) filter (action_category = 5))::usmallint as specific,
        (count(*) filter (is_answered(response)))::usmallint as answered,
        (count(*) filter (is_accepted(response, $acceptance)))::usmallint as accepted,
    from selected($states, $sessions, $issues, $actions, $askers)
    where
        (
            $asking = ''
            or recommending_state in (select iso3 from group_states($scheme, $asking))
            or ($asking = 'unknown' and recommending_state is null)
        )
        and ($asked = '' or state_under_review in (select iso3 from group_states($scheme, $asked)))
    group by all
)

select
    *,
    count(recommending_state) over () as all_pairs,
    (sum(recommendations) over ())::bigint as all_recommendations,
from pairs
order by recommendations desc, recommending_state, state_under_review
limit 200
