"""Instruments that can be read, for addresses that show them."""

from assessments.instruments.shaping import canonical
from assessments.models import InstrumentDraft
from tests.assessments.instruments import small_instrument
from tests.objects.owners import NOW, Arguments, Owner, named
from tests.objects.readiness import an_instrument


def a_whole_draft(owner: Owner) -> Arguments:
    number = InstrumentDraft.objects.filter(organisation=owner.organisation).count()
    instrument = small_instrument(code=f"own-{number}", title=named(owner))
    told = {"code": instrument.code, "title": instrument.title, "content": canonical(instrument)}
    of = {"organisation": owner.organisation, "based_on_id": an_instrument(owner)["pk"]}
    return {"pk": InstrumentDraft.objects.create(**of, **told, saved_at=NOW, saved_by="Vera").pk}
