-- One row per review in the catalogue: civic space in its year; empty where there are no data.
-- Parameters: $scheme, $lists, $indicator
select
    chosen.review,
    chosen.state as iso3,
    chosen.session,
    session.year,
    civic.value,
from chosen_lists($scheme, $lists) as chosen
inner join session on session.session = chosen.session
left join civic_value($indicator) as civic on civic.iso3 = chosen.state and civic.year = session.year
order by chosen.session, chosen.state
