-- The data contract and the data dictionary in one: tables, keys, checks and what each column means.
-- Keys of the tables with a row or more per recommendation are checked by keys.sql, once they are filled.
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
    cycle utinyint not null check (cycle >= 1),
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
comment on table issue is 'One row per issue: the 56 names UPR Info tags recommendations with.';
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
    treatment varchar not null check (treatment in (
        'flag', 'no_recommending_state', 'session', 'keep_apart', 'leave_out', 'missing'
    )),
    reason varchar not null,
);
comment on table correction is 'One row per known error or special case of a source, and what is done about it.';
comment on column correction.correction is 'Code of the record.';
comment on column correction.source is 'The source it is about.';
comment on column correction.title is 'What it is about.';
comment on column correction.rows_met is 'How many rows it concerns. The build stops when this number changes.';
comment on column correction.treatment is 'flag: counted and marked; no_recommending_state: counted without a recommending state; session: counted in the session of the record; keep_apart: not counted; leave_out: not taken over; missing: the source does not hold it.';
comment on column correction.reason is 'Why.';

create table recommendation (
    recommendation uinteger not null,
    source varchar not null,
    source_key varchar not null,
    session utinyint not null,
    state_under_review varchar not null,
    recommending_state varchar,
    response varchar not null check (response in ('accepted', 'noted', 'partial', 'pending')),
    response_raw varchar not null,
    action_category utinyint check (action_category between 1 and 5),
    correction varchar,
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
    recommendation uinteger not null,
    recommending_state varchar not null,
);
comment on table recommendation_asker is 'One row per recommendation and recommending state, where a source puts several in one paragraph.';
comment on column recommendation_asker.recommendation is 'The recommendation.';
comment on column recommendation_asker.recommending_state is 'One of the states that made it.';

create table recommendation_text (
    recommendation uinteger not null,
    state_under_review varchar not null,
    session utinyint not null,
    asked_by varchar not null,
    response varchar not null,
    action_category utinyint,
    paragraph varchar not null,
    text varchar not null,
);
comment on table recommendation_text is 'One row per recommendation whose text is loaded, with all that is shown beside it. The embedded facts have none.';
comment on column recommendation_text.recommendation is 'The recommendation.';
comment on column recommendation_text.state_under_review is 'The state that was reviewed.';
comment on column recommendation_text.session is 'Session of the review.';
comment on column recommendation_text.asked_by is 'Code of its recommending state, or all codes where a source puts several in one paragraph (recommendation_asker).';
comment on column recommendation_text.response is 'accepted, noted, partial or pending.';
comment on column recommendation_text.action_category is 'UPR Info category by first verb.';
comment on column recommendation_text.paragraph is 'Its paragraph in the report, where the source gives it.';
comment on column recommendation_text.text is 'Its text, as in the source.';

