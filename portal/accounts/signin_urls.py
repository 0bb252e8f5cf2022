"""The sign-in library's addresses, those that are open."""

from allauth.account.urls import urlpatterns as all_of_them

from portal.accounts.open_addresses import only_open

urlpatterns = only_open(all_of_them)
