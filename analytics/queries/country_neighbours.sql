-- One row per other state of the region with joint submissions in the catalogue: the organisations that sign in both.
-- Parameters: $scheme, $country
with held as (
    select
        state,
        count(*) as joint,
    from listed_submission
    where kind = 'joint'
    group by state
),

here as (
    select stakeholder,
    from signing() as signing
    where state = $country
),

compared as (
    select
        signing.state,
        count(*) as organisations_in,
        count(here.stakeholder) as organisations_shared,
        count(here.stakeholder) filter (network.network is not null) as networks_shared,
        list(stakeholder.name order by stakeholder.listed_in desc, stakeholder.name)
            filter (here.stakeholder is not null) as shared_names,
    from signing() as signing
    inner join listed_stakeholder as stakeholder on stakeholder.stakeholder = signing.stakeholder
    left join here on here.stakeholder = signing.stakeholder
    left join network on network.network = signing.stakeholder
    group by signing.state
)

select
    compared.state as iso3,
    state.subregion,
    state.subregion = home.subregion as same_subregion,
    held.joint,
    compared.organisations_in,
    compared.organisations_shared,
    compared.networks_shared,
    array_to_string(compared.shared_names[1:12], '; ') as organisations,
from home_of($scheme, $country) as home
inner join state_region on state_region.scheme = $scheme and state_region.region = home.region
inner join state on state.iso3 = state_region.iso3
inner join compared on compared.state = state.iso3
inner join held on held.state = state.iso3
where state.iso3 <> home.iso3
order by same_subregion desc, compared.organisations_shared desc, compared.state
