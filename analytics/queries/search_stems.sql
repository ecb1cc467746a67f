-- One row per word of some text that a search may find: by its spelling, or by its stem.
-- Parameters: $words, $stems
select
    word,
    language,
    stem,
    term,
    texts,
    (select texts from search_collection) as searched,
from search_word
where list_contains($words::varchar[], word) or list_contains($stems::varchar[], stem)
order by texts desc, term, word
