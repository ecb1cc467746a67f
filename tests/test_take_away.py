"""What "Take away" offers on every page."""

from app_support import opened, words


def test_the_page_without_a_network_is_offered_once_the_button_is_open():
    at = opened("pages/regions.py", lang="fr")
    assert "Page hors ligne (HTML)" not in words(at.sidebar)
    at.session_state["take-away"] = True
    said = words(at.run().sidebar)
    assert "Page hors ligne (HTML)" in said
    assert any("clé USB" in each for each in said)
