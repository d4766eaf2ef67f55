"""Figures, money and lists in the one form of the site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkai.model import Amount
from hkai.words import count, listed, money, number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1300, "1,300"),
        (1300.0, "1,300"),
        (0.76, "0.76"),
        (-2.5, "-2.5"),
        (1234567.125, "1,234,567.125"),
        (1e-12, "0"),
    ],
)
def test_number(value, written):
    assert number(value) == written


@given(st.integers(-(10**15), 10**15) | st.decimals(-(10**9), 10**9, places=4).map(float))
def test_number_reads_the_same(value):
    assert float(number(value).replace(",", "")) == pytest.approx(value, abs=1e-9)
    assert not number(value).endswith(".")


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"value": 3_000_000_000}, "HK$3 billion"),
        ({"value": 600_000}, "HK$600,000"),
        ({"value": 1_500_000}, "HK$1.5 million"),
        ({"value": 150_000_000, "currency": "USD", "approximate": True}, "about US$150 million"),
        ({"value": 2_358_200_000, "currency": "CNY"}, "RMB 2,358.2 million"),
        ({"value": 1_234_567_890}, "HK$1,234,567,890"),
        ({"value": 10_000, "per": "student"}, "HK$10,000 for each student"),
    ],
)
def test_money(fields, written):
    amount = Amount(**({"currency": "HKD", "basis": "size", "fact": "x"} | fields))
    assert money(amount) == written


def test_count():
    assert [count(1, "source"), count(2, "source"), count(1286, "source")] == [
        "1 source",
        "2 sources",
        "1,286 sources",
    ]
    assert count(0, "entity", "entities") == "0 entities"


def test_listed():
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
