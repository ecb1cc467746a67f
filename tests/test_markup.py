"""Nothing in a sentence is markup but its own marks, wherever its words come from."""

import ast
from pathlib import Path

import pytest
from streamlit.delta_generator import DeltaGenerator

from analytics import markup
from analytics.markup import markdown
from analytics.text import languages, text

ROOT = Path(__file__).resolve().parents[1]
UI = sorted((ROOT / "analytics" / "ui").glob("*.py"))
SHOWN = {
    **dict.fromkeys(("markdown", "caption", "info", "warning", "error", "success", "title", "header"), ("body", 0)),
    **dict.fromkeys(("subheader", "write"), ("body", 0)),
    **dict.fromkeys(("button", "checkbox", "toggle", "radio", "selectbox", "multiselect", "pills"), ("label", 0)),
    **dict.fromkeys(("segmented_control", "select_slider", "slider", "text_input", "number_input"), ("label", 0)),
    **dict.fromkeys(("file_uploader", "download_button", "popover", "expander", "status", "toast"), ("label", 0)),
    **dict.fromkeys(("text_area", "date_input", "form_submit_button"), ("label", 0)),
    "page_link": ("label", 1),
    "link_button": ("label", 0),
    "progress": ("text", 1),
    "update": ("label", 1),
}
"""What draws Markdown: the argument that it draws."""
DRAWN_BY = {"st", "st.sidebar", "left", "right", "said", "status", "place"}
OPTIONS = ("radio", "pills", "segmented_control")
"""What draws its options as Markdown too."""


def calls(path):
    """Name and call of each element that a file draws, with the function that it stands in."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                called = node.func if isinstance(node, ast.Call) else None
                if isinstance(called, ast.Attribute) and ast.unparse(called.value) in DRAWN_BY:
                    yield called.attr, node, function


def drawn(path):
    """Each argument that is drawn as Markdown."""
    for called, node, function in calls(path):
        if called in SHOWN:
            word, place = SHOWN[called]
            named = {each.arg: each.value for each in node.keywords}
            argument = named.get(word) or (node.args[place] if len(node.args) > place else None)
            if argument is not None:
                yield called, argument, function
        if called in OPTIONS:
            (form,) = [each.value for each in node.keywords if each.arg == "format_func"]
            yield called, form.body, function


def is_text(node, function):
    """Whether what is drawn is put together of words of our own and of what `markdown` returns."""
    while isinstance(node, ast.Call) and ast.unparse(node.func) == "explained":  # terms of Markdown become links in it
        node = node.args[0]
    if isinstance(node, ast.JoinedStr):
        return all(is_text(part, function) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return is_text(node.value, function)
    if isinstance(node, ast.IfExp):
        return is_text(node.body, function) and is_text(node.orelse, function)
    if isinstance(node, ast.Name):
        found = [each.value for each in ast.walk(function) if isinstance(each, ast.Assign) and names(each, node.id)]
        return bool(found) and all(is_text(each, function) for each in found)
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Dict) or is_text(node.value, function)
    own = {"t.percent", "palette.GLYPHS.get", "heading"}
    escapes = isinstance(node, ast.Call) and ast.unparse(node.func) in own | {"markdown"}
    return escapes or isinstance(node, ast.Constant) or ast.unparse(node) in OURS


OURS = {
    "'  \\n'.join(map(markdown, (n, limits, *source)))",
    "{'africa': 'orange', 'lac': 'green', 'asia': 'violet'}.get(row.region, 'gray')",
    "cited.replace('{version}', data.data_version()).replace('{atlas}', project.VERSION)",
}
"""What is of our own or escaped in another way: the lines of a caption, a colour, the prose of `locale/`."""


def names(assignment, name):
    return isinstance(assignment.targets[0], ast.Name) and assignment.targets[0].id == name


@pytest.mark.parametrize("path", UI, ids=lambda path: path.name)
def test_what_a_page_draws_as_markdown_went_through_the_one_function(path):
    raw = [
        (called, ast.unparse(argument)) for called, argument, function in drawn(path) if not is_text(argument, function)
    ]
    assert raw == []


def test_every_call_that_draws_markdown_is_known():
    """A new kind of element has to be told here, with the argument that it draws."""
    no_words = {
        "columns",
        "container",
        "plotly_chart",
        "dataframe",
        "stop",
        "rerun",
        "code",
        "set_page_config",
        "get_option",
    }
    no_words |= {"html", "table", "fragment", "empty", "form", "context", "text"}
    used = {called for path in UI for called, *_ in calls(path) if hasattr(DeltaGenerator, called)}
    assert used - set(SHOWN) <= no_words


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Doors & gates (all of them): 3.5% - a, b; 12:30", "Doors & gates (all of them): 3.5% - a, b; 12:30"),
        ("+2.08 points", "+2.08 points"),
        ("a_b *c* `d` [e](f) <g> $h$ ~i~ |j|", r"a\_b \*c\* \`d\` \[e\](f) \<g> \$h\$ \~i\~ \|j\|"),
        ("# h", r"\# h"),
        ("a\n# h\n> q", "a\n\\# h\n\\> q"),
        ("a\r\n=== =\r--- -", "a\n\\=== =\n\\--- -"),
        ("- x\n+ y\n3. z\n4) w", "\\- x\n\\+ y\n3\\. z\n4\\) w"),
        ("a\n    code", "a\ncode"),
        ("&lt;b&gt; & c", r"\&lt;b\&gt; & c"),
        ("http://evil.test", "http:\u2060//evil.test"),
        ("www.evil.test", "www\u2060.evil.test"),
        ("someone@evil.test", "someone\u2060@evil.test"),
        (":smile: :red[x] :material/home:", ":\u2060smile: :\u2060red\\[x\\] :\u2060material/home:"),
        ("\\*", r"\\\*"),
    ],
)
def test_words_are_text(said, right):
    assert markdown(said) == right


def test_the_marks_of_our_own_sentences_are_markdown():
    said = markup.read(":gray[Ten of 12:] **Doors**: run `make x_y`.") + "\n" + markup.items(["# one", "two *"])
    assert markdown(said) == ":gray[Ten of 12:] **Doors**: run `make x_y`.\n- \\# one\n- two \\*"
    assert markup.words(said) == "Ten of 12: Doors: run make x_y.\n# one\ntwo *"


def test_what_a_person_typed_stays_inside_of_its_letters():
    assert markdown(markup.typed("a=`b`\n# c *d*")) == "`a='b' # c *d*`"
    assert markdown(f"{markup.COMMAND}{markup.COMMAND}x`y") == "x\\`y", "marks that somebody wrote are no marks"


@pytest.mark.parametrize("language", languages())
def test_sentences_hold_no_markdown_but_marks(language):
    said = {key: each for key, each in text(language).sentences.items() if isinstance(each, str)}
    assert [key for key, each in said.items() if "**" in each or "`" in each or ":gray" in each] == []
    assert [key for key, each in said.items() if markup.BOLD in each]
