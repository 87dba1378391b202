"""`Document` in, claims out: each names the rule (frame) that gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedera.reading.evaluate import Scores, evaluate
from foedera.reading.reader import Step
from foedera.reading.reader import steps as explain

if TYPE_CHECKING:
    from foedera.claim import Claim
    from foedera.documents import Limits
    from foedera.documents.model import Document


def read(document: Document, *, strict: bool = False, limits: Limits | None = None) -> list[Claim]:
    """The claims of a document in order of place: of frames, of obligations, of treaty texts and forms.

    `strict` keeps only the surest: what pledges and forms read must be as sure as a frame's claim; the articles
    of a treaty's own text always stay. With `limits`, raises TooLarge when reading takes longer than its seconds.
    Nothing is given back then: what a text that was half read is silent about might stand in the other half.
    """
    from foedera.documents.limits import Deadline
    from foedera.reading import (
        articles,
        context,
        denial,
        forms,
        mentions,
        merging,
        pledges,
        ranking,
        reader,
        sentences,
        speakers,
    )

    deadline = Deadline(limits, document.name) if limits else None
    treaty = articles.read(document)
    if treaty:
        return treaty
    named, cut = mentions.named(document), sentences.segments(document)
    framed = reader.read(document, strict=strict, named=named, segments=cut, deadline=deadline)
    pledged = denial.corrected(pledges.read(document, named, cut, deadline))
    if context.is_profile(document):
        pledged = merging.borne_out(framed, pledged)
    found = pledges.merge(framed, pledged)
    merged = [_graded(c) for c in merging.merge(found, *forms.read(document, found))]
    if strict:
        least = ranking.weights()["strict"]
        merged = [c for c in merged if (c.confidence or 0.0) >= least]
    return speakers.attribute(document, merged)


def _graded(one: Claim) -> Claim:
    """The claim with the confidence that its rule has earned, where no frame gave it."""
    from dataclasses import replace

    from foedera.reading import ranking

    sure = ranking.of_rule(one.rule)
    return one if sure is None else replace(one, confidence=sure)


__all__ = ["Scores", "Step", "evaluate", "explain", "read"]
