"""The house rules: who may import what, what a page may hold, where things stand."""

import ast
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from functools import cache
from pathlib import Path

import pytest

from analytics import database, project
from analytics.compiling import requests
from analytics.sources import upr_info
from analytics.starting.commands import COMMANDS
from analytics.text import languages, text
from analytics.ui.page import PAGES

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "analytics").rglob("*.py"))
PAGE_FILES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
FOLDERS = "analytics/folders.py"
BINARY = {".parquet", ".png", ".woff2", ".ttf", ".ico", ".pdf"}
TOP_LEVEL = {
    # given
    "app.py": "the first page",
    "pages": "the other pages",
    "analytics": "what pages use",
    "data": "the embedded facts",
    "tests": "what must hold",
    "requirements.txt": "the pins",
    "README.md": "where to start",
    # what the ecosystem expects
    "static": "Streamlit serves it",
    "benchmarks": "named in the design",
    "deploy": "named in the design",
    "docs": "the pictures of the README",
    ".streamlit": "its settings",
    ".ci": "what every submission must pass",
    ".gitignore": "git",
    ".gitattributes": "git",
    "Makefile": "what a person types",
    "pyproject.toml": "dependencies and the settings of tools",
    "CHANGELOG.md": "what changed",
    "CONTRIBUTING.md": "the rules of the house",
    "LICENSE": "the terms",
    "CITATION.cff": "how to cite it, for GitHub and Zotero",
}


def name(path):
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path):
    """What a file imports when it runs, as (module, whether inside a function); not what only type checkers see."""
    found = []

    def visit(node, inside):
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            return
        if isinstance(node, ast.Import):
            found.extend((each.name, inside) for each in node.names)
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            found.append((node.module, inside))
            found.extend((f"{node.module}.{each.name}", inside) for each in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child, inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))

    visit(tree(path), inside=False)
    return found


def importers(package):
    """Files of the dashboard that import a package, and whether one does so outside a function."""
    found = {}
    for path in (*MODULES, *PAGE_FILES):
        places = [inside for module, inside in imports(path) if module == package or module.startswith(f"{package}.")]
        if places:
            found[name(path)] = "inside functions" if all(places) else "at the top"
    return found


# Who imports what


def test_only_the_database_module_imports_duckdb():
    assert importers("duckdb") == {
        "analytics/database/__init__.py": "at the top",
        "analytics/database/delivery.py": "at the top",
        "analytics/database/opening.py": "at the top",
        "analytics/database/writing.py": "at the top",
    }


def test_only_one_module_asks_the_cldr():
    assert importers("babel") == {"analytics/cldr.py": "at the top"}


def test_only_the_ui_package_and_the_server_around_it_import_streamlit():
    assert importers("streamlit")
    allowed = ("analytics/ui/", "analytics/serving/")
    assert [path for path in importers("streamlit") if not path.startswith(allowed)] == []
    pages = [each for path in MODULES if path.parent.name == "serving" for each, _ in imports(path)]
    assert [each for each in pages if each.startswith(("analytics.ui", "analytics.database"))] == []


def test_geopandas_is_imported_on_click_and_to_build_only():
    found = importers("geopandas") | importers("shapely") | importers("pyogrio")
    assert found == {
        "analytics/compiling/natural_earth.py": "at the top",
        "analytics/exports/layers.py": "inside functions",
    }


def test_what_only_a_click_or_a_build_needs_is_not_imported_at_start():
    for package in ("xlsxwriter", "xlrd", "pyarrow", "openpyxl", "ijson", "networkx", "rapidfuzz", "typst", "pptx"):
        assert set(importers(package).values()) <= {"inside functions"}, package


def test_only_what_fetches_asks_the_network():
    for package in ("httpx", "hishel", "tenacity", "urllib.request", "requests", "http.client", "socket"):
        others = [path for path in importers(package) if not path.startswith("analytics/fetching/")]
        asks_this_machine = ["analytics/starting/address.py"] if package == "socket" else []
        assert others == asks_this_machine, package
    assert importers("httpx")


def test_what_starts_from_a_fresh_clone_imports_the_standard_library_only():
    starting = sorted((ROOT / "analytics" / "starting").glob("*.py"))
    own = ("analytics.starting", "analytics.folders")
    for path in (ROOT / "analytics" / "__init__.py", ROOT / "analytics" / "__main__.py", ROOT / FOLDERS, *starting):
        foreign = [each for each, _ in imports(path) if each.split(".")[0] not in sys.stdlib_module_names]
        assert [each for each in foreign if not each.startswith(own)] == [], name(path)
    assert starting


def test_what_only_some_systems_have_is_not_imported():
    for package in ("fcntl", "resource", "pwd", "grp", "termios", "msvcrt", "winreg"):
        assert importers(package) == {}, package


