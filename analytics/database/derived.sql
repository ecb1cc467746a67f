-- What is made of the tables of schema.sql once they are filled: the tables and macros that filters look at.
-- Codes are enumerations here: grouping and handing over short numbers takes half the time of text.

create type state_code as enum (select iso3 from state order by iso3);
create type region_code as enum (select distinct region from region order by region);
create type issue_code as enum (select issue from issue order by issue);
create type response_code as enum ('accepted', 'noted', 'partial', 'pending');

create table selectable as
select
    r.recommendation,
    r.session,
    c.cycle,
    t.third,
    r.state_under_review::state_code as state_under_review,
    s.subregion,
    s.m49_region::region_code as region_m49,
    s.un_group::region_code as region_un,
    r.recommending_state::state_code as recommending_state,
    a.m49_region::region_code as recommending_region_m49,
    a.un_group::region_code as recommending_region_un,
    r.response::response_code as response,
    coalesce(r.action_category, 0) as action_category,
    coalesce(i.issues, 0)::uhugeint as issues,
    coalesce(i.more_issues, 0)::uhugeint as more_issues,
    r.correction,
from recommendation as r
left join (
    select
        recommendation,
        bit_or(1::uhugeint << (bit % 128)::uhugeint) filter (bit < 128) as issues,
        bit_or(1::uhugeint << (bit % 128)::uhugeint) filter (bit >= 128) as more_issues,
    from (select recommendation, enum_code(issue::issue_code) as bit from recommendation_issue)
    group by recommendation
) as i on i.recommendation = r.recommendation
inner join session as c on c.session = r.session
inner join (
    select
        session,
        ceil(3.0 * row_number() over (partition by cycle order by session) / count(*) over (partition by cycle))::utinyint
            as third,
    from session
) as t on t.session = r.session
inner join state as s on s.iso3 = r.state_under_review
left join state as a on a.iso3 = r.recommending_state
order by r.recommendation;
comment on table selectable is 'One row per recommendation with all that a filter looks at, so that a filter needs no join. Made from the other tables.';
comment on column selectable.recommendation is 'The recommendation.';
comment on column selectable.session is 'Session of the review.';
comment on column selectable.cycle is 'Cycle of that session.';
comment on column selectable.third is 'Third of its cycle that the session is in: the sessions of a cycle in order, in three parts.';
comment on column selectable.state_under_review is 'The state that was reviewed.';
comment on column selectable.subregion is 'Its sub-region.';
comment on column selectable.region_m49 is 'Its region under the scheme m49.';
comment on column selectable.region_un is 'Its region under the scheme un.';
comment on column selectable.recommending_state is 'The state that made the recommendation.';
comment on column selectable.recommending_region_m49 is 'Region of the recommending state under the scheme m49.';
comment on column selectable.recommending_region_un is 'Region of the recommending state under the scheme un.';
comment on column selectable.response is 'accepted, noted, partial or pending.';
comment on column selectable.action_category is 'UPR Info category by first verb; 0 where the source gives none.';
comment on column selectable.issues is 'Its issues as bits, in the alphabetical order of their codes: a filter of issues needs no join.';
comment on column selectable.more_issues is 'The same for the topics after the 128th, where a source has so many.';
comment on column selectable.correction is 'The correction record that concerns this row, if any.';

create table selectable_issue as
with tagged as (
    select i.recommendation, i.issue::issue_code as issue, f.family,
    from recommendation_issue as i
    left join issue_family as f on f.issue = i.issue
),

firsts as (
    select recommendation, min(issue) as issue,
    from tagged
    group by recommendation, family
)

select
    r.* exclude (issues, more_issues),
    t.issue,
    f.issue is not null as first_of_family,
