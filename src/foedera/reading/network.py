"""A small network that reads the words of a sentence together, run with arrays alone.

It is trained by `tools/train_proposer.py`, which builds the same network layer by layer; the weights are kept in
`proposer.npz`. Words enter as the sum of what is known of them (the word, how it begins, and a vector of its
meaning); gated convolutions and attention let each see the others; each relation looks at the words of a
clause by an attention of its own, so that the word that it looked at most can be shown. From there a clause, its
actors and each set of them are weighed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

# Features of one thing, by name.
Names = tuple[str, ...]

# The spaces of named features, each with a table of vectors.
SPACES = ("words", "context", "actors", "sets")
# The meanings of words are kept in bytes: so many make one.
UNIT = 32.0
# The attention has so many heads; a layer of convolution sees three words, so far apart.
HEADS = 4
LAYERS = (1, 2, 0, 4, 1)
"""Convolutions by how far apart they look, and 0 for attention."""


@dataclass(slots=True)
class Heard:
    """What the network says of clauses: their chances by relation, the word looked at most and what was seen there.

    `chances`, `looked` (clauses, relations); `looked` counts the words of each clause from its first. `seen` (clauses,
    relations, width); `gist` (clauses, size) is a vector of it all.
    """

    chances: Array
    looked: Array
    seen: Array
    gist: Array


@dataclass(slots=True)
class Choice:
    """What the network says of sets of actors, and a vector of each.

    `chances` (sets, 3 x relations): that the clause affirms a relation of the set, denies it, says it more than once.
    """

    chances: Array
    means: Array


class Vectors:
    """The vectors of lists of features, each added up once: the same come again and again."""

    def __init__(self, np: Any, width: int, added: Callable[[Names], Array]) -> None:
        self._np, self._added = np, added
        self._rows: dict[Names, int] = {}
        self._kept = np.zeros((_FIRST_ROOM, width), np.float32)

    def of(self, several: Sequence[Names]) -> Array:
        """(lists, width): the vector of each list of features."""
        if len(self._rows) > _MOST_SEEN:
            self._rows.clear()
        rows = self._rows
        try:
            found = [rows[names] for names in several]
        except KeyError:
            for names in several:
                if names not in rows:
                    self._keep(names)
            found = [rows[names] for names in several]
        out: Array = self._kept[found]
        return out

    def _keep(self, names: Names) -> None:
        row = len(self._rows)
        if row == len(self._kept):
            self._kept = self._np.concatenate([self._kept, self._np.zeros_like(self._kept)])
        self._kept[row] = self._added(names)
        self._rows[names] = row


class Network:
    """The trained network; `stored` holds its arrays and, under `names.SPACE`, the features of each space.

    It reads many sentences at once: arrays have a row for each of their tokens, clauses, actors or sets.
    """

    def __init__(self, stored: Mapping[str, Any]) -> None:
        import numpy as np

        self.np = np
        self.w: dict[str, Array] = {
            k: np.asarray(v, np.float32) for k, v in stored.items() if not k.startswith("names.")
        }
        self.w["meanings"] /= UNIT
        self.rows = {s: {n: i for i, n in enumerate(_names(stored[f"names.{s}"]))} for s in (*SPACES, "meanings")}
        self._vectors = {s: Vectors(np, self.w[s].shape[1], partial(self._added, s)) for s in SPACES}
        width = self.w["absent"].shape[0]
        self._mean = np.full(width, 1.0 / width, np.float32)
        self._centre = (np.eye(width) - 1.0 / width).astype(np.float32)  # takes the mean away
        self._layers = [self._layer(n, apart) for n, apart in enumerate(LAYERS)]
        self._parts = self._role_parts()

    def _layer(self, n: int, apart: int) -> dict[str, Array]:
        own = {k.split(".", 2)[2]: v for k, v in self.w.items() if k.startswith(f"layer.{n}.")}
        if apart:  # one matrix for the words before, here and after
            own["c"] = self.np.ascontiguousarray(own["c.weight"].transpose(2, 1, 0).reshape(-1, len(own["c.bias"])))
            # A gate is half of 1 + tanh(half of its score): both halves are taken here, once for all.
            width, own["b"] = len(own["o.bias"]), own["c.bias"].copy()
            own["c"][:, width:] *= 0.5
            own["b"][width:] *= 0.5
            own["o"] = self.np.ascontiguousarray(own["o.weight"].T * 0.5)
        return own

    def _role_parts(self) -> list[Array]:
        """What the roles of actors are weighed by, apart: the actor, its set, the gist and what was seen."""
        size, gist = self.w["actor.bias"].shape[0], self.w["gist.bias"].shape[0]
        cuts = [size, 2 * size, 2 * size + gist]
        return [self.np.ascontiguousarray(p.T) for p in self.np.split(self.w["role in.weight"], cuts, 1)]

    def _linear(self, name: str, x: Array) -> Array:
        out: Array = x @ self.w[f"{name}.weight"].T
        out += self.w[f"{name}.bias"]
        return out

    def total(self, space: str, names: Names) -> Array:
        """The sum of the vectors of the features that are known."""
        out: Array = self.totals(space, (names,))[0]
        return out

    def totals(self, space: str, several: Sequence[Names]) -> Array:
        """(lists, width): the same for several lists of features."""
        return self._vectors[space].of(several)

    def _added(self, space: str, names: Names) -> Array:
        known, table = self.rows[space], self.w[space]
        rows = [known[n] for n in names if n in known]
        out: Array = table[rows].sum(0) if rows else self.np.zeros(table.shape[1], self.np.float32)
        meaning = self.rows["meanings"].get(names[0]) if space == "words" else None
        return out if meaning is None else out + self.w["meanings"][meaning] @ self.w["meaning.weight"].T

    def sentences(self, several: Sequence[Sequence[Names]]) -> Array:
        """(tokens, width): every token of the sentences, by its features, as those of its own let it be understood."""
        lengths = [len(tokens) for tokens in several]
        h = self.totals("words", [t for tokens in several for t in tokens])
        around = {apart: self._neighbours(lengths, apart) for apart in {*LAYERS} - {0}}
        for apart, layer in zip(LAYERS, self._layers, strict=True):
            h = h + (self._convolved(layer, h, around[apart]) if apart else self._attended(layer, h, lengths))
        return h

    def _neighbours(self, lengths: Sequence[int], apart: int) -> Array:
        """(tokens, 3): the rows of the token so far before, of itself and so far behind; the last row is none."""
        np, none = self.np, sum(lengths)
        rows, sizes = np.arange(none), np.array(lengths)
        last = np.repeat(sizes.cumsum(), sizes)
        first = last - np.repeat(sizes, sizes)
        before, behind = rows - apart, rows + apart
        out: Array = np.stack([np.where(before < first, none, before), rows, np.where(behind >= last, none, behind)], 1)
        return out

    def _normal(self, layer: dict[str, Array], h: Array) -> Array:
        out: Array = h @ self._centre
        spread = (out * out) @ self._mean
        spread += 1e-5
        out /= self.np.sqrt(spread)[:, None]
        out *= layer["n.weight"]
        out += layer["n.bias"]
        return out

    def _convolved(self, layer: dict[str, Array], h: Array, around: Array) -> Array:
        np, (length, width) = self.np, h.shape
        padded = np.zeros((length + 1, width), np.float32)
        padded[:length] = self._normal(layer, h)
        said = padded.take(around.reshape(-1), 0).reshape(length, -1) @ layer["c"]
        said += layer["b"]
        gates = np.tanh(said[:, width:])
        gates += 1.0
        gates *= said[:, :width]
        out: Array = gates @ layer["o"]
        out += layer["o.bias"]
        return out

    def _attended(self, layer: dict[str, Array], h: Array, lengths: Sequence[int]) -> Array:
        x = self._normal(layer, h) @ layer["a.in_proj_weight"].T
        x += layer["a.in_proj_bias"]
        width = h.shape[1]
        x[:, :width] /= (width // HEADS) ** 0.5
        mixed, done = self.np.empty_like(h), 0
        for length in lengths:
            rows = slice(done, done + length)
            q, k, v = x[rows].reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
            shares = _shares(self.np, q @ k.transpose(0, 2, 1))
            mixed[rows] = (shares @ v).transpose(1, 0, 2).reshape(length, width)
            done += length
        out: Array = mixed @ layer["a.out_proj.weight"].T
        out += layer["a.out_proj.bias"]
        return out

    def clauses(self, h: Array, here: Sequence[Sequence[int]], context: Array) -> Heard:
        """What clauses say, by the rows in `h` of the tokens of each (one at least), and by a vector of its context."""
        np, sizes = self.np, _lengths(self.np, here)
        own = h[[row for rows in here for row in rows]]
        looks = self._linear("look", own)
        starts = sizes.cumsum() - sizes
        raised = np.exp(looks - np.maximum.reduceat(looks, starts, 0).repeat(sizes, 0))
        shares = raised / np.add.reduceat(raised, starts, 0).repeat(sizes, 0)
        seen = np.empty((len(here), looks.shape[1], h.shape[1]), np.float32)
        looked = np.empty((len(here), looks.shape[1]), np.int64)
        for n, (start, size) in enumerate(zip(starts.tolist(), sizes.tolist(), strict=True)):
            part = shares[start : start + size]
            np.matmul(part.T, own[start : start + size], out=seen[n])
            part.argmax(0, out=looked[n])
        score = (seen * self.w["said"]).sum(2) + self._linear("expected", context)
        gist = self._linear("gist", seen.reshape(len(here), -1)) + self._linear("around", context)
        return Heard(_told(np, score), looked, seen, np.maximum(gist, 0.0))

    def actors(self, h: Array, at: Sequence[int], names: Sequence[Names], of: Sequence[int], gist: Array) -> Array:
        """(actors, size): each actor at the row of its token (-1: not named), by what is known of it.

        `of` says in view of which clause, a row of `gist`, each is looked at.
        """
        np, rows = self.np, self.np.array(at)
        stand = h[rows]
        stand[rows < 0] = self.w["absent"]
        own = self._linear("actor", np.concatenate([stand, self.totals("actors", names)], 1))
        own += self._linear("in view", gist)[of]
        out: Array = np.maximum(own, 0.0)
        return out

    def choose(
        self, actors: Array, sets: Sequence[Sequence[int]], names: Sequence[Names], of: Sequence[int], gist: Array
    ) -> Choice:
        """Weigh sets of actors, each by its members (rows of `actors`) and what is known of the set.

        `of` says in view of which clause, a row of `gist`, each is weighed.
        """
        np = self.np
        means, most = self._pooled(actors, sets)
        weight, size = self.w["set.weight"].T, gist.shape[1]
        hidden = np.concatenate([means, most, self.totals("sets", names)], 1) @ weight[size:]
        hidden += (gist @ weight[:size] + self.w["set.bias"])[of]
        np.maximum(hidden, 0.0, out=hidden)
        return Choice(_told(np, self._linear("holds", hidden)), means)

    def _pooled(self, actors: Array, sets: Sequence[Sequence[int]]) -> tuple[Array, Array]:
        """The means and the maxima of the members of each set; sets of one size are gone through together."""
        np, shape = self.np, (len(sets), actors.shape[1])
        means, most = np.empty(shape, np.float32), np.empty(shape, np.float32)
        sizes = _lengths(np, sets)
        for size in set(sizes.tolist()):
            rows = (sizes == size).nonzero()[0]
            members = actors[[sets[k] for k in rows.tolist()]]
            means[rows] = np.add.reduce(members, 1) / np.float32(size)
            most[rows] = np.maximum.reduce(members, 1)
        return means, most

    def roles(self, actors: Array, mean: Array, gist: Array, seen: Array, relation: int) -> Array:
        """(actors, 3): how much speaks for each of a set's actors giving, getting, or being a party.

        `mean` is the set's vector, `gist` the clause's, and `seen` what it showed of the relation.
        """
        of_actor, of_set, of_gist, of_seen = self._parts
        hidden = actors @ of_actor + (mean @ of_set + gist @ of_gist + seen @ of_seen + self.w["role in.bias"])
        rows = slice(3 * relation, 3 * relation + 3)
        out: Array = self.np.maximum(hidden, 0.0) @ self.w["role out.weight"][rows].T + self.w["role out.bias"][rows]
        return out


# Sums of vectors are kept for so many different lists of features; there is room for so many at first.
_MOST_SEEN, _FIRST_ROOM = 20_000, 1024


def _lengths(np: Any, several: Sequence[Sequence[int]]) -> Any:
    """How long each of several lists is, as an array."""
    return np.array([len(one) for one in several])


def _names(stored: Any) -> list[str]:
    return bytes(stored).decode("utf-8").split("\n")


def _told(np: Any, score: Array) -> Array:
    """Chances as they are told: without the last places, in which machines differ."""
    out: Array = np.round(_chance(np, score), 5)
    return out


def _chance(np: Any, score: Array) -> Array:
    out: Array = np.minimum(score, 30.0)
    np.maximum(out, -30.0, out=out)
    np.negative(out, out=out)
    np.exp(out, out=out)
    out += 1.0
    np.reciprocal(out, out=out)
    return out


def _shares(np: Any, score: Array) -> Array:
    """The shares of the last axis; `score` is used up."""
    score -= np.maximum.reduce(score, -1, keepdims=True)
    np.exp(score, out=score)
    score /= np.add.reduce(score, -1, keepdims=True)
    return score


@cache
def network() -> Network:
    """The network that the package carries."""
    import numpy as np

    with (
        files("foedera.reading").joinpath("proposer.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as held,
    ):
        return Network({name: held[name] for name in held.files})