def test_a_page_has_no_way_to_what_fetches():
    pages = [path for path in importers("analytics.fetching") if not path.startswith("analytics/fetching/")]
    assert sorted(pages) == ["analytics/latest.py", "analytics/update.py"]
    assert set(importers("analytics.latest")) | set(importers("analytics.update")) <= {"analytics/latest.py"}


def test_statistics_are_pure():
    allowed = {
        "numpy",
        "scipy",
        "networkx",
        "analytics.statistics",
        "math",
        "dataclasses",
        "collections",
        "typing",
        "itertools",
    }
    for path in sorted((ROOT / "analytics" / "statistics").glob("*.py")):
        foreign = [module for module, _ in imports(path) if not any(module.startswith(each) for each in allowed)]
        assert foreign == [], name(path)


@pytest.mark.parametrize(
    "module",
    [
        *("analytics/filters.py", "analytics/lens.py", "analytics/text.py", "analytics/rows.py"),
        *("analytics/thresholds.py", "analytics/markup.py", "analytics/letters.py", "analytics/pack.py"),
    ],
)
def test_what_is_pure_imports_the_standard_library_only(module):
    """And the thresholds, which are plain numbers and import nothing, and what the CLDR says of languages."""
    ours = {"analytics", "analytics.thresholds", "analytics.markup", "analytics.cldr"}
    outside = [each for each, _ in imports(ROOT / module) if each not in ours]
    assert [each for each in outside if each.split(".")[0] not in sys.stdlib_module_names] == []


@pytest.mark.parametrize("folder", ["charts", "findings", "exports", "sheets", "statistics", "results", "sources"])
def test_nothing_below_the_pages_imports_the_ui_or_the_reader_of_another_level(folder):
    paths = sorted((ROOT / "analytics" / folder).glob("*.py"))
    barred = ["analytics.ui"] + (
        ["analytics.database"] if folder in {"charts", "findings", "exports", "sheets", "statistics"} else []
    )
    wrong = [(name(path), each) for path in paths for each, _ in imports(path) if each.startswith(tuple(barred))]
    assert (wrong, bool(paths)) == ([], True)


def test_a_sentence_does_not_need_a_drawing():
    """Both may look at a result; what they share stands in `results` or `columns`."""
    assert [path for path in importers("analytics.charts") if path.startswith("analytics/findings/")] == []
    assert importers("analytics.charts")


def test_a_page_imports_from_this_project_only():
    for path in PAGE_FILES:
        assert [module for module, _ in imports(path) if module.split(".")[0] != "analytics"] == [], name(path)
        assert "analytics.database" not in [module for module, _ in imports(path)], name(path)


def test_a_start_does_not_pay_for_geopandas():
    code = "import sys, analytics.ui; print([each for each in sys.argv[1:] if each in sys.modules])"
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        code,
        "geopandas",
        "shapely",
        "xlsxwriter",
        "xlrd",
        "pptx",
        "scipy.stats",
        "networkx",
    ]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert said.stdout.strip() == "[]"


# SQL


def words(path):
    """String constants of a file without its docstrings."""
    with_docstring = (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(tree(path)) if isinstance(node, with_docstring) and node.body]
    docstrings = {id(node.body[0].value) for node in nodes if isinstance(node.body[0], ast.Expr)}
    constants = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
    return [node.value for node in constants if isinstance(node.value, str) and id(node) not in docstrings]


def test_no_query_stands_in_python():
    sql = re.compile(
        r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bcreate\s+(table|view|macro)\b|\bgroup\s+by\b",
        re.IGNORECASE | re.DOTALL,
    )
    for path in (*MODULES, *PAGE_FILES):
        assert [each for each in words(path) if sql.search(each)] == [], name(path)


def test_every_query_has_a_header_and_takes_values_as_parameters():
    for query in database.queries().values():
        assert query.row
        assert not re.search(r"['\"{]\s*\+|\|\||%s|\{\w*\}", query.sql), query.name
        assert query.sql == query.sql.lower() or re.search(r"--.*[A-Z]", query.sql), query.name


SQL_FILES = sorted((ROOT / "analytics").rglob("*.sql"))
HARD_TO_READ = {
    "an alias of one letter": r"\bas [a-z]\b|\b[a-z]\.\w",
    "grouping or order by position, or by all": r"\b(?:group|order)\s+by\s+(?:[^()]*?,\s*)?(?:\d+|all)\b",
    "a shift of bits": r"<<|>>",
}
NO_CHOICE = r"\bselected\w*\s*\([^)]*(?:''|\[|:=\s*(?:\d|null))"
"""A value for what a query does not choose by: it is left out instead."""


