-- One row per organisation of the catalogue: what it is, and how often it submitted.
-- Parameters: none
select
    stakeholder,
    name as organisation,
    acronym,
    country,
    kind as organisation_kind,
    kind_basis,
    submissions,
    joint,
    listed_in,
from listed_stakeholder
order by name, stakeholder
