"""Kept files among the evidence: the bytes as they came, under the SHA-256 that the row has kept."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from portal.contributions.evidence import EvidenceFile
from portal.files import path_of


def kept(rows: "models.QuerySet[Any]", folder: str, name: str, sha256: str) -> Iterator[EvidenceFile]:
    """One file per row that names one in `file`; `name` and `sha256` are the columns that say what it is."""
    for pk, file, called, digest in rows.exclude(file="").order_by("pk").values_list("pk", "file", name, sha256):
        yield EvidenceFile(f"{folder}/{pk}-{called}", path_of(file).read_bytes, digest)
