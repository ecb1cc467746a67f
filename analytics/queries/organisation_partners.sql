-- One row per organisation that signed a joint submission with the chosen one, most shared submissions first.
-- Parameters: $organisation
with mine as (
    select
        symbol,
        code,
    from listed_membership
    where stakeholder = $organisation and kind = 'joint'
)

select
    stakeholder.name as organisation,
    stakeholder.country,
    stakeholder.kind as organisation_kind,
    count(distinct (member.symbol, member.code)) as shared,
    string_agg(distinct member.review, ', ' order by member.review) as reviews_shared,
    stakeholder.stakeholder,
from listed_membership as member
inner join mine on mine.symbol = member.symbol and mine.code = member.code
inner join stakeholder on stakeholder.stakeholder = member.stakeholder
where member.stakeholder <> $organisation
group by stakeholder.name, stakeholder.country, stakeholder.kind, stakeholder.stakeholder
order by shared desc, stakeholder.name