from selectable as r
inner join tagged as t on t.recommendation = r.recommendation
left join firsts as f on f.recommendation = t.recommendation and f.issue = t.issue
order by r.recommendation, t.issue;
comment on table selectable_issue is 'One row per recommendation and issue, with all that a filter looks at. Made from the other tables.';
comment on column selectable_issue.recommendation is 'The recommendation.';
comment on column selectable_issue.session is 'Session of the review.';
comment on column selectable_issue.cycle is 'Cycle of that session.';
comment on column selectable_issue.third is 'Third of its cycle that the session is in: the sessions of a cycle in order, in three parts.';
comment on column selectable_issue.state_under_review is 'The state that was reviewed.';
comment on column selectable_issue.subregion is 'Its sub-region.';
comment on column selectable_issue.region_m49 is 'Its region under the scheme m49.';
comment on column selectable_issue.region_un is 'Its region under the scheme un.';
comment on column selectable_issue.recommending_state is 'The state that made the recommendation.';
comment on column selectable_issue.recommending_region_m49 is 'Region of the recommending state under the scheme m49.';
comment on column selectable_issue.recommending_region_un is 'Region of the recommending state under the scheme un.';
comment on column selectable_issue.response is 'accepted, noted, partial or pending.';
comment on column selectable_issue.action_category is 'UPR Info category by first verb.';
comment on column selectable_issue.correction is 'The correction record that concerns this row, if any.';
comment on column selectable_issue.issue is 'The issue.';
comment on column selectable_issue.first_of_family is 'Whether it is the first issue of its family here, so that a recommendation counts once in a family.';

create table selectable_review as
select
    r.state_under_review,
    r.session,
    c.cycle,
    c.year,
    s.m49_region as region_m49,
    s.un_group as region_un,
from review as r
inner join state as s on s.iso3 = r.state_under_review
inner join session as c on c.session = r.session
order by r.state_under_review, r.session;
comment on table selectable_review is 'One row per review with all that a filter of places and sessions looks at. Made from the other tables.';
comment on column selectable_review.state_under_review is 'The state that was reviewed.';
comment on column selectable_review.session is 'Session of the review.';
comment on column selectable_review.cycle is 'Cycle of that session.';
comment on column selectable_review.year is 'Year of that session.';
comment on column selectable_review.region_m49 is 'Region of the state under the scheme m49.';
comment on column selectable_review.region_un is 'Region of the state under the scheme un.';

-- The one definition of what a filter selects. What is empty, or 0, selects everything. `Filters.parameters` works out
-- before which states, sessions and recommending states a choice of regions, cycles or groups stands for. It gives the
-- codes of states as one text, and sessions, action categories and issues as the bits of numbers: both are looked at
-- and planned in half the time of lists.
create macro of_scheme(in_scheme, m49, un) as case when in_scheme = 'm49' then m49 else un end;
create macro chosen(in_codes, code) as in_codes = '' or contains(in_codes, code);
create macro chosen_bit(in_bits, bit) as in_bits = 0 or (in_bits >> bit) & 1 = 1;

create macro is_selected(in_states, in_sessions, in_actions, in_askers, state, session, action, asker) as
    chosen(in_states, state)
    and chosen_bit(in_sessions, session)
    and chosen_bit(in_actions, action)
    and chosen(in_askers, asker);
create macro on_chosen(in_issues, bits, more_bits) as
    (in_issues[1]::uhugeint = 0 and in_issues[2]::uhugeint = 0)
    or (bits & in_issues[1]::uhugeint) <> 0
    or (more_bits & in_issues[2]::uhugeint) <> 0;

-- The chosen issues as bits, or the bit of one issue where none is chosen; no bit where there is no such issue. Half 0
-- holds the first 128 issues, half 1 the rest.
create macro bit_of(about) as enum_code(try_cast(about as issue_code));
create macro shown_issues(in_issues, about, half) as
    case
        when in_issues[1]::uhugeint <> 0 or in_issues[2]::uhugeint <> 0 then in_issues[half + 1]::uhugeint
        when bit_of(about) // 128 = half then 1::uhugeint << (bit_of(about) % 128)::uhugeint
        else 0::uhugeint
    end;

create macro selected(in_states, in_sessions, in_issues, in_actions, in_askers) as table
select *
from selectable
where
    is_selected(
        in_states, in_sessions, in_actions, in_askers, state_under_review, session, action_category, recommending_state
    )
    and on_chosen(in_issues, issues, more_issues);

create macro selected_reviews(in_states, in_sessions) as table
select *
from selectable_review
where chosen(in_states, state_under_review) and chosen_bit(in_sessions, session);

