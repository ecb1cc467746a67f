-- One row per joint submission: how many organisations it names, its size where that is known, and where they are from.
-- Parameters: $scheme, $lists
select
    chosen.region,
    chosen.review,
    chosen.state as iso3,
    chosen.session,
    submission.code,
    submission.members,
    submission.size::double as size,
    submission.national,
    submission.subregional,
    submission.regional,
    submission.international,
    submission.unknown,
    session.cycle,
    stakeholder_document.kind as list_kind,
    stakeholder_document.grade,
from chosen_lists($scheme, $lists) as chosen
inner join session on session.session = chosen.session
inner join stakeholder_document on stakeholder_document.symbol = chosen.symbol
inner join listed_submission as submission on submission.symbol = chosen.symbol
where submission.kind = 'joint'
order by chosen.session, chosen.state, submission.position
