"""Rounding once, and rounding that adds up. Nothing here is below zero."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor


def half_up(exact: Fraction | Decimal, decimals: int) -> Decimal:
    """The number rounded to so many decimals, halves up; it always carries all of them."""
    return Decimal(floor(Fraction(exact) * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def share_out(total: Decimal, amounts: Sequence[Decimal]) -> list[Decimal]:
    """The total in parts that are in proportion to the amounts and add up to it, all to the cent.

    Largest remainder: all parts are cut off to the cent, and the cents that are left go to those that lost most, the
    earlier first. Amounts to the cent that add up to more than the total are never exceeded.
    """
    scale = Fraction(total) * 100 / Fraction(sum(amounts))
    exact = [Fraction(amount) * scale for amount in amounts]
    cents = [floor(part) for part in exact]
    by_loss = sorted(range(len(cents)), key=lambda index: cents[index] - exact[index])
    for index in by_loss[: int(total * 100) - sum(cents)]:
        cents[index] += 1
    return [Decimal(part).scaleb(-2) for part in cents]
