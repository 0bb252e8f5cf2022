"""The files of an evidence file that explain it: README.txt, index.html with its style, and who asked for it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string

from governance.evidence.tables import indented
from portal.ledger.laying_out import parameters, plain

if TYPE_CHECKING:
    from governance.evidence.writing import Written
    from governance.models import EvidencePack
    from portal.contributions.asked import Asked

STYLE = Path(__file__).parent / "offline.css"
COMMANDS = """\
unzip -p evidence.zip public-key.pem > public-key.pem
openssl pkey -pubin -in public-key.pem -outform DER | sha256sum
head -c -64 evidence.zip > signed
tail -c 64 evidence.zip > signature
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in signed -sigfile signature
unzip -q -o evidence.zip -d evidence
cd evidence
sha256sum --check --strict --quiet manifest.sha256
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.sha256 -sigfile manifest.sig
"""
"""With GNU coreutils, unzip and OpenSSL 3, in the folder of the file, which is called evidence.zip there."""


def explained(pack: "EvidencePack", asked: "Asked", key: str, written: "Written") -> Mapping[str, str]:
    """Names and texts. `request.json` and `request.html` are the stamp: all else is the same for the same request."""
    about = _about(pack, asked)
    context: dict[str, Any] = {
        "about": about,
        "written": written,
        "commands": COMMANDS,
        "fingerprint": key,
        "files": sum(len(kind.files) for kind in written.kinds),
        "rows": sum(kind.rows for kind in written.kinds),
    }
    stamp = _stamp(pack)
    return {
        "README.txt": render_to_string("governance/evidence/README.txt", context),
        "index.html": render_to_string("governance/evidence/offline.html", context),
        "style.css": STYLE.read_text(),
        "query.json": indented({"about": about, "parameters": plain(parameters(asked)), "zone": str(asked.zone)}),
        "request.json": indented(stamp),
        "request.html": render_to_string("governance/evidence/request.html", {"about": about, "stamp": stamp}),
    }


def _about(pack: "EvidencePack", asked: "Asked") -> dict[str, str]:
    return {
        "organisation": pack.organisation.name,
        "vendor": pack.vendor.name if pack.vendor else "",
        "contract": f"{pack.contract.reference} {pack.contract.title}".strip() if pack.contract else "",
        "first_day": pack.period_start.isoformat(),
        "last_day": pack.last_day.isoformat(),
        "zone": str(asked.zone),
    }


def _stamp(pack: "EvidencePack") -> dict[str, Any]:
    return {
        "request": pack.pk,
        "requested_by": pack.requested_by,
        "requested_at": plain(pack.requested_at),
        "purpose": pack.purpose,
        "portal_version": portal_version(),
    }


@cache
def portal_version() -> str:
    return str(tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]["version"])
