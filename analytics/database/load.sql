-- Fills the tables of schema.sql from the files of data/ (variable `data`) and from what the builder read of its TOML
-- (variables sources_toml, corrections_toml, lens_toml). Run once per snapshot, on an empty database; derived.sql follows.

-- A file of data/. Said how it is written, it is not looked at to find out, which takes longer than reading it.
create temp macro table_in(name) as table
from read_csv(
    getvariable('data') || '/' || name || '.csv',
    header = true, all_varchar = true, delim = ',', quote = '"', escape = '"'
);

-- Rows of data/: of one file, or of the two parts of a series, which begin with the words of the variable `parts`.
create temp macro facts_in(name) as table
from read_parquet(
    list_transform(getvariable('parts'), lambda part: concat(getvariable('data'), '/', part, name, '.parquet')),
    union_by_name = true
);

insert into source by name
select
    source, producer, title, citation, url, obtained_through, version, licence, licence_url, unit, coverage, origin,
    processing,
from (select unnest(getvariable('sources_toml'), recursive := true))
where
    source not in getvariable('of_facts')
    or source = getvariable('source')
    or source in (select distinct fact.source from facts_in('recommendations') as fact)
    or source in (select distinct fact.source from facts_in('voluntary_pledges') as fact);

insert into correction by name
select correction, source, title, rows as rows_met, treatment, reason,
from (select unnest(getvariable('corrections_toml'), recursive := true))
where source in (select known.source from source as known);

insert into region by name
select scheme, region, name, focus::utinyint = 1 as focus, position,
from table_in('regions');

insert into subregion by name
select *
from table_in('subregions');

insert into state by name
select
    iso3,
    iso2,
    m49,
    name,
    m49_region,
    subregion,
    un_group,
    un_member::utinyint = 1 as un_member,
    lat::double as latitude,
    lon::double as longitude,
    area_km2::double as area_km2,
    small::utinyint = 1 as small,
from table_in('states')
left join table_in('state_shapes') using (iso3)
order by iso3;

insert into state_region by name
select 'm49' as scheme, iso3, m49_region as region from state
union all
select 'un' as scheme, iso3, un_group as region from state;

insert into organisation by name
select organisation, acronym, name, position,
from table_in('organisations');

insert into membership by name
select organisation, iso3,
from table_in('memberships')
order by organisation, iso3;

insert into state_alias by name
select name, iso3, used_by,
from table_in('state_aliases');

insert into session by name
select session, cycle, year, start_date::date as start_date, end_date::date as end_date,
from table_in('sessions');

insert into issue by name
select issue, name,
from table_in('issues');

insert into issue_family by name
select issue, family, source,
from table_in('issue_families')
where issue in (select known.issue from issue as known);

-- A column that files written before it was known do not have is empty. Sorted once: what is read of it keeps the order.
create temp table facts as
select row_number() over ()::uinteger as recommendation, *,
from (
    select * exclude (recommendation),
    from recommendation
    union all by name
    from facts_in('recommendations')
    order by session, state_under_review, source_key
);

insert into recommendation by name
select * exclude (issues),
from facts;

insert into recommendation_issue by name
select recommendation, unnest(issues) as issue,
from facts;

insert into review by name
select
    state_under_review,
    session,
    case when count(correction) = count(*) then min(correction) end as correction,
from facts
group by session, state_under_review
order by state_under_review, session;

drop table facts;

insert into voluntary_pledge by name
select source_key, source, session, state_under_review as state, action_category, issues,
from facts_in('voluntary_pledges')
order by session, state, source_key;

insert into scheduled_review by name
select session, iso3 as state_under_review,
from table_in('scheduled_reviews');

insert into request by name
select session, state_under_review, recommending_state, number, about,
from read_parquet(getvariable('data') || '/requests.parquet')
order by session, state_under_review, recommending_state;

-- Each column after these five counts a flag of a lens.
insert into request_flag by name
select session, state_under_review, recommending_state, flag, number,
from (
    unpivot (select * exclude (number, about) from read_parquet(getvariable('data') || '/requests.parquet'))
    on columns(* exclude (session, state_under_review, recommending_state))
    into name flag value number
)
where number > 0
order by session, state_under_review, recommending_state, flag;

-- Civic space, and the lenses.
insert into civic_space by name
select
    iso3,
    year,
    v2xcs_ccsi / 1000.0 as v2xcs_ccsi,
    v2x_cspart / 1000.0 as v2x_cspart,
    v2csreprss / 1000.0 as v2csreprss,
    v2cseeorgs / 1000.0 as v2cseeorgs,
    v2x_frassoc_thick / 1000.0 as v2x_frassoc_thick,
    v2x_freexp_altinf / 1000.0 as v2x_freexp_altinf,
