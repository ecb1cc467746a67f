-- What is made of the tables of schema.sql once they are filled: the tables and macros that filters look at.
-- Codes are enumerations here: grouping and handing over short numbers takes half the time of text.

create type state_code as enum (select iso3 from state order by iso3);
create type region_code as enum (select distinct region from region order by region);
create type issue_code as enum (select issue from issue order by issue);
create type flag_code as enum (select flag from flag order by flag);
create type response_code as enum ('accepted', 'noted', 'partial', 'pending');

create table selectable as
with numbered as (
    select
        session,
        cycle,
        row_number() over (partition by cycle order by session) as number,
        count(*) over (partition by cycle) as sessions,
    from session
),

placed as (
    select
        session,
        cycle,
        ceil(3.0 * number / sessions)::utinyint as third,
    from numbered
),

tagged as (
    select distinct recommendation,
    from recommendation_issue
)

select
    recommendation.recommendation,
    recommendation.session,
    placed.cycle,
    placed.third,
    recommendation.state_under_review::state_code as state_under_review,
    reviewed.subregion,
    reviewed.m49_region::region_code as region_m49,
    reviewed.un_group::region_code as region_un,
    recommendation.recommending_state::state_code as recommending_state,
    asking.m49_region::region_code as recommending_region_m49,
    asking.un_group::region_code as recommending_region_un,
    recommendation.response::response_code as response,
    coalesce(recommendation.action_category, 0) as action_category,
    tagged.recommendation is not null as issues_coded,
    recommendation.correction,
from recommendation
left join tagged on tagged.recommendation = recommendation.recommendation
inner join placed on placed.session = recommendation.session
inner join state as reviewed on reviewed.iso3 = recommendation.state_under_review
left join state as asking on asking.iso3 = recommendation.recommending_state
order by recommendation.recommendation;
comment on table selectable is 'One row per recommendation with all that a filter looks at, except for its issues. Made from the other tables.';
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
comment on column selectable.issues_coded is 'Whether the source says what it is about; where it does not, a recommendation is in no share by issue.';
comment on column selectable.correction is 'The correction record that concerns this row, if any.';

create table selectable_issue as
with tagged as (
    select
        recommendation_issue.recommendation,
        recommendation_issue.issue::issue_code as issue,
        issue_family.family,
    from recommendation_issue
    left join issue_family on issue_family.issue = recommendation_issue.issue
),

firsts as (
    select
        recommendation,
        min(issue) as issue,
    from tagged
    group by recommendation, family
)

select
    selectable.*,
    tagged.issue,
    firsts.issue is not null as first_of_family,
from selectable
inner join tagged on tagged.recommendation = selectable.recommendation
left join firsts on firsts.recommendation = tagged.recommendation and firsts.issue = tagged.issue
order by selectable.recommendation, tagged.issue;
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
comment on column selectable_issue.issues_coded is 'Whether its issues are coded: always, here.';
comment on column selectable_issue.first_of_family is 'Whether it is the first issue of its family here, so that a recommendation counts once in a family.';

create table selectable_flag as
with flagged as (
    select
        recommendation_flag.recommendation,
        recommendation_flag.flag::flag_code as flag,
        flag.lens,
    from recommendation_flag
    inner join flag on flag.flag = recommendation_flag.flag
),

firsts as (
    select
        recommendation,
        min(flag) as flag,
    from flagged
    group by recommendation, lens
)

select
    selectable.*,
    flagged.flag,
    firsts.flag is not null as first_of_lens,
from selectable
inner join flagged on flagged.recommendation = selectable.recommendation
left join firsts on firsts.recommendation = flagged.recommendation and firsts.flag = flagged.flag
order by selectable.recommendation, flagged.flag;
comment on table selectable_flag is 'One row per recommendation and flag of any lens, with all that a filter looks at. Made from the other tables.';
comment on column selectable_flag.recommendation is 'The recommendation.';
comment on column selectable_flag.session is 'Session of the review.';
comment on column selectable_flag.cycle is 'Cycle of that session.';
comment on column selectable_flag.third is 'Third of its cycle that the session is in: the sessions of a cycle in order, in three parts.';
comment on column selectable_flag.state_under_review is 'The state that was reviewed.';
comment on column selectable_flag.subregion is 'Its sub-region.';
comment on column selectable_flag.region_m49 is 'Its region under the scheme m49.';
comment on column selectable_flag.region_un is 'Its region under the scheme un.';
comment on column selectable_flag.recommending_state is 'The state that made the recommendation.';
comment on column selectable_flag.recommending_region_m49 is 'Region of the recommending state under the scheme m49.';
comment on column selectable_flag.recommending_region_un is 'Region of the recommending state under the scheme un.';
comment on column selectable_flag.response is 'accepted, noted, partial or pending.';
comment on column selectable_flag.action_category is 'UPR Info category by first verb.';
comment on column selectable_flag.correction is 'The correction record that concerns this row, if any.';
comment on column selectable_flag.issues_coded is 'Whether its issues are coded.';
comment on column selectable_flag.flag is 'The flag.';
comment on column selectable_flag.first_of_lens is 'Whether it is the first flag of its lens here, so that a recommendation counts once in a lens.';

