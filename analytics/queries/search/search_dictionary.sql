-- One row per word of some text and stem it was brought to, the most frequent stems first; and how many texts there are.
-- Parameters: none
select
    search_word.word,
    search_word.language,
    search_word.stem,
    search_word.term,
    search_word.texts,
    search_collection.texts as searched,
from search_word
cross join search_collection
order by search_word.texts desc, search_word.term, search_word.word
