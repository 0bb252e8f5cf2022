"""Versions of instruments: laid out once, next when a file changed, never altered."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from assessments.instruments import library
from assessments.instruments.library import instrument_of, lay_out, sha256_of
from assessments.instruments.shape import Instrument
from assessments.instruments.shaping import canonical
from assessments.models import InstrumentVersion
from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for, as_system
from tests.cast import Cast
from tests.counting import queries_of

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def held(cast: Cast) -> list[tuple[str, int]]:
    versions = InstrumentVersion.objects.of_organisation(cast.organisation.pk)
    return list(versions.order_by("code", "number").values_list("code", "number"))


def a_release_in_which(monkeypatch: pytest.MonkeyPatch, **changes: object) -> Instrument:
    """The full assessment changed with a release of the portal; the quick one stayed."""
    shipped = library.shipped()
    full = replace(shipped["full"], **changes)  # type: ignore[arg-type]
    monkeypatch.setattr(library, "shipped", lambda: shipped | {"full": full})
    return full


def test_an_organisation_holds_the_shipped_instruments_as_their_first_versions(acting: Cast) -> None:
    lay_out(acting.organisation.pk, NOW)
    assert held(acting) == [("full", 1), ("quick", 1)]
    version = InstrumentVersion.objects.get(code="full")
    assert version.sha256 == sha256_of(version.content) == sha256_of(canonical(library.shipped()["full"]))
    assert instrument_of(version) == library.shipped()["full"]
    assert (version.based_on, version.loaded_by) == (None, "Retained")


def test_laying_out_again_changes_nothing_and_asks_once(acting: Cast) -> None:
    lay_out(acting.organisation.pk, NOW)
    assert queries_of(lambda: lay_out(acting.organisation.pk, NOW)) == 1
    assert held(acting) == [("full", 1), ("quick", 1)]


def test_a_changed_file_becomes_the_next_version_and_the_former_stays(
    acting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(acting.organisation.pk, NOW)
    before = InstrumentVersion.objects.get(code="full").content
    changed = a_release_in_which(monkeypatch, minutes=45)
    lay_out(acting.organisation.pk, NOW)
    assert held(acting) == [("full", 1), ("full", 2), ("quick", 1)]
    assert InstrumentVersion.objects.get(code="full", number=1).content == before
    second = InstrumentVersion.objects.get(code="full", number=2)
    assert (instrument_of(second), second.note) == (changed, "Changed with a release of the portal.")


def test_two_releases_side_by_side_do_not_outbid_each_other(acting: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(acting.organisation.pk, NOW)
    with monkeypatch.context() as newer:
        a_release_in_which(newer, minutes=45)
        lay_out(acting.organisation.pk, NOW)
    lay_out(acting.organisation.pk, NOW)
    assert held(acting) == [("full", 1), ("full", 2), ("quick", 1)]


@pytest.mark.parametrize("statement", ["UPDATE {} SET content = ''", "DELETE FROM {}", "UPDATE {} SET number = 7"])
def test_the_application_may_not_change_or_remove_a_version(acting: Cast, statement: str) -> None:
    lay_out(acting.organisation.pk, NOW)
    before = list(InstrumentVersion.objects.order_by("pk").values_list("content", "number"))
    table = InstrumentVersion._meta.db_table
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert list(InstrumentVersion.objects.order_by("pk").values_list("content", "number")) == before


def test_an_organisation_sees_its_own_versions_and_providers_none(cast: Cast) -> None:
    for organisation in (cast.organisation, cast.elsewhere):
        with acting_for(organisation.pk):
            lay_out(organisation.pk, NOW)
    with acting_for(cast.organisation.pk):
        assert InstrumentVersion.objects.count() == 2
        assert not InstrumentVersion.objects.visible_to(cast["provider"]).exists()
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert not InstrumentVersion.objects.exists()


def test_a_new_organisation_starts_with_both_instruments(db: None, client: Client) -> None:
    first = {"organisation": "Ashcombe", "timezone": "Europe/Berlin", "currency": "EUR", "name": "Ada Bell"}
    secret = {"email": "ada@ashcombe.example", "password": "a long enough sentence"}
    assert client.post("/welcome/", first | secret).status_code == 302
    with as_system():
        organisation = Organisation.objects.get()
    with acting_for(organisation.pk):
        assert set(InstrumentVersion.objects.values_list("code", flat=True)) == {"quick", "full"}
