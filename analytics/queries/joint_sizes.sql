-- One row per joint submission: how many organisations it names, and where they are from.
-- Parameters: $scheme, $lists
select
    chosen.region,
    chosen.review,
    chosen.state as iso3,
    chosen.session,
    submission.code,
    submission.members,
    submission.national,
    submission.regional,
    submission.international,
    submission.unknown,
from chosen_lists($scheme, $lists) as chosen
inner join listed_submission as submission on submission.symbol = chosen.symbol
where submission.kind = 'joint'
order by chosen.session, chosen.state, submission.position
