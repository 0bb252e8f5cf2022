"""All addresses of the portal. Every view behind them declares who may use it (tests/accounts/test_access.py)."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from portal.front.health import health
from portal.front.schema import ApiSchema
from portal.styleguide.page import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reporting.urls")),
    path("vendors/", include("vendors.urls")),
    path("tickets/", include("tickets.urls")),
    path("", include("governance.urls")),
    path("readiness/", include("assessments.urls")),
    path("settings/", include("vendors.settings_urls")),
    path("settings/", include("tickets.settings_urls")),
    path("api/", include("vendors.api.urls")),
    path("api/", include("tickets.api_urls")),
    path("api/", include("governance.api.urls")),
    path("api/", include("portal.front.rights_api_urls")),
    path("api/schema/", ApiSchema.as_view(), name="api-schema"),
    path("jobs/", include("portal.jobs.urls")),
    path("", include("portal.accounts.urls")),
    path("account/", include("portal.accounts.signin_urls")),
    path("health/", health, name="health"),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
