"""Sets of states as rows of 64-bit words, and unions over their members by table look-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]  # shape (rows, words): one set a row, bit b in word b // 64
Index = NDArray[np.intp]
_ONES = np.array([byte.bit_count() for byte in range(256)], dtype=np.uint16)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def words_for(bits: int) -> int:
    """How many 64-bit words hold `bits` bits (at least one)."""
    return max(1, -(-bits // 64))


def to_words(sets: Iterable[int], width: int) -> Words:
    """Python integers as rows of words."""
    data = b"".join(s.to_bytes(width * 8, "little") for s in sets)
    return np.frombuffer(data, dtype="<u8").astype(np.uint64).reshape(-1, width)


def singletons(bits: Index, width: int) -> Words:
    """One row for each of `bits`, with that bit alone."""
    out = np.zeros((len(bits), width), dtype=np.uint64)
    out[np.arange(len(bits)), bits // 64] = np.uint64(1) << (bits % 64).astype(np.uint64)
    return out


def nonempty(sets: Words) -> NDArray[np.bool_]:
    """Which rows have a member?"""
    return np.asarray((sets != 0).any(axis=1), dtype=np.bool_)


def meets(sets: Words, other: Words) -> NDArray[np.bool_]:
    """Which rows share a member with `other` (one row, or as many)?"""
    return nonempty(sets & other)


def sizes(sets: Words) -> NDArray[np.uint16]:
    """How many members each row has."""
    return np.asarray(_ONES[np.ascontiguousarray(sets).view(np.uint8)].sum(axis=1), dtype=np.uint16)


def as_bools(sets: Words, bits: int) -> NDArray[np.uint8]:
    """Rows of 0 and 1, one column a bit."""
    as_bytes = np.ascontiguousarray(sets).astype("<u8").view(np.uint8)
    return np.unpackbits(as_bytes, axis=1, count=bits, bitorder="little")


def distinct(sets: Words) -> tuple[Index, Index]:
    """(first row of each distinct set, which of them each row is), by a hash that is then checked."""
    mixed = np.zeros(len(sets), dtype=np.uint64)
    for column in sets.T:
        mixed = (mixed ^ column) * _MIX
        mixed ^= mixed >> np.uint64(29)
    _, first, inverse = np.unique(mixed, return_index=True, return_inverse=True)
    if not np.array_equal(sets[first[inverse]], sets):
        _, first, inverse = np.unique(sets, axis=0, return_index=True, return_inverse=True)
    return first, inverse.reshape(-1)


class UnionTable:
    """Unions over the members of sets: `rows[b]` is what bit b adds.

    Bytes of a set index a table of ready-made unions (the method of the Four Russians), and
    only distinct sets are looked up, so that a whole year's pairs cost little more than one.
    """

    def __init__(self, rows: Words) -> None:
        self.rows = rows
        padded = np.zeros((words_for(len(rows)) * 64, rows.shape[1]), dtype=np.uint64)
        padded[: len(rows)] = rows
        by_byte = padded.reshape(-1, 8, rows.shape[1])
        self._table = np.zeros((len(by_byte), 256, rows.shape[1]), dtype=np.uint64)
        for bit in range(8):
            low = 1 << bit
            self._table[:, low : 2 * low] = self._table[:, :low] | by_byte[:, None, bit]

    def union(self, sets: Words) -> Words:
        """For each row of `sets` the union of what its members add."""
        first, inverse = distinct(sets)
        some = np.ascontiguousarray(sets[first]).astype("<u8").view(np.uint8)
        out = np.zeros((len(first), self._table.shape[2]), dtype=np.uint64)
        for position in np.flatnonzero(some.any(axis=0)):
            out |= self._table[position, some[:, position]]
        return out[inverse]


def stack(columns: Sequence[Words]) -> tuple[Words, list[slice]]:
    """Tables of the same length side by side, and the slice of each."""
    edges = np.cumsum([0, *(c.shape[1] for c in columns)])
    slices = [slice(int(a), int(b)) for a, b in pairwise(edges)]
    return np.concatenate(columns, axis=1), slices
