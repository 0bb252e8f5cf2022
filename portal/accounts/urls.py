"""Addresses of people and organisations; the settings page is named without a namespace, as its parts are."""

from django.urls import URLPattern, URLResolver, include, path

from portal.accounts import decision_views, people_views, rights_views, views

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
    path("settings/decision-rights/", rights_views.rights, name="rights"),
    path("settings/decision-rights/standard/", rights_views.standard_rights, name="standard-rights"),
    path("settings/decision-rights/new/", rights_views.add_right, name="add-right"),
    path("settings/decision-rights/<int:pk>/", rights_views.right_page, name="right"),
    path("settings/decision-rights/<int:pk>/edit/", rights_views.edit_right, name="edit-right"),
    path("settings/decision-rights/<int:pk>/end/", rights_views.end_right, name="end-right"),
    path("settings/decision-rights/<int:pk>/holders/new/", rights_views.add_holder, name="add-holder"),
    path("settings/decision-rights/holders/<int:pk>/remove/", rights_views.remove_holder, name="remove-holder"),
    path("settings/decisions/", decision_views.decisions, name="decisions"),
    path("settings/decisions/csv/", decision_views.decisions_csv, name="decisions-csv"),
    path("settings/decisions/<int:pk>/", decision_views.decision_page, name="decision"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_own, "accounts"))),
    path("settings/", views.settings_index, name="settings"),
]
