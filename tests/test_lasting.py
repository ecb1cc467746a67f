"""What a server holds for good is set aside once, and nothing is collected after each run."""

import subprocess
import sys

from analytics.folders import ROOT
from analytics.ui.lasting import FIRST_RUNS


def _said(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, cwd=ROOT, encoding="utf-8"
    ).stdout


def test_what_lasts_is_set_aside_once_after_the_first_runs() -> None:
    program = f"""
import gc
from analytics.ui.lasting import settle
counts = []
for _ in range({FIRST_RUNS} + 2):
    settle()
    counts.append(gc.get_freeze_count())
    held = [[] for _ in range(1000)]
print(counts[{FIRST_RUNS} - 2], counts[{FIRST_RUNS} - 1] > 0, counts[-1] <= counts[{FIRST_RUNS} - 1], gc.isenabled())
"""
    assert _said(program).split() == ["0", "True", "True", "True"]


def test_the_platform_still_knows_how_not_to_collect_after_each_run() -> None:
    """The option is hidden in Streamlit: a version that drops it must not take the gain away in silence."""
    assert _said("from streamlit import config; print(config.get_option('runner.postScriptGC'))").split() == ["False"]
