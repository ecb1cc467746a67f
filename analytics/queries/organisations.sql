-- One row per organisation of states and member state, in the order of lists.
-- Parameters: none
select
    organisation.organisation,
    organisation.acronym,
    organisation.name,
    membership.iso3,
from organisation
inner join membership on membership.organisation = organisation.organisation
order by organisation.position, membership.iso3
