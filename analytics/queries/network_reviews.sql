-- One row per international or regional body and review in which it signed a joint submission, first sessions first.
-- Parameters: $scheme
-- `spelled_out`: whether its short name stands there letter by letter, as a search for exactly these letters finds it.
select
    network.network as stakeholder,
    network.name as organisation,
    network.acronym,
    network.subject,
    network.reach,
    chosen.region,
    chosen.review,
    chosen.state as iso3,
    chosen.session,
    session.cycle,
    count(distinct member.code) as joint,
    bool_or(contains(concat_ws(' ', member.name, printed.acronym), coalesce(network.acronym, network.name))) as spelled_out,
from network
inner join listed_membership as member on member.stakeholder = network.network
inner join submission_member as printed
    on printed.symbol = member.symbol and printed.code = member.code and printed.place = member.place
inner join chosen_lists($scheme, 'all') as chosen on chosen.symbol = member.symbol
inner join session on session.session = member.session
where member.kind = 'joint'
group by
    network.network,
    network.name,
    network.acronym,
    network.subject,
    network.reach,
    chosen.region,
    chosen.review,
    chosen.state,
    chosen.session,
    session.cycle
order by chosen.session, chosen.state, network.name
