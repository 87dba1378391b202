"""Quality on the labelled texts stays above the floors, and our scores are those of the shared scorer."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from foedera.documents import load
from foedera.reading import Scores, evaluate, read
from foedera.reading.evaluate import cases, score
from foedera.reading.judging import surest

FLOORS = tomllib.loads((Path(__file__).parent.parent / "floors.toml").read_text("utf-8"))["reading"]


def _seeds(name: str) -> bool:
    return name.startswith("seed")


def _factbooks(name: str) -> bool:
    return name.startswith("factbook")


def _genres(name: str) -> bool:
    return not _seeds(name) and not _factbooks(name)


def _scores(shared: Path, docs: Callable[[str], bool]) -> Scores:
    dev = shared / "gold" / "dev"
    return evaluate(dev / "claims.jsonl", dev / "texts", dev / "contested.jsonl", docs=docs)


def test_seeds_stay_above_their_floor(shared: Path) -> None:
    assert _scores(shared, _seeds).strict.f1 >= FLOORS["seeds"]


def test_country_profiles_stay_above_their_floors_and_strict_reading_is_precise(shared: Path) -> None:
    dev = shared / "gold" / "dev"
    read_once = list(cases(dev / "claims.jsonl", dev / "texts", dev / "contested.jsonl", docs=_factbooks))
    assert score(replace(c, read=surest(c.read)) for c in read_once).strict.precision >= 0.95
    found = score(read_once)
    assert found.strict.f1 >= FLOORS["factbooks"]
    assert found.strict.precision >= FLOORS["factbook_precision"]
    assert found.roles >= FLOORS["roles"]
    assert found.false_affirmed == 0


def test_messy_genres_stay_above_their_floor(shared: Path) -> None:
    found = _scores(shared, _genres)
    assert found.strict.f1 >= FLOORS["genres"]
    assert found.false_affirmed == 0


@pytest.mark.slow
def test_our_scores_are_those_of_the_shared_scorer(shared: Path, tmp_path: Path) -> None:
    dev = shared / "gold" / "dev"
    lines = []
    for path in sorted((dev / "texts").iterdir()):
        document = load(path)
        lines += [json.dumps({"doc": document.stem, **c.to_dict()}) for c in read(document)]
    (tmp_path / "read.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, str(shared / "tools" / "score_claims.py"), str(dev / "claims.jsonl"), "read.jsonl"]
    out = subprocess.run(
        [*command, "--contested", str(dev / "contested.jsonl"), "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(out.stdout)
    ours = _scores(shared, lambda name: True)
    assert (ours.strict.precision, ours.strict.recall) == pytest.approx(theirs["strict"][:2])
    assert ours.slots["name"].f1 == pytest.approx(theirs["slots"]["name"][2])


def test_confidence_lies_between_0_and_1(shared: Path) -> None:
    document = load(shared / "gold" / "dev" / "texts" / "seed-embassy.txt")
    assert all(0.0 <= (c.confidence or 0.0) <= 1.0 for c in read(document))


def test_strict_reading_keeps_the_surest(shared: Path) -> None:
    document = load(shared / "gold" / "dev" / "texts" / "seed-embassy.txt")
    assert [c.to_dict() for c in read(document, strict=True)] == [c.to_dict() for c in surest(read(document))]
