"""The API's manners: who is let in, lists in pages, and errors that say what to do.

A resource is a view class with a `capability` and `rows(member)`; what it answers is what that member may see, and
another party's row is as absent as one that never was. Stories are called with the same functions as by the pages.
"""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.accounts.decisions import DecidedMeanwhile, NotEntitled
from portal.accounts.models import Membership


class Pages(PageNumberPagination):
    """100 rows a page; `page_size` asks for others, up to 1,000."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 1_000


class Conflict(APIException):
    """Someone else was faster, or the row is not in a state that allows this."""

    status_code = 409
    default_code = "conflict"


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refusals of the stories as answers of the API: 403 with the name of who may, 409 with what became of the row."""
    if isinstance(error, NotEntitled):
        error = PermissionDenied(str(error))
    elif isinstance(error, DecidedMeanwhile):
        error = Conflict(str(error))
    return exception_handler(error, context)


class Rows(ReadOnlyModelViewSet[Any]):
    """A list, and one row of it. `filters` goes from a query parameter to the name of a query set's method."""

    capability: str
    pagination_class = Pages
    filters: ClassVar[dict[str, str]] = {}

    def rows(self, member: Membership) -> QuerySet[Any]:
        """What the member may see, in order."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.rows(member_of(self.request))
        for parameter, method in self.filters.items():
            if value := self.request.query_params.get(parameter, ""):
                rows = getattr(rows, method)(_key(parameter, value))
        return rows


class Story(APIView):
    """Something that is done to a row by POST: `asks` understands the body, `act` does it and answers."""

    capability: str
    asks: type[serializers.Serializer[Any]]
    http_method_names = ["post", "options"]

    def row(self, member: Membership, pk: int) -> Model:
        raise NotImplementedError

    def act(self, member: Membership, row: Any, said: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def post(self, request: Request, pk: int) -> Response:
        member = member_of(request)
        row = self.row(member, pk)
        asked = self.asks(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(self.act(member, row, asked.validated_data))


def member_of(request: Request | HttpRequest) -> Membership:
    """Who asks; the permission class has let in nobody else."""
    return request.member  # type: ignore[union-attr,no-any-return]


def found(rows: QuerySet[Any], pk: int) -> Any:
    """The row of that key among those the member may see; 404 otherwise."""
    return get_object_or_404(rows, pk=pk)


def now() -> Any:
    return timezone.now()


def resource(address: str, rows: type[Rows], name: str) -> list[URLPattern]:
    """The addresses of a list (`name` in the plural) and of one row: contracts/ and contracts/7/."""
    return [
        path(f"{address}/", rows.as_view({"get": "list"}), name=name),
        path(f"{address}/<int:pk>/", rows.as_view({"get": "retrieve"}), name=f"one-of-{name}"),
    ]


def _key(parameter: str, value: str) -> int | str:
    """A key where the parameter names one (`…_id`), a word otherwise."""
    if not parameter.endswith("_id"):
        return value
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise ValidationError({parameter: f"“{value}” is not a key. Give the id of a row."})
    return int(value)
