"""Which recommendations say these words, and which wording on an issue was accepted nearby?"""

from analytics import ui
from analytics.findings import search as find
from analytics.findings.selection import recommendations

t, filters = ui.open_page("search", own=("view", "q", "page", "about", "country"), totals="totals")
view = ui.choose("view", ("texts", "wording"), t)
ui.stop_if_empty(ui.table("totals", filters), t)
ui.stop_without_texts(filters, t)

if view == "texts":
    asked = ui.ask(t)
    query = find.parse(asked)
    words = ui.table("search_words", q=asked)
    ui.say(find.looked_for(words, query, t))
    totals = ui.table("search_totals", filters, q=asked)
    found = recommendations(totals) if query.words else 0
    if found:
        page = ui.page_of(found, t)
        ui.texts(
            "search.texts",
            find.found(totals, query, t),
            rows=ui.table("search", filters, q=asked, page=page),
            cards=ui.cards(filters, t, source="upr_info", n=found),
            result="search",
            own={"q": asked},
            marks=find.marks(words),
        )
    elif query.words:
        ui.offers(*find.nothing(ui.table("search_parts", filters, q=asked), query, t))

else:
    left, right = ui.columns((1, 1))
    with left:
        issue = ui.choose("about", ui.codes().issues, t)
    with right:
        country = ui.selected_state(ui.codes().states, t)
    if country:
        subregion = ui.codes().subregion_of[country]
        totals = ui.table("accepted_wording_totals", filters, about=issue, country=country)
        finding = find.wording(totals, issue, country, ui.codes(), t)
        wordings = find.wordings(totals)
        if wordings:
            own = {"about": issue, "country": country}
            nearby = find.nearby(filters, issue, subregion)
            ui.texts(
                "search.wording",
                finding,
                rows=ui.table("accepted_wording", filters, page=ui.page_of(wordings, t), **own),
                cards=ui.cards(nearby, t, source="upr_info", n=find.accepted_texts(totals)),
                result="accepted_wording",
                own=own,
            )
        else:
            ui.say(finding)
