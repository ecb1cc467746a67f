"""Where did civic space fall, do two judgements agree, and did peers ask about it?"""

from analytics import ui
from analytics.charts import civic_falls as charts
from analytics.findings import civic_falls as find
from analytics.findings.civic_space import divisor, only_places
from analytics.results.civic_space import INDICATORS

t, filters = ui.open_page("civic_falls", own=("view", "indicator"))
view = ui.choose("view", ("falls", "institutions", "shutdowns"), t)
ui.stop_if_empty(ui.table("received_by_state", filters), t)
scheme = filters.scheme
focus = ui.codes().focus
places = divisor(filters)
lasting = only_places(filters)

if view == "falls":
    indicator = ui.choose("indicator", INDICATORS, t)
    states = ui.table("civic_space_falls", places, indicator=indicator)
    regions = ui.table("civic_space_falls_by_region", places, indicator=indicator)
    furthest = ui.table("civic_space_furthest", places, indicator=indicator)
    opposite = ui.table("civic_space_disagreements", places, indicator=indicator)
    sessions = ui.codes().sessions
    basis = find.basis(states, regions, sessions, t)
    card = ui.cards(places, t, source=find.sources(states, sessions), rests=basis)

    drawn = charts.furthest(furthest, indicator, t)
    finding = find.falls(states, regions, furthest, t)
    card.figure("civic_falls.furthest", drawn, finding, rows=furthest, beside=states)

    drawn = charts.by_region(regions, scheme, t)
    finding = find.by_region(regions, focus, scheme, t)
    card.figure("civic_falls.regions", drawn, finding, rows=regions)

    card.listing("civic_falls.opposite", find.opposite(opposite, regions, t), rows=opposite)

elif view == "institutions":
    shares = ui.table("institutions_over_time", places)
    statuses = ("nhri_status", "nhri_accreditation")
    card = ui.cards(lasting, t, source=statuses, rests=find.institutions_basis(shares, t))
    drawn = charts.institutions(shares, scheme, t)
    finding = find.institutions(shares, focus, scheme, t)
    card.figure("civic_falls.institutions", drawn, finding, rows=shares)

else:
    records = ui.table("shutdowns_by_region", places)
    sources = ("internet_shutdowns", "population")
    card = ui.cards(lasting, t, source=sources, rests=find.shutdowns_basis(records, t))
    drawn = charts.shutdowns(records, scheme, t)
    finding = find.shutdowns(records, focus, scheme, t)
    beside = ui.table("internet_shutdowns", places)
    card.figure("civic_falls.shutdowns", drawn, finding, rows=records, beside=beside)
