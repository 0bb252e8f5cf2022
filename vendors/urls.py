from django.urls import path, re_path

from vendors.views import calendars, contracts, dates, documents, exclusions, register

app_name = "vendors"
_WHAT = "|".join(register.BELONGINGS)
_PART = "|".join(contracts.PARTS)

urlpatterns = [
    path("", register.vendor_list, name="list"),
    path("new/", register.add_vendor, name="add"),
    path("<int:pk>/register/", register.vendor_page, name="vendor"),
    path("<int:pk>/edit/", register.edit_vendor, name="edit"),
    re_path(rf"^(?P<pk>\d+)/(?P<what>{_WHAT})/new/$", register.add_belonging, name="add-belonging"),
    re_path(rf"^(?P<what>{_WHAT})/(?P<pk>\d+)/edit/$", register.edit_belonging, name="edit-belonging"),
    path("contacts/<int:pk>/remove/", register.remove_contact, name="remove-contact"),
    path("contacts/<int:pk>/", register.contact_page, name="contact"),
    path("groups/<int:pk>/", register.group_page, name="group"),
    path("contracts/<int:pk>/exclusions/", exclusions.exclusion_list, name="exclusions"),
    path("contracts/<int:pk>/exclusions/new/", exclusions.add_exclusion, name="add-exclusion"),
    path("exclusions/<int:pk>/", exclusions.exclusion_page, name="exclusion"),
    path("exclusions/<int:pk>/answer/", exclusions.answer_exclusion, name="answer-exclusion"),
    path("exclusions/<int:pk>/withdraw/", exclusions.withdraw_exclusion, name="withdraw-exclusion"),
    path("contracts/<int:pk>/", contracts.contract_page, name="contract"),
    re_path(rf"^contracts/(?P<pk>\d+)/(?P<what>{_PART})/new/$", contracts.add_part, name="add-part"),
    re_path(rf"^(?P<what>{_PART})/(?P<pk>\d+)/edit/$", contracts.edit_part, name="edit-part"),
    re_path(rf"^(?P<what>{_PART})/(?P<pk>\d+)/remove/$", contracts.remove_part, name="remove-part"),
    path("obligations/<int:pk>/done/", contracts.complete_obligation, name="complete-obligation"),
    path("attestations/<int:pk>/remove/", contracts.remove_attestation, name="remove-attestation"),
    path("contracts/<int:pk>/documents/new/", documents.add_document, name="add-document"),
    path("documents/<int:pk>/", documents.document_page, name="document"),
    path("documents/<int:pk>/edit/", documents.edit_document, name="edit-document"),
    path("documents/<int:pk>/versions/new/", documents.add_document_version, name="add-document-version"),
    path("documents/versions/<int:pk>/", documents.download, name="download"),
    path("dates/", dates.dates_page, name="dates"),
    path("reminders/<int:pk>/dismiss/", dates.dismiss_reminder, name="dismiss-reminder"),
    path("services/<int:pk>/", register.service_page, name="service"),
    path("levels/<int:pk>/", register.level_page, name="level"),
    path("calendars/<int:pk>/", calendars.calendar_page, name="calendar"),
]
