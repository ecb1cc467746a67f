"""The atlas as one page that works without a network: `python -m analytics.offline --language fr --to FILE`.

Without `--to` it lands in this folder under its usual name. The data are the embedded facts, or with `--data` a source
that was loaded; `--seed` makes other exercises.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from analytics import database
from analytics.codes import read_codes
from analytics.exports import offline
from analytics.query import WRONG, snapshot
from analytics.results import Results
from analytics.sentences import SaidError
from analytics.starting.ending import command
from analytics.terminal import plain
from analytics.text import languages, text


@command
@plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when the page was written, 1 when its data are damaged, 2 for data that do not exist."""
    parser = argparse.ArgumentParser(
        prog="python -m analytics.offline", description="Write the atlas as one page.", allow_abbrev=False
    )
    parser.add_argument("--language", choices=languages(), default=languages()[0])
    parser.add_argument("--to", type=Path, metavar="FILE", help="without it, in this folder under its usual name")
    parser.add_argument("--data", metavar="SOURCE", help="a loaded source; without it, the embedded facts")
    parser.add_argument("--seed", type=int, default=1, help="a number for each set of exercises")
    options = parser.parse_args(arguments)
    place = options.to or Path(offline.name(options.language))
    try:
        path = snapshot(options.data)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return WRONG
    except SaidError as error:
        print(error, file=sys.stderr)
        return 1
    with database.open_snapshot(path) as connection:
        codes = read_codes(connection)
        table, t = Results(connection, codes).table, text(options.language)
        day = t.day(datetime.now(tz=UTC).date())
        made = offline.pack(offline.Atlas(codes, table, t, day, seed=options.seed))
    place.write_bytes(made)
    print(f"{place}: {len(made) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
