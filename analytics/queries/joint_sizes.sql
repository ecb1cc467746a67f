-- One row per joint submission: how many organisations it names, and where they are from.
-- Parameters: $scheme, $lists
select
    l.region,
    l.review,
    l.state as iso3,
    l.session,
    s.code,
    s.members,
    s.national,
    s.regional,
    s.international,
    s.unknown,
from chosen_lists($scheme, $lists) as l
inner join listed_submission as s on s.symbol = l.symbol
where s.kind = 'joint'
order by l.session, l.state, s.position
