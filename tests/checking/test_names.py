"""Names of treaties, programmes and weapons that mean the same."""

from __future__ import annotations

import pytest

from foedera.checking.names import alike


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("International Military Education and Training (IMET)", "IMET"),
        ("Foreign Military Financing", "Foreign Military Financing Program (FMF)"),
        ("Capacity building under DoD's Section 333", "Capacity Building Program for Forces under “Section 333”"),
        ("the Shusha Declaration", "Shusha Declaration on Allied Relations"),
        ("Elysée Treaty", "Elysee Treaty"),
        ("defence pact", "Defense Pact"),
        ("JF-17 Block III fighter jets", "JF-17 Block III"),
    ],
)
def test_the_same_name(left: str, right: str) -> None:
    assert alike(left, right)
    assert alike(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Section 333", "Section 907 waiver"),
        ("Treaty of Brussels", "Treaty of London"),
        ("FMF", "IMET"),
        ("JF-17", "F-16"),
        ("", "anything"),
    ],
)
def test_other_names(left: str, right: str) -> None:
    assert not alike(left, right)
