"""How sums of money are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.reading import sums


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a contract of us$1.5 billion", 1.5e9, "USD"),
        ("worth $792 million", 792e6, "USD"),
        ("some 300 million dollars", 300e6, "USD"),
        ("a$2.1 billion over thirty years", 2.1e9, "AUD"),
        ("cost 4 trillion won in all", 4e12, "KRW"),
        ("valued at sek 79 m", 79e6, "SEK"),
        ("of 5,000 euros", 5000, "EUR"),
        ("paid £3m for it", 3e6, "GBP"),
    ],
)
def test_a_sum_has_its_value_and_currency(text: str, value: float, unit: str) -> None:
    found = sums.money(text, 0, len(text))
    assert found is not None
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["in 2014 won a contract", "500 pounds of explosives", "12 crowns", "300 soldiers"])
def test_what_also_means_something_else_needs_a_million(text: str) -> None:
    assert sums.money(text, 0, len(text)) is None


@given(st.text(alphabet="us$€ 0123456789,.mbk won", max_size=80))
def test_any_text_gives_a_sum_or_none(text: str) -> None:
    found = sums.money(text, 0, len(text))
    assert found is None or found.value is not None
