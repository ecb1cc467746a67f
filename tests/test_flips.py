"""Single bits of what is stored: each is seen, or changes nothing that is shown."""

from collections import Counter

import pytest

from analytics import database
from analytics.loading import store
from benchmarks import flips


@pytest.mark.usefixtures("written_once", "ten_rows")
def test_no_flipped_bit_of_a_sample_is_served(tmp_path, root, monkeypatch, capsys):
    monkeypatch.setenv("UPR_CACHE", str(tmp_path / "cache"))
    flips.store_something(tmp_path, root)
    found = flips.run(12, 14, root, database.ensure_snapshot())
    flips.tell(found)
    assert Counter(each.kind for each in found) == dict.fromkeys(("lists", "pointers", "snapshots", "versions"), 3)
    assert [each for each in found if each.end in flips.FAULTS] == [], capsys.readouterr().out
    assert {each.end for each in found if each.kind == "snapshots"} == {"mended"}


@pytest.mark.parametrize(
    ("now", "end"),
    [({"own": 1}, "harmless"), ({"own": 2}, "changed"), ({"own": store.said_of(None, OSError(28, "full"))}, "refused")],
)
def test_what_is_served_otherwise_is_a_fault_unless_it_is_a_sentence(now, end):
    assert flips.end_of({"own": 1}, now, said_otherwise=False, stands=True) == end
