"""What governance has for an auditor: reviews, packs and minutes as they were presented, actions, changes on notice."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q

from governance.evidence import followed_up, scoped
from governance.models import (
    AgendaItem,
    Attendance,
    Minutes,
    Note,
    NoteRevision,
    Pack,
    Participant,
    Review,
    ReviewDecision,
    ReviewSeries,
    Signature,
)
from portal.contributions.asked import Asked
from portal.contributions.evidence import Collection, EvidenceFile
from portal.ledger import laying_out
from portal.ledger.laying_out import OWN, Kind, during, party

BYTES = frozenset({"content", "pdf"})
_REVIEWS = (
    "FROM governance_review {t} JOIN governance_reviewseries s ON s.id = {t}.series_id "
    "WHERE {t}.organisation_id = :organisation AND (:vendor IS NULL OR {t}.vendor_id = :vendor) "
    "AND (:contract IS NULL OR s.contract_id IS NULL OR s.contract_id = :contract) "
    "AND {t}.starts_at >= :since AND {t}.starts_at < :until"
)
_OF_REVIEWS = f"t.review_id IN (SELECT r.id {_REVIEWS.format(t='r')})"
_MINUTES = "SELECT m.id FROM governance_minutes m WHERE " + _OF_REVIEWS.replace("t.review", "m.review")  # noqa: S608 - text of the house
_ITEMS = "SELECT i.id FROM governance_agendaitem i WHERE " + _OF_REVIEWS.replace("t.review", "i.review")  # noqa: S608 - text of the house

_OF_EACH_REVIEW: tuple[tuple[str, str, str, type[models.Model], dict[str, str]], ...] = (
    ("attendance", "Attendance", "Who was there, sent apologies or was absent.", Attendance, {}),
    ("agenda-items", "Agenda items", "What was on the agenda, both sides' and ours alone.", AgendaItem, {}),
    (
        "review-decisions",
        "Decisions in reviews",
        "Which decisions were taken in which review, by whom and under which right.",
        ReviewDecision,
        {
            "decision_kind": "decision__kind",
            "subject": "decision__subject",
            "outcome": "decision__outcome",
            "reason": "decision__reason",
            "right": "decision__right_title",
            "basis": "decision__basis",
            "decided_by": "decision__decided_by",
            "decided_at": "decision__decided_at",
        },
    ),
)
"""Tables that hang on a review: kind, title, what it is, model, names."""


def collections(asked: Asked) -> Iterator[Collection]:
    reviews = (*_series(asked), *_meetings(asked), *_notes(asked), *_documents(asked))
    kinds = (*reviews, *followed_up.kinds(asked), *scoped.kinds(asked))
    return laying_out.collections(asked, kinds, "governance")


def _of_contract(asked: Asked, path: str) -> Q:
    """Of the contract asked about, or of none."""
    return Q() if asked.contract_id is None else Q(**{path: None}) | Q(**{path: asked.contract_id})


def _reviews(asked: Asked) -> "models.QuerySet[Review]":
    chosen = party(asked) & _of_contract(asked, "series__contract_id") & during(asked, "starts_at")
    return Review.objects.filter(chosen)


def _series(asked: Asked) -> Iterator[Kind]:
    series = ReviewSeries.objects.filter(party(asked) & _of_contract(asked, "contract_id"))
    yield Kind(
        "review-series",
        "Review series",
        "All series of the vendors, whether or not a review of theirs lies in the period.",
        series,
        f"FROM governance_reviewseries t WHERE {OWN} "
        "AND (:contract IS NULL OR t.contract_id IS NULL OR t.contract_id = :contract)",
        names={"vendor": "vendor__name", "contract": "contract__reference"},
    )
    yield Kind(
        "participants",
        "Participants of series",
        "Who takes part in those series, on which side and in which part.",
        Participant.objects.filter(series__in=series),
        "FROM governance_participant t WHERE EXISTS (SELECT 1 FROM governance_reviewseries s WHERE s.id = t.series_id "
        "AND s.organisation_id = :organisation AND (:vendor IS NULL OR s.vendor_id = :vendor) "
        "AND (:contract IS NULL OR s.contract_id IS NULL OR s.contract_id = :contract))",
    )


def _meetings(asked: Asked) -> Iterator[Kind]:
    reviews = _reviews(asked)
    yield Kind(
        "reviews",
        "Reviews",
        "Reviews that were to begin in the period: held, planned, missed and cancelled.",
        reviews,
        _REVIEWS.format(t="t"),
        names={"vendor": "vendor__name", "series": "series__title"},
    )
    for kind, title, about, model, names in _OF_EACH_REVIEW:
        rows: models.QuerySet[Any] = model._default_manager.filter(review__in=reviews)
        yield Kind(kind, title, about, rows, f"FROM {model._meta.db_table} t WHERE {_OF_REVIEWS}", names)


def _notes(asked: Asked) -> Iterator[Kind]:
    notes = Note.objects.filter(item__review__in=_reviews(asked))
    yield Kind(
        "notes",
        "Notes on agenda items",
        "The notes as they stand, both sides' and ours alone.",
        notes,
        f"FROM governance_note t WHERE t.item_id IN ({_ITEMS})",
        names={"review_id": "item__review_id"},
    )
    yield Kind(
        "note-revisions",
        "Revisions of notes",
        "Every text that a note has had, by whom and when.",
        NoteRevision.objects.filter(note__in=notes),
        "FROM governance_noterevision t JOIN governance_note n ON n.id = t.note_id " + f"WHERE n.item_id IN ({_ITEMS})",
    )


def _documents(asked: Asked) -> Iterator[Kind]:
    packs = Pack.objects.filter(review__in=_reviews(asked))
    yield Kind(
        "packs",
        "Packs as presented",
        "The frozen packs of those reviews: the same bytes, JSON and PDF, that the review had before it.",
        packs,
        f"FROM governance_pack t WHERE {_OF_REVIEWS}",
        without=BYTES,
        files=lambda: _frozen(packs, lambda pack: f"packs/review-{pack.review_id}-pack"),
    )
    minutes = Minutes.objects.filter(review__in=_reviews(asked))
    yield Kind(
        "minutes",
        "Minutes, every version",
        "Minutes as circulated, JSON and PDF; a higher number corrects those before and says what.",
        minutes,
        f"FROM governance_minutes t WHERE {_OF_REVIEWS}",
        without=BYTES,
        files=lambda: _frozen(minutes, lambda m: f"minutes/review-{m.review_id}-minutes-version-{m.number}"),
    )
    yield Kind(
        "signatures",
        "Signatures under minutes",
        "Which side signed which version, in whose name, when, and the hash that was signed.",
        Signature.objects.filter(minutes__in=minutes),
        f"FROM governance_signature t WHERE t.minutes_id IN ({_MINUTES})",
        names={"review_id": "minutes__review_id", "version": "minutes__number"},
    )


def _frozen(rows: "models.QuerySet[Any]", name: Any) -> Iterator[EvidenceFile]:
    """The content and the PDF of each row, read one by one when they are written."""
    for row in rows.order_by("pk").defer(*BYTES):
        yield EvidenceFile(f"{name(row)}.json", lambda pk=row.pk: _read(rows, pk, "content"), row.sha256)  # type: ignore[misc]
        yield EvidenceFile(f"{name(row)}.pdf", lambda pk=row.pk: _read(rows, pk, "pdf"), row.pdf_sha256)  # type: ignore[misc]


def _read(rows: "models.QuerySet[Any]", pk: int, column: str) -> bytes:
    value = rows.values_list(column, flat=True).get(pk=pk)
    return value.encode() if isinstance(value, str) else bytes(value)
