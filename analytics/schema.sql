-- The data contract and the data dictionary in one: tables, keys, checks and what each column means.
-- Facts only. The words of a recommendation are never stored here.

create table source (
    source varchar primary key,
    producer varchar not null,
    title varchar not null,
    citation varchar not null,
    url varchar not null,
    obtained_through varchar not null,
    version varchar not null,
    licence varchar not null,
    licence_url varchar not null,
    unit varchar not null,
    coverage varchar not null,
    origin varchar not null,
    processing varchar not null,
);
comment on table source is 'One row per source, with its producer''s description and, apart from it, what this project did.';
comment on column source.source is 'Code of the source; other tables refer to it.';
comment on column source.producer is 'Who made it.';
comment on column source.title is 'Its title, as the producer gives it.';
comment on column source.citation is 'How to cite it.';
comment on column source.url is 'Where the producer publishes it.';
comment on column source.obtained_through is 'The public copy that was read.';
comment on column source.version is 'Edition or date of what was read.';
comment on column source.licence is 'Terms under which it may be used.';
comment on column source.licence_url is 'Where those terms stand.';
comment on column source.unit is 'What one row of it is. Units of two sources are never pooled.';
comment on column source.coverage is 'What it covers.';
comment on column source.origin is 'The producer''s description.';
comment on column source.processing is 'What this project did with it.';

create table region (
    scheme varchar not null check (scheme in ('m49', 'un')),
    region varchar not null,
    name varchar not null,
    focus boolean not null,
    position utinyint not null,
    primary key (scheme, region),
);
comment on table region is 'One row per region of each of the two schemes: UN M49 regions and UN regional groups.';
comment on column region.scheme is 'm49: statistical regions; un: regional groups of member states.';
comment on column region.region is 'Code of the region. The same code is used for the nearest region of the other scheme (lac is GRULAC).';
comment on column region.name is 'English name.';
comment on column region.focus is 'Whether it is one of the three regions this atlas compares.';
comment on column region.position is 'Order in lists.';

create table subregion (
    subregion varchar primary key,
    m49 varchar not null unique,
    region varchar not null,
    name varchar not null,
    position utinyint not null,
);
comment on table subregion is 'One row per sub-region (UN M49; intermediate regions in Africa and in Latin America & the Caribbean).';
comment on column subregion.subregion is 'Code of the sub-region.';
comment on column subregion.m49 is 'Three-digit UN M49 code.';
comment on column subregion.region is 'M49 region it belongs to.';
comment on column subregion.name is 'English name.';
comment on column subregion.position is 'Order in lists.';

create table state (
    iso3 varchar primary key check (iso3 = upper(iso3) and length(iso3) = 3),
    iso2 varchar not null unique,
    m49 varchar not null unique,
    name varchar not null unique,
    m49_region varchar not null,
    subregion varchar not null references subregion (subregion),
    un_group varchar not null,
    un_member boolean not null,
    latitude double not null check (latitude between -90 and 90),
    longitude double not null check (longitude between -180 and 180),
    area_km2 double not null check (area_km2 > 0),
    small boolean not null,
);
comment on table state is 'One row per UN member state and observer state (Holy See, State of Palestine).';
comment on column state.iso3 is 'ISO 3166-1 alpha-3 code; the identity of a state everywhere in this atlas.';
comment on column state.iso2 is 'ISO 3166-1 alpha-2 code.';
comment on column state.m49 is 'Three-digit UN M49 code.';
comment on column state.name is 'Short English name.';
comment on column state.m49_region is 'Region under the scheme m49.';
comment on column state.subregion is 'Sub-region (UN M49).';
comment on column state.un_group is 'Region under the scheme un: UN regional group, or observer.';
comment on column state.un_member is 'Whether it is one of the 193 member states. Only members are reviewed.';
comment on column state.latitude is 'Of a point inside the state, for drawing only.';
comment on column state.longitude is 'Of a point inside the state, for drawing only.';
comment on column state.area_km2 is 'Area of the drawn shape, approximate, for drawing only.';
comment on column state.small is 'Under 3,000 square kilometres: drawn as a dot as well.';

create table state_region (
    scheme varchar not null,
    iso3 varchar not null references state (iso3),
    region varchar not null,
    primary key (scheme, iso3),
    foreign key (scheme, region) references region (scheme, region),
);
comment on table state_region is 'One row per state and scheme: the region it belongs to.';
comment on column state_region.scheme is 'm49 or un.';
comment on column state_region.iso3 is 'The state.';
comment on column state_region.region is 'Its region under that scheme.';

