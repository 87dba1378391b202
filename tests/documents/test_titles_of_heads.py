"""Lines of a head that are no title: running heads, mastheads with their date, correspondents' lines."""

from __future__ import annotations

import pytest

from foedera.documents import from_text

_BODY = "The two ministers signed the agreement on Monday, and the first aircraft left for the capital on Tuesday.\n"


@pytest.mark.parametrize(
    "line",
    [
        "ANALYSIS & PERSPECTIVE          Page 11",
        "Sunday supplement – Our island – 20 July 2025",
        "From a Special Correspondent          October, 1963",
        "14 Tammuz 5783 (3 July 2023)",
    ],
)
def test_a_line_about_the_page_is_no_title(line: str) -> None:
    assert from_text(f"{line}\n\nThe chequebook and compass\n\n{_BODY}").title == "The chequebook and compass"


def test_a_headline_may_begin_with_an_ordinal() -> None:
    page = from_text(f"MINISTRY OF DEFENCE\n\n45th Brigade takes its colours\n\n{_BODY}")
    assert page.title == "45th Brigade takes its colours"


def test_the_last_rows_of_a_table_with_bars_are_read() -> None:
    rows = "".join(f"May 20{n} | Rome says {n} hundred remain | B\n" for n in range(10, 20))
    page = from_text(f"Events, month by month\n\n{_BODY}\n{rows}")
    assert not [b for b in page.blocks if b.kind == "navigation"]
