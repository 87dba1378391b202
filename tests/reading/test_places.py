"""Where a thing takes place: the host that a place gives, and the slot `place`."""

from __future__ import annotations

import pytest

from foedera.claim import Claim
from foedera.documents.load import from_text
from foedera.reading import by_rules as read


def claims(text: str) -> list[Claim]:
    return read(from_text(text))


def test_a_base_gives_the_host_and_the_place() -> None:
    (one,) = claims("American troops are stationed at Redzikowo.")
    assert {(a.code, a.role) for a in one.actors} == {("USA", "contributor"), ("POL", "host")}
    assert one.place == "Redzikowo"


def test_a_place_is_never_a_party() -> None:
    for text in ("Greece signed a defence agreement at Lombrum.", "Japan bought frigates in Surabaya from Italy."):
        assert not {"PNG", "IDN"} & {a.code for c in claims(text) for a in c.actors}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("France and Greece signed a defence agreement in Paris in 2021.", "Paris"),
        ("French troops are deployed in northern Mali.", "northern Mali"),
        ("British forces are stationed at Masirah and Salalah.", "Masirah and Salalah"),
        ("Finland takes part in NATO missions in the Balkans.", "Balkans"),
        ("Vietnam: Cam Ranh was given up by the Russians in 2002.", "Cam Ranh"),
        ("Israel invaded Sinai in 1956.", "Sinai"),
        ("French troops are deployed in Mali.", None),
        ("British troops are stationed in Gibraltar.", None),
    ],
)
def test_the_place_is_a_part_of_a_state_or_a_region(text: str, place: str | None) -> None:
    found = claims(text)
    assert found
    assert [c.place for c in found] == [place] * len(found)
