"""A search leaves out what stands behind NOT or a minus, refuses beginnings of words, and knows irregular plurals."""

import pytest

from analytics import database, search
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import search as find
from analytics.loading import intake, store
from analytics.loading.given import Given
from analytics.results import Results
from analytics.text import languages, text

EVERYTHING = Filters()
TEXTS = (
    ("a", "Keep judicial independence in the invented court of kites"),
    ("b", "Keep judicial calm in the invented court of boats"),
    ("c", "Protect every woman who mends invented nets"),
    ("d", "Protect all women who mend invented nets"),
    ("e", "Protect each child of the invented harbour"),
    ("f", "Protect the children of the invented harbour, and follow-up on their nets"),
    ("g", "Do not harm the invented harbour"),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory, cache_folder):  # noqa: ARG001 - where its snapshots go
    folder = tmp_path_factory.mktemp("excluding")
    lines = [f'Chad,44,Norway,"{said}",Noted,{identity}' for identity, said in TEXTS]
    header = "state_under_review,session,recommending_states,text,response,id"
    (folder / "x.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    intake.load([Given(folder / "x.csv")], folder / "loaded")
    intake.finish(store.current("own", folder / "loaded"), folder / "loaded")
    said_of = {said: identity for identity, said in TEXTS}
    snapshot = store.current("own", folder / "loaded").snapshot()
    with database.open_snapshot(snapshot) as connection:
        results = Results(connection, read_codes(connection))

        def search_for(typed, filters=EVERYTHING):
            rows = results.table("search", filters, q=typed, page="all")
            return "".join(sorted(said_of[each] for each in rows["text"]))

        yield search_for, results


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("judicial", "ab"),
        ("judicial NOT independence", "b"),
        ("judicial -independence", "b"),
        ("judicial −independence", "b"),
        ("NOT independence judicial", "b"),
        ("judicial NOT independent", "b"),
        ("judicial -INDEPENDENCE -calm", ""),
        ('invented -"court of kites"', "bcdefg"),
        ('invented NOT "court of" NOT nets', "eg"),
        ("protect -child", "cd"),
        ("protect -children", "cd"),
        ("harbour -nets", "eg"),
        ("follow-up", "f"),
        ("invented NOT zebra", "abcdefg"),
        ("harbour NOT the", "efg"),
        ('"do NOT harm"', "g"),
        ("woman", "cd"),
        ("women", "cd"),
        ("child", "ef"),
        ("children", "ef"),
        ("judic*", ""),
        ("-judicial", ""),
        ("NOT judicial", ""),
    ],
)
def test_no_text_that_holds_what_was_excluded_is_found(found, typed, expected):
    assert found[0](typed) == expected


def test_filters_and_an_exclusion_apply_together(found):
    assert found[0]("judicial -calm", Filters(states=("TCD",))) == "a"
    assert found[0]("judicial -calm", Filters(states=("KEN",))) == ""


@pytest.mark.parametrize(
    "typed", ["judicial -calm", 'nets NOT "follow up" -woman', "a -b", '-"x y"', "court -the -kites"]
)
def test_an_exclusion_can_be_read_again_as_it_was_understood(typed):
    asked = search.parse(typed)
    again = search.parse(asked.said())
    assert (again.words, again.phrases, again.excluded) == (asked.words, asked.phrases, asked.excluded)
    assert search.parse(asked.including()).excluded is None


@pytest.mark.parametrize("language", languages())
def test_what_was_left_out_and_what_is_refused_is_said(found, language):
    t, results = text(language), found[1]

    def told(typed):
        return find.looked_for(results.table("search_words", EVERYTHING, q=typed), search.parse(typed), t)

    assert t("search.excluded", words=t("search.quoted", words="calm")) in told("judicial -calm")
    assert told("judic* calm") == t("search.refused", words=t("search.quoted", words="judic*"))
    parts = results.table("search_parts", EVERYTHING, q="judicial -calm -independence")
    why, offers = find.nothing(parts, search.parse("judicial -calm -independence"), t)
    assert (
        t("search.left_out", parts=t.join(t("search.quoted", words=each) for each in ("calm", "independence"))) in why
    )
    assert (t("search.including"), "judicial") in offers


@pytest.mark.parametrize("word", ["women", "children", "men", "grandchildren", "midwives", "crises", "people"])
def test_an_irregular_plural_has_the_stem_of_its_singular(word):
    assert search.stem(word, "en") == search.stem(search.IRREGULAR["en"][word], "en")
    assert search.stem("women", "fr") != search.stem("woman", "fr")
