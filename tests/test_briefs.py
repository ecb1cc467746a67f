"""Sheets on the command line and in the popover of what can be taken away."""

import pypdf
import pytest
from app_support import opened, words

from analytics import briefs
from analytics.text import languages, text


def test_a_sheet_is_written_where_one_says(tmp_path, capsys):
    file = tmp_path / "kenya.pdf"
    assert briefs.main(["country", "KEN", "--language", "fr", "--cycles", "2", "--to", str(file)]) == 0
    assert capsys.readouterr().out.strip() == str(file)
    shown = pypdf.PdfReader(file).pages[0].extract_text()
    assert "Fiche pays".upper() in shown
    assert "cycle 2" in shown


def test_without_a_place_it_gets_a_name_that_says_what_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert briefs.main(["coalition", "NAM-52"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["upr-coalition-namibia-session-52-en.pdf"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("country XXX", "There is no country 'XXX'"),
        ("region weog", "There is no region 'weog'. There is: africa,"),
        ("coalition KEN-35", "There is no coalition 'KEN-35'"),
        ("issue torture --cycles 9", "--cycles does not know '9'"),
        ("issue torture --data nowhere", "--data does not know 'nowhere'"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(line, said, capsys):
    assert briefs.main(line.split()) == briefs.WRONG
    assert said in capsys.readouterr().err


def taken(page="pages/countries.py", **link):
    """Labels and words of the opened popover."""
    at = opened(page, **link)
    at.session_state["take-away"] = True
    at.run()
    assert not at.exception
    block = at.get_by_key("take-away")
    buttons = [each.label for each in at.get("download_button") if str(each.key).startswith("brief.")]
    return buttons, " ".join(words(block))


@pytest.mark.parametrize("language", languages())
def test_without_a_choice_each_region_has_a_brief_and_the_rest_is_a_choice(language):
    t = text(language)
    buttons, _ = taken("app.py", lang=language)
    assert buttons == [t.region(region, "m49") for region in ("africa", "lac", "asia")]


def test_what_is_chosen_has_its_sheet():
    buttons, shown = taken(country="BRA", regions="lac", issues="torture")
    assert [each.replace("\\", "") for each in buttons] == [
        "Brazil",
        "Brazil, session 27",
        "Brazil, session 41",
        "Torture and other CID treatment",
        "Latin America & Caribbean",
    ]
    assert "no list" not in shown


def test_a_chosen_state_without_a_list_is_told_so():
    buttons, shown = taken(country="KEN")
    assert buttons == ["Kenya", "Africa", *buttons[2:]]
    assert "no list of joint submissions is held" in shown
