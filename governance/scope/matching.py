"""Whether two names seem to speak of the same function, so that what belongs together can be shown together."""

import re

GENERAL = frozenset({
    *("service", "support", "management", "managed", "operation", "it", "and", "of", "the", "for", "other"),
})  # fmt: skip
"""Words that say nothing of which function it is."""


def seems_same(one: str, other: str) -> bool:
    """True when the telling words of one name are all among those of the other: "Network" and "Office network".

    A proposal for readers, not a link: nothing is computed from it that a person could not check at a glance.
    """
    these, those = _words(one), _words(other)
    return bool(these and those) and (these <= those or those <= these)


def _words(name: str) -> frozenset[str]:
    """The telling words in lower case, without a plural's s."""
    found = (word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"\w+", name.casefold()))
    return frozenset(found) - GENERAL
