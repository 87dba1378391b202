"""Our own labelled texts: every quote stands in its text, every claim keeps the rule book."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from foedera.claim import Claim

HERE = Path(__file__).resolve().parent / "labelled"
sys.path.insert(0, str(HERE.parent.parent / "tools"))

from passages import claim_of, passages  # noqa: E402 - tools is no package

FOLDERS = sorted(p.parent for p in HERE.glob("*/claims.jsonl"))
# What is learned from is long, and seldom changes.
LABELLED = [pytest.param(p, id=p.name, marks=[pytest.mark.slow] if p.name == "learned" else []) for p in FOLDERS]


@pytest.mark.parametrize("folder", LABELLED)
def test_every_labelled_claim_quotes_its_text(folder: Path) -> None:
    texts = {p.name.rsplit(".", 1)[0]: p for p in (folder / "texts").iterdir()}
    for labels in {folder / "claims.jsonl", folder / "contested.jsonl", *folder.glob("second.jsonl")}:
        for line in labels.read_text("utf-8").splitlines():
            data = json.loads(line)
            path = texts[data.pop("doc")]
            claim = Claim.from_dict(data)
            if path.suffix == ".txt":
                assert path.read_text("utf-8")[claim.start : claim.end] == claim.quote, f"{path.name}: {claim.quote}"


def test_no_text_is_both_learned_from_and_measured_by() -> None:
    words: dict[str, Path] = {}
    for path in HERE.glob("*/texts/*"):
        same = words.setdefault(path.read_text("utf-8"), path)
        assert same == path, f"{path} and {same} are the same text"


@pytest.mark.slow
def test_every_passage_and_its_claims_can_be_read() -> None:
    found = list(passages(HERE / "passages"))
    assert len({name for name, _, _ in found}) == len(found) > 3000
    for name, document, labels in found:
        for claim in labels:
            assert document.text[claim.start : claim.end] == claim.quote, name


def test_a_label_line_gives_actors_with_codes_and_bodies() -> None:
    text = "Wagner taught the army of Mali."
    claim = claim_of(
        "- !training null:provider:Wagner_Group MLI:recipient | taught the army | stage=planned", text, 0, "x"
    )
    assert claim.polarity == "denied"
    assert [(a.code, a.role, a.body) for a in claim.actors] == [
        (None, "provider", "Wagner Group"),
        ("MLI", "recipient", None),
    ]
    old = claim_of("- conflict cow:300:initiator SRB:target | taught", text, 0, "x")
    assert [a.code for a in old.actors] == ["cow:300", "SRB"]


def test_a_quote_that_is_not_in_the_passage_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the passage"):
        claim_of("- conflict USA:initiator SRB:target | bombed", "Nothing happened.", 0, "x")
