"""Figures, money, dates and lists in the one form in which the site writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hkai.model import Amount

_SIGNS = {"HKD": "HK$", "USD": "US$", "CNY": "RMB "}


def number(value: int | float) -> str:
    """A figure with commas between thousands and no idle zeros: 1,300 or 0.76."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.10f}".rstrip("0").rstrip(".")


def money(amount: Amount) -> str:
    """An amount of money in words: HK$3 billion, about US$150 million, HK$600,000."""
    figure = number(amount.value)
    for size, word in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if amount.value >= size and round(amount.value / size, 2) == amount.value / size:
            figure = f"{number(amount.value / size)} {word}"
            break
    about = "about " if amount.approximate else ""
    per = f" for each {amount.per}" if amount.per else ""
    return f"{about}{_SIGNS[amount.currency]}{figure}{per}"


def count(number_: int, one: str, many: str | None = None) -> str:
    """`1 source`, `2 sources`: the number and the noun that fits it."""
    return f"{number(number_)} {one if number_ == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
