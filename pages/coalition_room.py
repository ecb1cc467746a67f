"""Where civil society has little room, are there fewer coalitions, and do others carry them?"""

from analytics import ui
from analytics.charts import coalition_room as charts
from analytics.findings import coalition_country
from analytics.findings import coalition_room as find
from analytics.findings.submissions import opening
from analytics.results.civic_space import INDICATORS
from analytics.results.coalition_country import third_cycle
from analytics.results.coalition_room import COUNTED

own = ("counted", "indicator")
t, filters = ui.open_page("coalition_room", own=own, filtered=False, covered=False)
codes = ui.codes()
scheme = filters.scheme
lists = ui.table("listed_reviews", filters)
ui.aside(t("page.rests"), opening(third_cycle(lists), codes, t))
counted = ui.choose("counted", COUNTED, t)
indicator = ui.choose("indicator", INDICATORS, t)
chosen = {"counted": counted, "indicator": indicator}
reviews = ui.table("coalition_reviews", filters)
rows = ui.table("coalition_room", filters, **chosen)
ranks = ui.table("coalition_room_ranks", filters, **chosen)
basis = find.basis(rows, reviews, codes, scheme, t)
sources = (*coalition_country.sources(lists), "vdem")
card = ui.cards(filters, t, source=sources, rests=basis)

drawn = charts.against(rows, indicator, scheme, t)
card.figure("coalition_room.against", drawn, find.together(ranks, counted, t), rows=rows)

drawn = charts.correlations(ranks, scheme, t)
finding = find.of_regions(ranks, counted, codes.focus, scheme, t)
card.figure("coalition_room.ranks", drawn, finding, rows=ranks)
