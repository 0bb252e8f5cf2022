from django.urls import path, re_path

from vendors.views import calendars, register

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
    path("services/<int:pk>/", register.service_page, name="service"),
    path("outages/<int:pk>/", register.outage_page, name="outage"),
    path("levels/<int:pk>/", register.level_page, name="level"),
    path("calendars/<int:pk>/", calendars.calendar_page, name="calendar"),
]
