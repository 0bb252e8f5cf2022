"""A function in an open campaign, as the addresses of its recommendation name it."""

from tests.objects.owners import Arguments, Owner
from tests.objects.readiness import a_campaign, a_function_of_it


def a_recommendation(owner: Owner) -> Arguments:
    """A campaign that has functions to recommend for."""
    a_function_of_it(owner)
    return a_campaign(owner)


def a_recommended_function(owner: Owner) -> Arguments:
    return a_recommendation(owner) | {"function_id": a_function_of_it(owner)["pk"]}
