"""How do I teach this: what to project, what to exercise, what to hand out?"""

from analytics import ui
from analytics.findings import workshop as find
from analytics.workshop import SESSIONS

own = ("view", "country", "guide", "about", "seed", "place")
t, filters = ui.open_page("workshop", own=own, filtered=False)
codes = ui.codes()
view = ui.choose("view", ("sessions", "exercises", "kit"), t)
left, middle, right = ui.columns((4, 3, 3))
country, issue = None, ""

if view == "exercises":
    with right:
        seed = ui.sheet_number(t)
    with left:
        region = ui.exercise_region(t)
    with middle:
        country = ui.selected_state(codes.members, t)
    ui.exercises(country or region, seed, t)

else:
    with left:
        name = ui.choose("guide", find.titles(ui.table, codes, t), t, side_by_side=False)
    with middle:
        if SESSIONS[name].asks_for("country"):
            country = ui.selected_state(codes.members, t)
    with right:
        if SESSIONS[name].asks_for("issues"):
            issue = ui.choose("about", codes.issues, t)
    if view == "sessions":
        ui.session(name, country, issue, t)
    else:
        left, middle, right = ui.columns((4, 3, 3))
        with left:
            seed = ui.sheet_number(t)
        ui.kit(name, country, issue, seed, t)
