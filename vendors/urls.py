from django.urls import path, re_path

from vendors.views import calendars, credit, credit_terms, ledger, register

app_name = "vendors"
_WHAT = "|".join(register.BELONGINGS)

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
    path("contracts/<int:pk>/", register.contract_page, name="contract"),
    path("credits/", ledger.ledger, name="credits"),
    path("credits/file/", ledger.ledger_file, name="credits-file"),
    path("credits/claim/", ledger.claim_several, name="claim-credits"),
    path("credits/<int:pk>/", credit.credit_page, name="credit"),
    path("credits/<int:pk>/steps/<str:step>/", credit.step, name="credit-step"),
    path("credits/<int:pk>/waive/", credit.waive_credit, name="waive-credit"),
    path("credits/<int:pk>/elect/", credit.elect_level, name="elect-level"),
    path("contracts/<int:pk>/credits/", ledger.contract_ledger, name="contract-credits"),
    path("contracts/<int:pk>/credit-terms/", credit_terms.terms_page, name="credit-terms"),
    path("contracts/<int:pk>/credit-terms/new/", credit_terms.add_terms, name="add-credit-terms"),
    path("credit-terms/<int:pk>/edit/", credit_terms.edit_terms, name="edit-credit-terms"),
    path("services/<int:pk>/", register.service_page, name="service"),
    path("levels/<int:pk>/", register.level_page, name="level"),
    path("calendars/<int:pk>/", calendars.calendar_page, name="calendar"),
]
