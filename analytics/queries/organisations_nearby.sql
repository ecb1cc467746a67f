-- One row per organisation that signs joint submissions to two or more other states of the region and to none of a state.
-- Parameters: $scheme, $country
with here as (
    select stakeholder,
    from signing() as signing
    where state = $country
)

select
    stakeholder.name as organisation,
    coalesce(stakeholder.country, network.seat) as country,
    stakeholder.kind as organisation_kind,
    network.subject,
    count(*) filter (state.subregion = home.subregion) as in_subregion,
    count(*) as in_region,
    string_agg(signing.state, ' ' order by state.subregion <> home.subregion, signing.state) as signs_in,
    stakeholder.listed_in,
    signing.stakeholder,
from home_of($scheme, $country) as home
inner join state_region on state_region.scheme = $scheme and state_region.region = home.region
inner join state on state.iso3 = state_region.iso3
inner join signing() as signing on signing.state = state.iso3
inner join listed_stakeholder as stakeholder on stakeholder.stakeholder = signing.stakeholder
left join network on network.network = signing.stakeholder
where state.iso3 <> home.iso3 and signing.stakeholder not in (select here.stakeholder from here)
group by
    stakeholder.name,
    stakeholder.country,
    stakeholder.kind,
    network.seat,
    network.subject,
    stakeholder.listed_in,
    signing.stakeholder
having count(*) > 1
order by in_subregion desc, in_region desc, stakeholder.listed_in desc, stakeholder.name
