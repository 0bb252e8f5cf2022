"""The description of the API in OpenAPI, for members: what exists is nobody else's business."""

from drf_spectacular.views import SpectacularJSONAPIView

from portal.accounts.access import HasDeclaredCapability
from portal.accounts.capabilities import Capability


class ApiSchema(SpectacularJSONAPIView):
    capability = Capability.BELONG
    permission_classes = (HasDeclaredCapability,)
