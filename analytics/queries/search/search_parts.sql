-- One row per set of words and phrases of a search that texts of the selection hold: how many hold just these.
-- Parameters: $states, $sessions, $issues, $actions, $askers, $terms, $bits, $weights, $spoken
with held as (
    select
        coalesce(scored.found, 0) as words,
        list_transform($spoken::varchar[], lambda phrase: contains(search_text.words, phrase)) as phrases,
    from search_text
    inner join selected(
        in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
    ) as chosen on chosen.recommendation = search_text.recommendation
    left join search_scored($terms, $bits, $weights, null) as scored
        on scored.recommendation = search_text.recommendation
)

select
    words,
    phrases,
    count(*) as recommendations,
from held
group by words, phrases
order by words, phrases
