#!/usr/bin/env python3
"""Train the ranker of reading on labelled texts and say what it gains in cross-validation.

    train_reader.py FOLDER [FOLDER ...] [--write]

Each FOLDER has texts/, claims.jsonl and contested.jsonl. Every claim that the frames give is right or wrong by the
labels; a logistic model with an L2 penalty learns which. Folds are whole documents (seed fixed). `--write` stores the
weights trained on all texts in the package, with the threshold below which a claim is dropped only if that raised F1
in cross-validation, and a scale by which confidence comes true in the last folder, from whose texts no frame should
have been written.
What pledges, forms and treaty articles read has no features: its confidence is how often its rule was right.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from pathlib import Path

import numpy as np

from foedera.documents import load
from foedera.reading import by_rules, frames
from foedera.reading.evaluate import labels_of, matching, same_claim, text_of
from foedera.reading.reader import steps

SEED, FOLDS, PENALTY = 20251122, 5, 1.0
OUT = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "ranker.json"


def cases(folder: Path) -> list[tuple[str, list, list, int]]:
    """For each document: its name, the features of each claim, whether each is right, labelled claims."""
    labels, disputed = labels_of(folder / "claims.jsonl"), labels_of(folder / "contested.jsonl")
    out = []
    for name in sorted(labels):
        found = [pair for step in steps(load(text_of(folder / "texts", name))) for pair in step.features]
        claims = [c for c, _ in found]
        right = {j for _, j in matching(labels[name], claims, same_claim)}
        rest = [j for j in range(len(claims)) if j not in right]
        excused = {rest[j] for _, j in matching(disputed.get(name, []), [claims[j] for j in rest], same_claim)}
        kept = [j for j in range(len(claims)) if j not in excused]
        out.append((name, [found[j][1] for j in kept], [j in right for j in kept], len(labels[name])))
    return out


def rules(folders: list[Path]) -> dict[str, float]:
    """How often each rule that is no frame was right, drawn towards the share of its kind where it was rare."""
    known = {f.id for f in frames.load()}
    seen: dict[str, list[bool]] = {}
    for folder in folders:
        labels, disputed = labels_of(folder / "claims.jsonl"), labels_of(folder / "contested.jsonl")
        for name in sorted(labels):
            claims = by_rules(load(text_of(folder / "texts", name)))
            right = {j for _, j in matching(labels[name], claims, same_claim)}
            excused = {j for _, j in matching(disputed.get(name, []), claims, same_claim)} - right
            for j, one in enumerate(claims):
                if one.rule and one.rule not in known and j not in excused:
                    seen.setdefault(one.rule, []).append(j in right)
    kinds: dict[str, list[bool]] = {}
    for rule, found in seen.items():
        kinds.setdefault(rule.split(".")[0], []).extend(found)
    share = {kind: sum(found) / len(found) for kind, found in kinds.items()}
    return {
        rule: round((sum(found) + 4 * share[rule.split(".")[0]]) / (len(found) + 4), 3)
        for rule, found in sorted(seen.items())
    } | {f"{kind}.*": round(value, 3) for kind, value in share.items()}


def fit(rows: list[list[str]], right: list[bool]) -> dict[str, float]:
    """Weights of a logistic model by Newton steps; features seen fewer than twice get none."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    names = sorted(n for n, c in counts.items() if c >= 2)
    index = {n: k for k, n in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name in row:
            if name in index:
                x[i, index[name]] = 1.0
    y = np.array(right, dtype=float)
    w = np.zeros(len(names))
    penalty = PENALTY * np.eye(len(names))
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + penalty @ w
        hessian = (x.T * (p * (1 - p))) @ x + penalty
        w -= np.linalg.solve(hessian, gradient)
    return {n: round(float(v), 4) for n, v in zip(names, w, strict=True)}


def probability(weights: dict[str, float], row: list[str]) -> float:
    return float(1 / (1 + np.exp(-sum(weights.get(n, 0.0) for n in row))))


def f1(hits: int, read: int, labelled: int) -> float:
    return 2 * hits / (read + labelled) if read + labelled else 0.0


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folders", type=Path, nargs="+")
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    parts = [cases(folder) for folder in a.folders]
    docs = [d for part in parts for d in part]
    last = {d[0] for d in parts[-1]}
    order = list(range(len(docs)))
    random.Random(SEED).shuffle(order)
    scored: list[tuple[float, bool, str]] = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        rows = [r for i, d in enumerate(docs) if i not in held for r in d[1]]
        right = [r for i, d in enumerate(docs) if i not in held for r in d[2]]
        weights = fit(rows, right)
        for i in held:
            scored += [(probability(weights, r), ok, docs[i][0]) for r, ok in zip(docs[i][1], docs[i][2], strict=True)]
    scale = platt([s for s in scored if s[2] in last])
    scored = [(scaled(p, scale), ok, name) for p, ok, name in scored]
    labelled = sum(d[3] for d in docs)
    keep = best_threshold(scored, labelled)
    reliability(scored)
    print("in the last folder alone:")
    reliability([s for s in scored if s[2] in last])
    if a.write:
        weights = fit([r for d in docs for r in d[1]], [r for d in docs for r in d[2]])
        model = {"keep": keep, "scale": scale, "weights": weights, "rules": rules(a.folders)}
        OUT.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
        print(f"written: {OUT.name}, {len(weights)} weights")


def platt(scored: list[tuple[float, bool, str]]) -> list[float]:
    """Slope and offset that make what is said of texts that no frame was written from come true (Platt's scaling)."""
    x = np.array([[math.log(p / (1 - p)), 1.0] for p, _, _ in scored])
    y = np.array([ok for _, ok, _ in scored], dtype=float)
    w = np.array([1.0, 0.0])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        w -= np.linalg.solve((x.T * (p * (1 - p))) @ x + 1e-6 * np.eye(2), x.T @ (p - y))
    return [round(float(v), 4) for v in w]


def scaled(p: float, scale: list[float]) -> float:
    return 1 / (1 + math.exp(-(scale[0] * math.log(p / (1 - p)) + scale[1])))


def best_threshold(scored: list[tuple[float, bool, str]], labelled: int) -> float:
    """The threshold with the best F1 out of fold; 0 unless it beats keeping all by half a point."""
    base = f1(sum(ok for _, ok, _ in scored), len(scored), labelled)
    tries = [round(0.05 * k, 2) for k in range(1, 13)]
    results = {
        t: f1(sum(ok for p, ok, _ in scored if p >= t), sum(p >= t for p, _, _ in scored), labelled) for t in tries
    }
    best = max(results, key=lambda t: results[t])
    print(
        f"frames alone F1 {base:.4f}; with threshold {best} F1 {results[best]:.4f} (gain {results[best] - base:+.4f})"
    )
    return best if results[best] - base >= 0.005 else 0.0


def reliability(scored: list[tuple[float, bool, str]]) -> None:
    """Confidence against how often it is right, by tenths, out of fold."""
    print("confidence  claims  said  right")
    for k in range(10):
        inside = [(p, ok) for p, ok, _ in scored if k / 10 <= p < (k + 1) / 10 or (k == 9 and p == 1.0)]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            print(
                f"{k / 10:.1f}-{(k + 1) / 10:.1f}     {len(inside):6d}  {said:.2f}"
                f"  {sum(ok for _, ok in inside) / len(inside):.2f}"
            )


if __name__ == "__main__":
    main()
