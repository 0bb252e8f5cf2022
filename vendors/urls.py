from django.urls import path, re_path, register_converter

from vendors.months import InAddresses
from vendors.views import calendars, deciding, disputes, periods, register, reports

app_name = "vendors"
register_converter(InAddresses, "month")
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
    path("contracts/<int:pk>/periods/", periods.period_list, name="periods"),
    path("contracts/<int:pk>/periods/<month:month>/", periods.period, name="period"),
    path("contracts/<int:pk>/periods/<month:month>/report/", reports.report_form, name="report-form"),
    path("contracts/<int:pk>/periods/<month:month>/report/file/", reports.read_file, name="read-report"),
    path("contracts/<int:pk>/periods/<month:month>/report/template.csv", reports.file_template, name="report-template"),
    path("reports/<int:pk>/", reports.report_page, name="report"),
    path("reports/<int:pk>/accept/", deciding.accept, name="accept-report"),
    path("reports/<int:pk>/dispute/", deciding.dispute, name="dispute-report"),
    path("report-files/<int:pk>/", reports.report_file, name="report-file"),
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/<int:pk>/", disputes.dispute, name="dispute"),
    path("disputes/<int:pk>/say/", disputes.say, name="say"),
    path("disputes/<int:pk>/settle/", disputes.settle, name="settle"),
    path("disputes/<int:pk>/withdraw/", disputes.withdraw, name="withdraw"),
    path("dispute-files/<int:pk>/", disputes.dispute_file, name="dispute-file"),
    path("services/<int:pk>/", register.service_page, name="service"),
    path("levels/<int:pk>/", register.level_page, name="level"),
    path("calendars/<int:pk>/", calendars.calendar_page, name="calendar"),
]
