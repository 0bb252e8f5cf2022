"""A 64-bit fingerprint per ticket: the same in every process, on every machine, with every version of polars.

polars' own row hash is four times faster and promises none of that; BLAKE2b promises it and takes six times longer.
So: the words of a row (its texts in 8-byte words, its numbers and instants as one word each) are each mixed with a key
of their place by the finaliser of splitmix64, summed modulo 2^64, and mixed once more. It finds changes; it is
no protection against someone who wants to make two tickets look alike.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

from tickets.intake.frame import CONTENT

Words = npt.NDArray[np.uint64]
CHUNK, THREADS = 50_000, 2
GOLDEN = 0x9E3779B97F4A7C15
NULL, NEXT, PAD = "\x1e", "\x1f", "\x00"
TEXTS = tuple(name for name, dtype in CONTENT.items() if dtype == pl.String)
NUMBERS = tuple(name for name in CONTENT if name not in TEXTS)
NO_NUMBER = -(2**63) + 1


def row_hashes(frame: pl.DataFrame) -> pl.Series:
    """The fingerprint (Int64) of each row's content columns; rows with equal content have equal ones."""
    with ThreadPoolExecutor(THREADS) as threads:  # NumPy and polars compute outside Python's lock
        parts = list(threads.map(_chunk, frame.iter_slices(CHUNK)))
    joined = np.concatenate(parts) if parts else np.zeros(0, np.uint64)
    return pl.Series("row_hash", joined.view(np.int64), dtype=pl.Int64)


def _mix(words: Words) -> Words:
    """The finaliser of splitmix64, in place."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        words ^= words >> np.uint64(shift)
        words *= np.uint64(factor)
    words ^= words >> np.uint64(31)
    return words


def _keys(count: int) -> Words:
    """Key 0, 1, 2, … of the splitmix64 sequence."""
    return _mix(np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GOLDEN))


def _chunk(part: pl.DataFrame) -> Words:
    sums = _text_sums(part)
    for name, key in zip(NUMBERS, _keys(len(NUMBERS)), strict=True):
        numbers = part[name].to_physical().cast(pl.Int64).fill_null(NO_NUMBER).to_numpy().view(np.uint64)
        sums += _mix(numbers ^ key)
    return _mix(sums)


def _text_sums(part: pl.DataFrame) -> Words:
    """The sum of the mixed words of each row's texts, which are joined and padded to whole words."""
    joined = part.lazy().select(pl.concat_str(pl.col(TEXTS).fill_null(NULL), separator=NEXT).alias("text"))
    missing = (8 - pl.col("text").str.len_bytes() % 8) % 8
    padded = joined.select(pl.col("text") + pl.lit(PAD * 7).str.head(missing)).collect()["text"]
    counts = (padded.str.len_bytes() // 8).to_numpy().astype(np.int64)
    words = np.frombuffer(padded.str.join("").item().encode(), dtype="<u8").astype(np.uint64)
    starts = np.cumsum(counts) - counts
    places = np.arange(words.size) - np.repeat(starts, counts)
    words ^= _keys(int(counts.max()) + len(NUMBERS))[len(NUMBERS) :][places]
    return np.asarray(np.add.reduceat(_mix(words), starts), dtype=np.uint64)
