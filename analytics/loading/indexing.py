"""What is made of the texts of a loaded version in its finishing step: the search index and the flags of each lens.

Both are files beside its facts, so that a snapshot is made from files alone. What a word is says `search`; what a flag
is says `lens`, how they are kept `flags`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from analytics import flags, search
from analytics.lens import read_lens
from analytics.loading import facts

WORDS = "search_words.parquet"
"""One row per text, in the order of texts.parquet: its words as phrases are looked for in them."""
INDEX = "search_stems.parquet"
"""One row per text and word: number of the text in texts.parquet, word without accents, stem, language, times. It comes
after WORDS: where it stands, the index is complete."""


def write_index(folder: Path, into: Path) -> None:
    """The index of the texts in a folder, written into another."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    words, languages = pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int8(), pa.string())
    kinds = {"text": pa.uint32(), "word": words, "stem": words, "language": languages, "times": pa.uint16()}
    schema = pa.schema(kinds)
    spoken = pa.schema({"words": pa.string()})
    with pq.ParquetWriter(into / WORDS, spoken) as whole, pq.ParquetWriter(into / INDEX, schema) as file:
        number = 0
        for batch in facts.rows_of(folder / facts.TEXTS, ["text"]):
            texts = [search.words_in(text) for text in batch["text"].to_pylist()]
            whole.write_table(pa.table({"words": [search.spoken(words) for words in texts]}, schema=spoken))
            columns = zip(*_rows(texts, number), strict=True)
            filled = [pa.array(values, kind) for values, kind in zip(columns, kinds.values(), strict=False)]
            if filled:
                file.write_table(pa.Table.from_arrays(filled, schema=schema))
            number += len(texts)


def _rows(texts: list[list[str]], first: int) -> Iterator[tuple[int, str, str, str, int]]:
    """The words of each text with their stems, and how often it has them; 65,535 times at most."""
    for number, words in enumerate(texts, start=first):
        language = search.language_of(words)
        for word, times in Counter(words).items():
            if search.is_indexed(word, language):
                yield number, search.plain(word), search.stem(word, language), language, min(times, 65_535)


def write_flags(folder: Path, data: Path, into: Path) -> None:
    """Key and flag of each text in a folder that a lens of `data` flags, written into another.

    Raises ValueError when the rules of a lens cannot be read.
    """
    lenses = [read_lens(data / rules) for rules in flags.LENSES.values()]
    raised: list[tuple[str, str]] = []
    for batch in facts.rows_of(folder / facts.TEXTS, ["source_key", "text"]):
        texts = dict(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        for lens in lenses:
            raised += flags.flags_of(texts, lens)
    flags.write(into / flags.FLAGS, raised)
