"""A 64-bit fingerprint per ticket: the same in every process, on every machine and with every version of polars."""

import hashlib

import polars as pl

from tickets.intake.frame import CONTENT


def row_hashes(frame: pl.DataFrame) -> pl.Series:
    """BLAKE2b-64 of each row's content columns, joined as text."""
    texts = [
        pl.col(name).cast(pl.Int64) if str(dtype).startswith("Datetime") else pl.col(name)
        for name, dtype in CONTENT.items()
    ]
    joined = frame.select(
        pl.concat_str([one.cast(pl.String).fill_null("\0") for one in texts], separator="\x1f")
    ).to_series()
    return pl.Series(
        "row_hash",
        [
            int.from_bytes(hashlib.blake2b(s.encode(), digest_size=8).digest(), "little", signed=True)
            for s in joined.to_list()
        ],
        dtype=pl.Int64,
    )
