-- One row per organisation of states and member state, in the order of lists.
-- Parameters: none
select
    o.organisation,
    o.acronym,
    o.name,
    m.iso3,
from organisation as o
inner join membership as m on m.organisation = o.organisation
order by o.position, m.iso3
