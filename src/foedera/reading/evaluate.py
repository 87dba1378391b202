"""How well reading agrees with labelled claims: strict F1, slots, and where what was missed got lost.

A read claim matches a labelled one when both are about the same document, their spans overlap, and
relation, polarity and set of actors are equal; each is matched at most once, by a maximum matching.
A read claim that only a contested label explains counts neither way. (gold/README.md, claims.md)
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedera.claim import RELATIONS, Claim
from foedera.errors import BadInput

if TYPE_CHECKING:
    from foedera.reading.losses import Trace

SLOTS = ("name", "date", "date_role", "status", "stage", "obligations", "kind", "sectors", "amount", "items", "place")
_SETS = ("obligations", "sectors")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of `hits` among `read` claims and `labelled` ones."""

    hits: int
    read: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.hits / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """The evaluation of a set of documents.

    `missed` (by relation) and `missed_in` (by genre) count labelled claims by the stage at which they were lost, of
    `losses.STAGES`; `wrong` has each of them, and each claim that was read and is not labelled.
    """

    documents: int
    strict: Score
    relations: dict[str, Score]
    genres: dict[str, Score]
    slots: dict[str, Score]
    roles: float
    missed: dict[str, Counter[str]] = field(default_factory=dict)
    false_affirmed: int = 0
    missed_in: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[dict[str, Any]] = field(default_factory=list)


def evaluate(
    gold: Path,
    texts: Path,
    contested: Path | None = None,
    *,
    docs: Callable[[str], bool] | None = None,
    strict: bool = False,
    rules: bool = False,
) -> Scores:
    """Read every text that `gold` labels and score the claims; `docs` chooses documents by name.

    With `rules` the learned model is not heard. Raises BadInput when a labelled text is not in the folder.
    """
    return score(cases(gold, texts, contested, docs=docs, strict=strict, rules=rules))


def cases(
    gold: Path,
    texts: Path,
    contested: Path | None = None,
    *,
    docs: Callable[[str], bool] | None = None,
    strict: bool = False,
    rules: bool = False,
) -> Iterator[Case]:
    """Every labelled text as it is read; raises BadInput when one is not in the folder."""
    from foedera.documents import load
    from foedera.reading import articles, by_rules, explain, read
    from foedera.reading.losses import Trace

    labels = labels_of(gold)
    disputed = labels_of(contested) if contested else {}
    for name in sorted(labels):
        if docs is not None and not docs(name):
            continue
        document, trace = load(text_of(texts, name)), Trace()
        if rules:
            found = articles.joined(document, by_rules(document, notes=trace))
        else:
            found = read(document, strict=strict, notes=trace)
        trace.steps = trace.steps or explain(document)
        yield Case(name, labels[name], disputed.get(name, []), found, trace)


@dataclass(slots=True)
class Case:
    """One document: what annotators labelled, what they disagreed on, what was read, and how."""

    name: str
    gold: list[Claim]
    contested: list[Claim]
    read: list[Claim]
    trace: Trace

    @property
    def genre(self) -> str:
        """What kind of text it is: the first part of its name."""
        return self.name.split("-")[0]


def score(cases: Iterable[Case]) -> Scores:
    """The scores of cases that are already read."""
    pairs: list[tuple[Claim, Claim]] = []
    by_relation: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    by_genre: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    wrong: list[dict[str, Any]] = []
    n, false_affirmed = 0, 0
    for case in cases:
        n += 1
        matched = matching(case.gold, case.read, same_claim)
        hit = {i for i, _ in matched}
        pairs += [(case.gold[i], case.read[j]) for i, j in matched]
        for i, one in enumerate(case.gold):
            _count(by_relation[one.relation], by_genre[case.genre], (int(i in hit), 0, 1))
        kept = list(judged(case, {j for _, j in matched}))
        for one, _ in kept:
            _count(by_relation[one.relation], by_genre[case.genre], (0, 1, 0))
        wrong += [_missed(one, case) for i, one in enumerate(case.gold) if i not in hit]
        wrong += [{"wrong": "not labelled", **_told(one, case)} for one, right in kept if not right]
        false_affirmed += _affirmed_denials(case)
    total = [sum(v[k] for v in by_genre.values()) for k in range(3)]
    return Scores(
        n,
        Score(total[0], total[1], total[2]),
        {r: Score(*by_relation[r]) for r in RELATIONS if r in by_relation},
        {g: Score(*v) for g, v in sorted(by_genre.items())},
        {s: _slot(s, pairs) for s in SLOTS},
        sum(_roles(a) == _roles(b) for a, b in pairs) / len(pairs) if pairs else 0.0,
        _stages(wrong, "relation", RELATIONS),
        false_affirmed,
        _stages(wrong, "genre", sorted(by_genre)),
        wrong,
    )


def _missed(label: Claim, case: Case) -> dict[str, Any]:
    from foedera.reading.losses import lost_at

    return {"wrong": "missed", "stage": lost_at(label, case.read, case.trace), **_told(label, case)}


def _told(one: Claim, case: Case) -> dict[str, Any]:
    """A claim that was missed or is not labelled, as a row."""
    actors = [f"{a.code or a.body} {a.role}" for a in one.actors]
    place = {"doc": case.name, "genre": case.genre, "start": one.start, "end": one.end}
    return {**place, "relation": one.relation, "polarity": one.polarity, "actors": actors, "quote": one.quote}


