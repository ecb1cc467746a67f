-- The files of a version (recommendations, voluntary pledges, texts, recommending states) in the folder `folder`, from
-- the lines of a load, one per row (variables `lines`, a file of them, and `source`).

create temp table fact as
select
    getvariable('source') as source,
    source_key,
    session,
    state_under_review,
    case when len(recommending_states) = 1 then recommending_states[1] end as recommending_state,
    response,
    response_raw,
    action_category,
    issues,
    correction,
    case when len(recommending_states) > 1 then recommending_states end as askers,
from read_ndjson(
    getvariable('lines'),
    columns = {
        source_key: 'varchar', session: 'utinyint', state_under_review: 'varchar', recommending_states: 'varchar[]',
        response: 'varchar', response_raw: 'varchar', action_category: 'utinyint', issues: 'varchar[]',
        correction: 'varchar'
    }
);

copy (
    select * exclude (askers)
    from fact
    where response <> 'pledge'
) to (getvariable('folder') || '/recommendations.parquet');

copy (
    select * exclude (askers)
    from fact
    where response = 'pledge'
) to (getvariable('folder') || '/voluntary_pledges.parquet');

copy (
    select source_key, unnest(askers) as recommending_state
    from fact
    where response <> 'pledge'
) to (getvariable('folder') || '/askers.parquet');

copy (
    select source_key, paragraph, text
    from read_ndjson(
        getvariable('lines'),
        columns = {source_key: 'varchar', response: 'varchar', paragraph: 'varchar', text: 'varchar'}
    )
    where response <> 'pledge'
) to (getvariable('folder') || '/texts.parquet') (row_group_size 20_000);
