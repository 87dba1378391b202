"""docs/record.md shows what really happens."""

from __future__ import annotations

import doctest
from pathlib import Path


def test_the_page_about_the_record_shows_what_happens(root: Path) -> None:
    result = doctest.testfile(str(root / "docs" / "record.md"), module_relative=False)
    assert result.attempted > 15
    assert result.failed == 0
