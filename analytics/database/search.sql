-- The search index: an inverted index in plain tables, because no extension can be loaded where it is read. Empty until
-- load_search.sql fills it, so that every query runs on every snapshot. What a word and a stem are: analytics/search.py.

create table search_text (
    recommendation uinteger not null,
    words varchar using compression uncompressed not null,
);
comment on table search_text is 'One row per recommendation that can be searched: its text made plain, in which phrases are looked for. Not compressed, which makes looking twice as fast.';
comment on column search_text.recommendation is 'The recommendation.';
comment on column search_text.words is 'The words of its text between single spaces, without capitals, accents and punctuation.';

create table search_word (
    word varchar not null,
    language varchar not null check (language in ('en', 'fr', 'es', 'pt')),
    stem varchar not null,
    term uinteger not null,
    texts uinteger not null,
    primary key (word, term),
);
comment on table search_word is 'One row per word of some text and stem it was brought to; small words have none. A spelling has several stems where languages differ.';
comment on column search_word.word is 'The word, without capitals and accents.';
comment on column search_word.language is 'Language of the texts it is from: the one of whose small words they hold most.';
comment on column search_word.stem is 'Its stem in that language (Snowball).';
comment on column search_word.term is 'Number of the stem in this snapshot; not an identity.';
comment on column search_word.texts is 'How many texts hold the stem, in this word or another: its document frequency.';

create table search_posting (
    term uinteger not null,
    recommendation uinteger not null,
    times usmallint not null,
    length usmallint not null,
    impact float not null,
);
comment on table search_posting is 'One row per stem and recommendation whose text holds it, in the order of stems: what a search reads.';
comment on column search_posting.term is 'The stem.';
comment on column search_posting.recommendation is 'The recommendation.';
comment on column search_posting.times is 'How often the text holds it: its term frequency.';
comment on column search_posting.length is 'How many words the text has, small ones left out.';
comment on column search_posting.impact is 'What the text gives to the score of a search for the stem, made of the two and of the mean length (macro bm25_impact).';

create table search_collection (
    texts uinteger not null,
    mean_length double not null,
);
comment on table search_collection is 'One row about all texts that can be searched; none where there is no index.';
comment on column search_collection.texts is 'Texts.';
comment on column search_collection.mean_length is 'Their mean length in words, small ones left out.';

-- BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond,
-- Foundations and Trends in Information Retrieval 3(4), 333-389). The score of a text is the sum over the stems looked
-- for of weight x impact. The impact is that of the text, known when the index is made; the weight is that of the word
-- (`search.weight`).
create macro bm25_impact(times, length, mean_length) as
    times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / mean_length));

-- Whether a recommendation is among those whose bit is set; null stands for all of them.
create macro is_within(in_within, number) as
    in_within is null
    or case
        when number < bit_length(in_within::bit) then get_bit(in_within::bit, number::integer) = 1
        else false
    end;

-- Recommendations, within some, whose texts hold one of these stems (each with the bit and the weight of the word it
-- stands for), with the bits of the words found and the score. Being within changes no score.
create macro search_scored(in_terms, in_bits, in_weights, in_within) as table
with asked as (
    select
        unnest(in_terms::uinteger[]) as term,
        unnest(in_bits::uinteger[]) as bit,
        unnest(in_weights::float[]) as weight,
)

select
    search_posting.recommendation,
    bit_or(asked.bit) as found,
    sum(asked.weight * search_posting.impact) as score,
from search_posting
inner join asked on asked.term = search_posting.term
where is_within(in_within, search_posting.recommendation)
group by search_posting.recommendation;

-- Those of them whose texts hold all words.
create macro search_found(in_terms, in_bits, in_weights, in_within, in_all) as table
select
    recommendation,
    score,
from search_scored(in_terms, in_bits, in_weights, in_within)
where found = in_all::uinteger;
