"""Loading through the page: what files hold, what would be rejected and why, names to map, and what is loaded.

A reader who may not load (see `serving.access`) sees which data sets there are, and nothing of where they are kept, of
their versions, or of what was rejected.
Uploads are written to a temporary folder under names of our own; what they are called is only shown.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analytics import letters
from analytics.catalogue.loaded import Found, Note
from analytics.checksums import DamagedError
from analytics.doctor import overlaps
from analytics.folders import DATABASE, data_folder
from analytics.loading import apart, mappings, store
from analytics.loading.apart import Answer
from analytics.loading.forecast import Preview
from analytics.loading.given import Given
from analytics.loading.intake import LoadError, Result
from analytics.loading.store import Version
from analytics.markup import markdown
from analytics.sentences import SaidError, translated
from analytics.serving import access
from analytics.sources.recommendations import Rejected
from analytics.sources.summaries.reader import NAME_OF_FILE
from analytics.text import Text, alphabetical, text
from analytics.ui import data, previews
from analytics.ui.page import HOME, invitation

KINDS = ["csv", "xls", "xlsx", "json", "docx", "txt", "pdf"]
ASKED = {".docx", ".txt", ".pdf"}
"""Endings of files that may not say which review they are about."""
MAPPED = {
    **dict.fromkeys(("state under review", "recommending state"), "state"),
    **{kind: kind for kind in ("issue", "response", "country")},
}
"""Field of a rejected row or a note -> kind of name that a person can map."""
RESPONSES = ("accepted", "noted", "partial", "pending")
ANSWERS = "answers"
"""Where the session keeps what files hold, by everything that it depends on."""
MOST_ANSWERS = 20
FORGOTTEN = "forgotten"
"""Where the session remembers the name that was just forgotten."""
LONGEST_STEM, LONGEST_SUFFIX = 200, 10
"""Of the name of a file, in bytes: no system allows more than 255 for both."""
LISTED = 20
"""Names that can be mapped at once; the next ones come when these are."""


def may_load() -> bool:
    """Whether the reader of this page may change what is loaded. Another reader of the same server may or may not."""
    return access.may_load(st.context.headers)


def loader(t: Text) -> None:
    """Files to load: upload, preview, names to map, load."""
    root = data_folder()
    if not may_load():
        delivered = os.environ.get(DATABASE)
        read_only = t("your_data.delivered") if delivered else t("your_data.read_only", switch=f"{access.SWITCH}=1")
        st.info(markdown(read_only))
        return
    st.caption(markdown(t("your_data.formats", megabytes=st.get_option(access.SIZE))))
    try:
        _mapped_names(root, t)
    except SaidError as problem:
        st.error(markdown(translated(problem.said, t)))
        return
    label = markdown(t("your_data.upload"))
    said = {word: json.dumps(t(f"your_data.{word}_files"), ensure_ascii=False) for word in ("choose", "drop")}
    st.html(f"<style>:root {{{''.join(f'--{word}-files: {said[word]};' for word in said)}}}</style>")
    uploads = st.file_uploader(label, accept_multiple_files=True, type=KINDS, key="upload")
    if not uploads:
        return
    with tempfile.TemporaryDirectory() as folder:
        files = list(_written(uploads, Path(folder), t))
        shown = [each for number, given in enumerate(files) if (each := _preview(given, number, root, t))]
        taken, seen = [given for given, _ in shown], [found for _, found in shown]
        _map_names([row for found in seen for row in (*found.rejected, *getattr(found, "notes", ()))], root, t)
        lost = any(gone for found in seen if isinstance(found, Preview) for _, gone in found.replaced.values())
        keeps = lost and st.checkbox(markdown(t("your_data.keep")), key="keep")
        if seen and st.button(markdown(t("your_data.load")), key="load"):
            _load(taken, root, t, keeps=keeps)


def versions(t: Text) -> None:
    """What is loaded: sources, their versions, a way back, and reviews that are in two sources."""
    root = data_folder()
    st.subheader(markdown(t("your_data.loaded")), anchor=False)
    if not may_load():
        _names(t)
        return
    st.caption(markdown(t("your_data.folder", folder=root)))
    found = [version for source in store.kept(root) for version in store.versions(source, root)]
    if not found:
        st.markdown(markdown(t("your_data.nothing")))
        return
    served = {source: store.if_known(source, root) for source in store.kept(root)}
    serving = {source: version.number if version else None for source, version in served.items()}
    rows = [
        {
            "dataset": t(f"dataset.{version.name}"),
            "version": version.number,
            "served": version.number == serving[version.source],
            "loaded": f"{datetime.fromisoformat(log['loaded']):%Y-%m-%d %H:%M} UTC" if log else None,
            **{name: log.get(name) for name in ("new", "changed", "unchanged", "gone", "rejected")},
            "files": ", ".join(log.get("files", ())),
            "size": round(version.size / 1e6, 1),
        }
        for version in found
        for log in (version.logged,)
    ]
    _say_damage(served, root, t)
    previews.table(pd.DataFrame(rows), "your-data-versions", t("your_data.loaded"), t)
    if may_load() and len(found) > len(served):
        st.caption(markdown(t("your_data.remove")))
    for source, version in served.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            name = t(f"dataset.{source}")
            labels = {
                "rejected": t("your_data.rejected_file", name=name),
                "notes": t("your_data.notes_file", name=name),
            }
            for aside, label in labels.items():
                if version and (version.folder / f"{aside}.csv").exists() and version.logged.get(aside):
                    make = partial(previews.kept, version.folder / f"{aside}.csv", t)
                    file, key = f"upr-{aside}-{source}.csv", f"file.{aside}.{source}"
                    st.download_button(markdown(label), make, file, key=key)
            _back(source, version, root, t)
    _overlaps(root, t)


def _names(t: Text) -> None:
    """The data sets that can be looked at, each with a link to it."""
    for source in data.names():
        invitation(HOME, t("your_data.open", name=t(data.called(source))), t, dataset=source)
    if not data.names():
        st.markdown(markdown(t("your_data.nothing")))


def _say_damage(sources: Iterable[str], root: Path, t: Text) -> None:
    """What is damaged of what is served, and what helps."""
    for source in sources:
        try:
            version = store.current(source, root)
            _ = version and version.check()
        except DamagedError as error:
            st.error(markdown(translated(error.said, t)))


def _overlaps(root: Path, t: Text) -> None:
    """The reviews that are in two data sets, with both totals."""
    both = list(overlaps(root))
    if not both:
        return
    st.subheader(markdown(t("your_data.overlaps")), anchor=False)
    st.caption(markdown(t("your_data.overlaps.reads")))
    for (one, other), reviews in groupby(both, key=lambda each: each[:2]):
        rows = [counts for *_, counts in reviews]
        said = t(
            "your_data.overlaps.totals",
            reviews=t.count("reviews", len(rows)),
            one=t(f"dataset.{one}"),
            other=t(f"dataset.{other}"),
            n=t.number(sum(n for n, _ in rows)),
            m=t.number(sum(m for _, m in rows)),
        )
        st.markdown(markdown(said))
    columns = ("one", "other", "session", "state", "rows", "other_rows")
    named = [
        (t(f"dataset.{one}"), t(f"dataset.{other}"), session, t.state(state), *counts)
        for one, other, (session, state), counts in both
    ]
    previews.table(pd.DataFrame(named, columns=columns), "your-data-overlaps", t("your_data.overlaps"), t)


def _back(source: str, version: Version | None, root: Path, t: Text) -> None:
    """A button for what was served before the version that is served, or for the last version where none is."""
    earlier = store.sound_before(version, root) if version else store.versions(source, root)[-1]
    name = t(f"dataset.{source}")
    if earlier:
        label = t("your_data.undo", name=name, version=earlier.number)
    else:
        label = t("your_data.lists.undo" if source == store.LISTS else "your_data.undo.first", name=name)
    if st.button(markdown(label), key=f"undo.{source}"):
        try:
            with store.changing(root, store.NO_ROOM):
                store.undo(source, root, earlier.number if earlier else None)
        except store.StoreError as problem:
            st.error(markdown(translated(problem.said, t)))
        else:
            st.rerun()


def _written(uploads: Sequence[Any], folder: Path, t: Text) -> Iterator[Given]:
    """The uploaded files on the disk, each in a folder of its own, and the review where a matrix does not say it."""
    for number, upload in enumerate(uploads):
        path = folder / str(number) / _name(upload.name)
        path.parent.mkdir()
        path.write_bytes(upload.getbuffer())
        state = session = None
        if path.suffix.lower() in ASKED and not NAME_OF_FILE.search(path.name):
            left, right = st.columns(2)
            ordered = sorted(data.codes().members, key=lambda code: alphabetical(t.state(code)))
            state = left.selectbox(
                markdown(t("your_data.state", file=letters.name(upload.name))),
                ordered,
                format_func=t.state,
                index=None,
                placeholder=t("country.placeholder"),
                key=f"state.{number}",
            )
            label = markdown(t("your_data.session", file=letters.name(upload.name)))
            session = right.number_input(label, 1, 60, None, key=f"session.{number}")
        yield Given(path, state and text("en").state(state), session)  # the name in the table of aliases


def _name(name: str) -> str:
    """What a file is called on the disk: as it was uploaded, but for what no system allows."""
    last = Path(letters.name(name.encode("utf-8", "replace").decode().replace("\\", "_"))).name
    last = "file" if last in ("", ".", "..") else last
    stem, suffix = Path(last).stem, Path(last).suffix[:LONGEST_SUFFIX]
    return f"{stem.encode()[:LONGEST_STEM].decode(errors='ignore')}{suffix}"


def _preview(given: Given, number: int, root: Path, t: Text) -> tuple[Given, Preview | Found] | None:
    """A file as it is read and what it holds, shown; None when it cannot be loaded, or when a person must say first."""
    answer = _answer(given, root)
    if answer.codes:
        st.warning(markdown(translated(answer.said or "", t)))
        said = st.radio(
            markdown(t("your_data.which", file=given.path.name)),
            answer.codes,
            format_func=lambda code: markdown(t(f"your_data.format.{code}")),
            index=None,
            key=f"which.{number}",
        )
        if said is None:
            return None
        given = replace(given, said=said)
        answer = _answer(given, root)
    if answer.found is None:
        st.error(markdown(translated(answer.said or "", t)))
        return None
    with st.container(border=True):
        if isinstance(answer.found, Found):
            previews.lists(answer.found, given.path.parent.name, t)
        else:
            previews.recommendations(answer.found, given.path.parent.name, t)
    return given, answer.found


def _answer(given: Given, root: Path) -> Answer:
    """What a file holds, read in a process of its own; kept until the file, a name or what is loaded is another."""
    served = tuple(
        (source, version.number) for source in store.sources(root) if (version := store.if_known(source, root))
    )
    mapped = tuple((kind, *each) for kind, names in mappings.mapped(root).items() for each in names.items())
    key = (given.path.name, given.digest, given.state, given.session, given.said, served, mapped)
    kept = st.session_state.setdefault(ANSWERS, {})
    if key not in kept:
        while len(kept) >= MOST_ANSWERS:
            del kept[next(iter(kept))]
        kept[key] = apart.preview(given, root)
    return kept[key]


def _labels(t: Text) -> dict[str, Callable[[str], str]]:
    """What a code of each kind of names is called."""
    return {
        "state": t.state,
        "country": t.state,
        "issue": t.issue,
        "response": lambda code: t(f"response.{code}"),
    }


def _mapped_names(root: Path, t: Text) -> None:
    """What names stand for, each with a way to forget it."""
    kind, name = st.session_state.pop(FORGOTTEN, ("", ""))
    for version in mappings.loaded_with(kind, name, root) if kind else ():
        dataset, files = t(f"dataset.{version.source}"), ", ".join(version.log["files"])
        said = t("your_data.mapped.used", name=name, files=files, dataset=dataset, version=version.number)
        st.info(markdown(said))
    mapped = [(kind, name, code) for kind, names in mappings.mapped(root).items() for name, code in names.items()]
    if not mapped:
        return
    with st.expander(markdown(t("your_data.mapped", n=t.number(len(mapped))))):
        st.caption(markdown(t("your_data.mapped.reads")))
        for kind, name, code in mapped[-LISTED:]:
            with st.container(horizontal=True, vertical_alignment="center"):
                meaning = _labels(t)[kind](code) if code else t("your_data.mapped.left_out")
                st.markdown(markdown(f"{t(f'your_data.map.{kind}', name=name)} → {meaning}"))
                if st.button(markdown(t("your_data.mapped.forget")), key=f"forget.{kind}.{name}"):
                    mappings.forget_name(kind, name, root)
                    st.session_state[FORGOTTEN] = (kind, name)
                    st.rerun()


def _map_names(rows: Sequence[Rejected | Note], root: Path, t: Text) -> None:
    """A choice for each name that is in no table; a chosen one is remembered and tried at once."""
    names = dict.fromkeys((MAPPED[row.field], row.value) for row in rows if row.field in MAPPED and row.value)
    if not names:
        return
    st.subheader(markdown(t("your_data.map")), anchor=False)
    st.caption(markdown(t("your_data.map.reads")))
    codes = data.codes()
    states = sorted(codes.region_of["m49"], key=lambda code: alphabetical(t.state(code)))
    options = {"state": states, "country": states, "issue": list(codes.issues), "response": list(RESPONSES)}
    label = _labels(t)
    for kind, name in list(names)[:LISTED]:
        key = f"map.{kind}.{name}"

        def remember(kind: str = kind, name: str = name, key: str = key) -> None:
            try:
                if st.session_state[key]:
                    mappings.map_name(kind, name, st.session_state[key], root)
            except SaidError as problem:
                st.toast(markdown(translated(problem.said, t)))

        st.selectbox(
            markdown(t(f"your_data.map.{kind}", name=name)),
            options[kind],
            format_func=label[kind],
            index=None,
            placeholder=t("your_data.map.choose"),
            key=key,
            on_change=remember,
        )


def _load(files: Sequence[Given], root: Path, t: Text, *, keeps: bool) -> None:
    """Load, in a process of its own, with a word on the progress, then say what came of it."""
    with st.status(markdown(t("your_data.loading")), expanded=True) as status:
        said = st.empty()

        def progress(file: str, rows: int) -> None:
            said.markdown(markdown(f"{file}: {t.number(rows)}"))

        try:
            results = apart.load(files, root, progress=progress, keeps=keeps)
        except SaidError as error:
            status.update(label=markdown(translated(error.said, t)), state="error")
            return
        finally:
            said.empty()
        for result in results:
            previews.result(result, t)
        with_texts = [result for result in results if result.source != store.LISTS]
        if len(with_texts) < len(results):
            st.markdown(markdown(t("your_data.lists.done")))
            invitation("submissions", t("your_data.open", name=t("submissions.title")), t)
        if not with_texts:
            status.update(label=markdown(t("your_data.lists.loaded")), state="complete", expanded=True)
            return
        status.update(label=markdown(t("your_data.finishing")))
        searchable = _finish(with_texts, root, t)
        for result in with_texts:
            name = t(data.called(result.source))
            invitation(HOME, t("your_data.open", name=name), t, dataset=result.source)
        label = t("your_data.done" if searchable else "your_data.unsearchable")
        status.update(label=markdown(label), state="complete" if searchable else "error", expanded=True)


def _finish(results: Sequence[Result], root: Path, t: Text) -> bool:
    """Make the texts of what was loaded searchable; whether that worked for all. What did not says how to go on."""
    seconds, complete = 0.0, True
    for version in filter(None, (store.if_known(result.source, root) for result in results)):
        try:
            seconds += apart.finish(version, root)
        except LoadError as error:
            st.markdown(markdown(translated(error.said, t)))
            complete = False
    if complete:
        st.markdown(markdown(t("your_data.searchable", seconds=t.number(seconds, 1))))
    return complete
