"""The style guide is for those who build pages, not for those who use them."""

import pytest
from django.http import Http404
from django.test import RequestFactory, override_settings

from portal.styleguide.page import styleguide


@override_settings(DEBUG=False)
def test_nobody_sees_the_style_guide_of_a_portal_that_serves() -> None:
    with pytest.raises(Http404):
        styleguide(RequestFactory().get("/styleguide/"))


@override_settings(DEBUG=True, ROOT_URLCONF="tests.design.addresses")
def test_who_builds_pages_sees_it_with_debug_on() -> None:
    request = RequestFactory().get("/styleguide/")
    assert b"Service desk" in styleguide(request).content
