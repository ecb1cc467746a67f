"""Sheets to print, on the command line: `python -m analytics.briefs country KEN --language fr --to kenya.pdf`.

Kinds and what they are of: `region africa`, `country KEN`, `issue torture`, `coalition BRA-41`. Filters are those of
the pages, by the names they have in a link. Exit code 2 for a kind, code or filter that does not exist; the message
says what does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import database, query, results
from analytics.codes import read_codes
from analytics.exports import pdf
from analytics.filters import Filters
from analytics.rows import each
from analytics.sentences import SaidError
from analytics.sheets import KINDS
from analytics.sheets.ground import Ground, records
from analytics.starting.ending import command
from analytics.terminal import plain
from analytics.text import languages, text

if TYPE_CHECKING:
    from analytics.exports.sheet import Sheet
    from analytics.results import Results
    from analytics.text import Text

WRONG = query.WRONG


@command
@plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when the sheet was written, 1 when its data are damaged, 2 for what does not exist."""
    parser = argparse.ArgumentParser(
        prog="python -m analytics.briefs", description="Write a sheet to print, as PDF.", allow_abbrev=False
    )
    parser.add_argument("kind", choices=KINDS, help="what the sheet is of")
    parser.add_argument("code", help="its code: africa, KEN, torture, BRA-41")
    parser.add_argument("--to", metavar="FILE", type=Path, help="where to; without it, here, under a name that says it")
    parser.add_argument("--language", choices=languages(), default=languages()[0])
    query.choose_by(parser)
    options = parser.parse_args(arguments)
    try:
        with database.open_snapshot(query.snapshot(options.data)) as connection:
            made = _sheet(options, connection)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return WRONG
    except SaidError as error:
        print(error, file=sys.stderr)
        return 1
    file = options.to or Path(f"{made.carried.name}.pdf")
    file.write_bytes(pdf.write(made))
    print(file)
    return 0


def _sheet(options: argparse.Namespace, connection: database.Connection) -> Sheet:
    """What is asked for. Raises LookupError, naming what exists."""
    codes = read_codes(connection)
    chosen = query.selection(options, codes, {})
    known = KINDS[options.kind].codes(codes, chosen.scheme)
    if options.code not in known:
        message = f"There is no {options.kind} '{options.code}'. There is: {', '.join(known)}."
        raise LookupError(message)
    made = ground(results.Results(connection, codes), chosen, text(options.language), options.data)
    return KINDS[options.kind].make(made, options.code)


def ground(counted: Results, chosen: Filters, t: Text, source: str | None = None) -> Ground:
    """What sheets of a data set are made of today. `source`: the loaded one, if it is none of the embedded facts."""
    table, codes = counted.table, counted.codes
    (about,) = each(table("dataset", Filters()))
    return Ground(
        table=table,
        codes=codes,
        sources=partial(records, table("sources", Filters()), codes, str(about.source)),
        data_version=str(about.data_version),
        filters=chosen,
        t=t,
        day=datetime.now(tz=UTC).date(),
        linked={"data": source} if source else {},
    )


if __name__ == "__main__":
    sys.exit(main())
