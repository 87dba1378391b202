#!/usr/bin/env python3
"""Train the learned model of reading (network, judging) on labelled texts, and say what it gains.

    train_proposer.py --ruled FOLDER ... --fresh FOLDER ... [--unseen FOLDER ...] [--meanings FILE] [--jobs N] [--write]

Needs the extra `train`. A FOLDER has texts/ with claims.jsonl and contested.jsonl, or passages (*.txt, see
tests/labelled/README.md). From `--ruled` texts, of which frames were written, the network learns; from `--fresh` ones,
of which none was, it learns too, and the judge how much to believe a rule and how much the network, by what the
network says of texts that it was not trained on (three folds of whole texts, seed fixed). `--unseen` ones are only
read in the end.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

import learning
import numpy as np
import torch
import weighing
from passages import passages
from sklearn.linear_model import LogisticRegression

from foedera import reading
from foedera.claim import RELATIONS, Claim
from foedera.documents import Document, load
from foedera.reading import judging, network, proposing, reader, whom
from foedera.reading.evaluate import fold, labels_of, matching, same_claim, text_of
from foedera.reading.evidence import NAMES, PLAIN, Evidence, Scene, Tie, Ties, keys_of
from foedera.reading.judging import Judge, Weigher
from foedera.reading.pieces import pieces

SEED, FOLDS = 20261122, 3
PACKAGE = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading"
# A rule's claim less likely than `keep` is dropped, one of the model alone more likely than `add` stands, a denial of
# the model more likely than `deny`: F1 hardly changes between 0.1 and 0.24, 0.4 and 0.5; precision does. The frames for
# profiles miss less than those for pages, and profiles deny little.
MARKS = {
    "keep in pages": 0.15,
    "add in pages": 0.5,
    "deny in pages": 0.5,
    "keep in profiles": 0.24,
    "add in profiles": 0.58,
    "deny in profiles": 0.95,
    "keep in plain": 0.15,
    "add in plain": 0.4,
    "deny in plain": 0.5,
    # A rule's denial that the model finds less likely is dropped: one in seven of these was right in kept-back texts.
    "keep denied": 0.05,
}
# The judge weighs in so many rounds; what one says unseen is learned in so many parts of the texts.
ROUNDS, PARTS = 2, 4
# Inverse strength of the penalty of the weights of what is weighed plainly.
PENALTY = 1.0
# How much a case from a passage counts beside one from a whole text.
PASSAGE = 0.5
# The wanted precision of `read --strict` in the fresh texts.
STRICT = 0.95


@dataclass
class Text:
    """A labelled text: its sentences as the network learns from them, and its labels."""

    name: str
    document: Document
    labels: list[Claim]
    disputed: list[Claim]
    fresh: bool
    sentences: list[learning.Sentence] = field(default_factory=list)
    profile: bool = False


def labelled(folder: Path, fresh: bool) -> Iterator[Text]:
    """The labelled texts of a folder; pages are left out, as their labels have no places."""
    if not (folder / "claims.jsonl").exists():
        for name, document, labels in passages(folder):
            yield Text(name, document, labels, [], fresh)
        return
    labels, disputed = labels_of(folder / "claims.jsonl"), labels_of(folder / "contested.jsonl")
    for name in sorted(labels):
        path = text_of(folder / "texts", name)
        if path.suffix == ".txt":
            yield Text(name, load(path), labels[name], disputed.get(name, []), fresh)


def look(text: Text) -> None:
    """Read a text by the rules alone, and keep its clauses with what is known and labelled of them."""

    def watch(coded: Any, context: Any) -> None:
        text.profile = context.profile
        for piece in pieces(coded, context):
            told = [clause_of(text, piece, clause, context) for clause in piece.clauses]
            text.sentences.append(learning.Sentence(piece.tokens, piece.context, told))

    reader.steps(text.document, watch=watch)


def clause_of(text: Text, piece: Any, clause: Any, context: Any) -> learning.Told:
    """A clause to learn from."""
    known = whom.pool(clause, context)
    sets = whom.sets(clause, known, context)
    order = {k: n for n, k in enumerate(known)}
    start, end = clause.span()
    labels = [c for c in text.labels if _of_clause(c, start, end)]
    disputed = [c for c in (*text.disputed, *text.labels) if c.start < end and c.end > start and c not in labels]
    told = learning.Told(
        piece.here(clause),
        whom.positions(piece, known),
        [whom.known_of(m).names for m in known.values()],
        [[order[k] for k in sorted(keys)] for keys in sets],
        [whom.set_features(m) for m in whom.measures(clause, known, sets)],
        np.zeros((len(sets), 3 * len(RELATIONS)), np.float32),
        np.ones((len(sets), 3 * len(RELATIONS)), np.float32),
        np.array([any(c.relation == r and c.polarity == "affirmed" for c in labels) for r in RELATIONS], np.float32),
    )
    where = {_folded(keys): n for n, keys in enumerate(sets)}
    order = {_plain(k): n for k, n in order.items()}
    for c in disputed:
        if _folded(keys_of(c)) in where:
            told.counts[where[_folded(keys_of(c))], _column(c)] = 0.0
    told.counts[:, proposing.AGAIN :] = 0.0
    for c in labels:
        n = where.get(_folded(keys_of(c)))
        if n is not None:
            if c.polarity == "affirmed":
                again = proposing.AGAIN + RELATIONS.index(c.relation)
                told.right[n, again] = told.counts[n, again]  # 1 from the second on
                told.counts[n, again] = 1.0
            told.right[n, _column(c)] = told.counts[n, _column(c)] = 1.0
            _tell(told, c, n, order)
    return told


def _folded(keys: frozenset[str]) -> frozenset[str]:
    """Keys by which names of bodies that are written a little otherwise are the same."""
    return frozenset(map(_plain, keys))


def _plain(key: str) -> str:
    return key if key.isupper() else fold(key)


# What a clause has of a label must be more than this, or it is another clause that states it.
_SHARE = 0.25


def _of_clause(c: Claim, start: int, end: int) -> bool:
    return min(c.end, end) - max(c.start, start) > _SHARE * (c.end - c.start)


def _column(c: Claim) -> int:
    return RELATIONS.index(c.relation) + (len(RELATIONS) if c.polarity == "denied" else 0)


_WAYS = dict.fromkeys(("provider", "supplier", "contributor", "initiator"), 0)
_WAYS |= dict.fromkeys(("recipient", "host", "target"), 1) | {"party": 2}


def _tell(told: learning.Told, c: Claim, n: int, order: dict[str, int]) -> None:
    """Keep the roles of a labelled claim."""
    relation = RELATIONS.index(c.relation)
    if c.relation != "membership":
        told.roles += [(n, relation, order[_plain(a.key)], _WAYS[a.role]) for a in c.actors if a.role in _WAYS]


def folded(texts: list[Text]) -> list[tuple[list[Text], list[Text]]]:
    """Texts to learn from and texts kept back, so that each is kept back once."""
    order = sorted(texts, key=lambda t: t.name)
    random.Random(SEED).shuffle(order)
    parts = [order[k::FOLDS] for k in range(FOLDS)]
    return [([t for j, p in enumerate(parts) if j != k for t in p], parts[k]) for k in range(FOLDS)]


def use(arrays: dict[str, Any], judge: dict[str, Any]) -> None:
    """Let the package use these in place of what it carries."""
    made = network.Network(arrays)
    proposing.network = lambda: made  # type: ignore[assignment]
    weigher = Judge.of(judge) if judge else None
    judging.judge = lambda: weigher  # type: ignore[assignment,return-value]


@dataclass
class Heard:
    """What rules and model say of a text that the model was not trained on."""

    text: Text
    ruled: list[Claim]
    notes: proposing.Notes


def hear(text: Text) -> Heard:
    notes = proposing.Notes()
    ruled = reading.by_rules(text.document, notes=notes)
    for looked in notes.found:  # now, by the network in use: later another one is
        for made in looked.made:
            made.settle()
    return Heard(text, ruled, notes)


@dataclass
class Asked:
    """All that could be claimed of a text, clause by clause: what is labelled, and how much each counts."""

    scenes: list[Scene]
    text: str
    ties: list[tuple[int, Tie]]
    right: list[bool]
    counts: list[float]
    found: list[Ties] | None = None

    @classmethod
    def of(cls, heard: Heard) -> Asked:
        text = heard.text
        out = cls(judging.scenes(heard.ruled, heard.notes), text.document.text, [], [], [])
        weight = PASSAGE if "#" in text.name else 1.0
        for n, scene in enumerate(out.scenes):
            wanted, open_ = (_affirmed(found, *scene.span()) for found in (text.labels, text.disputed))
            for tie in sorted(scene.ties(), key=str):
                out.ties.append((n, tie))
                out.right.append(tie in wanted)
                out.counts.append(weight if tie in wanted or tie not in open_ else 0.0)
        return out

    def known(self) -> np.ndarray:
        """(candidates, names): what is known of each, after the rounds that were."""
        evidence = Evidence(self.scenes, self.text)
        if self.found is not None:
            evidence.found(self.found)
        return np.array([evidence.of(n, *tie) for n, tie in self.ties], np.float32).reshape(-1, len(NAMES))

    def take(self, chances: list[float]) -> None:
        """How likely each was found in a round."""
        self.found = [{} for _ in self.scenes]
        for (n, tie), sure in zip(self.ties, chances, strict=True):
            self.found[n][tie] = sure


def _affirmed(found: list[Claim], start: int, end: int) -> set[Tie]:
    """What is affirmed in a stretch."""
    return {(c.relation, keys_of(c)) for c in found if c.polarity == "affirmed" and c.start < end and c.end > start}


def learn_judge(heard: list[Heard]) -> dict[str, Any]:
    """How much each voice counts, by the fresh texts; a later round learns of what the one before says unseen."""
    asked = [Asked.of(h) for h in heard]
    parts = [asked[k::PARTS] for k in range(PARTS)]
    rounds = []
    for n in range(ROUNDS):
        known = {id(a): a.known() for a in asked}
        rounds.append(_round(asked, known))
        for part in parts if n + 1 < ROUNDS else ():
            seen = Weigher.of(_round([a for p in parts if p is not part for a in p], known))
            for a in part:
                a.take(seen.chances(known[id(a)].tolist()))
    return {"marks": MARKS | {"strict": 1.0}, "rounds": rounds, "plain": [_plain_round(asked)]}


def _plain_round(asked: list[Asked]) -> dict[str, Any]:
    """What each voice counts by itself (linear): in kept-back profiles and short texts more did not help."""
    for a in asked:
        a.found = None
    known = np.concatenate([a.known() for a in asked])[:, [NAMES.index(name) for name in PLAIN]]
    right, counts = (np.array([one for a in asked for one in of(a)]) for of in (_right, _counts))
    x, right, counts = known[counts > 0], right[counts > 0], counts[counts > 0]
    fitted = LogisticRegression(C=PENALTY, max_iter=2000).fit(x / (scale := x.std(0) + 1e-9), right, counts)
    weights = {n: round(float(w), 4) for n, w in zip(PLAIN, fitted.coef_[0] / scale, strict=True)}
    weights[judging.BIAS] = round(float(fitted.intercept_[0]), 4)
    return {"range": {}, "weights": weights, "units": {}, "out": []}


def _round(asked: list[Asked], known: dict[int, np.ndarray]) -> dict[str, Any]:
    right, counts = (np.array([one for a in asked for one in of(a)], np.float32) for of in (_right, _counts))
    return weighing.learn(np.concatenate([known[id(a)] for a in asked]), right, counts, NAMES, SEED)


_right, _counts = attrgetter("right"), attrgetter("counts")


def score(heard: list[Heard], *, judged: bool = True) -> tuple[int, int, int]:
    """Claims right, read and labelled; of the rules alone where nothing is judged."""
    hits = read = many = 0
    for h in heard:
        claims = judging.decide(h.ruled, h.notes, h.text.document.text) if judged else h.ruled
        right = {j for _, j in matching(h.text.labels, claims, same_claim)}
        rest = [c for j, c in enumerate(claims) if j not in right]
        excused = len(matching(h.text.disputed, rest, same_claim))
        hits, read, many = hits + len(right), read + len(claims) - excused, many + len(h.text.labels)
    return hits, read, many


def show(name: str, found: tuple[int, int, int]) -> float:
    hits, read, many = found
    f1 = 2 * hits / (read + many) if read + many else 0.0
    shares = f"P {hits / max(1, read):.3f}  R {hits / max(1, many):.3f}  F1 {f1:.3f}"
    print(f"{name:24s} {shares}  ({many} claims)", flush=True)
    return f1


def strict_at(heard: list[Heard]) -> float:
    """How sure a claim must be so that those at least as sure are as precise as `--strict` wants them."""
    told = []
    for h in heard:
        claims = judging.decide(h.ruled, h.notes, h.text.document.text)
        right = {j for _, j in matching([*h.text.labels, *h.text.disputed], claims, same_claim)}
        told += [(c.confidence or 0.0, j in right) for j, c in enumerate(claims)]
    good, strict = 0, 1.0
    for n, (sure, right) in enumerate(sorted(told, reverse=True), 1):
        good += right
        if good / n >= STRICT and n >= 50:
            strict = sure
    return strict


@dataclass
class Work:
    """All texts and what every training of them shares; each process has it by being forked."""

    texts: list[Text]
    spaces: learning.Spaces


WORK: list[Work] = []


def trained(fold: int | None) -> tuple[dict[str, Any], list[tuple[str, list[Claim], proposing.Notes]]]:
    """The network of a fold with what it and the rules say of the texts kept back; of all texts for None."""
    torch.set_num_threads(1)
    work = WORK[0]
    seen, kept = (work.texts, []) if fold is None else folded(work.texts)[fold]
    arrays = stored(learning.learn([s for t in seen for s in t.sentences], work.spaces, SEED))
    use(arrays, {})
    heard = [hear(t) for t in kept if t.fresh]
    return arrays, [(h.text.name, h.ruled, h.notes) for h in heard]


def meanings(file: Path | None) -> tuple[list[str], Any]:
    """The words of which the meaning is known, and their vectors: of a file, else those that the package carries."""
    with np.load(file or PACKAGE / "proposer.npz", allow_pickle=False) as held:
        return bytes(held["names.meanings"]).decode().split("\n"), held["meanings"].astype(np.float32) / network.UNIT


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--ruled", type=Path, nargs="+", default=[])
    ap.add_argument("--fresh", type=Path, nargs="+", required=True)
    ap.add_argument("--unseen", type=Path, nargs="+", default=[])
    ap.add_argument("--meanings", type=Path, help="vectors of words by make_meanings.py (as they are, if not given)")
    ap.add_argument("--jobs", type=int, default=2, help="folds that are trained at once")
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    texts = [t for folders, fresh in ((a.ruled, False), (a.fresh, True)) for f in folders for t in labelled(f, fresh)]
    for text in texts:
        look(text)
    sentences = [s for t in texts for s in t.sentences]
    spaces = learning.Spaces.of(sentences, *meanings(a.meanings))
    many = sum(len(s.clauses) for s in sentences)
    print(f"{len(texts)} texts, {many} clauses, {sum(len(t.labels) for t in texts)} claims", flush=True)
    WORK.append(Work(texts, spaces))
    with ProcessPoolExecutor(a.jobs, multiprocessing.get_context("fork")) as pool:
        whole, *folds = list(pool.map(trained, (None, *range(FOLDS))))
    print(f"trained in {time.process_time():.0f} s", flush=True)
    named = {t.name: t for t in texts}
    heard = [Heard(named[name], ruled, notes) for _, told in folds for name, ruled, notes in told]
    judge = learn_judge(heard)
    arrays = whole[0]
    use(arrays, judge)
    judge["marks"]["strict"] = strict_at([h for h in heard if kind_of(h) != "passages"])
    for kind in ("passages", "profiles", "pages"):
        kept = [h for h in heard if kind_of(h) == kind]
        show(f"kept back: {kind}", score(kept))
        show("  by rules alone", score(kept, judged=False))
    for folder in a.unseen:
        report(folder)
    if a.write:
        np.savez_compressed(PACKAGE / "proposer.npz", **arrays)
        write_json("judge.json", judge)
        size = (PACKAGE / "proposer.npz").stat().st_size / 1e6
        print(f"written: proposer.npz, {size:.1f} MB; strict from {judge['marks']['strict']}")


def write_json(name: str, held: Any) -> None:
    """Names in order, a line for each; a list of numbers stands in one line."""
    text = json.dumps(held, ensure_ascii=False, indent=0, sort_keys=True)
    text = re.sub(r"\[[^\[\]{}]*\]", lambda found: found[0].replace("\n", ""), text)
    (PACKAGE / name).write_text(f"{text}\n", "utf-8")


def stored(arrays: dict[str, Any]) -> dict[str, Any]:
    """The arrays at half the precision, as they are kept; meanings came in bytes and are kept so."""
    out = {k: v if k.startswith("names.") else v.astype(np.float16) for k, v in arrays.items()}
    return out | {"meanings": np.round(arrays["meanings"] * network.UNIT).astype(np.int8)}


def report(folder: Path) -> None:
    """Strict F1 on texts that nothing was learned from."""
    found = [hear(t) for t in labelled(folder, False)]
    for h in found:
        h.text.profile = h.notes.profile
    for kind in ("profiles", "pages"):
        there = [h for h in found if kind_of(h) == kind]
        show(f"{folder.name}: {kind}", score(there))
        show("  by rules alone", score(there, judged=False))


def kind_of(heard: Heard) -> str:
    return "passages" if "#" in heard.text.name else "profiles" if heard.text.profile else "pages"


if __name__ == "__main__":
    main()