create table organisation (
    organisation varchar primary key,
    acronym varchar not null unique,
    name varchar not null unique,
    position utinyint not null,
);
comment on table organisation is 'One row per organisation of states that the UPR Info export prints beside a state.';
comment on column organisation.organisation is 'Code of the organisation.';
comment on column organisation.acronym is 'Its short name, as the export writes it.';
comment on column organisation.name is 'English name.';
comment on column organisation.position is 'Order in lists.';

create table membership (
    organisation varchar not null references organisation (organisation),
    iso3 varchar not null references state (iso3),
    primary key (organisation, iso3),
);
comment on table membership is 'One row per organisation and member state, as the export of August 2015 prints them for all sessions alike.';
comment on column membership.organisation is 'The organisation.';
comment on column membership.iso3 is 'The state. Most states belong to several organisations, some to none.';

create table state_alias (
    name varchar primary key,
    iso3 varchar not null references state (iso3),
    used_by varchar not null,
);
comment on table state_alias is 'One row per name of a state as some source writes it. Names are matched exactly.';
comment on column state_alias.name is 'The name.';
comment on column state_alias.iso3 is 'The state it means.';
comment on column state_alias.used_by is 'Who writes it so.';

create table session (
    session utinyint primary key,
    cycle utinyint not null check (cycle between 1 and 4),
    year usmallint not null,
    start_date date,
    end_date date,
);
comment on table session is 'One row per session of the Working Group on the UPR.';
comment on column session.session is 'Number of the session.';
comment on column session.cycle is 'Cycle it belongs to; a cycle reviews every state once.';
comment on column session.year is 'Year it was or will be held.';
comment on column session.start_date is 'First day, where a document states it.';
comment on column session.end_date is 'Last day, where a document states it.';

create table issue (
    issue varchar primary key,
    name varchar not null unique,
);
comment on table issue is 'One row per issue: the 54 names UPR Info tags recommendations with.';
comment on column issue.issue is 'Code of the issue.';
comment on column issue.name is 'English name, as UPR Info writes it.';

create table issue_family (
    issue varchar primary key references issue (issue),
    family varchar not null check (family in (
        'physical-integrity', 'civil-liberties', 'civic-space', 'equality', 'economic-and-social', 'institutions',
        'other'
    )),
    source varchar not null,
);
comment on table issue_family is 'One row per issue: the family it is shown in. UPR Info has no families.';
comment on column issue_family.issue is 'The issue.';
comment on column issue_family.family is 'Code of the family; other: General and Other, which name no right.';
comment on column issue_family.source is 'Who put it there; ours: this project, one family per issue.';

create table correction (
    correction varchar primary key,
    source varchar not null references source (source),
    title varchar not null,
    rows_met uinteger not null,
    treatment varchar not null check (treatment in ('flag', 'no_recommending_state', 'keep_apart', 'leave_out')),
    reason varchar not null,
);
comment on table correction is 'One row per known error or special case of a source, and what is done about it.';
comment on column correction.correction is 'Code of the record.';
comment on column correction.source is 'The source it is about.';
comment on column correction.title is 'What it is about.';
comment on column correction.rows_met is 'How many rows it concerns. The build stops when this number changes.';
comment on column correction.treatment is 'flag: counted and marked; no_recommending_state: counted without a recommending state; keep_apart: not counted; leave_out: not taken over.';
comment on column correction.reason is 'Why.';

create table recommendation (
    recommendation uinteger primary key,
    source varchar not null references source (source),
    source_key varchar not null unique,
    session utinyint not null references session (session),
    state_under_review varchar not null references state (iso3),
    recommending_state varchar references state (iso3),
    response varchar not null check (response in ('accepted', 'noted', 'partial', 'pending')),
    response_raw varchar not null,
    action_category utinyint check (action_category between 1 and 5),
    correction varchar references correction (correction),
);
comment on table recommendation is 'One row per recommendation and recommending state: the unit of UPR Info.';
comment on column recommendation.recommendation is 'Row number in this snapshot; not an identity.';
comment on column recommendation.source is 'Where it comes from.';
comment on column recommendation.source_key is 'Identity: 12 hexadecimal digits made from the words of the source row and its occurrence.';
comment on column recommendation.session is 'Session of the review.';
comment on column recommendation.state_under_review is 'The state that was reviewed.';
comment on column recommendation.recommending_state is 'The state that made the recommendation; empty where the report does not say.';
comment on column recommendation.response is 'accepted, noted, partial or pending, derived from the raw word.';
comment on column recommendation.response_raw is 'The response as the source words it.';
comment on column recommendation.action_category is 'UPR Info category by first verb: 1 minimal, 2 continuing, 3 considering, 4 general, 5 specific. Never averaged.';
comment on column recommendation.correction is 'The correction record that concerns this row, if any.';

