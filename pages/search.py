"""Which recommendations say these words, and which wording on an issue was accepted nearby?"""

from analytics import ui
from analytics.findings import search as find

t, filters = ui.open_page("search", own=("view", "q", "page", "about", "country"), totals="totals")
view = ui.choose("view", ("texts", "wording"), t)
ui.stop_if_empty(ui.table("totals", filters), t)
ui.stop_without_texts(filters, t)
source = "upr_info"

if view == "texts":
    asked = ui.ask(t)
    query, words = find.parse(asked), ui.table("search_words", q=asked)
    ui.say(find.looked_for(words, query, t))
    totals = ui.table("search_totals", filters, q=asked)
    n = find.recommendations(totals) if query.words else 0
    if n:
        page = ui.page_of(n, t)
        ui.texts(
            card="search.texts",
            finding=find.found(totals, query, t),
            rows=ui.table("search", filters, q=asked, page=page),
            result="search",
            own={"q": asked},
            marks=find.marks(words),
            filters=filters,
            source=source,
            t=t,
            n=n,
        )
    elif query.words:
        ui.offers(*find.nothing(ui.table("search_parts", filters, q=asked), query, t))
else:
    left, right = ui.columns((1, 1))
    with left:
        about = ui.choose("about", ui.codes().issues, t)
    with right:
        country = ui.selected_state(ui.codes().states, t)
    if country:
        own = {"about": about, "country": country}
        totals = ui.table("accepted_wording_totals", filters, **own)
        finding = find.wording(totals, about, country, ui.codes().subregion_of[country], t)
        if find.wordings(totals):
            page = ui.page_of(find.wordings(totals), t)
            ui.texts(
                card="search.wording",
                finding=finding,
                rows=ui.table("accepted_wording", filters, page=page, **own),
                result="accepted_wording",
                own=own,
                filters=find.nearby(filters, about, ui.codes().subregion_of[country]),
                source=source,
                t=t,
                n=find.accepted_texts(totals),
            )
        else:
            ui.say(finding)
