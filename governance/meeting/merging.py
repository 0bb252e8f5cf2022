"""Two texts that grew out of one, brought together so that no word that somebody wrote is lost.

A three-way merge by words (merge3): what only one of the two changed is taken from it. Where both changed the same
place, the rule is in `_both`. docs/minutes.md has worked examples.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from merge3 import Merge3

MOST_PAIRS = 1_000_000
"""Of words of two texts, up to which every word counts where they are compared: a thousand words on either side."""

_WORDS = re.compile(r"\s*\S+|\s+")

Words = list[str]


def merged(base: str, mine: str, theirs: str) -> str:
    """What `mine` and `theirs` make together, both having begun as `base`.

    Every word that either added is in it. A word of `base` that one of them took out is gone, unless the other
    wrote something into that very place. Where both added at one place, what `mine` added comes first.
    """
    texts = (_words(base), _words(mine), _words(theirs))
    regions = Merge3(*texts, sequence_matcher=_Matcher).merge_regions()  # type: ignore[arg-type]
    return "".join(word for region in regions for word in _of_region(region, texts))[1:]


def _of_region(region: Any, texts: tuple[Words, Words, Words]) -> Words:
    base, mine, theirs = texts
    kind, *ends = region
    if kind == "conflict":
        z0, z1, a0, a1, b0, b1 = ends
        return _both(base[z0:z1], mine[a0:a1], theirs[b0:b1])
    source = {"unchanged": base, "a": mine, "same": mine, "b": theirs}[kind]
    return source[ends[0] : ends[1]]


def _both(base: Words, mine: Words, theirs: Words) -> Words:
    """A place that both changed: against a deletion the edit stays; what one left as it was, the other may reword."""
    if not _says(mine) or not _says(theirs):
        return theirs if not _says(mine) else mine
    for first, second in ((mine, theirs), (theirs, mine)):
        end, start = _alike(base[::-1], first[::-1]), _alike(base, second)
        if start + end >= len(base):  # the one changed what lies before, the other what lies behind
            return first[: len(first) - end] + base[len(base) - end : start] + second[start:]
    return mine + theirs


def _alike(one: Words, other: Words) -> int:
    """How many words the two begin with in common."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _says(words: Words) -> bool:
    return any(word.strip() for word in words)


def _words(text: str) -> Words:
    """Words, each with the space before it, the first one too: what comes before or after it changes no word."""
    return _WORDS.findall(f" {text}") if text else []


class _Matcher(SequenceMatcher[str]):
    """Without the rule that leaves frequent words out of account while texts are short: "the" counts, too.

    Of long ones with the same word again and again it would take minutes; there words are kept twice rather than lost.
    """

    def __init__(self, isjunk: None, a: Sequence[str], b: Sequence[str]) -> None:
        super().__init__(isjunk, a, b, autojunk=len(a) * len(b) > MOST_PAIRS)
