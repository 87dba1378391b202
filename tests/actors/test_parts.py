"""Which part of a sentence names an actor."""

from __future__ import annotations

import pytest

from foedera.actors.parts import part_naming


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("Ukraine was in the CIS but is not in the CSTO", "CIS", "Ukraine was in the CIS"),
        ("Ukraine was in the CIS but is not in the CSTO", "CSTO", "is not in the CSTO"),
        ("Austria was not part of the Warsaw Pact and is not part of NATO", "NATO", "is not part of NATO"),
        ("Turkey is a member of NATO", "NATO", "Turkey is a member of NATO"),
        ("Turkey left, and Greece stayed", "NATO", "Turkey left, and Greece stayed"),
    ],
)
def test_the_part_that_names_it_is_given_or_the_whole(text: str, code: str, part: str) -> None:
    assert part_naming(text, code).strip() == part
