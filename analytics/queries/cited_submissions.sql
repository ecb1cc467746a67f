-- One row per submission that a UN summary of the third cycle lists: with how many others footnotes cite it, and who signed it where it is joint.
-- Parameters: none
with signed as (
    select
        member.symbol,
        member.code,
        count(*) filter (network.reach = 'international') as networks,
    from listed_membership as member
    left join network on network.network = member.stakeholder
    where member.kind = 'joint'
    group by member.symbol, member.code
)

select
    cited.review,
    cited.state as iso3,
    cited.session,
    cited.position,
    cited.code,
    cited.joint as is_joint,
    cited.submissions,
    cited.pages,
    cited.cited_with,
    cited.with_list,
    stakeholder_document.grade,
    submission.size::double as size,
    submission.members,
    submission.national,
    submission.subregional + submission.regional + submission.international as foreign,
    submission.unknown,
    signed.networks::double as networks,
from cited_with as cited
left join stakeholder_document
    on stakeholder_document.state = cited.state and stakeholder_document.session = cited.session
left join listed_submission as submission
    on submission.symbol = stakeholder_document.symbol
    and submission.code = cited.code
    and submission.kind = 'joint'
    and cited.joint
left join signed on signed.symbol = submission.symbol and signed.code = submission.code
order by cited.session, cited.state, cited.position
