"""How the sign-in library is told the portal's rules."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation: nobody signs up by themselves."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and this password do not belong together.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes and try again, or reset the password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