-- The same per issue; a choice of issues does not apply.
create macro selected_issues(in_states, in_sessions, in_actions, in_askers) as table
select *
from selectable_issue
where
    is_selected(
        in_states, in_sessions, in_actions, in_askers, state_under_review, session, action_category, recommending_state
    );

-- Strict: accepted / answered. Broad: partly accepted ones count as well. Pending ones are in neither.
create macro is_accepted(response, acceptance) as
    response = 'accepted' or (acceptance = 'broad' and response = 'partial');
create macro is_answered(response) as response <> 'pending';

-- Civic space: the chosen indicator, and what is asked about civil society.
create macro civic_value(in_indicator) as table
select
    iso3,
    year,
    case in_indicator
        when 'v2x_cspart' then v2x_cspart
        when 'v2csreprss' then v2csreprss
        when 'v2cseeorgs' then v2cseeorgs
        when 'v2x_frassoc_thick' then v2x_frassoc_thick
        when 'v2x_freexp_altinf' then v2x_freexp_altinf
        else v2xcs_ccsi
    end as value,
from civic_space;

create macro is_civil_society(issue) as
    issue in ('civil-society', 'human-rights-defenders', 'association-and-assembly');

-- Themes of another source can be spelled like issues of UPR Info, and are others.
create table selectable_about as
with tagged as (
    select distinct recommendation
    from selectable_issue
    where getvariable('topics') = 'issues' and is_civil_society(issue)
),

flagged as (
    select
        f.recommendation,
        ['any'] || list(f.flag order by l.position) as flags,
    from recommendation_flag as f
    inner join flag as l on l.flag = f.flag
    group by f.recommendation
)

select
    s.*,
    t.recommendation is not null as on_issues,
    coalesce(f.flags, []) as flags,
from selectable as s
left join tagged as t on t.recommendation = s.recommendation
left join flagged as f on f.recommendation = s.recommendation
where t.recommendation is not null or f.recommendation is not null
order by s.recommendation;
comment on table selectable_about is 'One row per recommendation about civil society, by UPR Info''s tags or by the lens, with all that a filter looks at. Made from the other tables.';
comment on column selectable_about.recommendation is 'The recommendation.';
comment on column selectable_about.session is 'Session of the review.';
comment on column selectable_about.cycle is 'Cycle of that session.';
comment on column selectable_about.state_under_review is 'The state that was reviewed.';
comment on column selectable_about.subregion is 'Its sub-region.';
comment on column selectable_about.region_m49 is 'Its region under the scheme m49.';
comment on column selectable_about.region_un is 'Its region under the scheme un.';
comment on column selectable_about.recommending_state is 'The state that made the recommendation.';
comment on column selectable_about.recommending_region_m49 is 'Region of the recommending state under the scheme m49.';
comment on column selectable_about.recommending_region_un is 'Region of the recommending state under the scheme un.';
comment on column selectable_about.response is 'accepted, noted, partial or pending.';
comment on column selectable_about.action_category is 'UPR Info category by first verb.';
comment on column selectable_about.third is 'Third of its cycle that the session is in.';
comment on column selectable_about.issues is 'Its issues as bits, in the alphabetical order of their codes.';
comment on column selectable_about.more_issues is 'The same for the topics after the 128th.';
comment on column selectable_about.correction is 'The correction record that concerns this row, if any.';
comment on column selectable_about.on_issues is 'Whether it is tagged civil society, human rights defenders, or association and assembly.';
comment on column selectable_about.flags is 'The flags of the lens, after `any`; empty where there is none.';

create macro selected_about(in_states, in_sessions, in_issues, in_actions, in_askers) as table
select *
from selectable_about
where
    is_selected(
        in_states, in_sessions, in_actions, in_askers, state_under_review, session, action_category, recommending_state
    )
    and on_chosen(in_issues, issues, more_issues);

-- Requests of the sessions after those of the recommendations, where both count the same unit: else none.
create macro later_requests() as table
select r.*
from request as r
where
    r.session > (select max(session) from recommendation)
    and (select source from snapshot) = 'upr_info';

-- Civil society: each membership with its scope, each submission with all that the catalogue searches.

