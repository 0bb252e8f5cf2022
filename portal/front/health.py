"""Whether this web process can do its work."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

from portal.accounts.access import open_to_anyone


@open_to_anyone("load balancers and container engines ask it, and it tells nothing but that it works")
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database and the broker answer; an error page otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    cache.get("health")
    return JsonResponse({"status": "ok"})
