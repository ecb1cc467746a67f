"""What a load replaces is said before it does, can be kept, and a name that is forgotten says where it was used."""

import pytest
from app_support import opened
from loading_support import GHANA, export, loaded, root, served  # noqa: F401 - a fixture

from analytics import load
from analytics.loading import forecast, intake, mappings
from analytics.text import text

FIRST = [("Ghana", "Paint the doors.", "France", "Accepted", 5, "Justice", 2)]
SECOND = [("Ghana", "Paint the walls.", "Japan", "Rejected", 3, "Justice", 2)]
MISSPELT = ("Ghana", "Mend the roof.", "Jappan Land", "Accepted", 4, "Justice", 2)


def test_the_second_half_of_a_review_says_that_the_first_would_go(tmp_path, root):  # noqa: F811
    loaded(root, export(tmp_path, *FIRST))
    second = export(tmp_path, *SECOND, name="second.csv")
    assert forecast.preview(second, root).replaced == {(2, "GHA"): (1, 1)}
    result = loaded(root, second)
    assert (result.new, result.gone) == (1, 1)
    assert served(root) == GHANA[1:]


def test_both_halves_of_a_review_can_be_kept(tmp_path, root):  # noqa: F811
    loaded(root, export(tmp_path, *FIRST))
    second = export(tmp_path, *SECOND, name="second.csv")
    assert load.main([str(second.path), "--keep", "--yes"]) == 0
    assert served(root) == GHANA
    (again,) = intake.load([second], root, keeps=True)
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert served(root) == GHANA


def test_other_reviews_are_no_part_of_what_is_replaced(tmp_path, root):  # noqa: F811
    loaded(root, export(tmp_path, *FIRST, ("Kenya", "Mend the roof.", "France", "Accepted", 4, "Justice", 8)))
    assert forecast.preview(export(tmp_path, *FIRST, name="again.csv"), root).replaced == {(2, "GHA"): (1, 0)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_offers_to_keep_what_would_be_gone(tmp_path, root, monkeypatch, language):  # noqa: F811
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    loaded(root, export(tmp_path, *FIRST))
    second = export(tmp_path, *SECOND, name="second.csv")
    at = opened("pages/your_data.py", lang=language)
    at.file_uploader[0].set_value(("second.csv", second.path.read_bytes(), "text/csv")).run()
    assert not at.exception
    assert at.get_by_key("keep").label == text(language)("your_data.keep")
    at.get_by_key("keep").check().run()
    at.get_by_key("load").click().run()
    assert not at.exception
    assert served(root) == GHANA


def test_a_forgotten_name_says_which_load_it_was_used_in(tmp_path, root, capsys):  # noqa: F811
    mappings.map_name("state", "Jappan Land", "KOR", root)
    mappings.map_name("state", "Gondor", "CHE", root)
    loaded(root, export(tmp_path, *FIRST, MISSPELT))
    assert load.main(["--unmap", "state", "Jappan Land"]) == 0
    told = capsys.readouterr().out
    assert "It was used when invented.csv was loaded, version 1 of 'upr_info'" in told
    assert load.main(["--unmap", "state", "Gondor"]) == 0
    assert "It was used" not in capsys.readouterr().out, "no row held it"
    assert ("GHA", "KOR", "accepted") in served(root)


def test_a_name_used_in_a_version_before_the_served_one_is_told_too(tmp_path, root):  # noqa: F811
    mappings.map_name("response", "Kept In Mind", "noted", root)
    loaded(root, export(tmp_path, (*FIRST[0][:3], "Kept In Mind", 5, "Justice", 2)))
    loaded(root, export(tmp_path, ("Kenya", "Mend.", "France", "Accepted", 4, "Justice", 8), name="later.csv"))
    assert [each.number for each in mappings.loaded_with("response", "Kept In Mind", root)] == [1]