create table listed_membership as
select
    d.state || '-' || d.session as review,
    d.state,
    d.session,
    s.symbol,
    s.code,
    s.position,
    s.kind,
    m.place,
    m.stakeholder,
    m.name,
    m.lead,
    coalesce(m.country, o.country) as country,
    case
        when coalesce(m.country, o.country) is null then 'unknown'
        when coalesce(m.country, o.country) = d.state then 'national'
        when c.m49_region = r.m49_region then 'regional'
        else 'international'
    end as scope,
from stakeholder_document as d
inner join submission as s on s.symbol = d.symbol
inner join submission_member as m on m.symbol = s.symbol and m.code = s.code
inner join stakeholder as o on o.stakeholder = m.stakeholder
inner join state as r on r.iso3 = d.state
left join state as c on c.iso3 = coalesce(m.country, o.country)
order by d.session, d.state, s.position, m.place;
comment on table listed_membership is 'One row per organisation in a submission, with its scope seen from the state under review. Made from the other tables.';
comment on column listed_membership.review is 'Code of the review: state and session.';
comment on column listed_membership.state is 'The state under review.';
comment on column listed_membership.session is 'The session.';
comment on column listed_membership.symbol is 'The document.';
comment on column listed_membership.code is 'The submission.';
comment on column listed_membership.position is 'Its place in the list.';
comment on column listed_membership.kind is 'individual, joint, nhri or regional_organisation.';
comment on column listed_membership.place is 'Place among the members.';
comment on column listed_membership.stakeholder is 'The organisation.';
comment on column listed_membership.name is 'Its name as printed.';
comment on column listed_membership.lead is 'Whether the list itself sets it before the others.';
comment on column listed_membership.country is 'Its country: behind its name here, else the one that other lists print.';
comment on column listed_membership.scope is 'national: the country is the state under review; regional: another one of its M49 region; international: elsewhere; unknown: no country is printed.';

create table listed_submission as
select
    row_number() over (order by d.session desc, d.state, s.position)::uinteger as number,
    d.state || '-' || d.session as review,
    d.state,
    d.session,
    s.symbol,
    s.code,
    s.position,
    s.kind,
    count(m.place)::usmallint as members,
    s.stated_size,
    s.exactness,
    (count(*) filter (m.scope = 'national'))::usmallint as national,
    (count(*) filter (m.scope = 'regional'))::usmallint as regional,
    (count(*) filter (m.scope = 'international'))::usmallint as international,
    (count(*) filter (m.scope = 'unknown'))::usmallint as unknown,
    coalesce(string_agg(m.name, '; ' order by m.place), s.name) as organisations,
    strip_accents(lower(concat_ws(
        ' ', string_agg(concat_ws(' ', m.name, o.name, o.acronym), ' ' order by m.place), s.name, s.symbol, c.name
    ))) as words,
from stakeholder_document as d
inner join submission as s on s.symbol = d.symbol
inner join state as c on c.iso3 = d.state
left join listed_membership as m on m.symbol = s.symbol and m.code = s.code
left join stakeholder as o on o.stakeholder = m.stakeholder
group by d.state, d.session, s.symbol, s.code, s.position, s.kind, s.stated_size, s.exactness, s.name, c.name
order by number;
comment on table listed_submission is 'One row per submission with all that the catalogue searches. Made from the other tables.';
comment on column listed_submission.number is 'Order in the catalogue: latest session first.';
comment on column listed_submission.review is 'Code of the review: state and session.';
comment on column listed_submission.state is 'The state under review.';
comment on column listed_submission.session is 'The session.';
comment on column listed_submission.symbol is 'The document.';
comment on column listed_submission.code is 'The submission.';
comment on column listed_submission.position is 'Its place in the list.';
comment on column listed_submission.kind is 'individual, joint, nhri or regional_organisation.';
comment on column listed_submission.members is 'Organisations named.';
comment on column listed_submission.stated_size is 'Number of organisations that the list states without naming them.';
comment on column listed_submission.exactness is 'Of the stated number: exact, more_than or approx.';
comment on column listed_submission.national is 'Of them, from the state under review.';
comment on column listed_submission.regional is 'From another state of its M49 region.';
comment on column listed_submission.international is 'From elsewhere.';
comment on column listed_submission.unknown is 'Without a country.';
comment on column listed_submission.organisations is 'Their names as printed.';
comment on column listed_submission.words is 'What the search looks at: names, acronyms, symbol and state, in lower case without accents.';

