"""Dates of the precision that is known: a year, a month or a day."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache, total_ordering

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
FORM = 'a date in quotes, "2024", "2024-12" or "2024-12-09"'


@total_ordering
class PartialDate:
    """A year, a month or a day of the calendar, written `2024`, `2024-12` or `2024-12-09`.

    Dates sort by their first possible day, the less precise first, so that
    `2024 < 2024-01 < 2024-01-01`. `parse` raises ValueError for any other
    form and for days that do not exist.
    """

    __slots__ = ("day", "month", "year")

    def __init__(self, year: int, month: int | None = None, day: int | None = None):
        self.year, self.month, self.day = year, month, day

    @classmethod
    @lru_cache(10_000)
    def parse(cls, text: str) -> PartialDate:
        if not re.fullmatch(PATTERN, text, re.ASCII):
            raise ValueError(f"'{text}' is not a date; write {_meant(text) or FORM}")
        year, month, day = (*map(int, text.split("-")), None, None)[:3]
        if year < 1:
            raise ValueError(f"'{text}' is not a date: there is no year 0")
        if month is not None and not 1 <= month <= 12:
            raise ValueError(f"'{text}' is not a date: there is no month {month:02}; write {FORM}")
        if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
            last = calendar.monthrange(year, month)[1]
            raise ValueError(f"'{text}' is not a date: {MONTHS[month - 1]} {year} has {last} days, not {day}")
        return cls(year, month, day)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The calendar day `day`."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """The form it is written in: 2024, 2024-12 or 2024-12-09."""
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    def __repr__(self) -> str:
        return f"PartialDate({str(self)!r})"

    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    def __eq__(self, other) -> bool:
        return isinstance(other, PartialDate) and self._key() == other._key()

    def __lt__(self, other) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key() < other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def surely_before(self, other: PartialDate) -> bool:
        """Whether every day this date may mean lies before every day `other` may mean."""
        return self._last() < other._first()

    def _first(self) -> tuple[int, int, int]:
        return self.year, self.month or 1, self.day or 1

    def _last(self) -> tuple[int, int, int]:
        return self.year, self.month or 12, self.day or 31

    @property
    def words(self) -> str:
        """As running text has it: 9 December 2024, December 2024 or 2024."""
        return self._in_words(MONTHS)

    @property
    def short(self) -> str:
        """As tables have it: 9 Dec 2024, Dec 2024 or 2024."""
        return self._in_words(SHORT_MONTHS)

    def _in_words(self, months: list[str]) -> str:
        if self.month is None:
            return f"{self.year:04}"
        month = f"{months[self.month - 1]} {self.year:04}"
        return month if self.day is None else f"{self.day} {month}"


def _meant(text: str) -> str | None:
    """The date in its right form, where `text` can mean one only: 2024/12/9 is "2024-12-09"."""
    numbers = re.fullmatch(
        r"""[“”‘’"']?([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?[“”‘’"']?""", text, re.ASCII
    )
    if not numbers:
        return None
    form = "-".join(part.zfill(2) for part in numbers.groups() if part)
    try:
        return f'"{PartialDate.parse(form)}"'
    except ValueError:
        return None
