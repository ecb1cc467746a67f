"""Damage to what is stored is seen, named with what helps, and never shown as something else."""

import shlex
import shutil

import pytest
from app_support import opened, words
from lists_support import own, summary
from loading_support import GHANA, KENYA, ROWS, as_before_there_were_checksums, export, loaded, served

from analytics import checksums, doctor, load, query
from analytics.checksums import DamagedError
from analytics.loading import default, intake, mappings, store
from analytics.text import languages
from analytics.ui import data as pages

pytestmark = pytest.mark.usefixtures("written_once", "ten_rows")


@pytest.fixture(scope="module")
def made(tmp_path_factory, written_once, ten_rows):  # noqa: ARG001 - what pytestmark names comes later
    """A data folder with two versions of one source, of which the second has one row more and is served."""
    folder, root = tmp_path_factory.mktemp("exports"), tmp_path_factory.mktemp("made") / "loaded"
    loaded(root, export(folder, *ROWS[:2], name="one.csv"))
    loaded(root, export(folder, *ROWS, name="two.csv"))
    intake.finish(store.current("upr_info", root), root)
    return root


@pytest.fixture
def two(made, root):
    """The folder of the second version, in a data folder of this test."""
    shutil.copytree(made, root, ignore=shutil.ignore_patterns("*.duckdb"))
    pages.forget()
    return root / "upr_info" / "0002"


def remove(path):
    path.unlink()


