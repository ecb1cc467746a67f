-- Fills the tables of search.sql after load_texts.sql, from the index that analytics/loading/indexing.py made of the texts.

create temp table numbered as
select r.recommendation, t.file_row_number as text,
from read_parquet(getvariable('data') || '/texts.parquet', file_row_number = true) as t
inner join recommendation as r on r.source_key = t.source_key;

insert into search_text by name
select n.recommendation, w.words,
from read_parquet(getvariable('data') || '/search_words.parquet', file_row_number = true) as w
inner join numbered as n on n.text = w.file_row_number
order by n.recommendation;

create temp table indexed as
select n.recommendation, i.word::varchar as word, i.language::varchar as language, i.stem::varchar as stem, i.times,
from read_parquet(getvariable('data') || '/search_stems.parquet') as i
inner join numbered as n on n.text = i.text;

create temp table term_of as
select
    row_number() over (order by language, stem)::uinteger as term,
    language,
    stem,
    count(distinct recommendation)::uinteger as texts,
from indexed
group by language, stem;

insert into search_word by name
select distinct i.word, t.language, t.stem, t.term, t.texts,
from indexed as i
inner join term_of as t on t.language = i.language and t.stem = i.stem
order by i.word, t.term;

create temp table text_length as
select recommendation, least(sum(times), 65535)::usmallint as length,
from indexed
group by recommendation;

insert into search_collection by name
select count(*) as texts, avg(length) as mean_length,
from text_length
having count(*) > 0;

insert into search_posting by name
select
    t.term,
    i.recommendation,
    least(sum(i.times), 65535)::usmallint as times,
    any_value(l.length) as length,
    bm25_impact(
        least(sum(i.times), 65535), any_value(l.length), (select c.mean_length from search_collection as c)
    )::float as impact,
from indexed as i
inner join term_of as t on t.language = i.language and t.stem = i.stem
inner join text_length as l on l.recommendation = i.recommendation
group by t.term, i.recommendation
order by t.term, i.recommendation;

drop table numbered;
drop table indexed;
drop table term_of;
drop table text_length;
