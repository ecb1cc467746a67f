-- What a load changes, after write_facts.sql: the files of a version in the folder `folder`, from those that were made
-- of the load (folder `made`) and those of the version before (folder `before`) that they do not replace. A row is
-- replaced by one with its key and, where a load does not only add (variable `adds`), by any of the same review.

create temp macro rows_in(folder) as table
select f.source_key, f.session, f.state_under_review, f.pledge, hash(f.recommending_state, t.words) as words
from (
    select source_key, session, state_under_review, recommending_state, false as pledge
    from read_parquet(folder || '/recommendations.parquet')
    union all
    select source_key, session, state_under_review, recommending_state, true as pledge
    from read_parquet(folder || '/voluntary_pledges.parquet')
) as f
left join (
    select source_key, hash(text) as words
    from read_parquet(folder || '/texts.parquet')
) as t on t.source_key = f.source_key;

create temp table made as
from rows_in(getvariable('made'));

create temp table replaced as
from rows_in(getvariable('before')) as b
where
    b.source_key in (select m.source_key from made as m)
    or (
        not getvariable('adds')
        and (b.session, b.state_under_review, b.pledge) in (select (m.session, m.state_under_review, m.pledge) from made as m)
    );

copy (
    from read_parquet(getvariable('made') || '/recommendations.parquet')
    union all by name
    from read_parquet(getvariable('before') || '/recommendations.parquet') as b
    anti join replaced as r on r.source_key = b.source_key
) to (getvariable('folder') || '/recommendations.parquet');

copy (
    from read_parquet(getvariable('made') || '/voluntary_pledges.parquet')
    union all by name
    from read_parquet(getvariable('before') || '/voluntary_pledges.parquet') as b
    anti join replaced as r on r.source_key = b.source_key
) to (getvariable('folder') || '/voluntary_pledges.parquet');

copy (
    from read_parquet(getvariable('made') || '/askers.parquet')
    union all by name
    from read_parquet(getvariable('before') || '/askers.parquet') as b
    anti join replaced as r on r.source_key = b.source_key
) to (getvariable('folder') || '/askers.parquet');

copy (
    from read_parquet(getvariable('made') || '/texts.parquet')
    union all by name
    from read_parquet(getvariable('before') || '/texts.parquet') as b
    anti join replaced as r on r.source_key = b.source_key
) to (getvariable('folder') || '/texts.parquet') (row_group_size 20_000);

-- A row is unchanged when its key was there, changed when its review, recommending state and text were, else new.
create temp table fresh as
from made as m
anti join replaced as r on r.source_key = m.source_key;

create temp table left_over as
from replaced as r
anti join made as m on m.source_key = r.source_key;

select
    count(*) filter (kind = 'fresh') - count(*) filter (kind = 'changed') as new,
    count(*) filter (kind = 'changed') as changed,
    (select count(*) from made) - count(*) filter (kind = 'fresh') as unchanged,
    count(*) filter (kind = 'left over') - count(*) filter (kind = 'changed') as gone,
from (
    select 'fresh' as kind from fresh
    union all
    select 'left over' from left_over
    union all
    select 'changed'
    from (
        select session, state_under_review, pledge, words from fresh
        intersect all
        select session, state_under_review, pledge, words from left_over
    )
);
