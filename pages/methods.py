"""Where the numbers come from, what they mean, and what they cannot say."""

from analytics import ui

t, filters = ui.open_page("methods", filtered=False)
ui.prose("methods", t)
ui.reference("methods.sources", ui.table("sources"), filters, t)
ui.reference("methods.sessions", ui.table("session_dates"), filters, t)
ui.reference("methods.lens", ui.table("lens_scores"), filters, t)
ui.reference("methods.lobby", ui.table("lobby_validation"), filters, t)
ui.reference("methods.corrections", ui.table("corrections"), filters, t)
ui.reference("methods.build_log", ui.table("build_log"), filters, t)
ui.reference("methods.dictionary", ui.table("dictionary"), filters, t)
ui.whole_tables(t)
