"""What "Take away" offers on every page."""

import pytest
from app_support import opened, words


def test_the_page_without_a_network_is_offered_once_the_button_is_open():
    at = opened("pages/regions.py", lang="fr")
    assert "Page hors ligne (HTML)" not in words(at.sidebar)
    at.session_state["take-away"] = True
    said = words(at.run().sidebar)
    assert "Page hors ligne (HTML)" in said
    assert any("clé USB" in each for each in said)


@pytest.mark.parametrize(
    ("page", "card", "named"),
    [
        ("country", "country-record", "Kenya: What it accepted in 2 reviews"),
        ("recommending_state", "recommending_state-record", "Asked by Kenya: In cycle 2, 37% of its requests"),
    ],
)
def test_what_is_cited_of_one_state_names_it(page, card, named):
    """Kenya asked for something specific in 40 of 109 recommendations of cycle 2."""
    at = opened(f"pages/{page}.py", country="KEN")
    at.session_state[f"{card}-more"] = True
    assert any(named in each for each in words(at.run().main))
