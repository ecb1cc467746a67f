"""Synthetic facts in any number: the real ones drawn with replacement, so that their margins stay as they are.

Each drawn recommendation is a real one under a new key: its states, session, issues, answer and flags. The draws come
in rounds of as many as there are real ones. A pair of recommendations of which one asks again what the other asked is
a pair of draws of the same round, so pairs grow as the recommendations do. Flags of treaties are on draws of the first
round only: each pair of them in two cycles of one state is a row of `asked_again`, which grows by the square, from 29
thousand now to 770 million with 10 million recommendations of the same 193 states.

Nothing in them is a recommendation of anybody.
"""

from __future__ import annotations

import shutil
import tomllib
from typing import TYPE_CHECKING

import duckdb

from analytics.database import DATA

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20
SPREAD = 2_654_435_761
"""An odd number: times it, modulo 2 to the power of 48, numbers become keys of 12 digits that are spread and differ."""
STEPS = (
    """
    create temp table fact as
    select row_number() over () - 1 as place, *,
    from read_parquet(getvariable('data') || '/recommendations.parquet')
    """,
    """
    create temp table drawn as
    select
        (hash(number + getvariable('seed')) % (select count(*) from fact))::integer as place,
        number // (select count(*) from fact) as round,
        printf('%012x', number * getvariable('spread') % (1::bigint << 48)) as source_key,
    from range(getvariable('recommendations')) as numbers (number)
    order by place
    """,
    """
    copy (
        select fact.* exclude (place) replace (drawn.source_key as source_key),
        from drawn
        inner join fact on fact.place = drawn.place
    ) to (getvariable('folder') || '/recommendations.parquet') (compression zstd)
    """,
    """
    copy (
        select drawn.source_key, flagged.flag,
        from drawn
        inner join fact on fact.place = drawn.place
        inner join read_parquet(getvariable('data') || '/flags.parquet') as flagged
            on flagged.source_key = fact.source_key
        where drawn.round = 0 or not list_contains(getvariable('treaties'), flagged.flag)
    ) to (getvariable('folder') || '/flags.parquet') (compression zstd)
    """,
    """
    copy (
        select first.source_key as earlier, second.source_key as later, pair.score,
        from read_parquet(getvariable('data') || '/asked_again.parquet') as pair
        inner join fact as before on before.source_key = pair.earlier
        inner join fact as after on after.source_key = pair.later
        inner join drawn as first on first.place = before.place
        inner join drawn as second on second.place = after.place and second.round = first.round
    ) to (getvariable('folder') || '/asked_again.parquet') (compression zstd)
    """,
)


def write(folder: Path, recommendations: int) -> None:
    """A copy of data/ in a new folder, with so many recommendations; the same on every run."""
    shutil.copytree(DATA, folder)
    rules = tomllib.loads((DATA / "instruments.toml").read_text(encoding="utf-8"))
    treaties = [flag["flag"] for flag in rules["flag"] if "within" in flag]
    variables = {"data": str(DATA), "folder": str(folder), "seed": SEED, "spread": SPREAD}
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB", "temp_directory": str(folder)}) as connection:
        for name, value in {**variables, "recommendations": recommendations, "treaties": treaties}.items():
            connection.execute(f"set variable {name} = $value", {"value": value})
        for step in STEPS:
            connection.execute(step)
