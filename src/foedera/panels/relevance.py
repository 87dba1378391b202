"""Politically relevant dyads: contiguous states, and pairs with a major power."""

from __future__ import annotations

from typing import Literal

import polars as pl

from foedera.errors import BadInput
from foedera.panels.keys import dyads_of
from foedera.panels.noting import count, note

_CONTIGUITY = ("contiguity", "conttype")
_MAJORS = (("major1", "major2"), ("cowmaj1", "cowmaj2"))


def filter_prd(
    panel: pl.DataFrame, *, unknown: Literal["drop", "keep"] = "drop", land_only: bool = False
) -> pl.DataFrame:
    """Keeps politically relevant dyads: contiguous (1 to 5; `land_only`: 1), or one a major power.

    Adds `prd` (0, 1, null). After the last year of the contiguity or majors data nobody can tell:
    those rows are left out and how many and which years is said, or, with `unknown="keep"`, kept
    with `prd` null. Weede (1976), Lemke and Reed (2001). Raises BadInput.
    """
    dyads_of(panel)
    close = next((c for c in _CONTIGUITY if c in panel.columns), None)
    majors = next((m for m in _MAJORS if set(m) <= set(panel.columns)), None)
    if close is None or majors is None:
        raise BadInput("Relevance needs contiguity and majors: use add_contiguity and add_majors first.")
    near = pl.col(close) == 1 if land_only else pl.col(close).is_between(1, 5)
    relevant = near | (pl.col(majors[0]) == 1) | (pl.col(majors[1]) == 1)
    marked = panel.with_columns(relevant.cast(pl.Int8).alias("prd"))
    _told_unknown(marked, kept=unknown == "keep")
    wanted = (pl.col("prd") == 1) | pl.col("prd").is_null() if unknown == "keep" else pl.col("prd") == 1
    return marked.filter(wanted)


def _told_unknown(marked: pl.DataFrame, *, kept: bool) -> None:
    open_ = marked.filter(pl.col("prd").is_null())
    if not open_.height:
        return
    first, last = str(open_["year"].min()), str(open_["year"].max())
    years = f"{first} to {last}" if first != last else first
    fate = "kept with prd null" if kept else "left out"
    note(
        f"Relevance of {count(open_.height, 'row')} of {years} is unknown, {fate}: "
        "contiguity or majors data do not cover them."
    )
