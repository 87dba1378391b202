"""The network of `foedera.reading.network` layer by layer, so that it can be trained (PyTorch), and its arrays."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as f
from torch import nn

from foedera.claim import RELATIONS
from foedera.reading.network import HEADS, LAYERS

# Widths: of a token, of an actor's and of a set's features, of an actor and a clause, of what is weighed of a set.
WIDTH, ACTOR, SET, GIST, HIDDEN, ROLE = 64, 48, 32, 96, 160, 64
# Passes over the texts, how fast weights move at most, and how much is forgotten at random on the way.
PASSES, PACE, DROPPED, WORD_DROPPED, DECAY = 8, 2e-3, 0.3, 0.1, 0.02
BATCH = 24
# A feature must occur so often; of one thing at most so many count.
RAREST, MOST = 3, 20
# How much relations of clauses and roles of claims count beside the sets of actors.
CLAUSES, ROLES = 0.5, 0.6


@dataclass(slots=True)
class Told:
    """A clause to learn from: whom it could be about, the sets of them, and what of each set is labelled.

    `right` (sets, 3 x relations) says what holds, affirmed, denied and more than once; `counts` is 0 where labellers
    differ, and for what can't be said more than once as it is not said at all.
    `roles`: (set, relation, actor, way).
    """

    here: list[int]
    at: list[int]
    actors: list[tuple[str, ...]]
    sets: list[list[int]]
    features: list[tuple[str, ...]]
    right: np.ndarray
    counts: np.ndarray
    stated: np.ndarray
    roles: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """Clauses that are read together, with their tokens."""

    tokens: list[tuple[str, ...]]
    context: tuple[str, ...]
    clauses: list[Told]


class Names:
    """The features of a space that occur often enough, by row; row 0 is for none."""

    def __init__(self, found: Iterable[Iterable[str]]) -> None:
        counts = Counter(name for some in found for name in set(some))
        self.names = sorted(n for n, c in counts.items() if c >= RAREST)
        self.rows = {n: i + 1 for i, n in enumerate(self.names)}
        self._seen: dict[tuple[str, ...], list[int]] = {}

    def of(self, names: tuple[str, ...]) -> list[int]:
        """The rows of those that are known; the same come again in each pass."""
        found = self._seen.get(names)
        if found is None:
            found = self._seen[names] = [self.rows[n] for n in names if n in self.rows][:MOST]
        return found


@dataclass
class Spaces:
    """The features of words, contexts, actors and sets; the meanings of words."""

    words: Names
    context: Names
    actors: Names
    sets: Names
    meanings: dict[str, int]
    vectors: np.ndarray

    @classmethod
    def of(cls, sentences: Sequence[Sentence], meanings: Sequence[str], vectors: np.ndarray) -> Spaces:
        told = [c for s in sentences for c in s.clauses]
        return cls(
            Names([n for t in s.tokens for n in t] for s in sentences),
            Names(s.context for s in sentences),
            Names(a for c in told for a in c.actors),
            Names(s for c in told for s in c.features),
            {w: i for i, w in enumerate(meanings)},
            vectors,
        )


# The features of a token: itself and two beginnings.
_PARTS = 3


def _padded(rows: Sequence[Sequence[float]], length: int = 0) -> torch.Tensor:
    length = max([length, 1, *map(len, rows)])
    return torch.tensor([[*r, *([0] * (length - len(r)))] for r in rows])


class Batch:
    """Sentences as tensors; clauses, actors and sets in one row each, with the row of what they belong to."""

    def __init__(self, sentences: Sequence[Sentence], spaces: Spaces) -> None:
        length = max(len(s.tokens) for s in sentences)
        words = np.zeros((len(sentences), length, _PARTS), np.int64)
        meanings = np.zeros((len(sentences), length), np.int64)
        for i, s in enumerate(sentences):
            for j, names in enumerate(s.tokens):
                rows = spaces.words.of(names)
                words[i, j, : len(rows)] = rows
                meanings[i, j] = spaces.meanings.get(names[0], -1) + 1
        self.words, self.meanings = torch.from_numpy(words), torch.from_numpy(meanings)
        self.held = _padded([[1.0] * len(s.tokens) for s in sentences], length)
        self.context = _padded([spaces.context.of(s.context) for s in sentences])
        told = [(i, c) for i, s in enumerate(sentences) for c in s.clauses if c.sets]
        self.told = [c for _, c in told]
        self.of_clause = torch.tensor([i for i, _ in told])
        self.here = torch.zeros(len(told), length)
        for k, (i, c) in enumerate(told):
            self.here[k, c.here or range(len(sentences[i].tokens))] = 1.0
        self._actors(told, spaces)
        self._labels()

    def _actors(self, told: list[tuple[int, Told]], spaces: Spaces) -> None:
        actor_of, sentence_of, at, known = [], [], [], []
        members, set_of, sizes, clause_of, features = [], [], [], [], []
        self.first_actor, self.first_set = [], []
        for k, (i, c) in enumerate(told):
            self.first_actor.append(len(at))
            self.first_set.append(len(sizes))
            for place, names in zip(c.at, c.actors, strict=True):
                actor_of.append(k)
                sentence_of.append(i)
                at.append(place)
                known.append(spaces.actors.of(names))
            for keys, names in zip(c.sets, c.features, strict=True):
                members += [self.first_actor[k] + n for n in keys]
                set_of += [len(sizes)] * len(keys)
                sizes.append(float(len(keys)))
                clause_of.append(k)
                features.append(spaces.sets.of(names))
        self.actor_of, self.sentence_of, self.at = map(torch.tensor, (actor_of, sentence_of, at))
        self.known, self.features = _padded(known), _padded(features)
        self.members, self.set_of, self.clause_of = map(torch.tensor, (members, set_of, clause_of))
        self.sizes = torch.tensor(sizes)

    def _labels(self) -> None:
        self.right = torch.from_numpy(np.concatenate([c.right for c in self.told]))
        self.counts = torch.from_numpy(np.concatenate([c.counts for c in self.told]))
        self.stated = torch.from_numpy(np.stack([c.stated for c in self.told]))
        roles = [
            (self.first_set[k] + s, r, self.first_actor[k] + a, w, k)
            for k, c in enumerate(self.told)
            for s, r, a, w in c.roles
        ]
        self.roles = torch.tensor(roles, dtype=torch.long).reshape(-1, 5).T


class _Near(nn.Module):
    """Each token with the one before and the one after, so far apart; half of what is said gates the other half."""

    def __init__(self, apart: int) -> None:
        super().__init__()
        self.n = nn.LayerNorm(WIDTH)
        self.c = nn.Conv1d(WIDTH, 2 * WIDTH, 3, padding=apart, dilation=apart)
        self.o = nn.Linear(WIDTH, WIDTH)

    def forward(self, h: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
        said, gate = self.c((self.n(h) * held[..., None]).transpose(1, 2)).transpose(1, 2).chunk(2, -1)
        return h + self.o(f.dropout(said * torch.sigmoid(gate), DROPPED / 2, self.training))


class _All(nn.Module):
    """Each token with all others (attention)."""

    def __init__(self) -> None:
        super().__init__()
        self.n = nn.LayerNorm(WIDTH)
        self.a = nn.MultiheadAttention(WIDTH, HEADS, dropout=0.1, batch_first=True)

    def forward(self, h: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
        x = self.n(h)
        return h + self.a(x, x, x, key_padding_mask=held < 0.5, need_weights=False)[0]


def _table(rows: int, width: int, spread: float) -> nn.EmbeddingBag:
    out = nn.EmbeddingBag(rows + 1, width, mode="sum", padding_idx=0)
    nn.init.normal_(out.weight, 0, spread)
    with torch.no_grad():
        out.weight[0] = 0
    return out


class Learner(nn.Module):
    """What `Network` does, with what is needed to learn it."""

    def __init__(self, spaces: Spaces) -> None:
        super().__init__()
        many = len(RELATIONS)
        self.words = _table(len(spaces.words.names), WIDTH, 0.15)
        self.context = _table(len(spaces.context.names), WIDTH, 0.15)
        self.actor_names = _table(len(spaces.actors.names), ACTOR, 0.2)
        self.set_names = _table(len(spaces.sets.names), SET, 0.2)
        vectors = np.vstack([np.zeros((1, spaces.vectors.shape[1]), np.float32), spaces.vectors])
        self.meanings = nn.Embedding.from_pretrained(torch.from_numpy(vectors), freeze=True)
        self.meaning = nn.Linear(spaces.vectors.shape[1], WIDTH, bias=False)
        self.layers = nn.ModuleList(_Near(apart) if apart else _All() for apart in LAYERS)
        self.absent = nn.Parameter(torch.zeros(WIDTH))
        self.look, self.expected = nn.Linear(WIDTH, many), nn.Linear(WIDTH, many)
        self.said = nn.Parameter(torch.randn(many, WIDTH) * 0.05)
        self.gist, self.around = nn.Linear(many * WIDTH, GIST), nn.Linear(WIDTH, GIST)
        self.actor, self.in_view = nn.Linear(WIDTH + ACTOR, GIST), nn.Linear(GIST, GIST)
        self.set, self.holds = nn.Linear(3 * GIST + SET, HIDDEN), nn.Linear(HIDDEN, 3 * many)
        self.role_in, self.role_out = nn.Linear(WIDTH + 3 * GIST, ROLE), nn.Linear(ROLE, 3 * many)
        nn.init.constant_(self.holds.bias, -4.0)
        nn.init.constant_(self.expected.bias, -3.0)

    def forward(self, b: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of relations by clause, of relations and denials by set, of roles."""
        h = self._read(b)
        own, there = h[b.of_clause], b.here > 0.5
        shares = torch.softmax(self.look(own).masked_fill(~there[..., None], -1e4), 1)
        seen = torch.einsum("ctr,ctd->crd", shares, own)
        context = self.context(b.context)[b.of_clause]
        stated = (self._less(seen) * self.said).sum(-1) + self.expected(self._less(context))
        gist = torch.relu(self.gist(self._less(seen.flatten(1))) + self.around(self._less(context)))
        stand = torch.where(b.at[:, None] >= 0, h[b.sentence_of, b.at.clamp(min=0)], self.absent[None])
        both = self._less(torch.cat([stand, self.actor_names(b.known)], 1), 0.7 * DROPPED)
        actors = torch.relu(self.actor(both) + self.in_view(gist)[b.actor_of])
        flat, many = actors[b.members], len(b.sizes)
        means = torch.zeros(many, GIST).index_add(0, b.set_of, flat) / b.sizes[:, None]
        rows = b.set_of[:, None].expand_as(flat)
        most = torch.zeros(many, GIST).scatter_reduce(0, rows, flat, "amax", include_self=False)
        x = torch.cat([gist[b.clause_of], means, most, self.set_names(b.features)], 1)
        hidden = torch.relu(self.set(x))
        of_set, relation, actor, _, clause = b.roles
        told = torch.cat([actors[actor], means[of_set], gist[clause], seen[clause, relation]], 1)
        roles = self.role_out(self._less(torch.relu(self.role_in(self._less(told, 0.1))), 0.2))
        return stated, self.holds(self._less(hidden)), roles

    def _less(self, x: torch.Tensor, share: float = DROPPED) -> torch.Tensor:
        return f.dropout(x, share, self.training)

    def _read(self, b: Batch) -> torch.Tensor:
        words = b.words
        if self.training:  # a word itself is forgotten now and then, so that what it is like counts
            words = words.clone()
            words[..., 0] *= (torch.rand(words.shape[:2]) > WORD_DROPPED).long()
        many, length, _ = words.shape
        h = self.words(words.reshape(many * length, -1)).reshape(many, length, WIDTH)
        h = self._less(h + self.meaning(self.meanings(b.meanings))) * b.held[..., None]
        for layer in self.layers:
            h = layer(h, b.held)
        return h


