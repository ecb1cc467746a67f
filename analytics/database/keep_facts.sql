-- What a load changes, after write_facts.sql: the files of a version in the folder `folder`, from those that were made
-- of the load (folder `made`) and those of the version before (folder `before`) that they do not replace. A row is
-- replaced by one with its key and, where a load does not only add (variable `adds`), by any of the same review.

-- Each row with `words`, by which one without a key of its own is known again, and `facts`, all that is compared of it,
-- in one number each: every column but those that are `not_compared`, in the order of `facts`, whatever the columns of
-- older files. The order of its recommending states and of its issues says nothing.
create temp macro rows_in(folder) as table
select
    source_key,
    session,
    state_under_review,
    pledge,
    hash(recommending_state, text) as words,
    hash(*columns(lambda name: name not in getvariable('not_compared'))) as facts,
from (
    select fact.* replace (list_sort(fact.issues) as issues), asked.askers, worded.* exclude (source_key),
    from (
        select *, null as pledge,
        from facts()
        where false
        union all by name
        select *, false as pledge,
        from read_parquet(folder || '/recommendations.parquet')
        union all by name
        select *, true as pledge,
        from read_parquet(folder || '/voluntary_pledges.parquet')
    ) as fact
    left join (
        select source_key, bit_xor(hash(recommending_state)) as askers,
        from read_parquet(folder || '/askers.parquet')
        group by source_key
    ) as asked on asked.source_key = fact.source_key
    left join (
        select * replace (hash(text) as text),
        from read_parquet(folder || '/texts.parquet')
    ) as worded on worded.source_key = fact.source_key
);

create temp table made as
from rows_in(getvariable('made'));

create temp table replaced as
from rows_in(getvariable('before')) as there
where
    there.source_key in (select made.source_key from made)
    or (
        not getvariable('adds')
        and (there.session, there.state_under_review, there.pledge) in (
            select (made.session, made.state_under_review, made.pledge) from made
        )
    );

-- The rows of a file, those that were made and those that stay.
create temp macro kept(file) as table
from read_parquet(getvariable('made') || file)
union all by name
from read_parquet(getvariable('before') || file) as there
anti join replaced on replaced.source_key = there.source_key;

copy (from kept('/recommendations.parquet') order by session, state_under_review, source_key)
to (getvariable('folder') || '/recommendations.parquet') (compression zstd, compression_level getvariable('level'));

copy (from kept('/voluntary_pledges.parquet') order by session, state_under_review, source_key)
to (getvariable('folder') || '/voluntary_pledges.parquet') (compression zstd, compression_level getvariable('level'));

copy (from kept('/askers.parquet'))
to (getvariable('folder') || '/askers.parquet');

copy (from kept('/texts.parquet'))
to (getvariable('folder') || '/texts.parquet') (row_group_size 20_000);

-- A row whose key was there is unchanged when its facts were, else changed. Any other is changed when its review,
-- recommending state and text were there under a key that has gone, else new.
create temp table known as
select made.facts = replaced.facts as is_equal
from made
inner join replaced on replaced.source_key = made.source_key;

create temp table fresh as
from made
anti join replaced on replaced.source_key = made.source_key;

create temp table left_over as
from replaced
anti join made on made.source_key = replaced.source_key;

create temp table matched as
select session, state_under_review, pledge, words from fresh
intersect all
select session, state_under_review, pledge, words from left_over;

select
    (select count(*) from fresh) - (select count(*) from matched) as new,
    (select count(*) from matched) + (select count(*) from known where not is_equal) as changed,
    (select count(*) from known where is_equal) as unchanged,
    (select count(*) from left_over) - (select count(*) from matched) as gone;
