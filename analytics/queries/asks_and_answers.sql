-- One row per issue of each review that has both a full list of stakeholders and recommendations: submissions, answers.
-- Parameters: $acceptance
select
    d.state as iso3,
    d.session,
    d.submissions,
    (select count(*) from submission as s where s.symbol = d.symbol and s.kind = 'joint') as joint,
    r.issue::varchar as issue,
    count(*) as recommendations,
    count(*) filter (is_answered(r.response)) as answered,
    count(*) filter (is_accepted(r.response, $acceptance)) as accepted,
from stakeholder_document as d
inner join selectable_issue as r on r.state_under_review = d.state and r.session = d.session
group by d.symbol, d.state, d.session, d.submissions, r.issue
order by d.session, iso3, recommendations desc, issue
