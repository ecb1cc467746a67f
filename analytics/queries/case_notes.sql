-- One row per country of the case notes: what each table of the catalogue holds about it.
-- Parameters: none
with countries as (
    select unnest(['BRA', 'VEN', 'IND', 'IDN', 'KHM', 'KEN', 'NGA', 'UGA']) as iso3, generate_subscripts(['BRA', 'VEN', 'IND', 'IDN', 'KHM', 'KEN', 'NGA', 'UGA'], 1) as place
)

select
    c.iso3,
    (select count(*) from stakeholder_document as d where d.state = c.iso3) as lists,
    (select count(*) from listed_submission as s where s.state = c.iso3) as submissions,
    (select count(*) from listed_submission as s where s.state = c.iso3 and s.kind = 'joint') as joint,
    (
        select string_agg(concat_ws(':', coalesce('S' || n.session, n.year::varchar), n.submissions, n.exactness), ',' order by n.year)
        from submission_count as n
        where n.state = c.iso3
    ) as stated_counts,
    (select coalesce(bool_or(n.outlier), false) from submission_count as n where n.state = c.iso3) as outlier,
    (select count(*) from coalition as k where k.state = c.iso3) as statements,
    (select count(k.size) from coalition as k where k.state = c.iso3) as sizes,
    (select min(k.size) from coalition as k where k.state = c.iso3) as smallest,
    (select max(k.size) from coalition as k where k.state = c.iso3) as largest,
from countries as c
order by c.place