def without_comments(sql):
    """The text of a query without its comments and without what stands in its strings."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", sql))


@pytest.mark.parametrize("path", SQL_FILES, ids=name)
def test_sql_can_be_read(path):
    sql = without_comments(path.read_text(encoding="utf-8"))
    assert {what: re.findall(pattern, sql) for what, pattern in HARD_TO_READ.items() if re.search(pattern, sql)} == {}
    assert sql == sql.lower()
    if path.is_relative_to(ROOT / "analytics" / "queries"):
        assert re.findall(NO_CHOICE, sql) == []


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 from state as s",
        "select s.iso3 from state",
        "select a from t group by 1",
        "select a from t order by a, 2",
        "select a from t group by all",
        "select 1 << session",
        "from selected('', $sessions)",
        "from selected($states, $sessions, [0, 0])",
        "from selected_issues(\n    in_states := null, in_sessions := $sessions)",
    ],
)
def test_sql_that_is_hard_to_read_is_found(sql):
    assert any(re.search(pattern, sql) for pattern in (*HARD_TO_READ.values(), NO_CHOICE))


def test_every_query_is_tested_by_name():
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert [each for each in database.queries() if f'"{each}"' not in tests] == []


# Pages


@pytest.mark.parametrize("path", PAGE_FILES, ids=name)
def test_a_page_is_short_and_its_docstring_is_its_question(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 90
    assert [line for line in lines if len(line) > 100] == []
    assert len(ast.get_docstring(tree(path)) or "") > 20


@pytest.mark.parametrize("path", PAGE_FILES, ids=name)
def test_a_page_defines_nothing_and_keeps_nothing(path):
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Try, ast.While)
    assert [ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, defined)] == []
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"session_state|unsafe_allow_html|st\.|</?[a-z]+>|\bpd\.", source)


@pytest.mark.parametrize("path", PAGE_FILES, ids=name)
def test_a_page_holds_no_words_a_reader_sees(path):
    assert [each for each in words(path) if not re.fullmatch(r"[a-z0-9_.-]*", each)] == []


def test_the_files_of_the_pages_are_those_of_the_menu_and_of_the_texts():
    files = {file: page for _, page, file in PAGES}
    assert set(files) == {name(path) for path in PAGE_FILES}
    assert all(file == f"pages/{page}.py" for file, page in files.items() if file != "app.py")
    for language in languages():
        assert [page for page in files.values() if not text(language).has(f"{page}.title")] == []


@pytest.mark.parametrize("path", PAGE_FILES, ids=name)
def test_a_page_opens_under_its_own_name(path):
    opened = [
        node.args[0].value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "open_page"
    ]
    assert opened == [next(page for _, page, file in PAGES if file == name(path))]


def test_the_settings_keep_every_request_on_the_site():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showSidebarNavigation"] is False
    assert settings["server"]["enableStaticServing"] is True


# Every system


def opens_text_as_the_system_likes(call):
    """Whether a call reads or writes text in whatever encoding the system has."""
    named = {each.arg: each.value for each in call.keywords}
    function = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if "encoding" in named or function not in {"open", "read_text", "write_text", "run", "Popen", "check_output"}:
        return False
    if function in {"run", "Popen", "check_output"}:
        return "text" in named or "universal_newlines" in named
    if function != "open":
        return len(call.args) < (1 if function == "read_text" else 2)
    built_in = isinstance(call.func, ast.Name)
    mode = named.get("mode") or (call.args[built_in:] or [ast.Constant("r")])[0]
    return isinstance(mode, ast.Constant) and re.fullmatch(r"[rwxat+]+", str(mode.value)) is not None


def test_every_text_is_opened_with_its_encoding():
    others = [path for folder in ("benchmarks", "tests") for path in sorted((ROOT / folder).glob("*.py"))]
    for path in (*MODULES, *PAGE_FILES, *others):
        calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        assert [ast.unparse(call) for call in calls if opens_text_as_the_system_likes(call)] == [], name(path)


# The repository


def test_the_top_level_holds_what_is_given_and_what_the_ecosystem_expects(tracked):
    top = {path.relative_to(ROOT).parts[0] for path in tracked}
    assert top - set(TOP_LEVEL) == set()
    assert {"app.py", "pages", "analytics", "data", "tests"} <= top


def test_no_file_names_a_place_on_this_machine_or_a_package_index(tracked):
    command = [sys.executable, "-m", "pip", "config", "list"]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
    said += " ".join(value for key, value in os.environ.items() if re.match(r"(PIP|UV)_.*(INDEX|LINKS)", key))
    hosts = set(re.findall(r"(?:https?|file)://([^\s/'\"]*/?[^\s'\"]{4,})", said)) - {"pypi.org/simple"}
    folders = {f"{ROOT}/", f"{ROOT.parent}/"} - {"/", f"{Path.home()}/", f"{tempfile.gettempdir()}/"}
    for path in tracked:
        if path.suffix not in BINARY:
            content = path.read_text(encoding="utf-8")
            assert [each for each in folders | hosts if each in content] == [], name(path)
            assert not re.search(r"(?m)^\s*--(extra-)?(index-url|find-links)", content), name(path)


def test_no_file_of_the_repository_repeats_a_recommendation(sources, tracked):
    def runs(text):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[place : place + 10]) for place in range(len(words) - 9)}

    texts = [row.text for path in sources.glob("upr_info*/*.csv") for row in upr_info.read(path)]
    pairs = requests.read(sources / "upr_pairs_2008_2020" / "upr_stm_data.RData", ROOT / "data")
    texts += [text for pair in pairs if pair.session for text in pair.texts]
    theirs = set().union(*(runs(text) for text in set(texts)))
    text_files = [path for path in tracked if path.suffix not in BINARY | {".geojson"}]
    ours = {path.name: runs(path.read_text(encoding="utf-8")) & theirs for path in text_files}
    assert {name: found for name, found in ours.items() if found} == {}


def test_the_commands_of_the_readme_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    by_make = set(re.findall(r"(?m)^\s*make ([a-z]+)|`make ([a-z]+)", readme))
    by_python = re.findall(r"python -m analytics (\w+)", readme)
    asked = {one or other for one, other in by_make} | set(by_python)
    assert asked - set(COMMANDS) == set()
    assert {"run", "test"} <= {one or other for one, other in by_make}
    assert {"run", "test"} <= set(by_python)
    for module in re.findall(r"python -m (analytics\.[\w.]*)", readme):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists(), module


def test_make_knows_the_commands_of_python_and_no_other():
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^([a-z]+):", rules) == list(COMMANDS)
    assert re.search(r"(?m)^\.PHONY: (.+)", rules)[1].split() == list(COMMANDS)


def test_the_files_that_the_readme_points_to_exist():
    if not (ROOT / "README.md").exists():
        pytest.skip("needs README.md")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)\s]+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link.split("#")[0]).exists()] == []


def test_the_places_in_the_layout_of_the_readme_exist(tracked):
    layout = (ROOT / "README.md").read_text(encoding="utf-8").split("## The layout")[1].split("```")[1]
    places = {name(path) for path in tracked} | {f"{name(path.parent)}/" for path in tracked}
    asked = {word for line in layout.splitlines() for word in re.findall(r"[\w/.]+(?:\.\w+|/)(?=[\s,;]|$)", line)}
    assert asked
    assert sorted(each for each in asked if not any(f"/{place}".endswith(f"/{each}") for place in places)) == []


def test_the_places_that_the_rules_and_the_recipes_name_exist(tracked):
    """What stands in <> is added, and looked for without it; a file alone may stand in any folder."""
    files = {name(path) for path in tracked}
    places = files | {name(parent) for path in tracked for parent in path.parents if parent.is_relative_to(ROOT)}
    places |= {path.name for path in tracked}
    for document in ("CONTRIBUTING.md", "docs/extending.md"):
        written = (ROOT / document).read_text(encoding="utf-8")
        named = re.findall(r"`([\w.]+/[\w./<>]*|\w+\.(?:py|md|toml|txt|sql))`", written)
        asked = [re.sub(r"/[^/]*<.*", "", each) for each in named]
        assert len(asked) > 5
        assert [each for each in asked if each.rstrip("/") not in places] == [], document
        links = re.findall(r"\]\((?!https?:|#)([^)\s]+)\)", written)
        assert [link for link in links if not ((ROOT / document).parent / link.split("#")[0]).exists()] == [], document


def test_the_readme_cites_the_version_that_runs():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"UPR Regional Atlas {project.VERSION}," in readme.split("## How to cite")[1].split("##")[0]
    assert f"## {project.VERSION} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_only_one_place_reads_the_version():
    """The command that pins anew hands the file to uv, which reads its dependencies."""
    readers = [name(path) for path in MODULES if "pyproject.toml" in words(path)]
    assert readers == ["analytics/project.py", "analytics/starting/commands.py"]


def test_what_is_installed_is_what_the_project_asks_for():
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = {re.match(r"[\w-]+", each)[0] for each in (*project["project"]["dependencies"], *groups["test"])}
    pinned = dict(re.findall(r"(?m)^([\w-]+)==([\w.]+)", pins.lower()))
    assert {"geopandas", "pytest"} <= asked
    assert asked - set(pinned) == set()
    assert all("==" in line for line in pins.splitlines() if re.match(r"\w", line))


def test_no_file_of_tests_is_long():
    """What is longer is split by what it tests: a worker takes a file whole, and so does a reader."""
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "tests").glob("*.py")}
    assert {name: n for name, n in lines.items() if n > 500} == {}
    assert len(lines) > 50
