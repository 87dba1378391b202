#!/usr/bin/env python3
"""Train the learned model of reading (proposing, judging) on labelled texts, and say what it gains.

    train_proposer.py --ruled FOLDER ... --fresh FOLDER ... [--unseen FOLDER ...] [--write]

Needs the extra `train`. A FOLDER has texts/ with claims.jsonl and contested.jsonl, or passages (*.txt, see
tests/labelled/README.md). From `--ruled` texts, of which frames were written, words, sets, roles and slots are
learned; from `--fresh` ones, of which none was, also how much to believe a rule and how much the model, by what the
model says of texts that it was not trained on (three folds of whole texts, seed fixed). `--unseen` ones are only read
in the end.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from passages import passages
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from foedera import reading
from foedera.claim import RELATIONS, Claim
from foedera.documents import Document, load
from foedera.reading import judging, proposing, reader
from foedera.reading.evaluate import labels_of, matching, same_claim, text_of
from foedera.reading.judging import keys_of

SEED, FOLDS = 20261122, 3
OUT = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "proposer.json"
# Inverse strength of the penalty of each model; how rare a feature may be, and how light a weight that is kept.
WORDS, SETS, ROLES, SLOTS, JUDGE = 0.3, 0.1, 0.3, 0.3, 1.0
RAREST, LIGHTEST = 3, 0.03
# A rule's claim less likely than this is dropped, one of the model alone more likely than that added: F1 hardly
# changes between 0.1 and 0.2, 0.3 and 0.5; precision does. The frames for profiles miss less than those for pages.
KEEP, ADD, ADD_IN_PROFILES = 0.2, 0.36, 0.45
# How much a case from a passage counts beside one from a whole text.
PASSAGE = 0.5
# The wanted precision of `read --strict` in the fresh texts.
STRICT = 0.95


@dataclass
class Row:
    """One clause with all that the model looks at, and the claims that are labelled in it."""

    clause: proposing.Clause
    known: dict[str, proposing.Member]
    sets: list[frozenset[str]]
    start: int
    end: int
    claims: list[Claim] = field(default_factory=list)
    disputed: list[Claim] = field(default_factory=list)


@dataclass
class Text:
    """A labelled text: its clauses and labels."""

    name: str
    document: Document
    labels: list[Claim]
    disputed: list[Claim]
    fresh: bool
    rows: list[Row] = field(default_factory=list)
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
    """Read a text by the rules alone, and keep its clauses with what is known of them."""

    def watch(coded: Any, context: Any) -> None:
        text.profile = context.profile
        for clause in proposing.clauses(coded, context):
            known = proposing.pool(clause, context)
            start, end = clause.span()
            row = Row(clause, known, proposing.sets(clause, known, context), start, end)
            row.claims = [c for c in text.labels if c.start < end and c.end > start]
            row.disputed = [c for c in text.disputed if c.start < end and c.end > start]
            text.rows.append(row)

    reader.steps(text.document, watch=watch)


class Space:
    """The features that are frequent enough, each with its column."""

    def __init__(self, rows: list[list[str]]) -> None:
        counts = Counter(name for row in rows for name in set(row))
        self.index = {n: k for k, n in enumerate(sorted(n for n, c in counts.items() if c >= RAREST))}

    def matrix(self, rows: list[list[str]]) -> csr_matrix:
        """A line for each row, with how often it has each feature."""
        ends, columns, values = [0], [], []
        for row in rows:
            for name, n in Counter(row).items():
                if name in self.index:
                    columns.append(self.index[name])
                    values.append(float(n))
            ends.append(len(columns))
        return csr_matrix((values, columns, ends), shape=(len(rows), len(self.index)))

    def fit(self, strength: float, matrix: csr_matrix, right: list[Any]) -> LogisticRegression:
        """A logistic model of the classes in `right`."""
        solver = "lbfgs" if len(set(right)) > 2 else "liblinear"
        return LogisticRegression(C=strength, max_iter=300, solver=solver, random_state=SEED).fit(matrix, right)

    def weights(self, fitted: LogisticRegression) -> dict[str, dict[str, float]]:
        """By class, the weights worth keeping; of two classes the second one's."""
        classes = fitted.classes_[-1:] if len(fitted.classes_) == 2 else fitted.classes_
        out = {}
        for k, name in enumerate(classes):
            own = {n: round(float(fitted.coef_[k][i]), 3) for n, i in self.index.items()}
            kept = {n: w for n, w in own.items() if abs(w) >= LIGHTEST}
            out[str(name)] = {"(bias)": round(float(fitted.intercept_[k]), 3)} | kept
        return out


def learned(strength: float, rows: list[list[str]], right: list[Any]) -> dict[str, dict[str, float]]:
    """The weights of a model of the classes in `right`."""
    space = Space(rows)
    return space.weights(space.fit(strength, space.matrix(rows), right))