create table listed_stakeholder as
select
    o.stakeholder,
    o.name,
    o.acronym,
    o.country,
    o.kind,
    o.kind_basis,
    count(m.code)::usmallint as submissions,
    (count(*) filter (m.kind = 'joint'))::usmallint as joint,
    count(distinct m.review)::usmallint as listed_in,
from stakeholder as o
left join listed_membership as m on m.stakeholder = o.stakeholder
group by all
order by o.name, o.stakeholder;
comment on table listed_stakeholder is 'One row per organisation of the catalogue with how often it submitted. Made from the other tables.';
comment on column listed_stakeholder.stakeholder is 'The organisation.';
comment on column listed_stakeholder.name is 'Its name.';
comment on column listed_stakeholder.acronym is 'Its acronym, where a list prints one.';
comment on column listed_stakeholder.country is 'Its country, where a list prints one.';
comment on column listed_stakeholder.kind is 'What it is.';
comment on column listed_stakeholder.kind_basis is 'How that is known.';
comment on column listed_stakeholder.submissions is 'Submissions it is in.';
comment on column listed_stakeholder.joint is 'Of them, joint ones.';
comment on column listed_stakeholder.listed_in is 'Reviews whose lists have it.';

-- The reviews that a choice of lists means: all, a region of the scheme, or one review.
create macro chosen_lists(in_scheme, in_lists) as table
select d.state || '-' || d.session as review, d.symbol, d.state, d.session, r.region
from stakeholder_document as d
inner join state_region as r on r.scheme = in_scheme and r.iso3 = d.state
where in_lists in ('all', r.region, d.state || '-' || d.session);

-- All that a page counts or lists, as one number: a damaged file gives another, or an error.
create view contents as
select bit_xor(content) as fingerprint
from (
    select hash(t) as content from recommendation as t
    union all
    select hash(t) as content from recommendation_issue as t
    union all
    select hash(t) as content from recommendation_flag as t
    union all
    select hash(t) as content from recommendation_text as t
    union all
    select hash(t) as content from selectable as t
    union all
    select hash(t) as content from selectable_issue as t
    union all
    select hash(t) as content from selectable_about as t
    union all
    select hash(t) as content from selectable_review as t
    union all
    select hash(t) as content from state as t
    union all
    select hash(t) as content from review as t
    union all
    select hash(t) as content from voluntary_pledge as t
    union all
    select hash(t) as content from civic_space as t
    union all
    select hash(t) as content from ngo_law as t
    union all
    select hash(t) as content from nhri_status as t
    union all
    select hash(t) as content from nhri_accreditation as t
    union all
    select hash(t) as content from freedom_house as t
    union all
    select hash(t) as content from internet_shutdown as t
    union all
    select hash(t) as content from denominator as t
    union all
    select hash(t) as content from request as t
    union all
    select hash(t) as content from request_flag as t
    union all
    select hash(t) as content from scheduled_review as t
    union all
    select hash(t) as content from lens_score as t
    union all
    select hash(t) as content from coalition as t
    union all
    select hash(t) as content from submission_count as t
    union all
    select hash(t) as content from stakeholder_document as t
    union all
    select hash(t) as content from listed_membership as t
    union all
    select hash(t) as content from listed_submission as t
    union all
    select hash(t) as content from listed_stakeholder as t
    union all
    select hash(t) as content from search_text as t
    union all
    select hash(t) as content from search_word as t
    union all
    select hash(t) as content from search_posting as t
);
comment on view contents is 'One row: the contents of this snapshot as one number.';
comment on column contents.fingerprint is 'Changes when a byte of what a page reads does.';

insert into snapshot by name
select
    getvariable('data_version') as data_version,
    getvariable('source') as source,
    getvariable('topics') as topics,
    exists (from recommendation where action_category is not null) as actions,
    not exists (from recommendation_asker) as askers,
    exists (from recommendation_text) as texts,
    exists (from search_collection) as searchable,
    (select count(*) from recommendation) as recommendations,
    c.fingerprint,
from contents as c;
