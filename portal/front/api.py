"""The API's manners: who is let in, lists in pages, and errors that say what to do.

A resource is a view class with a `capability` and `rows(member)`; what it answers is what that member may see, and
another party's row is as absent as one that never was. Stories are called with the same functions as by the pages.
A row carries an ETag; a story that is sent with If-Match is refused (412) when the row is another by now.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.accounts.decisions import DecidedMeanwhile, NotEntitled
from portal.accounts.models import Membership
from portal.front.addresses import key_of


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


class Outdated(APIException):
    """The row is not what its sender saw (If-Match) any more."""

    status_code = 412
    default_code = "outdated"
    default_detail = "It was changed since you read it. Read it again, then decide anew. Nothing was done."


class Rows(ReadOnlyModelViewSet[Any], ABC):
    """A list, and one row of it, in full where `one_class` says so.

    `filters` goes from a query parameter to the name of a query set's method.
    """

    capability: str
    pagination_class = Pages
    filters: ClassVar[dict[str, str]] = {}
    one_class: type[serializers.Serializer[Any]] | None = None

    @abstractmethod
    def rows(self, member: Membership) -> QuerySet[Any]:
        """What the member may see, in order."""

    def whole(self, member: Membership) -> QuerySet[Any]:
        """The same rows with all that one row in full takes."""
        return self.rows(member)

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return model_of(type(self))._default_manager.none()
        member = member_of(self.request)
        return self.whole(member) if self.action == "retrieve" else self._narrowed(self.rows(member))

    def _narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for parameter, method in self.filters.items():
            if value := self.request.query_params.get(parameter, ""):
                rows = getattr(rows, method)(_understood(parameter, value, rows.model))
        return rows

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return shape_of(type(self)) if self.action == "retrieve" else super().get_serializer_class()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().retrieve(request, *args, **kwargs)
        answer["ETag"] = etag_of(answer.data)
        return answer


class Listed(ListAPIView[Any], ABC):
    """A list that is computed: `items` are what `serializer_class` shows."""

    capability: str
    pagination_class = Pages

    @abstractmethod
    def items(self, member: Membership) -> Sequence[Any] | QuerySet[Any]:
        """What the member may see, in order."""

    def get_queryset(self) -> Any:
        return [] if getattr(self, "swagger_fake_view", False) else self.items(member_of(self.request))


class Nothing(serializers.Serializer[Any]):
    """A story that asks for nothing but the row that it is about."""


class Story(APIView, ABC):
    """Something that is done to a row by POST: `asks` understands the body, `act` does it.

    `subject` is the resource of the row; what `act` returns is answered as `answers` shows it, the row itself when it
    returns nothing. The story's own `conflicts` are answered by 409, its `refusals` by 400, in their own words.
    """

    capability: str
    asks: type[serializers.Serializer[Any]] = Nothing
    subject: type[Rows]
    answers: type[Rows] | None = None
    conflicts: tuple[type[Exception], ...] = ()
    refusals: tuple[type[Exception], ...] = ()
    done = 200
    http_method_names = ["post", "options"]

    @abstractmethod
    def act(self, member: Membership, row: Any, said: dict[str, Any]) -> Model | None:
        """Do it to the row that the member may see; None: the row itself is the answer."""

    def post(self, request: Request, pk: int) -> Response:
        member = member_of(request)
        row = found(self.subject().whole(member), pk)
        _refuse_outdated(request, shape_of(self.subject)(row).data)
        asked = self.asks(data=request.data)
        asked.is_valid(raise_exception=True)
        made = self._acted(member, row, asked.validated_data)
        data = self.answer(member, made or row)
        return Response(data, status=self.done, headers={"ETag": etag_of(data)})

    def _acted(self, member: Membership, row: Any, said: dict[str, Any]) -> Model | None:
        try:
            with transaction.atomic():
                return self.act(member, row, said)
        except self.conflicts as late:
            raise Conflict(str(late)) from late
        except self.refusals as refused:
            raise ValidationError({"detail": str(refused)}) from refused

    def answer(self, member: Membership, row: Model) -> Any:
        """The row as it stands now."""
        resource = self.answers or self.subject
        return shape_of(resource)(found(resource().whole(member), row.pk)).data


def shape_of(resource: type[Rows]) -> type[serializers.Serializer[Any]]:
    """What shows one row in full."""
    return resource.one_class or resource.serializer_class  # type: ignore[return-value]


def model_of(resource: type[Rows]) -> type[Model]:
    model: type[Model] = resource.serializer_class.Meta.model  # type: ignore[union-attr]
    return model


def etag_of(data: Any) -> str:
    """Names what a row looks like: the same as long as nothing that is shown of it changes."""
    return f'"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'


def _refuse_outdated(request: Request, data: Any) -> None:
    wanted = request.headers.get("If-Match", "*")
    if wanted != "*" and etag_of(data) not in [tag.strip() for tag in wanted.split(",")]:
        raise Outdated


def checked(form: Any, **called: str) -> dict[str, Any]:
    """What a page's form understood; its errors by field otherwise, which `called` gives the API's names."""
    if not form.is_valid():
        wrong = {called.get(name, name): list(errors) for name, errors in form.errors.items()}
        raise ValidationError({"detail" if name == "__all__" else name: errors for name, errors in wrong.items()})
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned


def member_of(request: Request | HttpRequest) -> Membership:
    """Who asks; the permission class has let in nobody else."""
    return request.member  # type: ignore[union-attr,no-any-return]


def found(rows: QuerySet[Any], pk: int) -> Any:
    """The row of that key among those the member may see; 404 otherwise."""
    return get_object_or_404(rows, pk=pk)


def now() -> datetime:
    return timezone.now()


@extend_schema_field({"type": "string", "pattern": r"^\d{4}-\d{2}$"})
class MonthField(serializers.Field[date, str, str, date]):
    """A month: 2026-10."""

    default_error_messages = {"month": "“{value}” is not a month. Write it such as 2026-10."}

    def to_internal_value(self, data: Any) -> date:
        try:
            return datetime.strptime(str(data), "%Y-%m").replace(tzinfo=UTC).date()
        except ValueError:
            self.fail("month", value=data)

    def to_representation(self, value: date) -> str:
        return f"{value:%Y-%m}"


def resource(address: str, rows: type[Rows], name: str) -> list[URLPattern]:
    """The addresses of a list (`name` in the plural) and of one row: contracts/ and contracts/7/."""
    return [
        path(f"{address}/", rows.as_view({"get": "list"}), name=name),
        path(f"{address}/<int:pk>/", rows.as_view({"get": "retrieve"}), name=f"one-of-{name}"),
    ]


def _understood(parameter: str, value: str, model: type[Model]) -> Any:
    """A key where the parameter names one (`…_id`), the first day of a month, a state of the row, or a word."""
    if parameter.endswith("_id"):
        return _key(parameter, value)
    if parameter == "month":
        return MonthField().run_validation(value)
    if parameter == "state":
        _refuse_unknown(value, model._meta.get_field("state"))
    return value


def _key(parameter: str, value: str) -> int:
    key = key_of(value)
    if key is None:
        raise ValidationError({parameter: f"“{value}” is not a key. Give the id of a row."})
    return key


def _refuse_unknown(state: str, field: Any) -> None:
    known = [value for value, _ in field.choices]
    if state not in known:
        raise ValidationError({"state": f"“{state}” is no state. Give one of {', '.join(known)}."})
