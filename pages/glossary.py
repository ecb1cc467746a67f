"""What do the words of this atlas mean?"""

from analytics import ui

t, _ = ui.open_page("glossary", own=("term",), filtered=False)
ui.list_of_terms(t)
