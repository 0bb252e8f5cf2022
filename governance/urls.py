"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import mails, notifications

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
    # Reviews: agenda
    # Reviews: packs
    # Reviews: meeting and minutes
    # Actions
    # Changes on notice, improvement plan
    # Evidence
    # Notifications
    path("notifications/", notifications.notification_list, name="notifications"),
    path("notifications/read/", notifications.mark_all_read, name="mark-all-read"),
    path("notifications/<int:pk>/open/", notifications.open_notification, name="open-notification"),
    path("notifications/<int:pk>/read/", notifications.mark_read, name="mark-read"),
    path("notifications/settings/", notifications.notification_settings, name="notification-settings"),
    path("notifications/mail/", mails.mail_list, name="mails"),
    path("notifications/mail/folder/", mails.mail_folder, name="mail-folder"),
    path("notifications/mail/<int:pk>/", mails.mail_page, name="mail"),
    path("notifications/mail/<int:pk>/again/", mails.send_again, name="send-mail-again"),
    path("notifications/mail/<int:pk>/invite.ics", mails.mail_invitation, name="mail-invitation"),
]
