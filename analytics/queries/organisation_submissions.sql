-- One row per submission of an organisation, latest session first: alone or with how many others.
-- Parameters: $organisation
select
    member.state as iso3,
    member.session,
    member.code,
    member.kind as submission_kind,
    member.scope,
    member.lead,
    submission.members - 1 as others,
    member.name as printed,
    case
        when starts_with(member.symbol, 'A/HRC/') then concat('https://undocs.org/', member.symbol)
    end as document,
from listed_membership as member
inner join listed_submission as submission
    on submission.symbol = member.symbol and submission.code = member.code
where member.stakeholder = $organisation
order by member.session desc, member.state, member.position, member.place