def stating(row: Row, relation: str) -> bool:
    return any(c.relation == relation and c.polarity == "affirmed" for c in row.claims)


def learn_words(rows: list[Row]) -> tuple[Space, dict[str, LogisticRegression]]:
    """For each relation: does a clause state it?"""
    space = Space([r.clause.words for r in rows])
    matrix = space.matrix([r.clause.words for r in rows])
    return space, {name: space.fit(WORDS, matrix, [stating(r, name) for r in rows]) for name in RELATIONS}


def folded(texts: list[Text]) -> list[tuple[list[Text], list[Text]]]:
    """Texts to learn from and texts kept back, so that each is kept back once."""
    order = sorted(texts, key=lambda t: t.name)
    random.Random(SEED).shuffle(order)
    parts = [order[k::FOLDS] for k in range(FOLDS)]
    return [([t for j, p in enumerate(parts) if j != k for t in p], parts[k]) for k in range(FOLDS)]


def rows_of(texts: Iterable[Text]) -> list[Row]:
    return [r for t in texts for r in t.rows]


def said_unseen(texts: list[Text]) -> dict[tuple[int, str], float]:
    """How likely each relation is in each clause, by a model that was not trained on its text."""
    out: dict[tuple[int, str], float] = {}
    for seen, kept in folded(texts):
        space, fitted = learn_words(rows_of(seen))
        rows = rows_of(kept)
        matrix = space.matrix([r.clause.words for r in rows])
        for relation, one in fitted.items():
            out |= {(id(r), relation): float(p) for r, p in zip(rows, one.predict_proba(matrix)[:, 1], strict=True)}
    return out


def set_names(row: Row, relation: str, keys: frozenset[str], said: float, found: Any, stands: Any) -> list[str]:
    """The features of a set of actors for a relation, as `proposing.weigh` adds them up."""
    names = [proposing.level(said), *proposing.set_features(row.clause, row.known, keys, len(row.sets))]
    for key in keys:
        names += [*proposing.member_features(row.known[key]), *proposing.stand_names(stands[key])]
    return names + proposing.pivot_features(found, stands, keys)


