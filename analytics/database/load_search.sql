-- Fills the tables of search.sql after load_texts.sql, from the index that analytics/loading/indexing.py made of the texts.

create temp table numbered as
select
    recommendation.recommendation,
    loaded.file_row_number as text,
from read_parquet(getvariable('data') || '/texts.parquet', file_row_number = true) as loaded
inner join recommendation on recommendation.source_key = loaded.source_key;

insert into search_text by name
select
    numbered.recommendation,
    spoken.words,
from read_parquet(getvariable('data') || '/search_words.parquet', file_row_number = true) as spoken
inner join numbered on numbered.text = spoken.file_row_number
order by numbered.recommendation;

create temp table indexed as
select
    numbered.recommendation,
    stems.word::varchar as word,
    stems.language::varchar as language,
    stems.stem::varchar as stem,
    stems.times,
from read_parquet(getvariable('data') || '/search_stems.parquet') as stems
inner join numbered on numbered.text = stems.text;

create temp table term_of as
select
    row_number() over (order by language, stem)::uinteger as term,
    language,
    stem,
    count(distinct recommendation)::uinteger as texts,
from indexed
group by language, stem;

insert into search_word by name
select distinct
    indexed.word,
    term_of.language,
    term_of.stem,
    term_of.term,
    term_of.texts,
from indexed
inner join term_of on term_of.language = indexed.language and term_of.stem = indexed.stem
order by indexed.word, term_of.term;

create temp table text_length as
select
    recommendation,
    least(sum(times), 65535)::usmallint as length,
from indexed
group by recommendation;

insert into search_collection by name
select
    count(*) as texts,
    avg(length) as mean_length,
from text_length
having count(*) > 0;

insert into search_posting by name
with counted as (
    select
        term_of.term,
        indexed.recommendation,
        least(sum(indexed.times), 65535)::usmallint as times,
    from indexed
    inner join term_of on term_of.language = indexed.language and term_of.stem = indexed.stem
    group by term_of.term, indexed.recommendation
)

select
    counted.term,
    counted.recommendation,
    counted.times,
    text_length.length,
    bm25_impact(counted.times, text_length.length, search_collection.mean_length)::float as impact,
from counted
inner join text_length on text_length.recommendation = counted.recommendation
cross join search_collection
order by counted.term, counted.recommendation;

drop table numbered;
drop table indexed;
drop table term_of;
drop table text_length;
