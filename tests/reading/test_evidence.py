"""What is known for and against a claim that could be made, beside the others of its text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import RELATIONS, Actor, Claim
from foedera.documents.load import from_text
from foedera.reading import by_rules, evidence, judging
from foedera.reading.evidence import NAMES, Evidence, Scene
from foedera.reading.proposing import Looked, Notes, Weighed

TEXT = "Chile bought two frigates from Australia, which were refitted. It trains there."
SALE, AGAIN = (0, 41), (42, 62)
BOTH = frozenset(("AUS", "CHL"))


def weighed(place: tuple[int, int], sure: float, relation: str = "transfer", keys: frozenset[str] = BOTH) -> Weighed:
    return Weighed(*place, relation, keys, 0.9, sure, "bought")


def looked(place: tuple[int, int], *made: Weighed) -> Looked:
    sets = {keys: n for n, keys in enumerate(dict.fromkeys(w.keys for w in made))}
    said, sure = np.full(len(RELATIONS), 0.1), np.zeros((len(sets), 3 * len(RELATIONS)))
    for w in made:
        sure[sets[w.keys], RELATIONS.index(w.relation)] = w.sure
    return Looked(*place, said, sets, sure, list(made))


def sold(start: int = 0, end: int = 41) -> Claim:
    actors = (Actor("AUS", "supplier"), Actor("CHL", "recipient"))
    return Claim(start, end, TEXT[start:end], "transfer", "affirmed", actors, confidence=0.8)


def known(scenes: list[Scene], n: int, relation: str = "transfer", keys: frozenset[str] = BOTH) -> dict[str, float]:
    return dict(zip(NAMES, Evidence(scenes, TEXT).of(n, relation, keys), strict=True))


def test_names_are_distinct() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_what_rules_and_model_say_of_it() -> None:
    scene = Scene(looked(SALE, weighed(SALE, 0.9), weighed(SALE, 0.4, "training")), [sold()], "pages")
    found = known([scene], 0)
    assert (found["record"], found["ruled"], found["unknown"]) == (0.8, 1.0, 0.0)
    assert found["sure"] == evidence.odds(0.9) == found["sure if ruled"]
    assert (found["these in another"], found["candidates"]) == (0.4, 2.0)


def test_rivals_are_others_of_the_same_relation() -> None:
    more = frozenset((*BOTH, "GBR"))
    made = [weighed(SALE, 0.5), weighed(SALE, 0.7, keys=more), weighed(SALE, 0.2, keys=frozenset(("CHL", "GBR")))]
    found = known([Scene(looked(SALE, *made), [], "pages")], 0)
    assert (found["first rival"], found["larger"], found["smaller"], found["rivals"]) == (0.7, 0.7, 0.0, 1.0)
    assert found["leads"] == 0.0


def test_a_clause_is_seen_beside_the_others_of_its_text() -> None:
    scenes = [
        Scene(looked(SALE, weighed(SALE, 0.9)), [], "pages"),
        Scene(looked(AGAIN, weighed(AGAIN, 0.3)), [], "pages"),
    ]
    first, second = known(scenes, 0), known(scenes, 1)
    assert (first["behind"], second["before"]) == (0.3, 0.9)
    assert (second["same sentence"], second["before in it"], first["same sentence"]) == (1.0, 0.9, 0.0)
    assert second["in text"] == second["actors in text"] == pytest.approx(0.9)
    assert first["in text"] == pytest.approx(0.3)


def test_a_later_round_goes_by_what_the_one_before_found() -> None:
    scenes = [Scene(looked(SALE, weighed(SALE, 0.9)), [], "pages")]
    seen = Evidence(scenes, TEXT)
    first = seen.of(0, "transfer", BOTH)
    seen.found([{("transfer", BOTH): 0.2}])
    later = seen.of(0, "transfer", BOTH)
    place = NAMES.index("before this")
    assert later[place] == evidence.odds(0.2) != first[place]


def test_a_rules_claim_of_which_the_model_says_nothing_is_known_by_its_record() -> None:
    found = known([Scene(None, [sold()], "pages")], 0)
    assert (found["unknown"], found["record"], found["not looked at"]) == (1.0, 0.8, 1.0)


def test_of_real_text_every_number_is_finite() -> None:
    notes = Notes()
    document = from_text("France and Greece signed a defence agreement in 2021. It binds them. Neither left NATO.")
    scenes = judging.scenes(by_rules(document, notes=notes), notes)
    found = Evidence(scenes, document.text)
    rows = [found.of(n, *tie) for n in range(len(scenes)) for tie in found.candidates(n)]
    assert rows
    assert np.isfinite(np.array(rows)).all()
    assert {len(row) for row in rows} == {len(NAMES)}
    members = [dict(zip(NAMES, row, strict=True)) for row in rows]
    assert any(row["members named"] == 1.0 and row["many"] == 2.0 for row in members)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=8))
def test_each_clause_has_those_before_and_behind_it(found: list[tuple[int, int]]) -> None:
    spans = [(start, start + length) for start, length in found]
    beside = evidence._beside(spans)
    for n, (before, behind) in enumerate(beside):
        assert before is None or spans[before] <= spans[n]
        assert behind is None or spans[behind] >= spans[n]
    assert [b for b, _ in beside].count(None) == min(len(spans), 1)
