-- One row per international or regional body that signs joint submissions in many reviews, by name: seat and subject.
-- Parameters: none
select
    network.network as stakeholder,
    network.name as organisation,
    network.acronym,
    network.seat,
    network.subject,
    network.reach,
    network.reason,
    listed_stakeholder.joint,
    listed_stakeholder.listed_in,
from network
inner join listed_stakeholder on listed_stakeholder.stakeholder = network.network
order by network.name
