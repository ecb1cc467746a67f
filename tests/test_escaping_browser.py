"""Words of links, files and names are text in the browser: forty payloads on every page, parameter and loaded field."""

import os
from urllib.parse import quote, urlencode

import pytest
from browser_support import Reader, browsing, chromium, served
from escaping_support import PAYLOADS, hostile_data, made_of_payloads
from playwright.sync_api import expect

from analytics import filters
from analytics.results import OWN
from analytics.ui.page import PAGES

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is tested in a browser: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
KNOWN = (*filters.NAMES, "lang", "data", "view", "q", "page", "search", "size", *OWN)
"""Parameters that some page knows."""
HALF = len(PAYLOADS) // 2
GALLERY = """
import pandas as pd, plotly.graph_objects as go, streamlit as st
from escaping_support import PAYLOADS
from analytics.charts import palette
from analytics.markup import bold, items, markdown, typed
for number, said in enumerate(PAYLOADS):
    text, options = markdown(said), [markdown(said), "b"]
    st.markdown(f"### {markdown('x ' + said)}")
    st.markdown(f":small[:gray[{text}]]")
    st.markdown(markdown(f"a{said}b {bold('x ' + said)} {typed('x=' + said)}"))
    st.markdown(markdown(items([said, "x " + said])))
    for draw in (st.markdown, st.caption, st.info, st.success, st.checkbox, st.button, st.expander, st.popover):
        draw(text)
    if "\\n" not in said:
        st.title(text, anchor=False)
    st.selectbox(text, [said], key=f"a{number}")
    st.radio(text, options, key=f"b{number}")
    st.pills(text, options, key=f"c{number}")
    st.segmented_control(text, options, key=f"d{number}")
    st.text_input(text, said, key=f"e{number}")
    st.number_input(text, key=f"f{number}")
    st.multiselect(text, [said], [said], key=f"g{number}")
    st.download_button(text, b"", f"x{number}", key=f"h{number}")
st.toast(markdown(" ".join(PAYLOADS)))
st.page_link("https://127.0.0.1/", label=markdown(" ".join(PAYLOADS)))
st.progress(0.5, markdown(" ".join(PAYLOADS)))
st.table(pd.DataFrame({"a": list(map(markdown, PAYLOADS))}))
st.dataframe(pd.DataFrame({said: list(PAYLOADS) for said in PAYLOADS}))
bars = {"type": "bar", "x": list(range(40)), "y": [1] * 40, "text": list(PAYLOADS), "hovertext": list(PAYLOADS)}
ticks = {"tickvals": list(range(40)), "ticktext": list(PAYLOADS)}
words = [{"text": said, "x": place, "y": 1} for place, said in enumerate(PAYLOADS)]
st.plotly_chart(palette.figure(900, [bars], xaxis=ticks, annotations=words), key="chart")
"""


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory, browser):  # noqa: ARG001 - without a browser there is no use in starting one
    folder = tmp_path_factory.mktemp("hostile")
    hostile_data(folder, folder / "loaded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPR_DATA", str(folder / "loaded"))
        patch.setenv("UPR_ALLOW_LOADING", "1")
        with served(folder / "log.txt") as address:
            yield address


@pytest.fixture
def reader(browser, server):
    someone = Reader(browser, server)
    someone.page.on("dialog", lambda dialog: someone.errors.append(dialog.message))
    yield someone
    assert someone.outside() == []
    assert someone.errors == []
    someone.close()


def address(page, /, **link):
    return f"/{'' if page == 'glance' else page}?{urlencode(link, quote_via=quote)}"


@pytest.mark.parametrize("page", [name for _, name, _ in PAGES])
def test_a_link_draws_nothing_by_any_parameter(reader, page):
    """Half of the payloads are names and half are values of unknown parameters; then all are values of known ones."""
    unknown = dict(zip(PAYLOADS[:HALF], PAYLOADS[HALF:], strict=True))
    opened = reader.open(address(page, **unknown))
    warning = opened.get_by_test_id("stAlertContentWarning").first
    expect(warning).to_contain_text("<b>zqxs</b>=&lt;zqxaq&gt;")
    assert made_of_payloads(opened) == []
    known = {name: PAYLOADS[place % len(PAYLOADS)] for place, name in enumerate(KNOWN)}
    opened = reader.open(address(page, **known, **dict(zip(PAYLOADS[HALF:], PAYLOADS[:HALF], strict=True))))
    expect(warning).to_be_visible()
    assert made_of_payloads(opened) == []


@pytest.mark.parametrize("parameter", ["data", "lang", "view", "country", "issues", "q", "search", "about"])
def test_a_known_parameter_draws_nothing(reader, parameter):
    """Several payloads as one value; codes in lists are told apart by commas."""
    page = {"q": "search", "page": "search", "search": "submissions", "size": "submissions"}.get(parameter, "issues")
    value = "\n\n".join(each for place, each in enumerate(PAYLOADS) if place % 2)
    opened = reader.open(address(page, **{"data": "own", "view": "catalogue", parameter: value}))
    assert made_of_payloads(opened) == []


LOADED = (
    ("glance", {}),
    ("issues", {}),
    ("issues", {"view": "accepted"}),
    ("issues", {"issues": "b-zqxs-b"}),
    ("countries", {"country": "KEN", "measure": "about_share"}),
    ("search", {"q": "lantern"}),
    ("search", {"q": "lantern zqxs"}),
    ("search", {"q": '"zqxa zqxb" -zqxs nothing'}),
    ("submissions", {"view": "catalogue"}),
    ("submissions", {"view": "network"}),
    ("submissions", {"view": "reviews"}),
    ("coalition_country", {"country": "KEN"}),
    ("methods", {}),
    ("your_data", {}),
)


@pytest.mark.parametrize(("page", "link"), LOADED)
def test_what_is_loaded_draws_nothing(reader, page, link):
    opened = reader.open(address(page, data="own", **link))
    decoded = {"<zqxaq>", "*zqxar*", "©"} if page == "search" else set()  # entities are letters once a text is read
    assert [each for each in made_of_payloads(opened) if each not in decoded] == []
    for chart in opened.locator(".js-plotly-plot").all():
        assert chart.locator("a[href]:not(.modebar-btn)").count() == 0


def test_a_file_and_its_name_draw_nothing(reader):
    """The label that asks for the state of a matrix, the name of a file, rejected values and names to map."""
    lines = "".join(f'"{each}",44,FRA\n'.replace("\r", " ") for each in PAYLOADS)
    rows = ("state_under_review,session,recommending_states\n" + lines).encode()
    names = ("![zqx](http:evil.test).csv", "# zqx :red[zqx] `zqx`.docx", "[zqx](//evil.test).docx")
    for place, name in enumerate(names):
        opened = reader.open(address("your_data"))
        file = {"name": name, "mimeType": "text/csv", "buffer": rows if place == 0 else b"no document"}
        opened.locator("input[type=file]").set_input_files([file])
        expect(opened.get_by_test_id("stMarkdownContainer").filter(has_text="zqx").last).to_be_visible()
        reader.settle()
        assert made_of_payloads(opened) == []


def test_no_element_makes_anything_of_words(browser, tmp_path):
    """Every payload in every kind of element, in cells and in figures."""
    script = tmp_path / "gallery.py"
    script.write_text(GALLERY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(("tests", ".")))
        with served(tmp_path / "log.txt", script=script) as where:
            someone = Reader(browser, where)
            page = someone.open("/")
            page.wait_for_selector(".js-plotly-plot .annotation")
            assert made_of_payloads(page) == []
            assert page.get_by_test_id("stException").count() == 0
            assert someone.outside() == []
            someone.close()
