"""What the page "Your data" says to a reader in French: of rows, notes, files and loads, and of what was kept."""

import io
import json
import re
from collections import namedtuple

import pandas as pd
import pytest
from app_support import opened
from filelock import FileLock
from reader_support import own_submissions, uhri_record

from analytics.loading import intake, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError
from analytics.sentences import translated
from analytics.text import languages, text
from analytics.ui import previews

GONDOR = {"Countries": "- Gondor", "AnnotationId": "a-2"}
SESSION = {"UprSession": ["99"], "AnnotationId": "a-3"}
DOORS = "KEN,8,DA,individual,,Doors for All,Far Away,Gondor,"
REASONS = {
    "State": ("Gondor", "État examiné", "ce nom ne figure pas dans data/state_aliases.csv"),
    "session": ("99", "session", "cette session ne figure pas dans data/sessions.csv"),
    "duplicate": ("a-1", "identifiant", "un enregistrement portant cet identifiant a déjà été lu"),
}


def plain(words):
    """Words of the page without the marks that keep Markdown out, and with plain spaces."""
    return re.sub(r"\s", " ", re.sub(r"\\(.)", r"\1", words))


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A data folder of this test, on a server that may load."""
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    return tmp_path / "loaded"


def records(folder):
    """An export of UHRI with a good record, one of an unknown state, one of no session, and the first one again."""
    path = folder / "uhri.json"
    every = [uhri_record(1), uhri_record(2, **GONDOR), uhri_record(3, **SESSION), uhri_record(1)]
    path.write_text(json.dumps(every), encoding="utf-8")
    return path


def submissions(folder):
    """A list of one's own, with an organisation of an unknown country."""
    path = own_submissions(folder / "own.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",44,", ",8,") + f"{DOORS}\n", encoding="utf-8")
    return path


def test_rows_notes_files_and_loads_are_spoken_of_in_the_language_of_the_reader(tmp_path, root):
    files = [records(tmp_path), submissions(tmp_path)]
    at = opened("pages/your_data.py", lang="fr")
    given = [(path.name, path.read_bytes(), "text/plain") for path in files]
    at.file_uploader[0].set_value([*given, ("prices.csv", b"door,price\nred,5\n", "text/csv")]).run()
    assert not at.exception
    rejected, notes = (each.value for each in at.table)
    said = {value: (field, reason) for _, field, value, reason, _ in map(plain_row, rejected.itertuples(index=False))}
    assert said == {value: (field, reason) for value, field, reason in REASONS.values()}
    (note,) = map(plain_row, notes.itertuples(index=False))
    assert note[0] == "Gondor"
    assert note[1].startswith("ce pays ne figure dans aucune table ; il reste vide jusqu'à ce que vous disiez")
    (refused,) = [plain(each.value) for each in at.error]
    assert refused.startswith(
        "prices.csv n'est pas un fichier qui peut être lu ici : c'est un texte dont la première ligne est "
        "« door | price ». Formats acceptés : export d'UPR Info (.csv, .xlsx) ; "
    )
    root.mkdir()
    with FileLock(root / "lock"):
        at.get_by_key("load").click().run()
    assert plain(at.status[0].label) == (
        "Un autre chargement est en cours. Réessayez quand il sera terminé ; ce qu'il charge ne sera pas perdu."
    )


def plain_row(row):
    return [plain(cell) for cell in row]


def test_what_a_load_kept_is_in_english_and_is_handed_out_in_the_language_of_the_reader(tmp_path, root):
    intake.load([Given(records(tmp_path)), Given(submissions(tmp_path))], root)
    shown = {}
    for language in languages():
        path = root / "uhri" / "0001" / "rejected.csv"
        was, shown[language] = pd.read_csv(path), pd.read_csv(io.BytesIO(previews.kept(path, text(language))))
        assert was["reason"].tolist() == [
            "this name is not in data/state_aliases.csv",
            "this session is not in data/sessions.csv",
            "a record with this identity was read before",
        ]
    assert shown["en"].equals(was)
    french = shown["fr"]
    assert list(zip(french["value"], french["field"], french["reason"], strict=True)) == [*REASONS.values()]
    notes = pd.read_csv(io.BytesIO(previews.kept(root / "submissions" / "0001" / "notes.csv", text("fr"))))
    assert notes[["field", "value"]].to_numpy().tolist() == [["pays", "Gondor"]]
    assert notes["reason"][0] == text("fr")("note.country_unknown")


def test_a_row_that_another_version_kept_is_handed_out_as_it_is(tmp_path):
    path = tmp_path / "rejected.csv"
    path.write_text("file,line,field,value,reason,suggestion\na,2,door,red,the door is red,\n", encoding="utf-8")
    assert "a,2,door,red,the door is red" in previews.kept(path, text("fr")).decode()


def test_a_disk_without_room_is_told_in_the_language_of_the_reader(tmp_path, root, monkeypatch):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage(10, 9, 1))
    with pytest.raises(store.StoreError) as refused:
        intake.load([Given(records(tmp_path))], root)
    said = plain(translated(refused.value.said, text("fr")))
    assert said == f"Rien n'a été modifié. Il ne reste que 0 Mo dans « {root} » ; il en faut 300."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "il n'y a plus de place sur le disque."),
        (OSError(99, "The door is stuck"), "« The door is stuck »."),
    ],
)
def test_what_the_system_says_is_translated_where_it_is_usual_and_quoted_where_not(
    tmp_path, root, monkeypatch, error, said
):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(intake.database, "ensure_snapshot", fail)
    with pytest.raises(LoadError, match=f"^Nothing was changed: {error.strerror}.$") as refused:
        intake.load([Given(records(tmp_path))], root)
    assert plain(translated(refused.value.said, text("fr"))) == f"Rien n'a été modifié : {said}"
