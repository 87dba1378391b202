"""A membership has the date that stands behind its organisation; what is left is not joined."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedera.actors import find
from foedera.claim import Actor, Claim
from foedera.reading import own_dates
from tests.growth import in_proportion


def membership(text: str, organisation: str, date: str | None, status: str = "member") -> Claim:
    actors = (Actor("POL", "member"), Actor(organisation, "organisation"))
    return Claim(
        0, len(text), text, "membership", "affirmed", actors, date=date, date_role=date and "since", status=status
    )


@pytest.mark.parametrize(
    ("text", "organisation", "date", "expected"),
    [
        ("Poland joined NATO in 1999 and the EU in 2004.", "EU", "1999", "2004"),
        ("Poland joined NATO in 1999 and the EU in 2004.", "NATO", "1999", "1999"),
        ("Poland joined NATO in 1999 and the EU (1 May 2004).", "EU", "1999", "2004-05-01"),
        ("In 2004 Poland joined the EU, and in 2005 it sent troops.", "EU", "2004", "2004"),
        ("Poland joined the EU in May and left nothing undone since 1999.", "EU", "1999", "1999"),
        ("Poland applied to NATO in 1993 and became a member in 1999.", "NATO", "1999", "1999"),
        ("Poland joined the EU in 2004.", "EU", None, None),
    ],
)
def test_a_date_behind_another_organisation_is_not_its_own(
    text: str, organisation: str, date: str | None, expected: str | None
) -> None:
    (given,) = own_dates.given([membership(text, organisation, date)], text, find(text))
    assert given.date == expected


def test_what_is_left_is_not_joined() -> None:
    text = "Poland joined the EU in 2004 and left NATO in 2020."
    joined, left = membership(text, "NATO", "2004"), membership(text, "NATO", "2020", "former")
    assert own_dates.given([joined, left], text, find(text)) == [left]
    assert own_dates.given([joined], text, find(text)) != []


def test_long_texts_take_work_in_proportion() -> None:
    piece = "NATO in 1999 and left "

    def work(size: int) -> object:
        text = piece * size
        at = [membership(piece, "NATO", "2004") for _ in range(size)]
        claims = [replace(c, start=n * len(piece), end=(n + 1) * len(piece)) for n, c in enumerate(at)]
        return own_dates.given(claims, text, find(text))

    assert in_proportion(work, 50)


def test_an_organisation_named_before_keeps_its_date() -> None:
    text = "Greece joined NATO in 1952 and, in 1981, the European Community."
    first, second = membership(text, "NATO", "1952"), replace(membership(text, "NATO", "1981"), start=32)
    assert own_dates.given([first, second], text, find(text)) == [first]
