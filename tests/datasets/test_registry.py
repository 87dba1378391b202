"""The registry: every data set says what it is, how to cite it and what to know before using it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foedera.claim import RELATIONS
from foedera.datasets import DATASETS, dataset, describe
from foedera.errors import BadInput
from foedera.record.model import RELIABILITY


@pytest.mark.parametrize("name", DATASETS)
def test_an_entry_is_filled(name: str) -> None:
    found = DATASETS[name]
    assert all((found.title, found.publisher, found.author, found.issued, found.licence, found.coverage, found.unit))
    assert found.address.startswith("http")
    assert found.versions
    assert found.quirks
    assert found.reliability in RELIABILITY
    assert set(found.becomes) <= set(RELATIONS)
    assert all(t.files and t.columns for t in found.tables)


@pytest.mark.parametrize("name", DATASETS)
def test_a_citation_is_one_bibtex_entry_with_author_title_and_closed_braces(name: str) -> None:
    text = DATASETS[name].citation.strip()
    assert re.match(r"@(article|book|misc|data)\{[a-z0-9-]+,", text)
    assert text.count("{") == text.count("}")
    assert re.search(r"\bauthor = ", text)
    assert re.search(r"\btitle = ", text)


def test_names_are_found_in_any_case_and_unknown_ones_are_answered_with_the_list() -> None:
    assert dataset("ATOP").name == "atop"
    assert dataset("cow_igo").name == "cow-igo"
    with pytest.raises(BadInput, match="greenbook"):
        dataset("nothing")
    with pytest.raises(BadInput, match="member"):
        DATASETS["atop"].table("nothing")


def test_what_the_maintainer_does_not_want_passed_on_is_marked() -> None:
    assert DATASETS["cow-alliances"].may_be_passed_on is False
    assert DATASETS["sipri"].may_be_passed_on is False
    assert DATASETS["greenbook"].may_be_passed_on is True
    assert DATASETS["atop"].may_be_passed_on is None


def test_the_page_about_data_sets_holds_the_registry_as_it_is(root: Path) -> None:
    page = (root / "docs" / "datasets.md").read_text(encoding="utf-8")
    assert page.partition(describe.MARK)[2].strip() == describe.markdown().strip(), (
        "docs/datasets.md is stale: run python -m foedera.datasets.describe"
    )
