-- One row per recommendation whose text holds all words and phrases of a search, whatever the filters, in no order.
-- Parameters: $terms, $bits, $weights, $all_found, $spoken
select s.recommendation
from search_scored($terms, $bits, $weights, null) as s
inner join search_text as t on t.recommendation = s.recommendation
where
    s.found = $all_found::uinteger
    and list_bool_and(list_transform($spoken::varchar[], lambda phrase: contains(t.words, phrase)))
