"""Loading through the page: what files hold, what would be rejected and why, names to map, and what is loaded.

On a server that others can reach the page only shows what is loaded, unless the operator sets UPR_ALLOW_LOADING=1.
Uploads are written to a temporary folder under names of our own; what they are called is only shown.
"""

from __future__ import annotations

import ipaddress
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analytics import loading, store
from analytics.doctor import overlaps
from analytics.exports import csv
from analytics.folders import data_folder
from analytics.loading import Given, LoadError, Preview
from analytics.text import alphabetical, text
from analytics.ui import data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.loading import Result
    from analytics.sources.recommendations import Rejected
    from analytics.store import Version
    from analytics.text import Text

SWITCH = "UPR_ALLOW_LOADING"
KINDS = ["csv", "xls", "xlsx", "json", "docx"]
MAPPED = {"state under review": "state", "recommending state": "state", "issue": "issue", "response": "response"}
"""Field of a rejected row -> kind of name that a person can map."""
RESPONSES = ("accepted", "noted", "partial", "pending")
LISTED = 20
"""Names that can be mapped at once; the next ones come when these are."""


def may_load() -> bool:
    """Whether this page may change what is loaded: on this machine alone, or where the operator says so."""
    if os.environ.get(SWITCH):
        return os.environ[SWITCH] == "1"
    address = st.get_option("server.address") or "0.0.0.0"  # noqa: S104 - compared, not listened on
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def loader(t: Text) -> None:
    """Files to load: upload, preview, names to map, load."""
    root = data_folder()
    if not may_load():
        st.info(t("your_data.read_only", switch=f"{SWITCH}=1"))
        return
    st.caption(t("your_data.formats", megabytes=st.get_option("server.maxUploadSize")))
    uploads = st.file_uploader(t("your_data.upload"), accept_multiple_files=True, type=KINDS, key="upload")
    if not uploads:
        return
    with tempfile.TemporaryDirectory() as folder:
        files = list(_written(uploads, Path(folder), t))
        previews = [found for given in files if (found := _preview(given, root, t))]
        _map_names([row for found in previews for row in found.rejected], root, t)
        if previews and st.button(t("your_data.load"), type="primary", key="load"):
            _load([given for given in files if given.path.name in {found.file for found in previews}], root, t)


def versions(t: Text) -> None:
    """What is loaded: sources, their versions, a way back, and reviews that are in two sources."""
    root = data_folder()
    st.subheader(t("your_data.loaded"), anchor=False)
    st.caption(t("your_data.folder", folder=root))
    found = [version for source in store.sources(root) for version in store.versions(source, root)]
    if not found:
        st.markdown(t("your_data.nothing"))
        return
    served = {source: store.current(source, root) for source in store.sources(root)}
    serving = {source: version.number if version else None for source, version in served.items()}
    rows = [
        {
            "dataset": t(f"dataset.{version.source}"),
            "version": version.number,
            "served": version.number == serving[version.source],
            **{name: version.log[name] for name in ("loaded", "new", "changed", "unchanged", "gone", "rejected")},
            "files": ", ".join(version.log["files"]),
        }
        for version in found
    ]
    _table(pd.DataFrame(rows), "your-data-versions", t)
    for source, version in served.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            name = t(f"dataset.{source}")
            if version and (version.folder / "rejected.csv").exists() and version.log["rejected"]:
                rejected = (version.folder / "rejected.csv").read_bytes
                st.download_button(
                    t("your_data.rejected_file", name=name),
                    rejected,
                    f"upr-rejected-{source}.csv",
                    key=f"file.{source}",
                )
            earlier = [each for each in found if version and each.source == source and each.number < version.number]
            if (
                earlier
                and may_load()
                and st.button(t("your_data.undo", name=name, version=earlier[-1].number), key=f"undo.{source}")
            ):
                with store.changing(root):
                    store.undo(source, root)
                st.rerun()
    twice = [
        {
            "one": t(f"dataset.{one}"),
            "other": t(f"dataset.{other}"),
            "session": session,
            "state": t.state(state),
            "rows": n,
            "other_rows": m,
        }
        for one, other, (session, state), (n, m) in overlaps(root)
    ]
    if twice:
        st.subheader(t("your_data.overlaps"), anchor=False)
        st.caption(t("your_data.overlaps.reads"))
        _table(pd.DataFrame(twice), "your-data-overlaps", t)


def _written(uploads: Sequence[Any], folder: Path, t: Text) -> Iterator[Given]:
    """The uploaded files on the disk, each in a folder of its own, and the review where a matrix does not say it."""
    for number, upload in enumerate(uploads):
        path = folder / str(number) / (Path(upload.name).name.replace("\\", "_").replace("\0", "") or "file")
        path.parent.mkdir()
        path.write_bytes(upload.getbuffer())
        state = session = None
        if path.suffix == ".docx":
            left, right = st.columns(2)
            ordered = sorted(data.codes().members, key=lambda code: alphabetical(t.state(code)))
            state = left.selectbox(
                t("your_data.state", file=upload.name),
                ordered,
                format_func=t.state,
                index=None,
                key=f"state.{number}",
            )
            session = right.number_input(t("your_data.session", file=upload.name), 1, 60, None, key=f"session.{number}")
        yield Given(path, _english_name(state), session)