create table recommendation_issue (
    recommendation uinteger not null,
    issue varchar not null,
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

-- Who asked whom after the sessions whose answers are known.

create table scheduled_review (
    session utinyint not null references session (session),
    state_under_review varchar not null references state (iso3),
    primary key (session, state_under_review),
);
comment on table scheduled_review is 'One row per review that the calendar has in sessions 28-37, whether a source holds it or not.';
comment on column scheduled_review.session is 'The session.';
comment on column scheduled_review.state_under_review is 'The state that was reviewed.';

create table request (
    session utinyint not null,
    state_under_review varchar not null,
    recommending_state varchar not null,
    number usmallint not null check (number > 0),
    about usmallint not null check (about <= number),
);
comment on table request is 'One row per session, state under review and recommending state that asked, sessions 28-36: counts of recommendations without answers.';
comment on column request.session is 'Session of the review.';
comment on column request.state_under_review is 'The state that was reviewed.';
comment on column request.recommending_state is 'The state that made the recommendations. The State of Palestine and Micronesia are not in the source.';
comment on column request.number is 'Recommendations.';
comment on column request.about is 'Of them, those that the civil-society lens flags.';

create table request_flag (
    session utinyint not null,
    state_under_review varchar not null,
    recommending_state varchar not null,
    flag varchar not null,
    number usmallint not null check (number > 0),
);
comment on table request_flag is 'One row per row of request and flag that the rules of a lens raise on one of its recommendations or more.';
comment on column request_flag.session is 'Session of the review.';
comment on column request_flag.state_under_review is 'The state that was reviewed.';
comment on column request_flag.recommending_state is 'The state that made the recommendations.';
comment on column request_flag.flag is 'Code of a flag of one of the lenses.';
comment on column request_flag.number is 'Recommendations on which it is raised.';

-- Civic space, and the lenses.

create table civic_space (
    iso3 varchar not null references state (iso3),
    year usmallint not null check (year between 2006 and 2023),
    v2xcs_ccsi double not null check (v2xcs_ccsi between 0 and 1),
    v2x_cspart double not null check (v2x_cspart between 0 and 1),
    v2csreprss double not null check (v2csreprss between -5 and 5),
    v2cseeorgs double not null check (v2cseeorgs between -5 and 5),
    v2x_frassoc_thick double not null check (v2x_frassoc_thick between 0 and 1),
    v2x_freexp_altinf double not null check (v2x_freexp_altinf between 0 and 1),
    primary key (iso3, year),
);
comment on table civic_space is 'One row per state and year: V-Dem v14 indicators of civic space, higher is freer. States without a row have no data.';
comment on column civic_space.iso3 is 'The state.';
comment on column civic_space.year is 'The year.';
comment on column civic_space.v2xcs_ccsi is 'Core civil society index, 0 to 1: entry and exit, repression and participation of civil-society organisations.';
comment on column civic_space.v2x_cspart is 'Civil society participation index, 0 to 1.';
comment on column civic_space.v2csreprss is 'Repression of civil-society organisations, about -4 (severe) to 4 (none).';
comment on column civic_space.v2cseeorgs is 'Entry and exit of civil-society organisations, about -4 (state control) to 4 (none).';
comment on column civic_space.v2x_frassoc_thick is 'Freedom of association index, 0 to 1; parties and elections count as well.';
comment on column civic_space.v2x_freexp_altinf is 'Freedom of expression and alternative sources of information index, 0 to 1.';

create table ngo_law (
    iso3 varchar not null references state (iso3),
    year usmallint not null check (year between 2000 and 2013),
    entry double not null check (entry between 0 and 3),
    funding double not null check (funding between 0 and 5),
    advocacy double not null check (advocacy between 0 and 2),
    primary key (iso3, year),
);
comment on table ngo_law is 'One row per state and year: legal barriers to NGOs, summed by kind. States without a row have no data.';
comment on column ngo_law.iso3 is 'The state.';
comment on column ngo_law.year is 'The year.';
comment on column ngo_law.entry is 'Barriers to entry, 0 to 3: burdensome registration, no appeal, other rules where foreign funds are involved.';
comment on column ngo_law.funding is 'Barriers to funding from abroad, 0 to 5: approval, channels, restriction, prohibition; halves apply in part.';
comment on column ngo_law.advocacy is 'Barriers to advocacy, 0 to 2: limits on political activity, and more of them with foreign funds; halves apply in part.';

create table nhri_status (
    iso3 varchar not null references state (iso3),
    year usmallint not null check (year between 2000 and 2019),
    status varchar not null check (status in ('A', 'B', 'C', 'none')),
    primary key (iso3, year),
);
comment on table nhri_status is 'One row per state and year: accreditation of its national human rights institution (SDG indicator 16.a.1).';
comment on column nhri_status.iso3 is 'The state.';
comment on column nhri_status.year is 'The year: 2000, 2005, 2010, 2015 to 2018 for all members, 2019 for some.';
comment on column nhri_status.status is 'A: complies with the Paris Principles; B: in part; C: does not; none: no institution with a status.';

create table nhri_accreditation (
    iso3 varchar not null references state (iso3),
    year usmallint not null check (year between 2019 and 2025),
    status varchar not null check (status in ('A', 'B', 'D')),
    primary key (iso3, year),
);
comment on table nhri_accreditation is 'One row per state and year: accreditation of its national human rights institution (GANHRI). Another source than nhri_status, with coarser words.';
comment on column nhri_accreditation.iso3 is 'The state.';
comment on column nhri_accreditation.year is 'The year.';
comment on column nhri_accreditation.status is 'A: complies with the Paris Principles; B: in part; D: C or none in the words of nhri_status, which the source does not tell apart.';

create table freedom_house (
    iso3 varchar not null references state (iso3),
    year usmallint not null check (year between 2012 and 2024),
    freedom varchar not null check (freedom in ('F', 'PF', 'NF')),
    d1 utinyint not null check (d1 <= 4),
    e utinyint not null check (e <= 12),
    e1 utinyint not null check (e1 <= 4),
    e2 utinyint not null check (e2 <= 4),
    e3 utinyint not null check (e3 <= 4),
    primary key (iso3, year),
    check (e = e1 + e2 + e3),
);
comment on table freedom_house is 'One row per state and year: scores of Freedom in the World, higher is freer. A second judgement beside V-Dem.';
comment on column freedom_house.iso3 is 'The state.';
comment on column freedom_house.year is 'The year that was judged: one less than that of the edition.';
comment on column freedom_house.freedom is 'Status from all questions: F free, PF partly free, NF not free.';
comment on column freedom_house.d1 is 'Free and independent media, 0 to 4.';
comment on column freedom_house.e is 'Associational and organisational rights, 0 to 12: the sum of E1, E2 and E3.';
comment on column freedom_house.e1 is 'Freedom of assembly, 0 to 4.';
comment on column freedom_house.e2 is 'Freedom for non-governmental organisations, above all those for human rights and governance, 0 to 4.';
comment on column freedom_house.e3 is 'Freedom for trade unions and similar organisations, 0 to 4.';

create table internet_shutdown (
    iso3 varchar not null references state (iso3),
    year usmallint not null check (year between 2016 and 2025),
    events usmallint not null check (events > 0),
    full_network usmallint not null check (full_network <= events),
    primary key (iso3, year),
);
comment on table internet_shutdown is 'One row per state and year with a recorded shutdown of the internet. Without a row none is recorded, which is not the same as none.';
comment on column internet_shutdown.iso3 is 'The state.';
comment on column internet_shutdown.year is 'The year that the source counts it in.';
comment on column internet_shutdown.events is 'Records of shutdowns, throttling and blocked platforms; records that repeat one are not merged.';
comment on column internet_shutdown.full_network is 'Of them, records of a whole network being off, not only single services.';

create table denominator (
    iso3 varchar not null references state (iso3),
    year usmallint not null check (year between 2000 and 2024),
    population uinteger check (population > 0),
    income_group varchar check (income_group in ('low', 'lower_middle', 'upper_middle', 'high')),
    primary key (iso3, year),
);
comment on table denominator is 'One row per state and year: what numbers are divided by and compared within (World Bank).';
comment on column denominator.iso3 is 'The state.';
comment on column denominator.year is 'The year.';
comment on column denominator.population is 'Residents, mid-year estimate.';
comment on column denominator.income_group is 'low, lower_middle, upper_middle or high, as classified in that year.';

create table flag (
    flag varchar primary key,
    lens varchar not null check (lens in ('civil_society', 'subjects', 'instruments')),
    position utinyint not null,
    within varchar,
    definition varchar not null,
    version varchar not null,
);
comment on table flag is 'One row per flag of a lens: what is asked about civil society, the subject of a recommendation, or the treaty it asks to ratify, found by rules in the words.';
comment on column flag.flag is 'Code of the flag.';
comment on column flag.lens is 'civil_society: what is asked about civil society; subjects: what a recommendation concerns; instruments: the treaty or protocol it asks to ratify.';
comment on column flag.position is 'Order in lists.';
comment on column flag.within is 'The flag it is part of, if any.';
comment on column flag.definition is 'What it finds.';
comment on column flag.version is 'Version of the rules.';

create table recommendation_flag (
    recommendation uinteger not null,
    flag varchar not null,
);
comment on table recommendation_flag is 'One row per recommendation and flag that the rules raise on its words.';
comment on column recommendation_flag.recommendation is 'The recommendation.';
comment on column recommendation_flag.flag is 'The flag.';

create table asked_again (
    earlier uinteger not null,
    later uinteger not null,
    basis varchar not null check (basis in ('words', 'treaty')),
    score utinyint check (score between 0 and 100),
);
comment on table asked_again is 'One row per pair of recommendations to one state, in reviews of two cycles, of which the later asks for what the earlier asked. Found by words or by treaties: what is not found may still have been asked.';
comment on column asked_again.earlier is 'The recommendation of the earlier review.';
comment on column asked_again.later is 'The recommendation of the later review.';
comment on column asked_again.basis is 'words: their words are alike; treaty: both ask to ratify a treaty in common.';
comment on column asked_again.score is 'How alike their words are, 0 to 100; empty where a treaty says it.';

create table lens_score (
    flag varchar not null,
    sample varchar not null check (sample in ('all', 'africa', 'asia', 'lac', 'other', '1-20', '21-27')),
    measure varchar not null check (measure in ('precision', 'recall')),
    value double check (value between 0 and 1),
    lower double,
    upper double,
    n uinteger not null,
    primary key (flag, sample, measure),
);
comment on table lens_score is 'One row per flag, part of the sample and measure: how well a lens finds what a reader finds, from a stratified sample of texts.';
comment on column lens_score.flag is 'The flag; any_treaty: all treaties of the lens of instruments together; again_words and again_treaty: pairs of asked_again.';
comment on column lens_score.sample is 'Part of the sample: an M49 region of the states under review, a period of sessions (the rules were made on texts of the first), or all.';
comment on column lens_score.measure is 'precision: how much of what is flagged is right; recall: how much of what is right is flagged.';
comment on column lens_score.value is 'The share, estimated; empty where the sample holds nothing to divide by.';
comment on column lens_score.lower is 'Lower end of its 95 % interval.';
comment on column lens_score.upper is 'Upper end of its 95 % interval.';
comment on column lens_score.n is 'Texts of the sample it rests on.';

-- Civil society: who submitted to a review, alone or together.

create table stakeholder_document (
    symbol varchar primary key,
    state varchar not null references state (iso3),
    session utinyint not null references session (session),
    kind varchar not null check (kind in ('full', 'joint_only', 'own')),
    declared usmallint,
    submissions usmallint not null,
    note varchar check (note in ('declared_differs', 'none_declared')),
    grade varchar check (grade in ('A', 'B', 'C', 'D')),
    missing usmallint not null,
    alone usmallint not null,
    uncertain usmallint not null,
    source varchar not null references source (source),
    unique (state, session),
);
comment on table stakeholder_document is 'One row per review whose submissions of stakeholders, or only the joint ones, are in the catalogue.';
comment on column stakeholder_document.symbol is 'UN document symbol, A/HRC/WG.6/<session>/<state>/3.';
comment on column stakeholder_document.state is 'The state under review.';
comment on column stakeholder_document.session is 'The session.';
comment on column stakeholder_document.kind is 'full: every submission to the review; joint_only: the joint ones and no other; own: a list of the user''s own.';
comment on column stakeholder_document.declared is 'Submissions as paragraph 1 declares them.';
comment on column stakeholder_document.submissions is 'Submissions that the list holds.';
comment on column stakeholder_document.note is 'declared_differs: the two numbers differ; none_declared: there is only one.';
comment on column stakeholder_document.grade is 'How far the members of its joint submissions can be counted: A all; B but for some; C numbers are missing; D only leads are named. Empty without a joint submission.';
comment on column stakeholder_document.missing is 'Numbers that its joint submissions JS1, JS2 ... leave out.';
comment on column stakeholder_document.alone is 'Joint submissions with one name or none, and no stated number.';
comment on column stakeholder_document.uncertain is 'Joint submissions whose text breaks off or cannot be divided into names.';
comment on column stakeholder_document.source is 'Where it comes from.';

create table stakeholder (
    stakeholder varchar primary key,
    name varchar not null,
    acronym varchar,
    country varchar references state (iso3),
    kind varchar not null check (kind in (
        'nhri', 'regional_organisation', 'academia', 'trade_union', 'faith', 'network', 'foundation', 'association',
        'unknown'
    )),
    kind_basis varchar,
);
comment on table stakeholder is 'One row per organisation that submitted, alone or with others. Names that are equal but for case, accents and acronyms are one.';
comment on column stakeholder.stakeholder is 'Code of the organisation, made from its name.';
comment on column stakeholder.name is 'Name in the wording most often printed.';
comment on column stakeholder.acronym is 'Its short form, where a list prints one.';
comment on column stakeholder.country is 'The one country that lists print behind its name; empty if none or several.';
comment on column stakeholder.kind is 'Only where a rule gives it, else unknown.';
comment on column stakeholder.kind_basis is 'What gave the kind: heading (of the list), or the word of the name.';

create table network (
    network varchar primary key references stakeholder (stakeholder),
    name varchar not null unique,
    acronym varchar,
    seat varchar references state (iso3),
    subject varchar,
    reach varchar not null check (reach in ('international', 'regional')),
    reason varchar not null,
);
comment on table network is 'One row per international or regional body that signs joint submissions in many reviews. Seat and subject are decisions, taken without looking at recommendations.';
comment on column network.network is 'The organisation.';
comment on column network.name is 'Its English name.';
comment on column network.acronym is 'Its short name.';
comment on column network.seat is 'State of its secretariat; empty where it is not certain or not one.';
comment on column network.subject is 'Flag of its subject, of the two lenses; empty where its mandate is not one of them.';
comment on column network.reach is 'international, or regional: of one region.';
comment on column network.reason is 'How seat and subject are known.';

create table submission (
    symbol varchar not null references stakeholder_document (symbol),
    code varchar not null,
    position usmallint not null,
    kind varchar not null check (kind in ('individual', 'joint', 'nhri', 'regional_organisation')),
    name varchar,
    stated_size uinteger,
    exactness varchar check (exactness in ('exact', 'more_than', 'approx')),
    uncertain boolean not null,
    city varchar,
    country varchar references state (iso3),
    primary key (symbol, code),
);
comment on table submission is 'One row per submission in a list of stakeholders.';
comment on column submission.symbol is 'The document.';
comment on column submission.code is 'Code in the document, without spaces; JS1, JS2 ... are joint.';
comment on column submission.position is 'Place in the list.';
comment on column submission.kind is 'By the heading it stands under.';
comment on column submission.name is 'The organisation, or the title of a joint submission that has one.';
comment on column submission.stated_size is 'Number of organisations that the list states without naming them.';
comment on column submission.exactness is 'Of the stated number.';
comment on column submission.uncertain is 'Whether its text breaks off or cannot be divided into names: then its size is unknown.';
comment on column submission.city is 'Contact address of the submission.';
comment on column submission.country is 'Country of that address. Where it closes a list of several it is no member''s own.';

create table submission_member (
    symbol varchar not null,
    code varchar not null,
    place usmallint not null,
    stakeholder varchar not null references stakeholder (stakeholder),
    name varchar not null,
    acronym varchar,
    lead boolean not null,
    city varchar,
    country varchar references state (iso3),
    primary key (symbol, code, place),
    foreign key (symbol, code) references submission (symbol, code),
);
comment on table submission_member is 'One row per organisation in a submission; an individual submission has one.';
comment on column submission_member.symbol is 'The document.';
comment on column submission_member.code is 'The submission.';
comment on column submission_member.place is 'Place in its list of members.';
comment on column submission_member.stakeholder is 'The organisation.';
comment on column submission_member.name is 'Its name as printed.';
comment on column submission_member.acronym is 'Its acronym as printed.';
comment on column submission_member.lead is 'Whether the list itself sets it before the others.';
comment on column submission_member.city is 'City behind its name, where the address is its own.';
comment on column submission_member.country is 'Country behind its name, where the address is its own.';

create table network_chance (
    fingerprint varchar not null,
    position usmallint not null,
    measure varchar not null check (measure in ('largest_share', 'repeated_pairs', 'components')),
    observed double not null,
    mean double,
    lower double,
    upper double,
    draws usmallint not null,
    reason varchar check (reason = 'no_variation'),
    primary key (fingerprint, measure),
);
comment on table network_chance is 'One row per network of joint submissions of the built-in lists (a region or a review of the third cycle) and measure, beside networks in which every organisation signs as many submissions of each review, and as many sign every submission, but by lot.';
comment on column network_chance.fingerprint is 'Hash of the memberships of the network: it stands for no other lists.';
comment on column network_chance.position is 'Order of the rows.';
comment on column network_chance.measure is 'largest_share: share of the organisations in the largest group that submissions connect; repeated_pairs: pairs that signed two or more submissions together; components: such groups.';
comment on column network_chance.observed is 'What the lists hold.';
comment on column network_chance.mean is 'Mean of the draws.';
comment on column network_chance.lower is 'Lower end of the middle 95 % of the draws; empty where all are alike.';
comment on column network_chance.upper is 'Its upper end.';
comment on column network_chance.draws is 'Networks drawn by lot.';
comment on column network_chance.reason is 'no_variation: all draws are alike.';

create table network_broker (
    fingerprint varchar not null,
    rank utinyint not null,
    stakeholder varchar not null,
    partners usmallint not null,
    betweenness double not null check (betweenness > 0 and betweenness <= 1),
    primary key (fingerprint, rank),
);
comment on table network_broker is 'One row per network, as in network_chance, and organisation that links most others in it.';
comment on column network_broker.fingerprint is 'Hash of the memberships of the network.';
comment on column network_broker.rank is 'Its place, 1 for the highest betweenness.';
comment on column network_broker.stakeholder is 'The organisation.';
comment on column network_broker.partners is 'Others that it signed with in this network.';
comment on column network_broker.betweenness is 'Share of the shortest paths between others that pass through it.';

create table cited_submission (
    state varchar not null references state (iso3),
    session utinyint not null references session (session),
    position utinyint not null,
    code varchar not null,
    joint boolean not null,
    page utinyint not null check (page >= 1),
    primary key (state, session, position),
);
comment on table cited_submission is 'One row per submission that a UN summary of the third cycle lists and cites, joint or of one body.';
comment on column cited_submission.state is 'The state under review.';
comment on column cited_submission.session is 'The session.';
comment on column cited_submission.position is 'Its place in the list of stakeholders: by code, then joint ones by number.';
comment on column cited_submission.code is 'Its code in the document; a code that could name a person is replaced.';
comment on column cited_submission.joint is 'Whether it is a joint submission.';
comment on column cited_submission.page is 'Page of the list it stands on, found from the pairs: the source counts each page as a footnote.';

create table cited_pair (
    state varchar not null,
    session utinyint not null,
    one utinyint not null,
    other utinyint not null check (other > one),
    times utinyint not null check (times >= 1),
);
comment on table cited_pair is 'One row per pair of submissions that the source counts together, pages of the list of stakeholders included.';
comment on column cited_pair.state is 'The state under review.';
comment on column cited_pair.session is 'The session.';
comment on column cited_pair.one is 'Position of one submission.';
comment on column cited_pair.other is 'Position of the other.';
comment on column cited_pair.times is 'Footnotes in which both stand, as the source counts them: also the page of the list.';

create table stakeholder_decision (
    first varchar not null,
    second varchar not null,
    decision varchar not null check (decision in ('same', 'different')),
    reason varchar not null,
    primary key (first, second),
);
comment on table stakeholder_decision is 'One row per pair of names that are alike, and whether they are one organisation. The build stops at a pair without a decision.';
comment on column stakeholder_decision.first is 'Name, normalised; of two that are the same, the one that is kept.';
comment on column stakeholder_decision.second is 'The other name, normalised.';
comment on column stakeholder_decision.decision is 'same or different.';
comment on column stakeholder_decision.reason is 'Why.';

create table submission_correction (
    symbol varchar not null,
    code varchar not null,
    name varchar not null,
    treatment varchar not null check (treatment in ('rename', 'leave_out', 'address')),
    becomes varchar,
    reason varchar not null,
    primary key (symbol, code, name),
    foreign key (symbol, code) references submission (symbol, code),
);
comment on table submission_correction is 'One row per member that a person reads otherwise than the reader. The build stops when the reader no longer finds it.';
comment on column submission_correction.symbol is 'The document.';
comment on column submission_correction.code is 'The submission.';
comment on column submission_correction.name is 'The name as the reader finds it.';
comment on column submission_correction.treatment is 'rename; leave_out: it is part of another name; address: city and country are its own.';
comment on column submission_correction.becomes is 'The name that it gets.';
comment on column submission_correction.reason is 'Why.';

create table coalition (
    position usmallint primary key,
    state varchar not null references state (iso3),
    series varchar not null,
    name varchar not null,
    year usmallint,
    cycle utinyint check (cycle >= 1),
    size uinteger,
    exactness varchar not null check (exactness in ('exact', 'more_than', 'approx', 'none')),
    basis varchar not null check (basis in ('stated', 'named', 'sum', 'attendance', 'statement', 'none')),
    page varchar not null,
    check ((size is null) = (exactness = 'none')),
);
comment on table coalition is 'One row per statement about the size of a named coalition. Found by search: never a sample, never averaged.';
comment on column coalition.position is 'Order of the rows.';
comment on column coalition.state is 'The state under review.';
comment on column coalition.series is 'Code of the coalition; the same in several rows where it is the same coalition.';
comment on column coalition.name is 'Name, or what the page speaks of.';
comment on column coalition.year is 'Year that the page speaks of; empty if it is undated.';
comment on column coalition.cycle is 'Cycle of the review.';
comment on column coalition.size is 'Number of organisations.';
comment on column coalition.exactness is 'As the page states it: exact, more_than, approx; none: no number.';
comment on column coalition.basis is 'What was counted: stated by the page; named one by one; sum of two numbers; attendance of a workshop; statement signed, not a submission.';
comment on column coalition.page is 'The page.';

create table submission_count (
    position usmallint primary key,
    state varchar not null references state (iso3),
    session utinyint references session (session),
    cycle utinyint not null check (cycle >= 1),
    year usmallint not null,
    submissions uinteger not null,
    joint uinteger,
    exactness varchar not null check (exactness in ('exact', 'more_than', 'approx')),
    basis varchar not null check (basis in ('declared', 'listed', 'held', 'reported')),
    outlier boolean not null,
    page varchar not null,
);
comment on table submission_count is 'One row per review whose number of submissions is known from a document or a page. Found by search: never a sample.';
comment on column submission_count.position is 'Order of the rows.';
comment on column submission_count.state is 'The state under review.';
comment on column submission_count.session is 'The session, where it is stated.';
comment on column submission_count.cycle is 'The cycle.';
comment on column submission_count.year is 'The year.';
comment on column submission_count.submissions is 'Number of submissions.';
comment on column submission_count.joint is 'Joint ones among them, where known.';
comment on column submission_count.exactness is 'exact, more_than (a lower bound) or approx.';
comment on column submission_count.basis is 'declared by the UN summary; listed by OHCHR; held: files at hand; reported by somebody else.';
comment on column submission_count.outlier is 'Mass submissions: never in an average.';
comment on column submission_count.page is 'The document or page.';

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
    continues varchar check (continues in ('fetched', 'loaded')),
    topics varchar not null check (topics in ('issues', 'themes')),
    actions boolean not null,
    askers boolean not null,
    texts boolean not null,
    searchable boolean not null,
    recommendations uinteger not null,
);
comment on table snapshot is 'One row about this snapshot.';
comment on column snapshot.data_version is 'Version of the data, for citations: the source''s version and a hash of the facts.';
comment on column snapshot.source is 'Where the recommendations come from; of a series, those after the built-in ones.';
comment on column snapshot.continues is 'How the later part of a series came: fetched or loaded; empty where the data are no series.';
comment on column snapshot.topics is 'What they are tagged with: the issues of UPR Info, or the themes of the source.';
comment on column snapshot.actions is 'Whether the source gives action categories.';
comment on column snapshot.askers is 'Whether each row has one recommending state; else it is a paragraph with several.';
comment on column snapshot.texts is 'Whether the texts of the recommendations are loaded.';
comment on column snapshot.searchable is 'Whether they can be searched: whether their index was made.';
comment on column snapshot.recommendations is 'Recommendations in it.';
