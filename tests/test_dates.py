"""Dates of year, month or day precision."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkai.dates import PartialDate

days = st.dates(min_value=date(1, 1, 1))
partial = st.builds(
    lambda day, precision: PartialDate(*(day.year, day.month, day.day)[:precision]), days, st.integers(1, 3)
)


@given(partial)
def test_what_is_written_reads_the_same(it):
    assert PartialDate.parse(str(it)) == it
    assert (PartialDate.parse(str(it)).month, PartialDate.parse(str(it)).day) == (it.month, it.day)
    assert hash(PartialDate.parse(str(it))) == hash(it)


@given(st.lists(partial))
def test_order_is_by_year_month_day(dates):
    assert sorted(dates) == sorted(dates, key=lambda it: (it.year, it.month or 0, it.day or 0))
    assert [str(it) for it in sorted(dates)] == sorted(str(it) for it in dates)


@given(partial, partial)
def test_surely_before_holds_for_all_days_that_are_meant(one, other):
    if one.surely_before(other):
        assert one < other and not other.surely_before(one)
    assert not one.surely_before(one)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_days_that_do_not_exist_are_refused(year, month, day):
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        date.fromisoformat(text)
    except ValueError:
        with pytest.raises(ValueError, match="is not a date"):
            PartialDate.parse(text)
    else:
        assert str(PartialDate.parse(text)) == text


@given(st.text())
def test_other_text_is_refused_in_one_way(text):
    try:
        assert str(PartialDate.parse(text)) == text
    except ValueError as error:
        assert f"'{text}' is not a date" in str(error)


FORM = 'write a date in quotes, "2024", "2024-12" or "2024-12-09"'
WRONG = {
    "2024/12/09": 'write "2024-12-09"',
    "2024.12": 'write "2024-12"',
    "2024-1-5": 'write "2024-01-05"',
    "“2024-12-09”": 'write "2024-12-09"',
    "'2024'": 'write "2024"',
    "2024/02/30": FORM,
    "09-12-2024": FORM,
    "9 December 2024": FORM,
    "2024-12-09T10:00": FORM,
    "２０２４": FORM,
    "2024\n": FORM,
    "": FORM,
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_form_is_told_with_the_right_one(text):
    with pytest.raises(ValueError) as error:
        PartialDate.parse(text)
    assert str(error.value) == f"'{text}' is not a date; {WRONG[text]}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-13", f"'2024-13' is not a date: there is no month 13; {FORM}"),
        ("2024-00-01", f"'2024-00-01' is not a date: there is no month 00; {FORM}"),
        ("2023-02-29", "'2023-02-29' is not a date: February 2023 has 28 days, not 29"),
        ("2024-06-00", "'2024-06-00' is not a date: June 2024 has 30 days, not 0"),
        ("0000", "'0000' is not a date: there is no year 0"),
    ],
)
def test_impossible_date_is_told(text, message):
    with pytest.raises(ValueError) as error:
        PartialDate.parse(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("2024", "2024", "2024"),
        ("2024-09", "September 2024", "Sept 2024"),
        ("2024-12-09", "9 December 2024", "9 Dec 2024"),
    ],
)
def test_words(text, words, short):
    it = PartialDate.parse(text)
    assert (it.words, it.short) == (words, short)


def test_less_precise_dates_come_first():
    dates = [PartialDate.parse(text) for text in ("2024-01-01", "2024-01", "2024", "2023-12-31")]
    assert [str(it) for it in sorted(dates)] == ["2023-12-31", "2024", "2024-01", "2024-01-01"]
    assert not PartialDate.parse("2024").surely_before(PartialDate.parse("2024-06"))
    assert PartialDate.parse("2024").surely_before(PartialDate.parse("2025-01-01"))


def test_other_things_do_not_compare():
    with pytest.raises(TypeError):
        assert PartialDate.parse("2024") < "2025"
    assert PartialDate.parse("2024") != "2024"
    assert PartialDate.of(date(2024, 12, 9)) == PartialDate.parse("2024-12-09")