create table selectable_review as
select
    review.state_under_review,
    review.session,
    session.cycle,
    session.year,
    state.m49_region as region_m49,
    state.un_group as region_un,
from review
inner join state on state.iso3 = review.state_under_review
inner join session on session.session = review.session
order by review.state_under_review, review.session;
comment on table selectable_review is 'One row per review with all that a filter of places and sessions looks at. Made from the other tables.';
comment on column selectable_review.state_under_review is 'The state that was reviewed.';
comment on column selectable_review.session is 'Session of the review.';
comment on column selectable_review.cycle is 'Cycle of that session.';
comment on column selectable_review.year is 'Year of that session.';
comment on column selectable_review.region_m49 is 'Region of the state under the scheme m49.';
comment on column selectable_review.region_un is 'Region of the state under the scheme un.';

-- The one definition of what a filter selects: lists of codes; what is null, or left out, selects everything, an empty
-- list nothing. `Filters.parameters` works out before which states, sessions and recommending states a choice of regions,
-- cycles or groups stands for.
create macro of_scheme(in_scheme, m49, un) as case when in_scheme = 'm49' then m49 else un end;
create macro is_chosen(in_codes, code) as in_codes is null or code in in_codes;

-- A choice of states is made a yes or no for every state when a query is planned, and looked up by the place of the
-- state: a choice of half the world takes two thirds of the time that looking through its list takes.
create macro is_chosen_state(in_states, state) as
    in_states is null
    or list_transform(enum_range(null::state_code), lambda code: list_contains(in_states::varchar[], code))[
        enum_code(state::state_code) + 1
    ];

create macro is_selected(in_states, in_sessions, in_actions, in_askers, state, session, action, asker) as
    is_chosen_state(in_states, state)
    and is_chosen(in_sessions::utinyint[], session)
    and is_chosen(in_actions::utinyint[], action)
    and is_chosen_state(in_askers, asker);

-- Whether a recommendation is on one of some issues. What is no issue of these data is on none.
create macro is_on_issues(in_issues, number) as
    in_issues is null
    or number in (
        select tagged.recommendation
        from selectable_issue as tagged
        where tagged.issue in try_cast(in_issues as issue_code[])
    );

create macro selected(
    in_states := null, in_sessions := null, in_issues := null, in_actions := null, in_askers := null
) as table
select *
from selectable
where
    is_selected(
        in_states, in_sessions, in_actions, in_askers, state_under_review, session, action_category, recommending_state
    )
    and is_on_issues(in_issues, recommendation);

-- The same per flag.
create macro selected_flags(
    in_states := null, in_sessions := null, in_issues := null, in_actions := null, in_askers := null
) as table
select *
from selectable_flag
where
    is_selected(
        in_states, in_sessions, in_actions, in_askers, state_under_review, session, action_category, recommending_state
    )
    and is_on_issues(in_issues, recommendation);

create macro selected_reviews(in_states := null, in_sessions := null) as table
select *
from selectable_review
where is_chosen_state(in_states, state_under_review) and is_chosen(in_sessions::utinyint[], session);

-- The same per issue; a choice of issues does not apply.
create macro selected_issues(in_states := null, in_sessions := null, in_actions := null, in_askers := null) as table
select *
from selectable_issue
where
    is_selected(
        in_states, in_sessions, in_actions, in_askers, state_under_review, session, action_category, recommending_state
    );

-- How many different sessions or states: as bits, which takes half the time of count(distinct).
create macro count_sessions(session) as bit_count(bitstring_agg(session, 0, 255));
create macro count_states(state) as bit_count(bitstring_agg(enum_code(state::state_code), 0, 255));

