"""Which mapping a file is read with when nobody says: the one its source remembers, or the one it is recognised by."""

from pathlib import Path

from tickets.intake.mappings import Mapping, MappingInvalid
from tickets.intake.parse import preview
from tickets.intake.refusals import FileRefused
from tickets.models import ImportBatch

ANSWERED_ELSEWHERE = ("timezone", "date_order")
"""The zone is given beside the mapping; the order of day and month may be told by the rest of the file."""


def mapping_for(batch: ImportBatch, path: Path) -> Mapping | str:
    """The batch's own mapping, else the source's, else the recognised one.

    FileRefused with the open questions when a file is recognised in part only.
    """
    if isinstance(batch.mapping, str):
        return batch.mapping
    try:
        if batch.mapping:
            return Mapping.from_dict(batch.mapping)
        return _remembered_or_recognised(batch, path)
    except MappingInvalid as error:
        raise FileRefused(str(error)) from error


def _remembered_or_recognised(batch: ImportBatch, path: Path) -> Mapping:
    seen = preview(path)
    if batch.source.mapping:
        remembered = Mapping.from_dict(batch.source.mapping)
        if set(remembered.fields.values()) <= set(seen.header):
            return remembered
    asked = [one for one in seen.recognition.questions if one.code not in ANSWERED_ELSEWHERE]
    if asked:
        raise FileRefused(
            "The file does not tell everything: "
            + " ".join(question.text for question in asked)
            + " Answer in a mapping, or upload the file in the portal, which asks."
        )
    return seen.recognition.mapping