def _stages(wrong: list[dict[str, Any]], by: str, order: Iterable[str]) -> dict[str, Counter[str]]:
    """How many claims were missed at each stage, in the order of reading, by relation or genre."""
    from foedera.reading.losses import STAGES

    out: dict[str, Counter[str]] = {name: Counter() for name in order}
    for row in sorted((r for r in wrong if "stage" in r), key=lambda r: STAGES.index(r["stage"])):
        out[row[by]][row["stage"]] += 1
    return {name: counts for name, counts in out.items() if counts}


def _count(first: list[int], second: list[int], amounts: tuple[int, int, int]) -> None:
    for k, amount in enumerate(amounts):
        first[k] += amount
        second[k] += amount


def labels_of(path: Path) -> dict[str, list[Claim]]:
    out: dict[str, list[Claim]] = defaultdict(list)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            data = json.loads(line)
            if "doc" not in data:
                raise BadInput(f"{path.name}, line {number}: the label has no 'doc'; name the text it is about.")
            out[data["doc"]].append(Claim.from_dict(data))
    return dict(out)


def text_of(folder: Path, name: str) -> Path:
    found = sorted(p for p in folder.glob(f"{name}.*"))
    if not found:
        raise BadInput(f"There is no text '{name}' in {folder.name}: put it there, or leave its labels out.")
    return found[0]


def fold(text: object) -> str:
    """Lower case, no accents, no articles and small prepositions: how names are compared."""
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\b(the|a|an|of|and|in|on|for)\b", " ", re.sub(r"[^a-z0-9]+", " ", plain))
    return re.sub(r"\s+", " ", plain).strip()


def alike(one: object, other: object) -> bool:
    """Equal, one within the other, or nearly the same letters."""
    a, b = fold(one), fold(other)
    if not a or not b:
        return a == b
    if a == b or (min(len(a), len(b)) >= 3 and (f" {a} " in f" {b} " or f" {b} " in f" {a} ")):
        return True
    return SequenceMatcher(None, a, b).ratio() >= 0.8


def _keys(claim: Claim) -> frozenset[str]:
    return frozenset(a.code or fold(a.body or "?") for a in claim.actors)


def _roles(claim: Claim) -> frozenset[tuple[str, str]]:
    return frozenset((a.code or fold(a.body or "?"), a.role) for a in claim.actors)


def overlap(one: Claim, other: Claim) -> bool:
    return min(one.end, other.end) > max(one.start, other.start)


def same_claim(gold: Claim, read: Claim) -> bool:
    """Do the two match in the strict sense?"""
    return (
        overlap(gold, read)
        and gold.relation == read.relation
        and gold.polarity == read.polarity
        and _keys(gold) == _keys(read)
    )


def matching(gold: list[Claim], read: list[Claim], test: Callable[[Claim, Claim], bool]) -> list[tuple[int, int]]:
    """A maximum matching by augmenting paths (Kuhn); pairs of positions."""
    edges = [[j for j, r in enumerate(read) if test(g, r)] for g in gold]
    owner: dict[int, int] = {}

    def augment(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in owner or augment(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in range(len(gold)):
        augment(i, set())
    return [(i, j) for j, i in owner.items()]


def judged(case: Case, used: set[int]) -> Iterator[tuple[Claim, bool]]:
    """Each claim that counts, and whether it is right; `used` are those that a label matches."""
    rest = [c for j, c in enumerate(case.read) if j not in used]
    excused = {j for _, j in matching(case.contested, rest, same_claim)}
    yield from ((case.read[j], True) for j in sorted(used))
    yield from ((c, False) for j, c in enumerate(rest) if j not in excused)


def _affirmed_denials(case: Case) -> int:
    """Affirmed claims read where the label denies the same of the same actors, and nothing affirms it."""
    wrong = 0
    for one in case.read:
        if one.polarity != "affirmed":
            continue
        there = [g for g in case.gold if overlap(g, one) and g.relation == one.relation and _keys(g) == _keys(one)]
        near = [g for g in there if _close(g, one)]
        wrong += bool(near) and all(g.polarity == "denied" for g in near)
    return wrong


def _close(gold: Claim, one: Claim) -> bool:
    if gold.end - gold.start > 1_000_000:
        return False  # a label without offsets
    shared = min(gold.end, one.end) - max(gold.start, one.start)
    return shared * 2 >= min(gold.end - gold.start, one.end - one.start)


def _slot(slot: str, pairs: list[tuple[Claim, Claim]]) -> Score:
    hits = read = labelled = 0
    for gold, one in pairs:
        a, b = getattr(gold, slot), getattr(one, slot)
        labelled += bool(a)
        read += bool(b)
        hits += bool(a) and bool(b) and _same(slot, a, b)
    return Score(hits, read, labelled)


def _same(slot: str, a: Any, b: Any) -> bool:
    if slot in _SETS:
        return set(a) == set(b)
    if slot == "items":
        return sum(any(alike(x, y) for y in b) for x in a) >= 0.5 * max(len(a), len(b))
    if slot == "amount":
        return bool(abs(float(a.value) - float(b.value)) <= 0.01 * abs(float(a.value)))
    if slot in ("name", "place"):
        return alike(a, b)
    return str(a) == str(b)
