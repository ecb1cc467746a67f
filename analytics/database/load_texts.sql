-- What only loaded data have, after load.sql: texts, and the recommending states of paragraphs that have several. Run
-- for some recommendations after the other (variables `first` and `last`), so that memory holds the texts of these only.

insert into recommendation_asker by name
select
    recommendation.recommendation,
    asker.recommending_state,
from read_parquet(getvariable('data') || '/askers.parquet') as asker
inner join recommendation on recommendation.source_key = asker.source_key
where recommendation.recommendation between getvariable('first') and getvariable('last')
order by recommendation.recommendation, asker.recommending_state;

insert into recommendation_text by name
with several as (
    select
        recommendation,
        string_agg(recommending_state, ' ' order by recommending_state) as asked_by,
    from recommendation_asker
    where recommendation between getvariable('first') and getvariable('last')
    group by recommendation
)

select
    recommendation.recommendation,
    recommendation.state_under_review,
    recommendation.session,
    coalesce(several.asked_by, recommendation.recommending_state, '') as asked_by,
    recommendation.response,
    recommendation.action_category,
    loaded.paragraph,
    loaded.text,
from read_parquet(getvariable('data') || '/texts.parquet') as loaded
inner join recommendation on recommendation.source_key = loaded.source_key
left join several on several.recommendation = recommendation.recommendation
where recommendation.recommendation between getvariable('first') and getvariable('last')
order by recommendation.recommendation;
