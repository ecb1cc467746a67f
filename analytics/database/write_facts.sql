-- The files of a version (recommendations, voluntary pledges, texts, recommending states) in the folder `folder`, from
-- the lines of a load, one per row (variable `lines`, a file of them). Which `columns` there are with their types, and
-- which of them are `texts`, says sources/recommendations.py; `level` is that of the compression.

create temp macro lines() as table
from read_ndjson(getvariable('lines'), columns = getvariable('columns'));

create temp table fact as
select columns(lambda name: name not in getvariable('texts')),
from lines();

create temp macro facts() as table
select * rename (recommending_states as recommending_state),
from (
    select * replace (if(len(recommending_states) = 1, recommending_states[1], null) as recommending_states),
    from fact
);

copy (
    from facts()
    where response <> 'pledge'
    order by session, state_under_review, source_key
) to (getvariable('folder') || '/recommendations.parquet') (compression zstd, compression_level getvariable('level'));

copy (
    from facts()
    where response = 'pledge'
    order by session, state_under_review, source_key
) to (getvariable('folder') || '/voluntary_pledges.parquet') (compression zstd, compression_level getvariable('level'));

copy (
    select source_key, unnest(recommending_states) as recommending_state,
    from fact
    where response <> 'pledge' and len(recommending_states) > 1
) to (getvariable('folder') || '/askers.parquet');

copy (
    select source_key, columns(lambda name: name in getvariable('texts')),
    from lines()
    where response <> 'pledge'
) to (getvariable('folder') || '/texts.parquet') (row_group_size 20_000);
