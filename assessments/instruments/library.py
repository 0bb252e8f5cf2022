"""The instruments that come with the portal, and how an organisation comes to hold their versions.

`shipped/full.yaml` is whole but for `recommendation: delivery`, the name of the file beside it with those rules.
`shipped/quick.yaml` says which questions it takes from the full one.
"""

import hashlib
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from assessments.instruments import reading
from assessments.instruments.parsing import Tree, parse
from assessments.instruments.problems import InstrumentRefused
from assessments.instruments.selecting import only
from assessments.instruments.shape import Instrument
from assessments.instruments.shaping import as_data, canonical, from_canonical
from assessments.models import InstrumentVersion

CODES = ("quick", "full")
"""What no organisation may call an instrument of its own."""

FOLDER = Path(__file__).parent / "shipped"
BY = "Retained"


@cache
def shipped() -> dict[str, Instrument]:
    """By code. Raises InstrumentRefused, which would be a mistake of ours."""
    return read_folder(FOLDER)


def read_folder(folder: Path) -> dict[str, Instrument]:
    """The instruments whose files lie in a folder: those of CODES, the quick one being part of the full one."""
    full = _with_rules(parse((folder / "full.yaml").read_text("utf-8")), folder)
    whole = reading.understood(full)
    quick = parse((folder / "quick.yaml").read_text("utf-8"))
    return {"quick": _part(quick, whole), "full": whole}


def _with_rules(tree: Tree, folder: Path) -> Tree:
    """With the rules of recommendation in place of their name; their lines are not those of this file."""
    rules = parse((folder / f"{tree.data['recommendation']}.yaml").read_text("utf-8"))
    tree.data["recommendation"] = rules.data.get("recommendation", rules.data)
    tree.problems += rules.problems
    return tree


def _part(tree: Tree, whole: Instrument) -> Instrument:
    said: dict[str, Any] = dict(tree.data)
    codes = said.pop("questions")
    if missing := [code for code in codes if whole.question(code) is None]:
        raise InstrumentRefused((f"questions: {whole.code} has no {', '.join(missing)}. Name questions that it has.",))
    if said.pop("takes_from") != whole.code:
        raise InstrumentRefused((f"takes_from: only {whole.code} can be taken from.",))
    said.pop("recommendation", None)
    return reading.understood(Tree(as_data(only(whole, codes)) | said))


def sha256_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def lay_out(organisation_id: int, now: datetime) -> None:
    """Store the shipped versions that the organisation does not hold yet. One query where none is missing.

    A changed file becomes the next version of its instrument; one that was held before does not come again, so that
    two releases of the portal running side by side for a while do not outbid each other.
    """
    held = InstrumentVersion.objects.of_organisation(organisation_id).numbers_of(CODES)
    rows = [
        _row(organisation_id, instrument, content, now, max(held.get(code, {}).values(), default=0) + 1)
        for code, instrument in shipped().items()
        if sha256_of(content := canonical(instrument)) not in held.get(code, {})
    ]
    InstrumentVersion.objects.bulk_create(rows, ignore_conflicts=True)


def _row(organisation_id: int, instrument: Instrument, content: str, now: datetime, number: int) -> InstrumentVersion:
    return InstrumentVersion(
        organisation_id=organisation_id,
        code=instrument.code,
        number=number,
        title=instrument.title,
        content=content,
        sha256=sha256_of(content),
        note="As it comes with the portal." if number == 1 else "Changed with a release of the portal.",
        loaded_at=now,
        loaded_by=BY,
    )


def instrument_of(version: InstrumentVersion) -> Instrument:
    """What a version holds; read once for each content."""
    return _read(version.sha256, version.content)


@lru_cache(maxsize=64)
def _read(_sha256: str, content: str) -> Instrument:
    return from_canonical(content)
