-- One row per organisation of the catalogue: what it is, and how often it submitted.
-- Parameters: none
select
    o.stakeholder,
    o.name as organisation,
    o.acronym,
    o.country,
    o.kind as organisation_kind,
    o.kind_basis,
    count(m.code) as submissions,
    count(*) filter (m.kind = 'joint') as joint,
    count(distinct m.review) as listed_in,
from stakeholder as o
left join listed_membership as m on m.stakeholder = o.stakeholder
group by all
order by o.name, o.stakeholder