-- Strict: accepted / answered. Broad: partly accepted ones count as well. Pending ones are in neither.
create macro is_accepted(response, acceptance) as
    response = 'accepted' or (acceptance = 'broad' and response = 'partial');
create macro is_answered(response) as response <> 'pending';

-- Wording: any, general (that or specific, UPR Info's categories 4 and 5), specific (5).
create macro is_as_strong(in_strength, action) as
    in_strength = 'any' or action = 5 or (in_strength = 'general' and action = 4);

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
        recommendation_flag.recommendation,
        ['any'] || list(recommendation_flag.flag order by flag.position) as flags,
    from recommendation_flag
    inner join flag on flag.flag = recommendation_flag.flag
    where flag.lens = 'civil_society'
    group by recommendation_flag.recommendation
)

select
    selectable.*,
    tagged.recommendation is not null as on_issues,
    coalesce(flagged.flags, []) as flags,
from selectable
left join tagged on tagged.recommendation = selectable.recommendation
left join flagged on flagged.recommendation = selectable.recommendation
where tagged.recommendation is not null or flagged.recommendation is not null
order by selectable.recommendation;
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
comment on column selectable_about.correction is 'The correction record that concerns this row, if any.';
comment on column selectable_about.issues_coded is 'Whether its issues are coded.';
comment on column selectable_about.on_issues is 'Whether it is tagged civil society, human rights defenders, or association and assembly.';
comment on column selectable_about.flags is 'The flags of the lens, after `any`; empty where there is none.';

create macro selected_about(
    in_states := null, in_sessions := null, in_issues := null, in_actions := null, in_askers := null
) as table
select *
from selectable_about
where
    is_selected(
        in_states, in_sessions, in_actions, in_askers, state_under_review, session, action_category, recommending_state
    )
    and is_on_issues(in_issues, recommendation);

-- Requests of the sessions after those of the recommendations, where both count the same unit: else none. A series has
-- the unit of what it continues, and sessions that came later have answers.
create table later_request as
select
    session,
    state_under_review::state_code as state_under_review,
    recommending_state::state_code as recommending_state,
    number,
    about,
from request
where
    session > (select max(session) from recommendation)
    and (getvariable('source') = 'upr_info' or getvariable('continues') is not null)
order by session, state_under_review, recommending_state;
comment on table later_request is 'One row per session, state under review and recommending state of the requests whose answers these data do not hold. Made from the other tables.';
comment on column later_request.session is 'Session of the review.';
comment on column later_request.state_under_review is 'The state that was reviewed.';
comment on column later_request.recommending_state is 'The state that made the requests.';
comment on column later_request.number is 'How many requests.';
comment on column later_request.about is 'How many of them are about civil society by the lens.';

-- Those of a selection. They have neither issues nor action categories: `Filters.later_sessions` leaves no session to a
-- choice of these.
create macro selected_requests(in_states := null, in_sessions := null, in_askers := null) as table
select *
from later_request
where
    is_chosen_state(in_states, state_under_review)
    and is_chosen(in_sessions::utinyint[], session)
    and is_chosen_state(in_askers, recommending_state);

-- Civil society: each membership with its scope, each submission with all that the catalogue searches.

create table listed_membership as
with located as (
    select
        stakeholder_document.state || '-' || stakeholder_document.session as review,
        stakeholder_document.state,
        stakeholder_document.session,
        submission.symbol,
        submission.code,
        submission.position,
        submission.kind,
        submission_member.place,
        submission_member.stakeholder,
        submission_member.name,
        submission_member.lead,
        coalesce(submission_member.country, stakeholder.country, network.seat) as country,
    from stakeholder_document
    inner join submission on submission.symbol = stakeholder_document.symbol
    inner join submission_member
        on submission_member.symbol = submission.symbol and submission_member.code = submission.code
    inner join stakeholder on stakeholder.stakeholder = submission_member.stakeholder
    left join network on network.network = submission_member.stakeholder
)

select
    located.*,
    case
        when located.country is null then 'unknown'
        when located.country = located.state then 'national'
        when home.subregion = reviewed.subregion then 'subregional'
        when home.m49_region = reviewed.m49_region then 'regional'
        else 'international'
    end as scope,
