"""What stands on paper: no menu, every chart and table whole, in both themes and orientations."""

import io
import os
import re

import pypdf
import pytest
from app_support import VIEWS, opened
from browser_support import Reader, browsing, chromium, served
from playwright.sync_api import expect

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is printed: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
SHEETS = {"portrait": (210, 297), "landscape": (297, 210)}
"""Width and height of A4, millimetres."""
MARGIN = 12
PIXELS = 96 / 25.4
"""Of a millimetre in CSS."""
CUT = """([width, height]) => {
    const shown = (each) => each.checkVisibility() && each.getBoundingClientRect().width > 0;
    const boxes = (selector) => [...document.querySelectorAll(selector)].filter(shown);
    const name = (each) => `${each.tagName} in ${each.closest('[class*="st-key-"]')?.className.match(/st-key-\\S+/)[0]}`;
    const outside = (box) => box.left < -0.5 || box.right > width + 0.5 || box.height > height + 0.5;
    const cut = boxes(".main-svg").filter((svg) => outside(svg.getBoundingClientRect())).map(name);
    const wide = boxes(".on-paper table, .on-paper p, [data-testid=stMain] :is(p, h1, h3)")
        .filter((each) => { const { left, right } = each.getBoundingClientRect(); return left < -0.5 || right > width + 0.5; });
    const whole = boxes(".js-plotly-plot").length;
    const unlike = boxes(".main-svg").filter((svg) => {
        const { width: drawn, height: high } = svg.viewBox.baseVal; const box = svg.getBoundingClientRect();
        return Math.min(box.width / drawn, box.height / high) < 0.25;
    }).map(name);
    return { cut, wide: wide.map((each) => `${name(each)}: ${each.textContent.slice(0, 40)}`), unlike, charts: whole };
}"""