def learn_sets(texts: list[Text], words: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Which set of actors a relation holds of; weights common to all relations (under "") and those of each."""
    said = said_unseen(texts)
    names, right = [], []
    for row in rows_of(texts):
        for relation in RELATIONS:
            likely = said[id(row), relation]
            if likely < proposing.LEAST:
                continue
            found = proposing.pivot(row.clause, row.known, words[relation])
            stands = {k: proposing.stand_features(m, found.ranks.get(k)) for k, m in row.known.items()}
            wanted = {keys_of(c) for c in row.claims if c.relation == relation and c.polarity == "affirmed"}
            open_ = {keys_of(c) for c in row.disputed if c.relation == relation} - wanted
            for keys in row.sets:
                if keys not in open_:
                    plain = set_names(row, relation, keys, likely, found, stands)
                    names.append([*plain, *(f"{relation}\t{n}" for n in plain), f"{relation}\t(bias)"])
                    right.append(keys in wanted)
    return divided(learned(SETS, names, right)["True"])


def divided(weights: dict[str, float]) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {"": {}} | {relation: {} for relation in RELATIONS}
    for name, weight in weights.items():
        relation, tab, rest = name.partition("\t")
        out[relation if tab else ""][rest if tab else name] = weight
    return out


_WAYS = dict.fromkeys(("provider", "supplier", "contributor", "initiator"), "gives")
_WAYS |= dict.fromkeys(("recipient", "host", "target"), "gets") | {"party": "party"}


def learn_roles(rows: list[Row]) -> dict[str, dict[str, float]]:
    """Whether an actor of a claim gives, gets, or is a party."""
    names, right = [], []
    for row in rows:
        for c in row.claims:
            keys = keys_of(c)
            if c.polarity != "affirmed" or not keys <= row.known.keys() or c.relation == "membership":
                continue
            for a in c.actors:
                if a.role in _WAYS:
                    plain = proposing.order_features(row.clause, row.known, a.key, keys)
                    names.append([*plain, *(f"{c.relation} {n}" for n in plain), c.relation])
                    right.append(_WAYS[a.role])
    return learned(ROLES, names, right)


def learn_slots(rows: list[Row]) -> dict[str, dict[str, dict[str, float]]]:
    """For the relations of `proposing.SLOTS`: the value of the slot, "" for none."""
    out = {}
    for relation, slot in proposing.SLOTS.items():
        told = [(r.clause.words, str(getattr(c, slot) or "")) for r in rows for c in r.claims if c.relation == relation]
        often = Counter(value for _, value in told)
        told = [(w, value) for w, value in told if often[value] >= 8]
        out[relation] = learned(SLOTS, [w for w, _ in told], [v for _, v in told])
    return out


def learn(texts: list[Text]) -> dict[str, Any]:
    """All but the judge."""
    rows = rows_of(texts)
    space, fitted = learn_words(rows)
    words = {name: space.weights(one)["True"] for name, one in fitted.items()}
    return {"words": words, "sets": learn_sets(texts, words), "roles": learn_roles(rows), "slots": learn_slots(rows)}


def use(data: dict[str, Any], judge: dict[str, Any]) -> None:
    """Let the package use these weights in place of those that it carries."""
    made = proposing.Model({**data, "judge": judge})
    proposing.model = lambda: made  # type: ignore[assignment]


@dataclass
class Heard:
    """What rules and model say of a text that the model was not trained on."""

    text: Text
    ruled: list[Claim]
    notes: proposing.Notes


def hear(text: Text) -> Heard:
    notes = proposing.Notes()
    return Heard(text, reading.by_rules(text.document, notes=notes), notes)


def cases(heard: Heard) -> Iterator[tuple[dict[str, float], bool, float]]:
    """Every claim that could be made of a text: its features, whether it is labelled, and how much it counts."""
    text = heard.text
    for scene in judging.scenes(heard.ruled, heard.notes):
        spans = [(w.start, w.end) for w in scene.weighed[:1]] or [(c.start, c.end) for c in scene.claims]
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        there = lambda found, a=start, b=end: {  # noqa: E731
            (c.relation, keys_of(c)) for c in found if c.polarity == "affirmed" and c.start < b and c.end > a
        }
        wanted, open_ = there(text.labels), there(text.disputed)
        made = {(c.relation, keys_of(c)) for c in scene.claims if c.polarity == "affirmed"}
        for relation, keys in sorted(made | {(w.relation, w.keys) for w in scene.weighed}, key=str):
            if (relation, keys) in wanted or (relation, keys) not in open_:
                weight = PASSAGE if "#" in text.name else 1.0
                yield judging.features(scene, relation, keys), (relation, keys) in wanted, weight


def learn_judge(heard: list[Heard]) -> dict[str, Any]:
    """How much each voice counts, by the fresh texts."""
    found = [case for h in heard for case in cases(h)]
    names = sorted({n for f, _, _ in found for n in f if n != "bias"})
    x = np.array([[f.get(n, 0.0) for n in names] for f, _, _ in found])
    fitted = LogisticRegression(C=JUDGE, max_iter=2000).fit(
        x / (scale := x.std(0) + 1e-9), [y for _, y, _ in found], sample_weight=[w for _, _, w in found]
    )
    weights = {n: round(float(w), 4) for n, w in zip(names, fitted.coef_[0] / scale, strict=True)}
    return {
        "weights": {"bias": round(float(fitted.intercept_[0]), 4)} | weights,
        "keep": KEEP,
        "add": ADD,
        "add in profiles": ADD_IN_PROFILES,
    }


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


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--ruled", type=Path, nargs="+", default=[])
    ap.add_argument("--fresh", type=Path, nargs="+", required=True)
    ap.add_argument("--unseen", type=Path, nargs="+", default=[])
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    texts = [t for folders, fresh in ((a.ruled, False), (a.fresh, True)) for f in folders for t in labelled(f, fresh)]
    use({"words": {}, "sets": {"": {}}, "roles": {}, "slots": {}}, {})
    for text in texts:
        look(text)
    print(f"{len(texts)} texts, {len(rows_of(texts))} clauses, {sum(len(t.labels) for t in texts)} claims", flush=True)
    heard = []
    for seen, kept in folded(texts):
        use(learn(seen), {})
        heard += [hear(t) for t in kept if t.fresh]
    judge = learn_judge(heard)
    data = learn(texts)
    use(data, judge)
    judge["strict"] = strict_at([h for h in heard if kind_of(h) != "passages"])
    use(data, judge)
    for kind in ("passages", "profiles", "pages"):
        kept = [h for h in heard if kind_of(h) == kind]
        show(f"kept back: {kind}", score(kept))
        show("  by rules alone", score(kept, judged=False))
    for folder in a.unseen:
        found = [hear(t) for t in labelled(folder, False)]
        for h in found:
            h.text.profile = h.notes.profile
        for kind in ("profiles", "pages"):
            there = [h for h in found if kind_of(h) == kind]
            show(f"{folder.name}: {kind}", score(there))
            show("  by rules alone", score(there, judged=False))
    if a.write:
        stored = {**data, "judge": judge}
        OUT.write_text(json.dumps(stored, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
        print(f"written: {OUT.name}, {OUT.stat().st_size / 1e6:.1f} MB, strict from {judge['strict']}")


def kind_of(heard: Heard) -> str:
    return "passages" if "#" in heard.text.name else "profiles" if heard.text.profile else "pages"


if __name__ == "__main__":
    main()
