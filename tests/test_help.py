"""Help on every page: five steps, what changed, and where to write if anybody said where."""

import re
from datetime import date

import pytest
from app_support import opened, words

from analytics import addresses, changes
from analytics.text import languages, text
from analytics.ui.help import STEPS

FILE = """# Changelog

## 0.3.0 (2030-01-31)

### New

- `doors` open. Before, they did not.
- **Windows** open: all, e.g. those below. So do roofs.

### Changed

- Walls stand.

## 0.2.0 (2029-01-31)

### New

- Old doors.
"""


def helped(page="app.py", **link):
    at = opened(page, **link)
    at.session_state["help"] = True
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize("language", languages())
def test_help_says_in_every_language_how_to_use_a_page(language):
    t = text(language)
    closed = opened("pages/regions.py", lang=language) if language != "en" else opened("pages/regions.py")
    assert t("help.card.how") not in words(closed.sidebar)
    at = helped("pages/regions.py", **({} if language == "en" else {"lang": language}))
    said = "\n".join(words(at.sidebar))
    for number, step in enumerate(STEPS, start=1):
        assert f"{number}. {t(f'help.{step}')}." in said
        assert t(f"help.{step}.how") in said
    assert (t("help.in_english") in said) == (language != "en")


@pytest.mark.parametrize("language", languages())
def test_the_steps_name_buttons_by_what_stands_on_them(language):
    t = text(language)
    assert t("finder.button") in t("help.find.how")
    assert t("take_away.label") in t("help.take_away.how")
    assert t("card.more") in t("help.take_away.how")
    assert t("methods.title") in t("help.sources.how")


def test_what_changed_is_the_first_sentences_of_what_is_new_in_the_last_version(tmp_path, monkeypatch):
    (tmp_path / "CHANGELOG.md").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(changes, "FILE", tmp_path / "CHANGELOG.md")
    changes.last.cache_clear()
    assert changes.last() == changes.Changes(
        "0.3.0", date(2030, 1, 31), ("`doors` open.", "**Windows** open: all, e.g. those below.")
    )
    changes.last.cache_clear()
    monkeypatch.setattr(changes, "FILE", tmp_path / "nothing.md")
    assert changes.last() is None
    changes.last.cache_clear()


def test_the_last_changes_stand_on_the_page_with_version_and_day():
    last = changes.last()
    assert 1 <= len(last.entries) <= changes.MOST
    at = helped()
    (shown,) = at.sidebar.expander
    assert shown.label == f"What changed: {last.version}, {text('en').day(last.day)}"
    assert re.sub(r"[\\`⁠]", "", shown.markdown[0].value).count("\n") == len(last.entries) - 1


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("https://example.org/issues?new=1", "https://example.org/issues?new=1"),
        ("atlas@example.org", "mailto:atlas@example.org"),
        (" mailto:atlas@example.org ", "mailto:atlas@example.org"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.org?subject=x", ""),
        ("https://", ""),
        ("https://exa mple.org", ""),
        ("somewhere", ""),
        ("", ""),
    ],
)
def test_readers_can_write_only_where_somebody_said_where(said, link, monkeypatch):
    monkeypatch.setenv(addresses.FEEDBACK, said)
    assert addresses.feedback() == link
    buttons = [each.proto.url for each in helped().sidebar.get("link_button")]
    assert buttons == ([link] if link else [])