def _english_name(state: str | None) -> str | None:
    """The English name that the alias table knows a state by."""
    return text("en").state(state) if state else None


def _preview(given: Given, root: Path, t: Text) -> Preview | None:
    """What a file holds, shown; None when it cannot be loaded."""
    try:
        found = loading.preview(given, root)
    except LoadError as error:
        st.error(_plain(str(error)))
        return None
    with st.container(border=True):
        sessions = sorted({session for session, _ in found.reviews})
        st.markdown(
            t(
                "your_data.preview",
                file=_plain(found.file),
                format=found.format.label,
                recommendations=t.count("recommendations", found.rows),
                pledges=t.number(found.pledges),
                reviews=t.count("reviews", len(found.reviews)),
                sessions=", ".join(map(str, sessions)) or "-",
                rejected=t.number(len(found.rejected)),
            )
        )
        first = [
            {
                "session": coded.session,
                "state": t.state(coded.state_under_review),
                "asking": ", ".join(t.state(code) for code in coded.recommending_states),
                "response": coded.response,
                "text": raw.text[:200],
            }
            for raw, coded in found.first
        ]
        if first:
            _table(pd.DataFrame(first), f"first.{found.file}", t)
        if found.rejected:
            rows = pd.DataFrame([{name: getattr(row, name) for name in loading.REJECTED} for row in found.rejected])
            _table(rows.head(LISTED), f"rejected.{found.file}", t)
            st.download_button(
                t("your_data.rejected_file", name=_plain(found.file)),
                lambda: csv.write(rows),
                "upr-rejected.csv",
                key=f"file.rejected.{found.file}",
                on_click="ignore",
            )
    return found


def _map_names(rejected: Sequence[Rejected], root: Path, t: Text) -> None:
    """A choice for each name that is in no table; a chosen one is remembered and tried at once."""
    names = dict.fromkeys((MAPPED[row.field], row.value) for row in rejected if row.field in MAPPED and row.value)
    if not names:
        return
    st.subheader(t("your_data.map"), anchor=False)
    st.caption(t("your_data.map.reads"))
    codes = data.codes()
    options = {"state": sorted(codes.region_of["m49"]), "issue": list(codes.issues), "response": list(RESPONSES)}
    label = {"state": t.state, "issue": t.issue, "response": str}
    for kind, name in list(names)[:LISTED]:
        key = f"map.{kind}.{name}"

        def remember(kind: str = kind, name: str = name, key: str = key) -> None:
            if st.session_state[key]:
                store.map_name(kind, name, st.session_state[key], root)

        st.selectbox(_plain(name), options[kind], format_func=label[kind], index=None, key=key, on_change=remember)


def _load(files: Sequence[Given], root: Path, t: Text) -> None:
    """Load with a word on the progress, then say what came of it."""
    with st.status(t("your_data.loading"), expanded=True) as status:
        said = st.empty()

        def progress(file: str, rows: int) -> None:
            said.write(f"{_plain(file)}: {t.number(rows)}")

        try:
            results = loading.load(files, root, progress=progress)
        except (LoadError, store.StoreError) as error:
            status.update(label=_plain(str(error)), state="error")
            return
        for result in results:
            st.markdown(
                t(
                    "your_data.result",
                    name=t(f"dataset.{result.source}"),
                    new=t.number(result.new),
                    changed=t.number(result.changed),
                    unchanged=t.number(result.unchanged),
                    gone=t.number(result.gone),
                    rejected=t.number(len(result.rejected)),
                    seconds=t.number(result.seconds, 1),
                )
            )
        status.update(label=t("your_data.finishing"))
        try:
            seconds = sum(loading.finish(version, root) for result in results if (version := _current(result, root)))
        except (LoadError, store.StoreError) as error:
            status.update(label=_plain(str(error)), state="error")
            return
        st.markdown(t("your_data.searchable", seconds=t.number(seconds, 1)))
        status.update(label=t("your_data.done"), state="complete")


def _current(result: Result, root: Path) -> Version | None:
    return store.current(result.source, root)


def _table(rows: pd.DataFrame, key: str, t: Text) -> None:
    named = rows.rename(columns={name: t(f"your_data.column.{name}") for name in rows.columns})
    st.dataframe(named, hide_index=True, key=key, alt=key)


def _plain(words: str) -> str:
    """Words from a file, without a meaning in Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|<>~$:" else letter for letter in words)
