"""A result on paper."""

from assessments.results.presenting import Presented


def paper(shown: Presented) -> bytes:
    return b""
