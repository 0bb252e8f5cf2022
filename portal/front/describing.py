"""How the API's resources and stories are written down in OpenAPI."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from portal.front.api import Rows, Story, shape_of

TYPES = {"month": "A month, such as 2026-10.", "state": "A state of the row.", "q": "Words that it contains."}
REFUSALS = {
    "403": "Not for this member to do; the detail says who may.",
    "404": "No such row, or none that this member may see.",
    "409": "Somebody else was faster, or the row is not in a state for it; the detail says what became of it.",
    "412": "The row is not the one of If-Match any more.",
}


class Refusal(serializers.Serializer[Any]):
    detail = serializers.CharField()


class Described(AutoSchema):
    """Reads a story's body and answers, and a resource's filters, from where the API itself does."""

    def get_request_serializer(self) -> Any:
        return self.view.asks if isinstance(self.view, Story) else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        view = self.view
        if not isinstance(view, Story):
            return super().get_response_serializers()
        shown = getattr(view, "shows", None) or shape_of(view.answers or view.subject)
        refused = {status: OpenApiResponse(Refusal, description=words) for status, words in REFUSALS.items()}
        return {
            str(view.done): shown,
            "400": OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field."),
            **refused,
        }

    def get_override_parameters(self) -> list[Any]:
        if isinstance(self.view, Story):
            told = "The ETag of the row as you read it; without it the story takes the row as it is."
            return [OpenApiParameter("If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description=told)]
        if isinstance(self.view, Rows) and self.view.action == "list":
            return [_filter(name) for name in self.view.filters]
        return []


def _filter(name: str) -> OpenApiParameter:
    is_key = name.endswith("_id")
    said = TYPES.get(name, f"The {name.removesuffix('_id')} whose rows are wanted.")
    return OpenApiParameter(name, OpenApiTypes.INT if is_key else OpenApiTypes.STR, description=said)
