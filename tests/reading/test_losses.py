"""Where a claim that was not read got lost: each stage with a text in which just that goes wrong."""

from __future__ import annotations

import numpy as np
import pytest

from foedera.claim import RELATIONS, Actor, Claim
from foedera.documents.load import from_text
from foedera.reading import explain, read
from foedera.reading.losses import STAGES, Look, Trace, lost_at
from foedera.reading.proposing import Looked, Weighed
from foedera.reading.reader import DOUBTS, Step, Trigger

SALE = "Chile bought two frigates from Australia."


def label(text: str, relation: str, *codes: str, polarity: str = "affirmed", quote: str | None = None) -> Claim:
    said = quote or text
    start = text.index(said)
    actors = tuple(Actor(c, "party") if c.isupper() else Actor(None, "party", c) for c in codes)
    return Claim(start, start + len(said), said, relation, polarity, actors)


def lost(text: str, one: Claim, *, read_as: list[Claim] | None = None) -> str:
    """The stage at which a label is lost when the text is read; `read_as` takes the place of what stood."""
    trace = Trace()
    found = read(from_text(text, "page.txt"), notes=trace)
    return lost_at(one, found if read_as is None else read_as, trace)


def test_an_actor_that_the_text_names_nowhere_is_lost_at_mention() -> None:
    assert lost(SALE, label(SALE, "transfer", "CHL", "MNG")) == "mention"
    assert lost(SALE, label(SALE, "transfer", "CHL", "the Great Khan")) == "mention"


def test_one_that_is_named_but_cannot_be_meant_there_is_lost_at_context() -> None:
    text = f"{SALE} Peru bought none. Norway and Ghana met. Later the soldiers of Mongolia had a party."
    assert lost(text, label(text, "transfer", "CHL", "MNG", quote=SALE)) == "context"


def test_a_relation_that_nothing_sees_is_lost_at_frame() -> None:
    text = "The sun shone on Chile and on Australia."
    assert lost(text, label(text, "training", "CHL", "AUS")) == "frame"


def test_a_relation_that_is_seen_of_others_is_lost_at_role() -> None:
    text = "After an election in Peru, Chile bought two frigates from Australia."
    assert lost(text, label(text, "transfer", "CHL", "PER")) == "role"


def test_what_is_read_with_the_other_polarity_is_lost_at_polarity() -> None:
    assert lost(SALE, label(SALE, "transfer", "CHL", "AUS", polarity="denied")) == "polarity"


ASKED = "Has Chile purchased frigates from Australia?"
SUPPOSED = "If it were true that Chile purchased two frigates from Australia, Peru would object."


@pytest.mark.parametrize("text", [ASKED, SUPPOSED])
def test_what_is_taken_as_asked_or_supposed_is_lost_at_polarity(text: str) -> None:
    assert lost(text, label(text, "transfer", "AUS", "CHL")) == "polarity"


def test_what_was_made_but_does_not_stand_is_lost_at_the_judge() -> None:
    assert lost(SALE, label(SALE, "transfer", "CHL", "AUS"), read_as=[]) == "judge"


def test_what_only_the_model_made_is_lost_at_the_judge_too() -> None:
    text = "Lisbon will let Cape Verde have two of its old corvettes."
    trace = Trace()
    (one,) = (c for c in read(from_text(text, "page.txt"), notes=trace) if c.relation == "transfer")
    assert one.rule == "learned.transfer"
    assert lost_at(label(text, "transfer", "PRT", "CPV"), [], trace) == "judge"


def test_what_two_labels_say_and_reading_once_is_lost_as_a_repeat() -> None:
    assert lost(SALE, label(SALE, "transfer", "CHL", "AUS")) == "repeat"


@pytest.mark.parametrize(
    ("refused", "stage"),
    [
        (None, "role"),
        ("only supposed", "polarity"),
        ("denied", "polarity"),
        ("what it needs is not in the clause", "frame"),
    ],
)
def test_a_frames_trigger_shows_that_the_relation_was_seen_unless_it_was_none(refused: str | None, stage: str) -> None:
    trace = Trace()
    trace.looks = [Look(0, len(SALE), frozenset(("chl", "aus")))]
    trigger = Trigger("training.trains", "training", (6, 12), 6, 12, refused)
    trace.steps = [Step(0, len(SALE), "", triggers=[trigger], named=frozenset(("CHL", "AUS")))]
    assert lost_at(label(SALE, "training", "CHL", "AUS"), [], trace) == stage
    assert lost_at(label(SALE, "transfer", "CHL", "AUS"), [], trace) == "frame"


def test_a_trigger_in_another_clause_shows_nothing_of_this_one() -> None:
    trace = Trace()
    trace.looks = [Look(0, 20, frozenset(("chl", "aus"))), Look(20, len(SALE), frozenset(("chl",)))]
    trigger = Trigger("training.trains", "training", (25, 30), 25, 30)
    trace.steps = [Step(0, len(SALE), "", triggers=[trigger], named=frozenset(("CHL", "AUS")))]
    assert lost_at(label(SALE, "training", "CHL", "AUS"), [], trace) == "context"
    assert lost_at(label(SALE, "training", "CHL", "AUS", quote=SALE[:20]), [], trace) == "frame"


def test_a_set_that_is_likelier_than_not_need_not_be_the_likeliest() -> None:
    """Of a list each actor is a claim of its own."""
    keys = frozenset(("CHL", "AUS"))
    actors = (Actor("CHL", "party"), Actor("AUS", "party"))
    other = Weighed(0, 41, "exercise", frozenset(("CHL", "PER")), 0.9, 0.8, "met", actors)
    for sure, stage in ((0.6, "judge"), (0.4, "role")):
        trace = Trace()
        mine = Weighed(0, 41, "exercise", keys, 0.9, sure, "met", actors)
        said, sure_of = np.full(len(RELATIONS), 0.9), np.zeros((2, 2 * len(RELATIONS)))
        looked = Looked(0, 41, said, {other.keys: 0, keys: 1}, sure_of, [other, mine])
        trace.looks = [Look(0, 41, frozenset(("chl", "aus", "per")), looked)]
        assert lost_at(label(SALE, "exercise", "CHL", "AUS"), [], trace) == stage


def test_names_are_compared_as_labels_are() -> None:
    text = "Rwanda trains the Al-Shabaab."
    trace = Trace()
    trace.looks, trace.ruled = [], [label(text, "training", "RWA", "al shabaab")]
    assert lost_at(label(text, "training", "RWA", "the Al-Shabaab"), [], trace) == "judge"


def test_in_a_treatys_own_text_the_stage_is_told_by_whom_it_names() -> None:
    text = "The party of the first part is Chile."
    assert lost_at(label(text, "agreement", "CHL", "PER"), [], Trace()) == "mention"


def test_a_frame_that_is_refused_for_what_is_supposed_shows_doubt() -> None:
    refused = [t.refused for step in explain(from_text(SUPPOSED, "page.txt")) for t in step.triggers]
    assert refused
    assert set(refused) <= set(DOUBTS)


def test_every_stage_is_one_of_those_that_are_listed() -> None:
    assert len(set(STAGES)) == len(STAGES) == 7
