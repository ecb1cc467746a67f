-- One row per organisation that signed a joint submission with the chosen one, most shared submissions first.
-- Parameters: $organisation
with mine as (
    select symbol, code
    from listed_membership
    where stakeholder = $organisation and kind = 'joint'
)

select
    o.name as organisation,
    o.country,
    o.kind as organisation_kind,
    count(distinct (m.symbol, m.code)) as shared,
    string_agg(distinct m.review, ', ' order by m.review) as reviews_shared,
    o.stakeholder,
from listed_membership as m
inner join mine on mine.symbol = m.symbol and mine.code = m.code
inner join stakeholder as o on o.stakeholder = m.stakeholder
where m.stakeholder <> $organisation
group by all
order by shared desc, o.name
