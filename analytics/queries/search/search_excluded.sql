-- One row per recommendation whose text holds a word or a phrase that a search leaves out, in no order.
-- Parameters: $excluded, $unspoken
select recommendation
from search_posting
where term in $excluded::uinteger[]
union
select recommendation
from search_text
where list_bool_or(list_transform($unspoken::varchar[], lambda phrase: contains(words, phrase)))
