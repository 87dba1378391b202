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
    from foedera.reading.proposing import Notes


def read(
    document: Document, *, strict: bool = False, limits: Limits | None = None, notes: Notes | None = None
) -> list[Claim]:
    """The claims of a document in order of place: of frames, of obligations, of treaty texts and forms.

    `strict` keeps only the surest: what pledges and forms read must be as sure as a frame's claim; the articles
    of a treaty's own text always stay. With `limits`, raises TooLarge when reading takes longer than its seconds.
    Nothing is given back then: what a text that was half read is silent about might stand in the other half.
    `notes` takes down what rules and model saw.
    """
    from foedera.reading import (
        amounts,
        articles,
        denial,
        items,
        judging,
        own_dates,
        proposing,
        quoting,
        sites,
        speakers,
        titles,
        wording,
    )

    notes = proposing.Notes() if notes is None else notes
    found = judging.decide(by_rules(document, limits=limits, notes=notes), notes, document.text)
    found = denial.past(wording.told(titles.given(found, document.text, notes.mentions), document.text))
    found = own_dates.given(found, document.text, notes.mentions)
    found = items.given(amounts.given(found, document.text), document.text, notes.mentions)
    found = sites.given(found, document.text, notes.mentions)
    kept = judging.surest(found) if strict else found
    return speakers.attribute(document, quoting.whole(document.text, articles.joined(document, kept)))


def by_rules(document: Document, *, limits: Limits | None = None, notes: Notes | None = None) -> list[Claim]:
    """What frames, pledges and forms read, before the learned model is heard; `notes` takes down what all saw."""
    from foedera.documents.limits import Deadline
    from foedera.reading import context, denial, forms, mentions, merging, pledges, reader, sentences

    deadline = Deadline(limits, document.name) if limits else None
    named, cut = mentions.named(document), sentences.segments(document)
    steps = reader.steps(document, named, cut, deadline, notes)
    framed = [c for step in steps for c in step.claims]
    pledged = denial.corrected(pledges.read(document, named, cut, deadline))
    if context.is_profile(document):
        pledged = merging.borne_out(framed, pledged)
    found = pledges.merge(framed, pledged)
    special, owned = forms.read(document, found)
    ruled = [_graded(c) for c in merging.merge(found, special, owned)]
    if notes is not None:
        notes.mentions = named
        notes.heard(steps, ruled, owned)
    return ruled


def _graded(one: Claim) -> Claim:
    """The claim with the confidence that its rule has earned, where no frame gave it."""
    from dataclasses import replace

    from foedera.reading import ranking

    sure = ranking.of_rule(one.rule)
    return one if sure is None else replace(one, confidence=sure)


__all__ = ["Scores", "Step", "evaluate", "explain", "read"]