def change(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def folder_instead(path):
    path.unlink()
    path.mkdir()


def nothing(path):
    path.write_bytes(b"")


NAMES = [
    "data/recommendations.parquet",
    "data/voluntary_pledges.parquet",
    "data/texts.parquet",
    "data/askers.parquet",
    "data/dataset.toml",
    "data/build_log.csv",
    "log.json",
    "rejected.csv",
    "SHA256SUMS",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("damage", "said"), [(remove, "missing"), (change, "changed"), (folder_instead, "missing"), (nothing, "changed")]
)
def test_a_damaged_file_of_a_version_is_named_with_what_helps_and_nothing_of_it_is_shown(two, root, name, damage, said):
    damage(two / name)
    with pytest.raises(DamagedError) as error:
        store.current("upr_info", root).snapshot()
    assert name in str(error.value)
    if name != "SHA256SUMS":  # which cannot be read where it is not there
        assert f"{name} {'is missing' if said == 'missing' else 'was changed'}" in str(error.value)
    assert str(error.value).startswith("Version 2 of 'upr_info' is damaged: ")
    assert str(error.value).endswith("python -m analytics.load --undo upr_info")


def test_a_file_that_was_added_is_named_because_it_would_stand_in_for_one_of_the_embedded(two, root):
    (two / "data" / "states.csv").write_text("iso3,name\n", encoding="utf-8")
    (two / "data" / ".hidden.csv").write_text("of a file manager", encoding="utf-8")
    (two / "data" / "Thumbs.db").write_text("of another one", encoding="utf-8")
    with pytest.raises(DamagedError, match=r"is damaged: data/states\.csv was added\. It is not shown"):
        store.current("upr_info", root).snapshot()


def test_the_undo_that_is_named_helps_and_passes_by_versions_that_are_damaged_too(tmp_path, two, root, capsys):
    loaded(root, export(tmp_path, *ROWS[1:], name="three.csv"))
    for folder in (two, two.with_name("0003")):
        remove(folder / "data" / "recommendations.parquet")
    assert doctor.main() == 1
    said = capsys.readouterr().out
    assert "damaged, and not served: data/recommendations.parquet is missing" in said
    command = said.partition("What helps: ")[2].splitlines()[0]
    assert load.main(shlex.split(command)[3:]) == 0
    assert (store.current("upr_info", root).number, served(root)) == (1, GHANA)


@pytest.mark.parametrize("name", ["data/search_stems.parquet", "data/search_words.parquet", "data/flags.parquet"])
@pytest.mark.parametrize("damage", [remove, change])
def test_what_was_made_of_the_texts_is_made_anew_by_the_command_that_is_named(two, capsys, name, damage):
    before = {path.name: path.read_bytes() for path in (two / "data").iterdir()}
    damage(two / name)
    assert query.main(["acceptance_by_region", "--data", "upr_info"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.endswith("What helps: python -m analytics.load --finish upr_info\n")
    assert load.main(["--finish", "upr_info"]) == 0
    assert {path.name: path.read_bytes() for path in (two / "data").iterdir()} == before
    assert doctor.main() == 0


def test_a_load_on_top_of_a_damaged_version_is_refused_because_its_rows_would_stay(tmp_path, two, root):
    change(two / "data" / "recommendations.parquet")
    with pytest.raises(intake.LoadError, match=r"^Nothing was changed\. Version 2 of 'upr_info' is damaged: .* --undo"):
        loaded(root, export(tmp_path, ROWS[0]))
    store.undo("upr_info", root)
    assert loaded(root, export(tmp_path, ROWS[2])).new == 1
    assert served(root) == GHANA + KENYA


# The small files


def other_bits(content):
    """The content with each of its bits turned, one at a time."""
    for place in range(len(content)):
        for bit in range(8):
            turned = bytearray(content)
            turned[place] ^= 1 << bit
            yield bytes(turned)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("which", ["pointer", "default", "names"])
def test_every_bit_of_a_small_file_is_seen_or_changes_nothing(root, which):
    mappings.map_name("state", "Land of Doors", "KEN", root)
    default.make_default("upr_info", root)
    path, read = {
        "pointer": (root / "upr_info" / "current", lambda: store.current("upr_info", root).number),
        "default": (root / default.FILE, lambda: default.default(root)),
        "names": (root / mappings.FILE, lambda: mappings.mapped(root)["state"]),
    }[which]
    right, content, seen = read(), path.read_bytes(), 0
    assert right in (2, "upr_info", {"Land of Doors": "KEN"})
    for turned in other_bits(content):
        path.write_bytes(turned)
        try:
            assert read() == right, turned
        except DamagedError:
            seen += 1
    assert seen > 7 * len(content)


def test_every_bit_of_the_checksums_is_seen(two):
    path = two / checksums.NAME
    for turned in other_bits(path.read_bytes()[:200]):
        path.write_bytes(turned)
        assert checksums.NAME in checksums.damage(two)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("damage", [change, folder_instead, nothing])
def test_a_pointer_that_cannot_be_read_is_said_and_nothing_shown_instead(root, capsys, damage):
    damage(root / "upr_info" / "current")
    assert doctor.main() == 1
    assert "Which version of 'upr_info' is served cannot be said any more" in capsys.readouterr().out
    assert query.main(["acceptance_by_region", "--data", "upr_info"]) == 1
    assert capsys.readouterr().out == ""


def test_a_version_that_is_served_and_gone_is_said_and_not_replaced_by_the_embedded(two, root, capsys):
    two.rename(root / "elsewhere")
    assert query.main(["acceptance_by_region", "--data", "upr_info"]) == 1
    assert "0002 is missing" in capsys.readouterr().err


# Lists


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("damage", [remove, change])
def test_damaged_lists_are_left_out_and_the_pages_say_so(tmp_path, root, damage, language):
    loaded(root, summary(tmp_path))
    damage(root / "submissions" / "0001" / "data" / "lists.json")
    pages.forget()
    at = opened("pages/submissions.py", lang=language)
    assert not at.exception
    (warning,) = at.warning
    assert "python -m analytics.load --undo submissions" in warning.value
    assert at.title


def test_damaged_lists_take_nothing_down_on_the_command_line_and_their_undo_helps(tmp_path, root, capsys):
    loaded(root, export(tmp_path, *ROWS))
    loaded(root, summary(tmp_path))
    loaded(root, own(tmp_path, "GHA,2,individual,LK,,Locks of Accra,,,"))
    change(root / "submissions" / "0002" / "data" / "lists.json")
    for source in ([], ["--data", "upr_info"]):
        assert query.main(["acceptance_by_region", *source]) == 0
        said = capsys.readouterr()
        assert said.err.startswith("The lists of submissions that were loaded are left out. Version 2 of 'submissions'")
        assert said.err.endswith("python -m analytics.load --undo submissions\n")
        assert "Africa" in said.out
    assert doctor.main() == 1
    assert load.main(["--undo", "submissions"]) == 0
    assert doctor.main() == 0


# The pages


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("page", ["app.py", "pages/countries.py", "pages/search.py", "pages/methods.py"])
def test_a_page_of_a_damaged_version_is_one_sentence_and_ways_on(two, page, language):
    remove(two / "data" / "recommendations.parquet")
    at = opened(page, lang=language, data="upr_info")
    assert not at.exception
    assert [each.value.count("recommendations.parquet") for each in at.error] == [1]
    assert not at.dataframe
    assert not at.get("plotly_chart")


@pytest.mark.parametrize("language", languages())
def test_the_page_of_what_is_loaded_offers_the_undo_of_a_damaged_version(two, root, monkeypatch, language):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    change(two / "log.json")
    at = opened("pages/your_data.py", lang=language, data="upr_info")
    assert not at.exception
    assert any("log.json" in each.value for each in at.error)
    at.button(key="undo.upr_info").click().run()
    assert not at.exception
    assert store.current("upr_info", root).number == 1


@pytest.mark.usefixtures("two")
def test_a_default_that_cannot_be_said_is_no_reason_to_show_something_else(root):
    default.make_default("upr_info", root)
    change(root / default.FILE)
    at = opened()
    assert not at.exception
    assert "Which data set is shown by default cannot be said any more" in at.error[0].value
    assert not at.dataframe
    assert "Open it with the built-in data" in words(at.main)


# Repair


def test_repair_says_what_it_did_and_what_is_to_be_done(two, root, capsys):
    mappings.map_name("state", "Land of Doors", "KEN", root)
    default.make_default("upr_info", root)
    for path in (root / mappings.FILE, root / default.FILE, root / "upr_info" / "current"):
        change(path)
    remove(two / "data" / "texts.parquet")
    assert doctor.main(["--repair"]) == 0
    said = capsys.readouterr().out
    assert "Version 1 of 'upr_info' is served now. Load what came after it again." in said
    for name in (mappings.FILE, default.FILE):
        assert f"'{name}' was put aside as '{name}.damaged-" in said
        assert len(list(root.glob(f"{name}.damaged-*"))) == 1
    assert served(root) == GHANA
    assert doctor.main(["--repair"]) == 0
    assert "Nothing of what is loaded has to be mended." in capsys.readouterr().out


def test_repair_serves_none_where_no_version_is_sound(two, root, capsys):
    for folder in (two, two.with_name("0001")):
        remove(folder / "data" / "askers.parquet")
    assert doctor.main(["--repair"]) == 0
    assert "No version of 'upr_info' is sound: none is served. Load its files again." in capsys.readouterr().out
    assert store.current("upr_info", root) is None


def test_repair_makes_index_and_flags_anew(two, capsys):
    before = (two / "data" / "search_stems.parquet").read_bytes()
    change(two / "data" / "search_stems.parquet")
    assert doctor.main(["--repair"]) == 0
    assert "The search index and the flags of version 2 of 'upr_info' were made anew." in capsys.readouterr().out
    assert (two / "data" / "search_stems.parquet").read_bytes() == before


def test_a_version_from_before_there_were_checksums_is_shown_told_and_taken_as_it_is(two, root, capsys):
    as_before_there_were_checksums(two)
    assert served(root) == GHANA + KENYA
    assert doctor.main() == 0
    assert "loaded before checksums were kept" in capsys.readouterr().out
    assert doctor.main(["--repair"]) == 0
    assert "Version 2 of 'upr_info' has checksums now, of its files as they are." in capsys.readouterr().out
    remove(two / checksums.NAME)
    with pytest.raises(DamagedError, match="SHA256SUMS"):
        served(root)


@pytest.mark.parametrize(
    ("name", "damage"), [("dataset.toml", change), ("build_log.csv", nothing), ("recommendations.parquet", remove)]
)
def test_damage_that_no_checksum_tells_is_no_traceback(two, name, damage):
    as_before_there_were_checksums(two)
    damage(two / "data" / name)
    assert query.main(["snapshot", "--data", "upr_info"]) in (0, 1, 2)
    assert doctor.main() in (0, 1)
    at = opened(data="upr_info")
    assert not at.exception


def test_a_folder_that_cannot_be_read_is_named(root, capsys):
    root.mkdir()
    (root / "upr_info").symlink_to(root / "upr_info")
    assert doctor.main() == 1
    assert f"'{root / 'upr_info'}' cannot be read: " in capsys.readouterr().out