from read_parquet(getvariable('data') || '/civic_space.parquet')
order by iso3, year;

insert into ngo_law by name
select *
from table_in('ngo_laws');

insert into nhri_status by name
select *
from table_in('nhri_status');

insert into nhri_accreditation by name
select *
from table_in('nhri_accreditation');

insert into freedom_house by name
select *
from read_parquet(getvariable('data') || '/freedom_house.parquet');

insert into internet_shutdown by name
select *
from table_in('internet_shutdowns');

insert into denominator by name
select iso3, year, inhabitants.population, income.income_group,
from read_parquet(getvariable('data') || '/population.parquet') as inhabitants
full join read_parquet(getvariable('data') || '/income_groups.parquet') as income using (iso3, year)
order by iso3, year;

insert into flag by name
select flag, lens, position, within, definition, version,
from (select unnest(getvariable('lenses_toml'), recursive := true));

insert into recommendation_flag by name
select
    recommendation.recommendation,
    flagged.flag,
from facts_in('flags') as flagged
inner join recommendation on recommendation.source_key = flagged.source_key
order by recommendation.recommendation, flagged.flag;

-- A pair of loaded data is one by treaties only: the words of data/ are compared when it is compiled.
insert into asked_again by name
select
    earlier.recommendation as earlier,
    later.recommendation as later,
    'words' as basis,
    pair.score,
from read_parquet(getvariable('data') || '/asked_again.parquet') as pair
inner join recommendation as earlier on earlier.source_key = pair.earlier
inner join recommendation as later on later.source_key = pair.later
order by later.recommendation, earlier.recommendation;

insert into asked_again by name
with treaties as (
    select
        recommendation.recommendation,
        recommendation.state_under_review,
        session.cycle,
        recommendation_flag.flag,
    from recommendation_flag
    inner join flag on flag.flag = recommendation_flag.flag
    inner join recommendation on recommendation.recommendation = recommendation_flag.recommendation
    inner join session on session.session = recommendation.session
    where flag.lens = 'instruments' and flag.within is not null
)

select distinct
    earlier.recommendation as earlier,
    later.recommendation as later,
    'treaty' as basis,
from treaties as later
inner join treaties as earlier
    on earlier.state_under_review = later.state_under_review
    and earlier.flag = later.flag
    and earlier.cycle < later.cycle
order by later.recommendation, earlier.recommendation;

insert into lens_score by name
select *
from table_in('lens_scores');

-- Civil society

insert into stakeholder_document by name
select symbol, state, session, kind, declared, submissions, note, grade, missing, alone, uncertain, source,
from table_in('stakeholder_documents');

insert into stakeholder by name
select stakeholder, name, acronym, country, kind, kind_basis,
from table_in('stakeholders');

insert into network by name
select network, name, acronym, seat, subject, reach, reason,
from table_in('networks');

insert into submission by name
select
    symbol, code, position, kind, name, stated_size, exactness, uncertain::utinyint = 1 as uncertain, city, country,
from table_in('submissions');

insert into submission_member by name
select
    member.symbol,
    member.code,
    member.place,
    member.stakeholder,
    coalesce(member.name, stakeholder.name) as name,
    member.acronym,
    member.lead::utinyint = 1 as lead,
    member.city,
    member.country,
from table_in('submission_members') as member
inner join stakeholder on stakeholder.stakeholder = member.stakeholder;

insert into network_chance by name
select
    row_number() over () as position,
    *,
from table_in('network_chance');

insert into network_broker by name
select *
from table_in('network_brokers');

insert into cited_submission by name
select state, session, position, code, joint = 1 as joint, page,
from read_parquet(getvariable('data') || '/cited_submissions.parquet');

insert into cited_pair by name
select *
from read_parquet(getvariable('data') || '/cited_pairs.parquet');

insert into stakeholder_decision by name
select first, second, decision, reason,
from table_in('stakeholder_decisions');

insert into submission_correction by name
select symbol, code, name, treatment, becomes, reason,
from table_in('submission_corrections');

insert into coalition by name
select position, state, series, name, year, cycle, size, exactness, basis, page,
from table_in('coalitions');

insert into submission_count by name
select
    position, state, session, cycle, year, submissions, joint, exactness, basis, outlier::utinyint = 1 as outlier, page,
from table_in('submission_counts');

insert into build_log by name
select *
from table_in('build_log');
