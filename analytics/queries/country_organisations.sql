-- One row per organisation in joint submissions to the reviews of a state: how often, and where else it signs.
-- Parameters: $scheme, $country
with here as (
    select
        stakeholder,
        max(country) as country,
        first(scope order by scope = 'unknown', session desc, position, place) as scope,
        count(distinct (symbol, code)) as joint,
    from listed_membership
    where kind = 'joint' and name <> 'a person' and state = $country
    group by stakeholder
),

elsewhere as (
    select
        member.stakeholder,
        count(distinct member.review) as other_reviews,
        count(distinct member.state) as other_states,
        count(distinct theirs.region) filter (theirs.region <> own.region) as other_regions,
    from listed_membership as member
    inner join here on here.stakeholder = member.stakeholder
    inner join state_region as theirs on theirs.scheme = $scheme and theirs.iso3 = member.state
    inner join state_region as own on own.scheme = $scheme and own.iso3 = $country
    where member.kind = 'joint' and member.state <> $country
    group by member.stakeholder
)

select
    stakeholder.name as organisation,
    here.country,
    here.scope,
    stakeholder.kind as organisation_kind,
    here.joint,
    coalesce(elsewhere.other_reviews, 0) as other_reviews,
    coalesce(elsewhere.other_states, 0) as other_states,
    coalesce(elsewhere.other_regions, 0) as other_regions,
    network.reach,
    here.stakeholder,
from here
inner join stakeholder on stakeholder.stakeholder = here.stakeholder
left join elsewhere on elsewhere.stakeholder = here.stakeholder
left join network on network.network = here.stakeholder
order by other_reviews desc, here.joint desc, stakeholder.name