from located
inner join state as reviewed on reviewed.iso3 = located.state
left join state as home on home.iso3 = located.country
order by located.session, located.state, located.position, located.place;
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
comment on column listed_membership.country is 'Its country: behind its name here, else the one that other lists print, else the seat of the network.';
comment on column listed_membership.scope is 'national: the country is the state under review; subregional: another one of its M49 sub-region; regional: of another sub-region of its region; international: elsewhere; unknown: no country is printed.';

-- What a submission's members add up to, and their words, each by itself: together they would not fit into memory.
create temp table member_total as
select
    symbol,
    code,
    count(*)::usmallint as members,
    (count(*) filter (scope = 'national'))::usmallint as national,
    (count(*) filter (scope = 'subregional'))::usmallint as subregional,
    (count(*) filter (scope = 'regional'))::usmallint as regional,
    (count(*) filter (scope = 'international'))::usmallint as international,
    (count(*) filter (scope = 'unknown'))::usmallint as unknown,
    string_agg(name, '; ' order by place) as organisations,
from listed_membership
group by symbol, code;

create temp table member_word as
select
    member.symbol,
    member.code,
    string_agg(concat_ws(' ', member.name, stakeholder.name, stakeholder.acronym), ' ' order by member.place) as words,
from listed_membership as member
inner join stakeholder on stakeholder.stakeholder = member.stakeholder
group by member.symbol, member.code;

create table listed_submission as
select
    row_number() over (
        order by stakeholder_document.session desc, stakeholder_document.state, submission.position
    )::uinteger as number,
    stakeholder_document.state || '-' || stakeholder_document.session as review,
    stakeholder_document.state,
    stakeholder_document.session,
    submission.symbol,
    submission.code,
    submission.position,
    submission.kind,
    coalesce(member_total.members, 0)::usmallint as members,
    case
        when submission.kind = 'joint' and not submission.uncertain and member_total.members > 1
            then member_total.members
    end as size,
    submission.stated_size,
    submission.exactness,
    coalesce(member_total.national, 0)::usmallint as national,
    coalesce(member_total.subregional, 0)::usmallint as subregional,
    coalesce(member_total.regional, 0)::usmallint as regional,
    coalesce(member_total.international, 0)::usmallint as international,
    coalesce(member_total.unknown, 0)::usmallint as unknown,
    coalesce(member_total.organisations, submission.name) as organisations,
    strip_accents(lower(concat_ws(' ', member_word.words, submission.name, submission.symbol, state.name))) as words,
from stakeholder_document
inner join submission on submission.symbol = stakeholder_document.symbol
inner join state on state.iso3 = stakeholder_document.state
left join member_total on member_total.symbol = submission.symbol and member_total.code = submission.code
left join member_word on member_word.symbol = submission.symbol and member_word.code = submission.code
order by number;
drop table member_total;
drop table member_word;
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
comment on column listed_submission.size is 'Of a joint submission: organisations named, where the list is whole, can be divided and names two or more; else empty.';
comment on column listed_submission.stated_size is 'Number of organisations that the list states without naming them.';
comment on column listed_submission.exactness is 'Of the stated number: exact, more_than or approx.';
comment on column listed_submission.national is 'Of them, from the state under review.';
comment on column listed_submission.subregional is 'From another state of its M49 sub-region.';
comment on column listed_submission.regional is 'From another sub-region of its M49 region.';
comment on column listed_submission.international is 'From elsewhere.';
comment on column listed_submission.unknown is 'Without a country.';
comment on column listed_submission.organisations is 'Their names as printed.';
comment on column listed_submission.words is 'What the search looks at: names, acronyms, symbol and state, in lower case without accents.';

create table listed_stakeholder as
select
    stakeholder.stakeholder,
    stakeholder.name,
    stakeholder.acronym,
    stakeholder.country,
    stakeholder.kind,
    stakeholder.kind_basis,
    count(member.code)::usmallint as submissions,
    (count(*) filter (member.kind = 'joint'))::usmallint as joint,
    count(distinct member.review)::usmallint as listed_in,
from stakeholder
left join listed_membership as member on member.stakeholder = stakeholder.stakeholder
group by
    stakeholder.stakeholder,
    stakeholder.name,
    stakeholder.acronym,
    stakeholder.country,
    stakeholder.kind,
    stakeholder.kind_basis
order by stakeholder.name, stakeholder.stakeholder;
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

-- Submissions cited together: the source's footnotes without the pages of the list of stakeholders.

create table cited_together as
select
    pair.state,
    pair.session,
    pair.one,
    pair.other,
    (pair.times - (first.page = second.page)::utinyint)::utinyint as times,