def _loss(learner: Learner, b: Batch) -> torch.Tensor:
    stated, holds, roles = learner(b)
    loss = (f.binary_cross_entropy_with_logits(holds, b.right, reduction="none") * b.counts).sum()
    loss = loss + CLAUSES * f.binary_cross_entropy_with_logits(stated, b.stated, reduction="sum")
    if b.roles.shape[1]:
        given = roles.reshape(-1, len(RELATIONS), 3)[torch.arange(b.roles.shape[1]), b.roles[1]]
        loss = loss + ROLES * f.cross_entropy(given, b.roles[3], reduction="sum")
    return loss / len(b.told)


def _batches(sentences: list[Sentence], rng: random.Random) -> list[list[Sentence]]:
    """In random order, those of like length together."""
    rng.shuffle(sentences)
    pools = [
        sorted(sentences[k : k + 20 * BATCH], key=lambda s: len(s.tokens)) for k in range(0, len(sentences), 20 * BATCH)
    ]
    out = [pool[k : k + BATCH] for pool in pools for k in range(0, len(pool), BATCH)]
    rng.shuffle(out)
    return out


def learn(sentences: Sequence[Sentence], spaces: Spaces, seed: int) -> dict[str, np.ndarray]:
    """Train a network on these sentences: its arrays."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    learner = Learner(spaces)
    usable = [s for s in sentences if any(c.sets for c in s.clauses)]
    own = [p for p in learner.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(own, lr=PACE, weight_decay=DECAY)
    steps = PASSES * (len(usable) // BATCH + 1)
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: min(1.0, (k + 1) / 200) * max(0.02, 1 - k / steps))
    learner.train()
    for _ in range(PASSES):
        for some in _batches(usable, rng):
            optimizer.zero_grad()
            _loss(learner, Batch(some, spaces)).backward()
            nn.utils.clip_grad_norm_(own, 1.0)
            optimizer.step()
            pace.step()
    return arrays(learner, spaces)


_SPELT = {
    "in_view": "in view",
    "role_in": "role in",
    "role_out": "role out",
    "layers": "layer",
}
_TABLES = {"words": "words", "context": "context", "actor_names": "actors", "set_names": "sets"}


def arrays(learner: Learner, spaces: Spaces) -> dict[str, np.ndarray]:
    """The arrays by the names by which `Network` knows them."""
    out = {}
    for name, value in learner.state_dict().items():
        first, dot, rest = name.partition(".")
        if first in _TABLES:
            out[_TABLES[first]] = value.numpy()[1:]
        elif first != "meanings":
            out[f"{_SPELT.get(first, first)}{dot}{rest}"] = value.numpy()
    out["meanings"] = spaces.vectors
    spelt = {s: getattr(spaces, s).names for s in ("words", "context", "actors", "sets")}
    spelt["meanings"] = list(spaces.meanings)
    return out | {f"names.{s}": np.frombuffer("\n".join(n).encode(), np.uint8) for s, n in spelt.items()}
