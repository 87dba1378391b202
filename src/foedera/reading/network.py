"""A small network that reads the words of a sentence together, run with arrays alone.

It is trained by `tools/train_proposer.py`, which builds the same network layer by layer; the weights are kept in
`proposer.npz`. Words enter as the sum of what is known of them (the word, how it begins, and a vector of its
meaning); gated convolutions and attention let each see the others; each relation looks at the words of a
clause by an attention of its own, so that the word that it looked at most can be shown. From there a clause, its
actors and each set of them are weighed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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
    """What the network says of a clause: by relation its chance, the word looked at most and what was seen there.

    `seen` (relations, width); `gist` is a vector of it all.
    """

    chances: Array
    looked: Sequence[int]
    seen: Array
    gist: Array


@dataclass(slots=True)
class Choice:
    """What the network says of sets of actors: chances (sets, relations and their denials), and a vector of each."""

    chances: Array
    means: Array


class Network:
    """The trained network; `stored` holds its arrays and, under `names.SPACE`, the features of each space."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        import numpy as np

        self.np = np
        self.w: dict[str, Array] = {
            k: np.asarray(v, np.float32) for k, v in stored.items() if not k.startswith("names.")
        }
        self.w["meanings"] /= UNIT
        self.rows = {s: {n: i for i, n in enumerate(_names(stored[f"names.{s}"]))} for s in (*SPACES, "meanings")}
        self._seen: dict[str, dict[Names, Array]] = {space: {} for space in SPACES}
        width = self.w["absent"].shape[0]
        self._centre = (np.eye(width) - 1.0 / width).astype(np.float32)  # takes the mean away
        self._layers = [self._layer(n, apart) for n, apart in enumerate(LAYERS)]

    def _layer(self, n: int, apart: int) -> dict[str, Array]:
        own = {k.split(".", 2)[2]: v for k, v in self.w.items() if k.startswith(f"layer.{n}.")}
        if apart:  # one matrix for the words before, here and after
            own["c"] = self.np.ascontiguousarray(own["c.weight"].transpose(2, 1, 0).reshape(-1, len(own["c.bias"])))
        return own

    def _linear(self, name: str, x: Array) -> Array:
        return x @ self.w[f"{name}.weight"].T + self.w[f"{name}.bias"]

    def total(self, space: str, names: Names) -> Array:
        """The sum of the vectors of the features that are known; the same come again and again."""
        seen = self._seen[space]
        found = seen.get(names)
        if found is None:
            found = self._added(space, names)
            if len(seen) < _MOST_SEEN:
                seen[names] = found
        return found

    def _added(self, space: str, names: Names) -> Array:
        known, table = self.rows[space], self.w[space]
        rows = [known[n] for n in names if n in known]
        out: Array = table[rows].sum(0) if rows else self.np.zeros(table.shape[1], self.np.float32)
        meaning = self.rows["meanings"].get(names[0]) if space == "words" else None
        return out if meaning is None else out + self.w["meanings"][meaning] @ self.w["meaning.weight"].T

    def sentence(self, tokens: Sequence[Names]) -> Array:
        """(tokens, width): every token, by its features, as the others let it be understood."""
        h = self.np.stack([self.total("words", t) for t in tokens])
        for apart, layer in zip(LAYERS, self._layers, strict=True):
            h = h + (self._convolved(layer, h, apart) if apart else self._attended(layer, h))
        return h

    def _normal(self, layer: dict[str, Array], h: Array) -> Array:
        out: Array = h @ self._centre
        spread = self.np.einsum("ij,ij->i", out, out) / h.shape[1] + 1e-5
        out *= (1.0 / self.np.sqrt(spread))[:, None]
        out *= layer["n.weight"]
        out += layer["n.bias"]
        return out

    def _convolved(self, layer: dict[str, Array], h: Array, apart: int) -> Array:
        np, (length, width) = self.np, h.shape
        padded = np.zeros((length + 2 * apart, width), np.float32)
        padded[apart : apart + length] = self._normal(layer, h)
        near = np.concatenate([padded[k * apart : k * apart + length] for k in range(3)], 1)
        said = near @ layer["c"] + layer["c.bias"]
        gated = said[:, :width] * _chance(np, said[:, width:])
        out: Array = gated @ layer["o.weight"].T + layer["o.bias"]
        return out

    def _attended(self, layer: dict[str, Array], h: Array) -> Array:
        length, width = h.shape
        x = self._normal(layer, h) @ layer["a.in_proj_weight"].T + layer["a.in_proj_bias"]
        q, k, v = x.reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        shares = _shares(self.np, q @ k.transpose(0, 2, 1) / (width // HEADS) ** 0.5, 2)
        mixed = (shares @ v).transpose(1, 0, 2).reshape(length, width)
        out: Array = mixed @ layer["a.out_proj.weight"].T + layer["a.out_proj.bias"]
        return out

    def clause(self, h: Array, here: Sequence[int], context: Array) -> Heard:
        """What the tokens `here` of a sentence say, with a vector of the context."""
        own = h[list(here)] if here else h
        shares = _shares(self.np, self._linear("look", own), 0)
        seen = shares.T @ own  # relations, width
        score = (seen * self.w["said"]).sum(1) + self._linear("expected", context)
        gist = self._linear("gist", seen.reshape(-1)) + self._linear("around", context)
        return Heard(_told(self.np, score), shares.argmax(0).tolist(), seen, self.np.maximum(gist, 0.0))

    def actors(self, h: Array, at: Sequence[int], names: Sequence[Names], heard: Heard) -> Array:
        """(actors, size): each actor at its token (-1: not named), by what is known of it, in view of the clause."""
        np = self.np
        stand = np.stack([h[p] if p >= 0 else self.w["absent"] for p in at])
        known = np.stack([self.total("actors", n) for n in names])
        own = self._linear("actor", np.concatenate([stand, known], 1))
        out: Array = np.maximum(own + self._linear("in view", heard.gist), 0.0)
        return out

    def choose(
        self, actors: Array, sets: Sequence[Sequence[int]], names: Sequence[tuple[str, ...]], h: Heard
    ) -> Choice:
        """Weigh sets of actors, each by its members and what is known of the set."""
        np = self.np
        flat = actors[[i for s in sets for i in s]]
        sizes = np.array([len(s) for s in sets])
        starts = np.concatenate([[0], sizes[:-1].cumsum()])
        means = np.add.reduceat(flat, starts, 0) / sizes[:, None]
        most = np.maximum.reduceat(flat, starts, 0)
        known = np.stack([self.total("sets", n) for n in names])
        weight, size = self.w["set.weight"].T, len(h.gist)
        hidden = np.concatenate([means, most, known], 1) @ weight[size:] + (h.gist @ weight[:size] + self.w["set.bias"])
        hidden = np.maximum(hidden, 0.0)
        return Choice(_told(np, self._linear("holds", hidden)), means)

    def roles(self, actors: Array, mean: Array, heard: Heard, relation: int) -> Array:
        """(actors, 3): how much speaks for each of a set's actors giving, getting, or being a party."""
        np = self.np
        all_ = np.concatenate([mean, heard.gist, heard.seen[relation]])
        x = np.concatenate([actors, np.broadcast_to(all_, (len(actors), len(all_)))], 1)
        score = self._linear("role out", np.maximum(self._linear("role in", x), 0.0))
        out: Array = score.reshape(len(actors), -1, 3)[:, relation]
        return out


# Sums of vectors are kept for so many different lists of features.
_MOST_SEEN = 20_000


def _names(stored: Any) -> list[str]:
    return bytes(stored).decode("utf-8").split("\n")


def _told(np: Any, score: Array) -> Array:
    """Chances as they are told: without the last places, in which machines differ."""
    out: Array = np.round(_chance(np, score), 5)
    return out


def _chance(np: Any, score: Array) -> Array:
    out: Array = 1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0)))
    return out


def _shares(np: Any, score: Array, axis: int) -> Array:
    raised = np.exp(score - score.max(axis, keepdims=True))
    out: Array = raised / raised.sum(axis, keepdims=True)
    return out


@cache
def network() -> Network:
    """The network that the package carries."""
    import numpy as np

    with (
        files("foedera.reading").joinpath("proposer.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as held,
    ):
        return Network({name: held[name] for name in held.files})
