"""The same results as on the pages, on the command line: `python -m analytics.query acceptance_by_region`.

Without a name it lists the results. Filters are those of the pages, by the same names as in their links:
`--scheme un --cycles 1 --issues death-penalty,torture --sessions 13-20`. Exit code 2 for a result, filter or code
that does not exist; the message says what does. The data are the embedded facts, or with `--data` a source that was
loaded, and the lists of submissions that were loaded:
`python -m analytics.query search --data upr_info --q '"death penalty" moratorium' --page 2`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

from analytics import columns, database, filters, results
from analytics.codes import read_codes
from analytics.exports import csv
from analytics.folders import data_folder
from analytics.loading import finishing, store
from analytics.results.search import TEXTS
from analytics.rows import each
from analytics.sentences import SaidError
from analytics.starting.ending import command
from analytics.terminal import plain
from analytics.text import languages, text

WRONG = 2
FORMATS = ("table", "csv", "json")


@command
@plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when the result was printed, 1 when its data are damaged, 2 for what does not exist."""
    parser = argparse.ArgumentParser(
        prog="python -m analytics.query", description="Print a result of the atlas.", allow_abbrev=False
    )
    parser.add_argument("result", nargs="?", help="name of the result; without it, the results are listed")
    choose_by(parser)
    for name in results.OWN:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="CODE", help="of some results only")
    parser.add_argument("--format", choices=FORMATS, default="table")
    parser.add_argument("--language", choices=languages(), default=languages()[0], help="language of names")
    options = parser.parse_args(arguments)
    if options.result is None:
        print("\n".join(f"{name:<24} one row per {result.row}" for name, result in results.results().items()))
        return 0
    try:
        with database.open_snapshot(snapshot(options.data, options.result)) as connection:
            codes = read_codes(connection)
            own = {name: getattr(options, name) for name in results.OWN if getattr(options, name) is not None}
            chosen = selection(options, codes, own)
            _refuse_unknown(options.result)
            _refuse_lacking(options.result, codes)
            _refuse_without_texts(options, own, connection)
            rows = results.Results(connection, codes).table(options.result, chosen, **own)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return WRONG
    except SaidError as error:
        print(error, file=sys.stderr)
        return 1
    in_table = options.format == "table"
    named = columns.named(rows, text(options.language), chosen.scheme, as_words=in_table)
    print(_as_table(named) if in_table else _formatted(named, options.format))
    return 0


def choose_by(parser: argparse.ArgumentParser) -> None:
    """Add the options of a selection: the filters, by the names they have in a link, and the data set."""
    for name in filters.NAMES:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="CODES", help=f"as `{name}=` in a link")
    parser.add_argument("--data", metavar="SOURCE", help="a loaded source; without it, the embedded facts")


def snapshot(source: str | None, result: str = "") -> Path:
    """The snapshot of a loaded source, or of the embedded facts; what is said of damaged lists is printed.

    `result`: what is asked of it; texts are made searchable first where it reads them. Raises LookupError, naming what
    is loaded, and DamagedError.
    """
    if source is None and (delivered := database.delivered()):
        return delivered
    root = data_folder()
    if source and result in TEXTS:
        finishing.finish(root, lambda said: print(said, file=sys.stderr))
    version = store.current(source, root) if source and source != store.LISTS else None
    if source is not None and not version:
        there = ", ".join(store.datasets(root)) or "nothing yet; python -m analytics.load FILE --yes loads a file"
        message = f"--data does not know '{source}'. Loaded is: {there}."
        raise LookupError(message)
    _, path, left_out = store.shown(version, root, store.snapshot_of)
    if left_out:
        print(left_out, file=sys.stderr)
    return path


def selection(options: argparse.Namespace, codes: filters.Codes, own: Mapping[str, str]) -> filters.Filters:
    """Filters of the command line; `own` are its other parameters. Raises LookupError, naming what exists."""
    link = {name: getattr(options, name) for name in filters.NAMES if getattr(options, name) is not None}
    chosen, problems = filters.decode(link, codes)
    exists = {name: values(codes) for name, (_, values) in results.OWN.items()}
    problems += [filters.Problem(name, value) for name, value in own.items() if value not in exists[name]]
    if problems:
        known = {**filters.known_values(codes, chosen.scheme), **exists}
        raise LookupError("\n".join(_refusal(parameter, value, known, codes) for parameter, value in problems))
    return chosen


def _refuse_unknown(result: str) -> None:
    """Raise LookupError, naming what exists, where there is no such result; a step of a search is none."""
    if result not in results.results():
        message = f"There is no result '{result}'. There are: {', '.join(results.results())}."
        raise LookupError(message)


def _refuse_lacking(result: str, codes: filters.Codes) -> None:
    """Raise LookupError where a result looks at what the source of the data does not record."""
    what = {"askers": "one recommending state for each recommendation", "issues": "the issues of UPR Info"}
    lacking = results.lacking(result, codes)
    if lacking:
        message = f"The result '{result}' needs {what[lacking]}, and these data do not have that."
        raise LookupError(message)


def _refuse_without_texts(options: argparse.Namespace, own: Mapping[str, str], connection: database.Connection) -> None:
    """Raise LookupError where a result needs texts, their index or a parameter and it is not there."""
    if options.result not in TEXTS:
        return
    (gives,) = each(database.query(connection, "dataset", {}))
    needed = "q" if options.result.startswith("search") else "country"
    message = ""
    if not gives.texts:
        message = (
            f"The result '{options.result}' needs texts, and these data have none. Load a file that has them "
            "(python -m analytics.load FILE --yes) and name its source with --data."
        )
    elif needed == "q" and not gives.searchable:
        message = f"The texts are not searchable yet: run python -m analytics.load --finish {options.data}."
    elif not own.get(needed):
        message = f"The result '{options.result}' needs --{needed}."
    if message:
        raise LookupError(message)


def _refusal(parameter: str, value: str, known: Mapping[str, Collection[object]], codes: filters.Codes) -> str:
    option = f"--{parameter.replace('_', '-')}"
    if parameter in known and not known[parameter]:
        return f"{option} cannot be used on these data: their source does not record what it selects by."
    fixed = {"scheme": filters.SCHEMES, "acceptance": filters.ACCEPTANCES}
    if parameter == "sessions":
        exists = (
            f"a session, or a first and a last one with a hyphen between, from {codes.reach[0]} to {codes.reach[1]}"
        )
    else:
        exists = ", ".join(str(each) for each in fixed.get(parameter) or known[parameter])
    return f"{option} does not know '{value}'. There is: {exists}."


def _formatted(rows: pd.DataFrame, form: str) -> str:
    """Rows for another program: numbers as they are, shares between 0 and 1."""
    if form == "csv":
        return csv.lines(rows).rstrip("\n")
    return str(rows.to_json(orient="records", indent=1, force_ascii=False, date_format="iso"))


def _as_table(rows: pd.DataFrame) -> str:
    """Rows for a reader: shares as percent."""
    shares = [name for name in rows if columns.kind(name) in columns.PERCENT and rows[name].dtype.kind == "f"]
    return rows.to_string(index=False, na_rep="-", formatters=dict.fromkeys(shares, "{:.1%}".format))


if __name__ == "__main__":
    sys.exit(main())
