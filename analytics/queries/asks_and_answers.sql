-- One row per issue of each review that has both a full list of stakeholders and recommendations: submissions, answers.
-- Parameters: $acceptance
with listed as (
    select
        stakeholder_document.symbol,
        stakeholder_document.state,
        stakeholder_document.session,
        stakeholder_document.submissions,
        count(submission.code) as joint,
    from stakeholder_document
    left join submission on submission.symbol = stakeholder_document.symbol and submission.kind = 'joint'
    where stakeholder_document.kind <> 'joint_only'
    group by
        stakeholder_document.symbol,
        stakeholder_document.state,
        stakeholder_document.session,
        stakeholder_document.submissions
)

select
    listed.state as iso3,
    listed.session,
    listed.submissions,
    listed.joint,
    tagged.issue::varchar as issue,
    count(*) as recommendations,
    count(*) filter (is_answered(tagged.response)) as answered,
    count(*) filter (is_accepted(tagged.response, $acceptance)) as accepted,
from listed
inner join selectable_issue as tagged
    on tagged.state_under_review = listed.state and tagged.session = listed.session
group by listed.symbol, listed.state, listed.session, listed.submissions, listed.joint, tagged.issue
order by listed.session, iso3, recommendations desc, issue
