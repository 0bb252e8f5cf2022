"""The sign-in library's addresses that are open to anyone, and why. All its others are closed.

Its views carry no declaration of ours, so this table is theirs; the walk over all addresses reads it too.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

from portal.accounts.access import open_to_anyone

OPEN_ADDRESSES = {
    "account_login": "one signs in before one is a member",
    "account_logout": "signing out needs no rights; strangers are sent to the sign-in page",
    "account_inactive": "tells someone who signed in that their account is switched off",
    "account_reauthenticate": "asks a signed-in person for the password again",
    "account_change_password": "anyone signed in may change their own password",
    "account_reset_password": "whoever forgot the password cannot sign in",
    "account_reset_password_done": "says that a mail was sent, whether or not the address is known",
    "account_reset_password_from_key": "the link in that mail, signed and good for one use",
    "account_reset_password_from_key_done": "says that the password was changed",
}


@open_to_anyone("answers 404 to everyone: people come by invitation and keep one address")
def closed(request: HttpRequest, **_kwargs: str) -> HttpResponse:
    raise Http404


def only_open(patterns: list[URLPattern]) -> list[URLPattern]:
    """The patterns with every address that OPEN_ADDRESSES does not name answered by `closed`.

    The names stay, because the library builds links from them; an address that a new version of it adds is
    closed until someone opens it here.
    """
    return [p if p.name in OPEN_ADDRESSES else URLPattern(p.pattern, closed, p.default_args, p.name) for p in patterns]
