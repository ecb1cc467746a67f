"""How do I load newer recommendations, or my own lists, and what is loaded here?"""

from analytics import ui

t, _ = ui.open_page("your_data", filtered=False)
ui.fetcher(t)
ui.loader(t)
ui.versions(t)
