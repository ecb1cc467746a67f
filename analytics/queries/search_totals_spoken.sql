-- One row per search with phrases: the recommendations whose texts hold all its words and phrases, and their states under review.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $terms, $bits, $held, $all_found, $phrases
with found as (
    select s.recommendation, s.score
    from search_scored($terms, $bits, $held) as s
    inner join search_text as t on t.recommendation = s.recommendation
    cross join (select list_transform($phrases::varchar[], lambda phrase: spoken(phrase)) as phrases) as q
    where s.found = $all_found::uinteger and holds_all(t.words, q.phrases)
)

select
    count(*) as recommendations,
    count(distinct r.state_under_review) as states,
from found as f
inner join selected($states, $sessions, $issue_bits, $actions, $askers) as r on r.recommendation = f.recommendation
