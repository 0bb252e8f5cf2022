"""A function in an open campaign, as the addresses of its recommendation name it."""

from pydantic import TypeAdapter

from assessments.instruments.shape import Instrument
from assessments.models import Campaign
from tests.assessments.instruments import small_instrument
from tests.objects.owners import NOW, Arguments, Owner, named
from tests.objects.readiness import a_function_of_it, an_instrument


def a_recommendation(owner: Owner) -> Arguments:
    """A campaign that has functions to recommend for."""
    a_function_of_it(owner)
    content = TypeAdapter(Instrument).dump_json(small_instrument()).decode()
    told = {"title": named(owner), "opened_at": NOW, "opened_by": "Vera"}
    of = {"organisation": owner.organisation, "instrument_id": an_instrument(owner, content)["pk"]}
    return {"pk": Campaign.objects.create(**of, **told).pk}


def a_recommended_function(owner: Owner) -> Arguments:
    return a_recommendation(owner) | {"function_id": a_function_of_it(owner)["pk"]}
