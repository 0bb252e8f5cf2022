"""A review that names no vendor, with what hangs on it."""

from datetime import date
from typing import Any

from governance import models as g
from tests.objects.owners import NOW, Owner

SHA = "0" * 64
PLANNED = {"planned_at": NOW, "starts_at": NOW, "ends_at": NOW, "original_on": NOW.date()}
PERIOD = {"period_start": date(2026, 10, 1), "period_end": date(2026, 11, 1)}
DUE = {"title": "x", "owner_name": "Vera", "due_on": date(2026, 12, 1), "created_at": NOW, "created_by": "Vera"}
CIRCULATED = {"circulated_at": NOW, "circulated_by": "Vera", "sign_by": date(2026, 12, 1)}


class PortfolioOf:
    """Rows of a review that names no vendor, written past the code."""

    def __init__(self, owner: Owner) -> None:
        self.of_ours = {"organisation": owner.organisation}
        series = self.make(
            g.ReviewSeries, title="All", cadence="monthly", rule="FREQ=MONTHLY", first_on=NOW.date(),
            starts_at=NOW.time(), timezone="UTC",
        )  # fmt: skip
        held = {"state": "held", "started_at": NOW, "started_by": "Vera", "held_at": NOW}
        told = PLANNED | {"ends_at": NOW.replace(hour=23)}
        self.review = self.make(g.Review, series=series, title="All", cadence="monthly", **told, **PERIOD, **held)
        self.series, self.item = series, self.make(g.AgendaItem, review=self.review, title="All")
        self.action = self.make(g.Action, **DUE, visibility="client")
        kept = {"content": "{}", "sha256": SHA, "pdf": b"", "pdf_sha256": SHA}
        self.make(g.Pack, review=self.review, **kept, frozen_at=NOW, frozen_by="Vera")
        self.minutes = self.make(g.Minutes, review=self.review, number=1, **kept, **CIRCULATED)
        self.note = self.make(g.Note, item=self.item, text="x")

    def make(self, model: Any, **columns: Any) -> Any:
        return model.objects.create(**self.of_ours, **columns)

    def of(self, model: Any) -> bool:
        """Whether there is one now; what hangs on the others is added."""
        said = {"text": "x", "author": "Vera", "written_at": NOW, "visibility": "client"}
        more: dict[Any, dict[str, Any]] = {
            g.Attendance: {"review": self.review, "side": "client", "name": "Vera"},
            g.NoteRevision: {"note": self.note, **said},
            g.ActionEntry: {"action": self.action, "side": "client", **said},
            g.ActionProof: {
                "action": self.action,
                "effective": False,
                "reason": "No",
                "judged_by": "Vera",
                "judged_at": NOW,
            },
            g.Participant: {"series": self.series, "side": "client", "name": "Vera", "email": "v@a.example"},
        }
        if model in (g.Signature, g.ReviewDecision):
            return True  # bound to members and decisions; their policies are those of minutes
        if model in more:
            self.make(model, **more[model])
        return bool(model.objects.filter(vendor=None).exists())
