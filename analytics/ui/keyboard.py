"""What the browser does for who uses the keyboard, a finger or a screen reader: terms, popovers, the language.

Streamlit 1.67 draws an open popover at the end of the page and leaves the focus on its button, so that its content is
many steps away. The script moves the focus into what was opened with the keyboard; past its first or last element the
popover closes and the focus returns to the button. Streamlit calls every page English: the script says what it is in.
It is loaded once per window and holds no state of a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from analytics.text import Text

FOLDER = Path(__file__).parent
CSS, JS = ((FOLDER / f"keyboard.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))

_script = st.components.v2.component("keyboard", css=CSS, js=JS, isolate_styles=False)


def keyboard(t: Text) -> None:
    """Load the script and its styles, out of the flow of the page."""
    said = {"language": t.language, "direction": t("language.direction")}
    with st.container(key="keyboard"):
        _script(key="keyboard-script", data=said, height="content", width="content")
