"""The same results as on the pages, on the command line: `python -m analytics.query acceptance_by_region`.

Without a name it lists the results. Filters are those of the pages, by the same names as in their links:
`--scheme un --cycles 1 --issues death-penalty,torture --sessions 13-20`. Exit code 2 for a result, filter or code
that does not exist; the message says what does.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from analytics import database, filters, results
from analytics.codes import read_codes
from analytics.text import languages, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

WRONG = 2
FORMATS = ("table", "csv", "json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when the result was printed, 2 when something asked for does not exist."""
    parser = argparse.ArgumentParser(
        prog="python -m analytics.query", description="Print a result of the atlas.", allow_abbrev=False
    )
    parser.add_argument("result", nargs="?", help="name of the result; without it, the results are listed")
    for name in filters.NAMES:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="CODES", help=f"as `{name}=` in a link")
    for name in results.OWN:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="CODE", help="of some results only")
    parser.add_argument("--format", choices=FORMATS, default="table")
    parser.add_argument("--language", choices=languages(), default=languages()[0], help="language of names")
    options = parser.parse_args(arguments)
    if options.result is None:
        _say("\n".join(f"{name:<24} one row per {result.row}" for name, result in results.results().items()))
        return 0
    with database.open_snapshot(database.ensure_snapshot()) as connection:
        codes = read_codes(connection)
        link = {name: getattr(options, name) for name in filters.NAMES if getattr(options, name) is not None}
        chosen, problems = filters.decode(link, codes)
        own = {name: getattr(options, name) for name in results.OWN if getattr(options, name) is not None}
        exists = {name: values(codes) for name, (_, values) in results.OWN.items()}
        problems += [filters.Problem(name, value) for name, value in own.items() if value not in exists[name]]
        if problems:
            known = {**filters.known_values(codes, chosen.scheme), **exists}
            for parameter, value in problems:
                print(_refusal(parameter, value, known, codes), file=sys.stderr)
            return WRONG
        try:
            rows = results.Results(connection, codes).table(options.result, chosen, **own)
        except database.UnknownNameError as error:
            print(error.args[0], file=sys.stderr)
            return WRONG
    _say(_formatted(results.named(rows, text(options.language), chosen.scheme), options.format))
    return 0


def _say(lines: str) -> None:
    """Print, also into a pipe whose reader has seen enough, such as `head`."""
    try:
        print(lines, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refusal(parameter: str, value: str, known: dict[str, tuple[object, ...]], codes: filters.Codes) -> str:
    fixed = {"scheme": filters.SCHEMES, "acceptance": filters.ACCEPTANCES}
    if parameter == "sessions":
        exists = f"a session or a range between {codes.sessions[0]} and {codes.sessions[1]}, such as 13-20"
    else:
        exists = ", ".join(str(each) for each in fixed.get(parameter) or known[parameter])
    return f"--{parameter.replace('_', '-')} does not know '{value}'. There is: {exists}."


def _formatted(rows: pd.DataFrame, form: str) -> str:
    if form == "csv":
        return str(rows.to_csv(index=False, lineterminator="\n")).rstrip("\n")
    if form == "json":
        return str(rows.to_json(orient="records", indent=1, force_ascii=False, date_format="iso"))
    return rows.to_string(index=False, na_rep="-")


if __name__ == "__main__":
    sys.exit(main())
