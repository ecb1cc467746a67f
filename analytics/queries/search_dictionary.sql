-- One row per word of some text and stem it was brought to, the most frequent stems first; and how many texts there are.
-- Parameters: none
select
    w.word,
    w.language,
    w.stem,
    w.term,
    w.texts,
    c.texts as searched,
from search_word as w
cross join search_collection as c
order by w.texts desc, w.term, w.word
