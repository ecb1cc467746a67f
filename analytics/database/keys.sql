-- The keys of the tables that have a row or more per recommendation, or per pair of states, checked once these are
-- filled: stops with an error that names a key that is broken. Declared in schema.sql they would be indexes, which take
-- half the time and memory of a load and are never asked: a snapshot does not change once it is written.

create temp macro is_broken(problem) as error('Constraint Error: ' || problem);

select is_broken('primary key: recommendation ' || recommendation || ' is there twice')
from recommendation
group by recommendation
having count(*) > 1;

select is_broken('unique: the source_key ' || source_key || ' is there twice')
from recommendation
group by source_key
having count(*) > 1;

select is_broken('primary key: recommendation_asker has ' || recommendation || ', ' || recommending_state || ' twice')
from recommendation_asker
group by recommendation, recommending_state
having count(*) > 1;

select is_broken('primary key: recommendation_issue has ' || recommendation || ', ' || issue || ' twice')
from recommendation_issue
group by recommendation, issue
having count(*) > 1;

select is_broken('primary key: recommendation_flag has ' || recommendation || ', ' || flag || ' twice')
from recommendation_flag
group by recommendation, flag
having count(*) > 1;

select is_broken('primary key: asked_again has ' || earlier || ', ' || later || ' twice')
from asked_again
group by earlier, later
having count(*) > 1;

select is_broken('primary key: request has ' || concat_ws(', ', session, state_under_review, recommending_state) || ' twice')
from request
group by session, state_under_review, recommending_state
having count(*) > 1;

select is_broken(
    'primary key: request_flag has ' || concat_ws(', ', session, state_under_review, recommending_state, flag) || ' twice'
)
from request_flag
group by session, state_under_review, recommending_state, flag
having count(*) > 1;

select is_broken(
    'foreign key: request_flag has ' || concat_ws(', ', session, state_under_review, recommending_state)
    || ', which is no request'
)
from request_flag
anti join request using (session, state_under_review, recommending_state);

select is_broken('primary key: ' || used.table_name || ' has ' || used.recommendation || ' twice')
from (
    select 'recommendation_text' as table_name, recommendation from recommendation_text
    union all
    select 'search_text', recommendation from search_text
) as used
group by used.table_name, used.recommendation
having count(*) > 1;

select is_broken('foreign key: ' || used.table_name || ' has ' || used.recommendation || ', which is no recommendation')
from (
    select 'recommendation_asker' as table_name, recommendation from recommendation_asker
    union all
    select 'recommendation_issue', recommendation from recommendation_issue
    union all
    select 'recommendation_flag', recommendation from recommendation_flag
    union all
    select 'recommendation_text', recommendation from recommendation_text
    union all
    select 'search_text', recommendation from search_text
) as used
anti join recommendation as known on known.recommendation = used.recommendation;

select is_broken('foreign key: ' || used.column_name || ' has ' || used.code || ', which is not in ' || used.table_name)
from (
    select distinct 'recommendation.source' as column_name, source as code, 'source' as table_name from recommendation
    union all
    select distinct 'recommendation.session', session::varchar, 'session' from recommendation
    union all
    select distinct 'recommendation.state_under_review', state_under_review, 'state' from recommendation
    union all
    select distinct 'recommendation.recommending_state', recommending_state, 'state' from recommendation
    union all
    select distinct 'recommendation.correction', correction, 'correction' from recommendation
    union all
    select distinct 'recommendation_asker.recommending_state', recommending_state, 'state' from recommendation_asker
    union all
    select distinct 'recommendation_issue.issue', issue, 'issue' from recommendation_issue
    union all
    select distinct 'recommendation_flag.flag', flag, 'flag' from recommendation_flag
    union all
    select distinct 'request.session', session::varchar, 'session' from request
    union all
    select distinct 'request.state_under_review', state_under_review, 'state' from request
    union all
    select distinct 'request.recommending_state', recommending_state, 'state' from request
) as used
anti join (
    select 'source' as table_name, source as code from source
    union all
    select 'session', session::varchar from session
    union all
    select 'state', iso3 from state
    union all
    select 'correction', correction from correction
    union all
    select 'issue', issue from issue
    union all
    select 'flag', flag from flag
) as known on known.table_name = used.table_name and known.code = used.code
where used.code is not null;
