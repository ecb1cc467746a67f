-- One row per review in the catalogue: its joint submissions, how large, who signs them, and of how many that can be told.
-- Parameters: $scheme, $lists
-- Whether a partner is from abroad is told only where all members are named and have a country: else those that have one
-- would be told more often than those that do not. Networks are known by their names.
with signing as (
    select distinct
        symbol,
        review,
        stakeholder,
    from listed_membership
    where kind = 'joint' and name <> 'a person'
),

everywhere as (
    select
        stakeholder,
        count(distinct review) as reviews,
    from signing
    group by stakeholder
),

organisations as (
    select
        signing.symbol,
        count(*) as organisations_in,
        count(*) filter (everywhere.reviews > 1) as organisations_elsewhere,
    from signing
    inner join everywhere on everywhere.stakeholder = signing.stakeholder
    group by signing.symbol
),

networked as (
    select
        member.symbol,
        count(distinct member.code) filter (member.scope <> 'national') as with_network,
        count(distinct member.code) filter (network.subject = 'digital_rights') as digital,
    from listed_membership as member
    inner join network on network.network = member.stakeholder
    where member.kind = 'joint'
    group by member.symbol
),

told as (
    select
        symbol,
        size,
        national > 0 as has_national,
        subregional + regional + international > 0 as has_abroad,
        size is not null and unknown = 0 and coalesce(stated_size, 0) <= members as is_told,
    from listed_submission
    where kind = 'joint'
),

submissions as (
    select
        symbol,
        count(*) as joint,
        count(size) as sized,
        median(size) as median_size,
        count(*) filter (is_told) as told,
        count(*) filter (is_told and has_abroad) as with_abroad,
        count(*) filter (is_told and has_abroad and has_national) as with_both,
    from told
    group by symbol
)

select
    chosen.review,
    chosen.state as iso3,
    chosen.region,
    chosen.session,
    session.year,
    session.cycle,
    chosen.kind as list_kind,
    stakeholder_document.grade,
    coalesce(submissions.joint, 0) as joint,
    coalesce(submissions.sized, 0) as sized,
    submissions.median_size,
    coalesce(organisations.organisations_in, 0) as organisations_in,
    coalesce(organisations.organisations_elsewhere, 0) as organisations_elsewhere,
    coalesce(submissions.told, 0) as told,
    coalesce(submissions.with_abroad, 0) as with_abroad,
    coalesce(submissions.with_both, 0) as with_both,
    coalesce(networked.with_network, 0) as with_network,
    coalesce(networked.digital, 0) as digital,
    case
        when starts_with(chosen.symbol, 'A/HRC/') then concat('https://undocs.org/', chosen.symbol)
    end as document,
from chosen_lists($scheme, $lists) as chosen
inner join session on session.session = chosen.session
inner join stakeholder_document on stakeholder_document.symbol = chosen.symbol
left join submissions on submissions.symbol = chosen.symbol
left join organisations on organisations.symbol = chosen.symbol
left join networked on networked.symbol = chosen.symbol
order by chosen.session, chosen.state
