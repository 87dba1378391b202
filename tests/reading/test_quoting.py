"""A claim's quote has no quotation mark at its edge whose other one is outside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.documents.load import from_text
from foedera.reading import read
from foedera.reading.quoting import trimmed


@pytest.mark.parametrize(
    ("text", "span", "left"),
    [
        ('It is known as "Section 333".', 'Section 333"', "Section 333"),
        ('It is known as "Section 333".', 'Section 333".', "Section 333"),
        ('It is known as "Section 333".', 'as "Section 333".', 'as "Section 333".'),
        ('It is known as "Section 333".', '"Section 333"', '"Section 333"'),
        ('"Kyiv came to us," she said.', '"Kyiv came to us', "Kyiv came to us"),
        ('He said: "We won. They lost."', 'They lost."', "They lost."),
        ("“Kyiv came. Riga left,” she said.", "Riga left,”", "Riga left"),
        ("“Kyiv came. Riga left,” she said.", "“Kyiv came.", "Kyiv came."),
        ('The "Joint Statement" and the "Charter", signed', '"Joint Statement" and the "Charter', None),
        ('A 5" gun was sold.', 'A 5" gun was sold.', None),
        ('"', '"', None),
    ],
)
def test_half_a_pair_at_the_edge_is_cut_off(text: str, span: str, left: str | None) -> None:
    start = text.index(span)
    a, b = trimmed(text, start, start + len(span))
    assert text[a:b] == (span if left is None else left)


@given(st.text(alphabet='ab "“”.,\n', max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_what_is_left_lies_within_and_is_not_empty(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    a, b = trimmed(text, start, end)
    assert start <= a <= b <= end
    assert (a < b) == (start < end)
    assert trimmed(text, a, b) == (a, b) or not text[a:b].strip(' "“”.,\n')


def test_the_quotes_of_claims_that_are_read_are_cut_and_still_stand_in_the_text() -> None:
    text = (
        "The United States has assisted Azerbaijan since 2002. This assistance is provided through Foreign Military "
        'Financing (FMF) and, since 2018, the capacity building program known as "Section 333".\n'
    )
    found = read(from_text(text))
    assert any(c.quote.endswith("Section 333") for c in found)
    for c in found:
        assert c.quote == text[c.start : c.end]
        assert c.quote.count('"') % 2 == 0


def test_very_many_marks_take_no_longer_each() -> None:
    assert trimmed('"' * 200_000 + " a", 0, 200_002) == (200_001, 200_002)
    assert trimmed("a " + "”." * 100_000, 0, 200_002) == (0, 1)
