"""Pictures of pages and exports: one folder a view, each file once and whole, small ones in the README."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import pictures
from benchmarks.pages import View, views
from benchmarks.window import chromium

ROOT = Path(__file__).resolve().parents[1]


def seen(path):
    """Size of a picture, and how bright it is on average, 0 to 255."""
    with Image.open(path) as picture:
        return picture.size, picture.convert("L").resize((1, 1)).getpixel((0, 0))


def test_every_view_has_a_folder_of_its_own():
    folders = [pictures.folder_of(view) for view in views()]
    assert len(set(folders)) == len(folders)
    assert pictures.folder_of(View("", "")) == "first_page"
    assert pictures.folder_of(View("issues", "view=never&country=KEN")) == "issues-never-KEN"


def test_what_is_there_is_left_alone_and_what_failed_is_not_there(tmp_path):
    made = pictures.Made(tmp_path)
    made.write("en/door.png", lambda: b"one")
    made.write("en/door.png", lambda: b"two")
    assert ((tmp_path / "en/door.png").read_bytes(), made.new, made.old) == (b"one", 1, 1)
    with pytest.raises(ZeroDivisionError):
        made.write("en/window.png", lambda: bytes(1 // 0))
    assert made.lacks("en/window.png")
    again = pictures.Made(tmp_path, anew=True)
    again.write("en/door.png", lambda: b"two")
    assert (tmp_path / "en/door.png").read_bytes() == b"two"


def test_the_readme_shows_three_small_pictures_of_the_pages():
    shown = re.findall(r"!\[[^\]]+\]\((docs/\w+\.png)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown == [f"docs/{name}.png" for name in pictures.README]
    for name in shown:
        assert (ROOT / name).stat().st_size < pictures.LARGEST
        assert seen(ROOT / name)[0] == (1400, 1000)


def test_git_ignores_them():
    assert "pictures/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert pictures.FOLDER == ROOT / "pictures"


def test_a_page_that_does_not_exist_is_told(capsys):
    with pytest.raises(SystemExit):
        pictures.main(["--page", "doors"])
    assert "There is no page 'doors'. There are: " in capsys.readouterr().err


@pytest.mark.browser
def test_a_page_is_looked_at_in_every_way(tmp_path):
    if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
        pytest.skip("there is no Chromium: apt install chromium")
    command = [sys.executable, "-m", "benchmarks.pictures", "--language", "fr", "--page", "coalition_room"]
    said = subprocess.run(
        [*command, "--to", str(tmp_path)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    made = {path.stem: path for path in (tmp_path / "fr" / "coalition_room").iterdir()}
    assert set(made) == set(pictures.LOOKS)
    assert "5 made, 0 there already" in said.stdout
    assert made["print"].read_bytes().startswith(b"%PDF")
    pictures_of = {look: seen(path) for look, path in made.items() if look != "print"}
    widths = {look: width for look, ((width, _), _) in pictures_of.items()}
    assert widths == {"light": 1400, "phone": 390, "small": 1024, "dark": 1400}
    assert pictures_of["small"][0][1] == 768
    assert pictures_of["phone"][0][1] > 844
    assert pictures_of["light"][1] > 200
    assert pictures_of["dark"][1] < 80