from cited_pair as pair
inner join cited_submission as first
    on first.state = pair.state and first.session = pair.session and first.position = pair.one
inner join cited_submission as second
    on second.state = pair.state and second.session = pair.session and second.position = pair.other
where pair.times > 1 or first.page <> second.page
order by pair.session, pair.state, pair.one, pair.other;
comment on table cited_together is 'One row per pair of submissions cited in one footnote. Made from the other tables.';
comment on column cited_together.state is 'The state under review.';
comment on column cited_together.session is 'The session.';
comment on column cited_together.one is 'Position of one submission.';
comment on column cited_together.other is 'Position of the other.';
comment on column cited_together.times is 'Footnotes that cite both.';

create table cited_with as
with both_ways as (
    select state, session, one as position, times, 0 as counted from cited_together
    union all
    select state, session, other as position, times, 0 as counted from cited_together
    union all
    select state, session, one as position, 0 as times, 1 as counted from cited_pair
    union all
    select state, session, other as position, 0 as times, 1 as counted from cited_pair
),

summed as (
    select
        state,
        session,
        position,
        count(*) filter (times > 0) as cited_with,
        sum(counted) as with_list,
    from both_ways
    group by state, session, position
),

in_review as (
    select
        state,
        session,
        count(*) as submissions,
        max(page) as pages,
    from cited_submission
    group by state, session
)

select
    cited_submission.state || '-' || cited_submission.session as review,
    cited_submission.state,
    cited_submission.session,
    cited_submission.position,
    cited_submission.code,
    cited_submission.joint,
    in_review.submissions::utinyint as submissions,
    in_review.pages::utinyint as pages,
    coalesce(summed.cited_with, 0)::utinyint as cited_with,
    coalesce(summed.with_list, 0)::utinyint as with_list,
from cited_submission
inner join in_review on in_review.state = cited_submission.state and in_review.session = cited_submission.session
left join summed
    on summed.state = cited_submission.state
    and summed.session = cited_submission.session
    and summed.position = cited_submission.position
order by cited_submission.session, cited_submission.state, cited_submission.position;
comment on table cited_with is 'One row per submission of a UN summary: with how many others it is cited. Made from the other tables.';
comment on column cited_with.review is 'Code of the review: state and session.';
comment on column cited_with.state is 'The state under review.';
comment on column cited_with.session is 'The session.';
comment on column cited_with.position is 'Its place in the list of stakeholders.';
comment on column cited_with.code is 'Its code in the document.';
comment on column cited_with.joint is 'Whether it is a joint submission.';
comment on column cited_with.submissions is 'Submissions of the review, itself included.';
comment on column cited_with.pages is 'Pages of the list of stakeholders, as found.';
comment on column cited_with.cited_with is 'Others that one or more footnotes cite with it.';
comment on column cited_with.with_list is 'The same as the source counts it, with those on the same page of the list.';

-- Which organisations sign joint submissions to which state; persons are none.
create macro signing() as table
select distinct
    state,
    stakeholder,
from listed_membership
where kind = 'joint' and name <> 'a person';

-- One state with its sub-region and its region of a scheme.
create macro home_of(in_scheme, in_country) as table
select
    state.iso3,
    state.subregion,
    state_region.region,
from state
inner join state_region on state_region.scheme = in_scheme and state_region.iso3 = state.iso3
where state.iso3 = in_country;

-- The reviews that a choice of lists means: all, those with every submission, a region of the scheme, or one review.
create macro chosen_lists(in_scheme, in_lists) as table
with listed as (
    select
        stakeholder_document.state || '-' || stakeholder_document.session as review,
        stakeholder_document.symbol,
        stakeholder_document.state,
        stakeholder_document.session,
        stakeholder_document.kind,
        state_region.region,
    from stakeholder_document
    inner join state_region
        on state_region.scheme = in_scheme and state_region.iso3 = stakeholder_document.state
)

select *
from listed
where in_lists in ('all', region, review) or (in_lists = 'full' and kind <> 'joint_only');

insert into snapshot by name
select
    getvariable('data_version') as data_version,
    getvariable('source') as source,
    getvariable('continues') as continues,
    getvariable('topics') as topics,
    exists (from recommendation where action_category is not null) as actions,
    not exists (from recommendation_asker) as askers,
    exists (from recommendation_text) as texts,
    exists (from search_collection) as searchable,
    (select count(*) from recommendation) as recommendations;
