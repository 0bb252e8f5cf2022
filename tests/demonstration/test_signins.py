"""What bin/up says about who can sign in."""

from io import StringIO

from django.core.management import call_command

from portal.demonstration.people import SIGN_INS
from portal.demonstration.register import PASSWORD
from tests.cast import Cast


def said() -> str:
    output = StringIO()
    call_command("print_signins", stdout=output)
    return output.getvalue()


def test_every_sign_in_is_named_with_its_role_and_the_password(cast: Cast) -> None:
    text = said()
    assert all(sign_in.email in text for sign_in in SIGN_INS)
    assert "Vendor manager" in text
    assert PASSWORD in text


def test_without_a_demonstration_nothing_is_said(db: None) -> None:
    assert said() == ""
