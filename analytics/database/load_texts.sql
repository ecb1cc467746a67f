-- What only loaded data have, after load.sql: texts, and the recommending states of paragraphs that have several. Run
-- for some recommendations after the other (variables `first` and `last`), so that memory holds the texts of these only.

insert into recommendation_asker by name
select r.recommendation, a.recommending_state,
from read_parquet(getvariable('data') || '/askers.parquet') as a
inner join recommendation as r on r.source_key = a.source_key
where r.recommendation between getvariable('first') and getvariable('last')
order by r.recommendation, a.recommending_state;

insert into recommendation_text by name
select
    r.recommendation,
    r.state_under_review,
    r.session,
    coalesce(a.asked_by, r.recommending_state, '') as asked_by,
    r.response,
    r.action_category,
    t.paragraph,
    t.text,
from read_parquet(getvariable('data') || '/texts.parquet') as t
inner join recommendation as r on r.source_key = t.source_key
left join (
    select recommendation, string_agg(recommending_state, ' ' order by recommending_state) as asked_by
    from recommendation_asker
    where recommendation between getvariable('first') and getvariable('last')
    group by recommendation
) as a on a.recommendation = r.recommendation
where r.recommendation between getvariable('first') and getvariable('last')
order by r.recommendation;
