"""Country profiles of a reference work: what the record contradicts in them are slips of the work, not of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera import api

# NATO was founded in 1949, and Czechia joined it in 1999.
SLIPS = {"factbook-it": "founding in 1948", "factbook-ez": "joined in 2009"}


@pytest.mark.slow
def test_profiles_are_contradicted_where_they_slip(shared: Path) -> None:
    with api.open_record(":memory:") as record:
        found = {
            (path.stem, checked.claim.quote)
            for path in sorted((shared / "gold" / "dev" / "texts").glob("factbook-*.txt"))
            for checked in api.check(path, record, as_of="2025-09-01")
            if checked.verdict in ("contradicted", "disputed")
        }
    slips = {(name, slip) for name, quote in found for slip in [SLIPS.get(name, "no slip")] if slip in quote}
    assert slips == set(SLIPS.items())
    assert len(found) == len(SLIPS), found
