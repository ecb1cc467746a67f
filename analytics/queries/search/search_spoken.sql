-- One row per recommendation whose text holds all words and phrases of a search, whatever the filters, in no order.
-- Parameters: $terms, $bits, $weights, $all_found, $spoken
select found.recommendation
from search_found($terms, $bits, $weights, null, $all_found) as found
inner join search_text on search_text.recommendation = found.recommendation
where list_bool_and(list_transform($spoken::varchar[], lambda phrase: contains(search_text.words, phrase)))
