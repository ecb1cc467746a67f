"""The only package that draws with streamlit: what a page may call.

`open_page` starts every page, `table` loads a result, `cards` says what cards have in common and shows it as one. A
page holds no numbers, no words and no HTML of its own.
"""

from analytics.ui.card import cards
from analytics.ui.choices import choose, search_text, selected_state, states_beside
from analytics.ui.data import area_points, codes, table
from analytics.ui.explanations import list_of_terms
from analytics.ui.files import layer, whole_tables
from analytics.ui.filter_bar import choose_issues
from analytics.ui.follow_up import leave_with, statuses
from analytics.ui.latest import fetcher
from analytics.ui.link import linked
from analytics.ui.page import (
    chosen,
    columns,
    invite,
    notice,
    open_page,
    stop_if_empty,
    stop_without_texts,
    this_year,
)
from analytics.ui.paragraphs import aside, prose, say
from analytics.ui.tables import reference
from analytics.ui.texts import ask, offers, page_of, texts
from analytics.ui.weights import weigh
from analytics.ui.workshop import exercise_region, exercises, kit, session, sheet_number
from analytics.ui.your_data import loader, versions
