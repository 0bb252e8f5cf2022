from django.urls import path

from vendors.views import calendars

urlpatterns = [
    path("sites/", calendars.site_list, name="sites"),
    path("sites/new/", calendars.add_site, name="add-site"),
    path("sites/<int:pk>/", calendars.site_page, name="site"),
    path("sites/<int:pk>/edit/", calendars.edit_site, name="edit-site"),
    path("calendars/", calendars.calendar_list, name="calendars"),
    path("calendars/new/", calendars.add_calendar, name="add-calendar"),
    path("calendars/<int:pk>/hours/", calendars.new_version, name="new-calendar-version"),
    path("calendars/versions/<int:pk>/holidays/import/", calendars.add_holidays, name="import-holidays"),
    path("calendars/versions/<int:pk>/holidays/new/", calendars.add_holiday, name="add-holiday"),
    path("calendars/holidays/<int:pk>/remove/", calendars.remove_holiday, name="remove-holiday"),
]
