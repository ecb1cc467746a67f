-- One row per state of the third cycle: its joint submissions, who signs and from where; unknown without a list.
-- Parameters: $scheme
-- Of submissions: complete are those whose members are all named, can be divided and have a known country.
with listed as (
    select
        stakeholder_document.*,
        concat(stakeholder_document.state, '-', stakeholder_document.session) as review,
        session.year,
    from stakeholder_document
    inner join session on session.session = stakeholder_document.session
    where session.cycle = 3
),

judged as (
    select
        *,
        subregional + regional > 0 as with_region,
        international > 0 as with_elsewhere,
        size is not null and unknown = 0 and coalesce(stated_size, 0) <= members as complete,
    from listed_submission
    where kind = 'joint'
),

counted as (
    select
        listed.symbol,
        count(judged.code)::double as joint,
        count(judged.size)::double as sized,
        median(judged.size) as median_size,
        coalesce(sum(judged.members), 0)::double as memberships,
        coalesce(sum(judged.national), 0)::double as national,
        coalesce(sum(judged.subregional), 0)::double as subregional,
        coalesce(sum(judged.regional), 0)::double as regional,
        coalesce(sum(judged.international), 0)::double as international,
        coalesce(sum(judged.unknown), 0)::double as unknown,
        (count(*) filter (judged.complete and judged.national = judged.members))::double as only_national,
        (count(*) filter (judged.with_region))::double as with_region,
        (count(*) filter (judged.with_elsewhere))::double as with_elsewhere,
        (count(*) filter (not (judged.with_region or judged.with_elsewhere or judged.complete)))::double as untold,
        (count(*) filter (judged.with_region or not judged.complete))::double as possible_region,
        (count(*) filter (judged.with_elsewhere or not judged.complete))::double as possible_elsewhere,
    from listed
    left join judged on judged.symbol = listed.symbol
    group by listed.symbol
),

named as (
    select listed.symbol, count(distinct listed_membership.stakeholder)::double as organisations_named
    from listed
    left join listed_membership
        on
            listed_membership.symbol = listed.symbol
            and listed_membership.kind = 'joint'
            and listed_membership.name <> 'a person'
    group by listed.symbol
),

held as (
    select state_under_review as state, session
    from scheduled_review
    union
    select state_under_review, session
    from review
),

calendar as (
    select
        held.state,
        min(session.session) as session,
        min(session.year) as year,
    from held
    inner join session on session.session = held.session
    where session.cycle = 3
    group by held.state
)

select
    listed.review,
    state.iso3,
    state_region.region,
    state.subregion,
    coalesce(listed.session, calendar.session)::double as session,
    coalesce(listed.year, calendar.year)::double as year,
    listed.kind as list_kind,
    listed.source as list_source,
    listed.grade,
    counted.joint,
    counted.sized,
    counted.median_size,
    named.organisations_named,
    counted.memberships,
    counted.national,
    counted.subregional,
    counted.regional,
    counted.international,
    counted.unknown,
    counted.only_national,
    counted.with_region,
    counted.with_elsewhere,
    counted.untold,
    counted.possible_region,
    counted.possible_elsewhere,
from state
inner join state_region on state_region.scheme = $scheme and state_region.iso3 = state.iso3
left join listed on listed.state = state.iso3
left join calendar on calendar.state = state.iso3
left join counted on counted.symbol = listed.symbol
left join named on named.symbol = listed.symbol
where state.un_member
order by state.iso3, listed.session
