"""The network that reads with arrays alone: what it is made of, and that it says what the trained one says."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from foedera.documents.load import from_text
from foedera.reading import network, reader, whom
from foedera.reading.context import Context
from foedera.reading.pieces import Piece, pieces

TOOLS = Path(__file__).resolve().parents[2] / "tools"
TEXT = "Chile purchased two frigates from Australia, and Peru, its neighbour, trains with both in the Pacific."


def read_pieces() -> list[Piece]:
    out: list[Piece] = []
    reader.steps(from_text(TEXT, "page.txt"), watch=lambda coded, context: out.extend(pieces(coded, context)))
    return out


def test_a_word_that_was_never_met_is_known_by_its_meaning() -> None:
    net = network.network()
    assert "corvettes" in net.rows["meanings"]
    assert np.abs(net.total("words", ("corvettes",))).max() > 0


def test_what_is_unknown_says_nothing() -> None:
    net = network.network()
    assert not net.total("words", ("xqzzy",)).any()
    assert not net.total("actors", ("xqzzy",)).any()


def test_the_same_features_are_added_up_once() -> None:
    added: list[network.Names] = []

    def add(names: network.Names) -> network.Array:
        added.append(names)
        return np.full(4, len(names), np.float32)

    vectors = network.Vectors(np, 4, add)
    found = vectors.of([("frigate", "frig-"), ("ship",), ("frigate", "frig-")])
    assert found[:, 0].tolist() == [2, 1, 2]
    assert vectors.of([("ship",)]).tolist() == [[1, 1, 1, 1]]
    assert added == [("frigate", "frig-"), ("ship",)]


def test_a_sentence_without_a_known_word_is_read_in_bounds() -> None:
    net = network.network()
    read = net.sentences([[("xqzzy",)] * 3])
    assert np.isfinite(read).all()
    heard = net.clauses(read, [[0, 1, 2]], net.totals("context", [()]))
    assert heard.chances.shape == (1, 12)
    assert ((heard.chances >= 0) & (heard.chances <= 1)).all()


def test_sentences_read_together_are_read_as_alone() -> None:
    net = network.network()
    several = [[("chile",)], [("the",), ("ships",), ("came",)] * 5, [("a",), ("treaty",)]]
    together, alone = net.sentences(several), [net.sentences([tokens]) for tokens in several]
    assert np.allclose(together, np.concatenate(alone), atol=1e-5)


def test_no_code_can_hide_in_the_file_of_the_network() -> None:
    with np.load(Path(network.__file__).with_name("proposer.npz"), allow_pickle=False) as held:
        assert all(held[name].dtype != object for name in held.files)


def test_training_and_reading_come_to_the_same_chances() -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    sys.path.insert(0, str(TOOLS))
    learning = pytest.importorskip("learning")
    (piece,) = read_pieces()
    told = []
    for clause in piece.clauses:
        known, at = whom.pool(clause, Context()), {p: n for n, p in enumerate(piece.at)}
        sets = [[0], [0, 1]] if len(known) > 1 else [[0]]
        rows = len(sets), 24
        told.append(
            learning.Told(
                piece.here(clause),
                [at.get(m.at, -1) for m in known.values()],
                [whom.known_of(m).names for m in known.values()],
                sets,
                [("n=1",), ("n=2",)][: len(sets)],
                np.zeros(rows, np.float32),
                np.ones(rows, np.float32),
                np.zeros(12, np.float32),
            )
        )
    sentence = learning.Sentence(piece.tokens, piece.context, told)
    vectors = np.random.default_rng(0).normal(size=(2, 48)).astype(np.float32)
    spaces = learning.Spaces.of([sentence] * 3, ["frigates", "trains"], vectors)
    learner = learning.Learner(spaces).eval()
    arrays = learning.arrays(learner, spaces)
    net = network.Network(arrays | {"meanings": arrays["meanings"] * network.UNIT})
    with torch.no_grad():
        stated, holds, _ = learner(learning.Batch([sentence], spaces))
    read, around = net.sentences([piece.tokens]), net.totals("context", [piece.context])
    row = 0
    for n, clause in enumerate(told):
        heard = net.clauses(read, [clause.here], around)
        actors = net.actors(read, clause.at, clause.actors, [0] * len(clause.at), heard.gist)
        chosen = net.choose(actors, clause.sets, clause.features, [0] * len(clause.sets), heard.gist)
        assert np.allclose(heard.chances[0], torch.sigmoid(stated[n]).numpy(), atol=1e-4)
        assert np.allclose(chosen.chances, torch.sigmoid(holds[row : row + len(clause.sets)]).numpy(), atol=1e-4)
        row += len(clause.sets)