create table recommendation_asker (
    recommendation uinteger not null references recommendation (recommendation),
    recommending_state varchar not null references state (iso3),
    primary key (recommendation, recommending_state),
);
comment on table recommendation_asker is 'One row per recommendation and recommending state, where a source puts several in one paragraph.';
comment on column recommendation_asker.recommendation is 'The recommendation.';
comment on column recommendation_asker.recommending_state is 'One of the states that made it.';

create table recommendation_text (
    recommendation uinteger primary key references recommendation (recommendation),
    paragraph varchar not null,
    text varchar not null,
    asked_by varchar,
);
comment on table recommendation_text is 'One row per recommendation whose text is loaded. The embedded facts have none.';
comment on column recommendation_text.recommendation is 'The recommendation.';
comment on column recommendation_text.paragraph is 'Its paragraph in the report, where the source gives it.';
comment on column recommendation_text.text is 'Its text, as in the source.';
comment on column recommendation_text.asked_by is 'Codes of its recommending states, where a source puts several in one paragraph (as in recommendation_asker).';

create table recommendation_issue (
    recommendation uinteger not null references recommendation (recommendation),
    issue varchar not null references issue (issue),
    primary key (recommendation, issue),
);
comment on table recommendation_issue is 'One row per recommendation and issue it is tagged with (1 to 6).';
comment on column recommendation_issue.recommendation is 'The recommendation.';
comment on column recommendation_issue.issue is 'The issue.';

create table voluntary_pledge (
    source_key varchar primary key,
    source varchar not null references source (source),
    session utinyint not null references session (session),
    state varchar not null references state (iso3),
    action_category utinyint not null check (action_category between 1 and 5),
    issues varchar[] not null,
);
comment on table voluntary_pledge is 'One row per promise a state made to itself. In no rate and no count of recommendations.';
comment on column voluntary_pledge.source_key is 'Identity, made as that of a recommendation.';
comment on column voluntary_pledge.source is 'Where it comes from.';
comment on column voluntary_pledge.session is 'Session of the review.';
comment on column voluntary_pledge.state is 'The state that pledged.';
comment on column voluntary_pledge.action_category is 'UPR Info category by first verb.';
comment on column voluntary_pledge.issues is 'Issues it is tagged with.';

create table review (
    state_under_review varchar not null references state (iso3),
    session utinyint not null references session (session),
    correction varchar references correction (correction),
    primary key (state_under_review, session),
);
comment on table review is 'One row per review with recommendations: one state in one session.';
comment on column review.state_under_review is 'The state that was reviewed.';
comment on column review.session is 'The session.';
comment on column review.correction is 'The correction record that concerns all of it, if any.';

create table build_log (
    position usmallint primary key,
    step varchar not null,
    rows_in uinteger not null,
    rows_out uinteger not null,
    rows_rejected uinteger not null,
    note varchar not null,
);
comment on table build_log is 'One row per step of the build: what went in, what came out, what was rejected and why.';
comment on column build_log.position is 'Order of the steps.';
comment on column build_log.step is 'What was read or checked.';
comment on column build_log.rows_in is 'Rows read.';
comment on column build_log.rows_out is 'Rows taken.';
comment on column build_log.rows_rejected is 'Rows rejected.';
comment on column build_log.note is 'Reason or result.';

create table snapshot (
    data_version varchar not null,
    source varchar not null references source (source),
    topics varchar not null check (topics in ('issues', 'themes')),
    actions boolean not null,
    askers boolean not null,
    texts boolean not null,
    searchable boolean not null,
    recommendations uinteger not null,
    fingerprint ubigint not null,
);
comment on table snapshot is 'One row about this snapshot.';
comment on column snapshot.data_version is 'Version of the data, for citations: the source''s version and a hash of the facts.';
comment on column snapshot.source is 'Where the recommendations come from.';
comment on column snapshot.topics is 'What they are tagged with: the 54 issues of UPR Info, or the themes of the source.';
comment on column snapshot.actions is 'Whether the source gives action categories.';
comment on column snapshot.askers is 'Whether each row has one recommending state; else it is a paragraph with several.';
comment on column snapshot.texts is 'Whether the texts of the recommendations are loaded.';
comment on column snapshot.searchable is 'Whether they can be searched: whether their index was made.';
comment on column snapshot.recommendations is 'Recommendations in it.';
comment on column snapshot.fingerprint is 'The contents as one number, to tell a damaged file.';
