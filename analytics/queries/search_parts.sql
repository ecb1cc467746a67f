-- One row per set of words and phrases of a search that texts of the selection hold: how many hold just these.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $terms, $bits, $weights, $spoken
select
    coalesce(s.found, 0) as words,
    list_transform($spoken::varchar[], lambda phrase: contains(t.words, phrase)) as phrases,
    count(*) as recommendations,
from search_text as t
inner join selected($states, $sessions, $issue_bits, $actions, $askers) as r on r.recommendation = t.recommendation
left join search_scored($terms, $bits, $weights, null) as s on s.recommendation = t.recommendation
group by all
order by all
