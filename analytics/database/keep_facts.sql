-- What a load changes, after write_facts.sql: the files of a version in the folder `folder`, from those that were made
-- of the load (folder `made`) and those of the version before (folder `before`) that they do not replace. A row is
-- replaced by one with its key and, where a load does not only add (variable `adds`), by any of the same review.

-- Each row with `words`, by which one without a key of its own is known again, and `facts`, all that is served of it,
-- in one number each; the order of its recommending states and of its issues says nothing.
create temp macro rows_in(folder) as table
select
    f.source_key,
    f.session,
    f.state_under_review,
    f.pledge,
    hash(f.recommending_state, t.words) as words,
    hash(
        f.session, f.state_under_review, f.pledge, f.recommending_state, a.askers, f.response, f.action_category,
        list_sort(f.issues), t.paragraph, t.words
    ) as facts,
from (
    select * exclude (correction), false as pledge
    from read_parquet(folder || '/recommendations.parquet')
    union all by name
    select * exclude (correction), true as pledge
    from read_parquet(folder || '/voluntary_pledges.parquet')
) as f
left join (
    select source_key, bit_xor(hash(recommending_state)) as askers
    from read_parquet(folder || '/askers.parquet')
    group by source_key
) as a on a.source_key = f.source_key
left join (
    select source_key, paragraph, hash(text) as words
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

-- A row whose key was there is unchanged when its facts were, else changed. Any other is changed when its review,
-- recommending state and text were there under a key that has gone, else new.
create temp table known as
select m.facts = r.facts as is_equal
from made as m
inner join replaced as r on r.source_key = m.source_key;

create temp table fresh as
from made as m
anti join replaced as r on r.source_key = m.source_key;

create temp table left_over as
from replaced as r
anti join made as m on m.source_key = r.source_key;

create temp table matched as
select session, state_under_review, pledge, words from fresh
intersect all
select session, state_under_review, pledge, words from left_over;

select
    (select count(*) from fresh) - (select count(*) from matched) as new,
    (select count(*) from matched) + (select count(*) from known where not is_equal) as changed,
    (select count(*) from known where is_equal) as unchanged,
    (select count(*) from left_over) - (select count(*) from matched) as gone;
