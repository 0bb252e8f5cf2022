"""Addresses of people and organisations; the settings page is named without a namespace, as its parts are."""

from django.urls import URLPattern, URLResolver, include, path

from portal.accounts import people_views, views

_own = [
    path("welcome/", views.welcome, name="welcome"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("me/", views.person, name="person"),
    path("organisations/switch/", views.switch, name="switch"),
    path("settings/organisation/", views.organisation, name="organisation"),
    path("settings/people/", people_views.people, name="people"),
    path("settings/people/invite/", people_views.invite, name="invite"),
    path("settings/people/invitations/<int:pk>/revoke/", people_views.revoke, name="revoke"),
    path("settings/people/<int:pk>/", people_views.membership, name="membership"),
    path("settings/people/<int:pk>/role/", people_views.change_role, name="role"),
    path("settings/people/<int:pk>/end/", people_views.end, name="end"),
    path("settings/people/<int:pk>/reinstate/", people_views.reinstate, name="reinstate"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_own, "accounts"))),
    path("settings/", views.settings_index, name="settings"),
]
