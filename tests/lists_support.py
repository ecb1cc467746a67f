"""Summaries and lists of submissions of invented organisations, and what the catalogue has of them."""

from analytics import database
from analytics.loading import intake, store
from analytics.loading.given import Given

KENYA = "A/HRC/WG.6/8/KEN/3"
HEADER = "state,session,kind,code,name,members,city,country,stated_size"
EMBEDDED = {"BRB-29", "AFG-32", "BRN-33", "BRA-41", "CRI-47", "NAM-52", "PRY-52"}
"""The reviews whose lists of all submissions come with the atlas."""
SUMMARY = """{symbol}
1. This report is a summary of {declared} stakeholders' submissions to the review. The doors of Nairobi are green.
2 The stakeholders listed below have contributed; the full texts are available at: www.ohchr.org.

Civil society

Individual submissions:
{individual}

Joint submissions:
JS1 Joint submission 1 submitted by: {joint}
3 See another note.
"""
HINGES, PAINTERS = "HI Hinges of the World, Geneva (Switzerland);", "PU Painters United, Nairobi (Kenya);"
DOORS = "Doors for All (DfA), Nairobi (Kenya); Gate Keepers, Accra (Ghana);"


def summary(folder, *individual, joint=DOORS, symbol=KENYA, declared="three", name="summary.txt"):
    """A summary of invented organisations: two individual submissions and a joint one of two, unless said otherwise."""
    single = "\n".join(individual or (HINGES, PAINTERS))
    path = folder / name
    path.write_text(SUMMARY.format(symbol=symbol, declared=declared, individual=single, joint=joint), encoding="utf-8")
    return Given(path)


def own(folder, *lines, name="own.csv"):
    path = folder / name
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return Given(path)


def loaded(root, *files, **more):
    (result,) = intake.load(files, root, **more)
    return result


def counts(result):
    return result.new, result.changed, result.unchanged, result.gone, len(result.rejected)


def rows(snapshot, sql):
    with database.open_snapshot(snapshot) as connection:
        return connection.execute(sql).fetchall()


def catalogue(snapshot):
    """Review with a list of all submissions -> submissions declared and listed, joint ones."""
    with database.open_snapshot(snapshot) as connection:
        found = database.query(connection, "listed_reviews", {"scheme": "m49", "lists": "full"})
    found["declared"] = found["declared"].fillna(0).astype(int)
    made = found[["review", "declared", "submissions", "joint"]].itertuples(index=False, name=None)
    return {review: tuple(numbers) for review, *numbers in made}


def names(root, review="KEN-8"):
    """Code of each submission of a review and its organisations, in the order of the list."""
    found = rows(
        store.embedded(root),
        f"select code, organisations from listed_submission where review = '{review}' order by position",
    )
    return dict(found)
