"""Finds the actors that a text names.

One pass of an Aho-Corasick automaton over the folded text gives every spelling of the tables
that stands between word boundaries. Then: the longest phrase from the left wins; upper and
lower case are compared as the table says; ambiguous spellings are decided by the text around
them (`context.py`) or left out; a state's adjective and the noun of an organ behind it become
one body (`bodies.py`). Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedera.actors.aliases import with_aliases
from foedera.actors.bodies import join_bodies
from foedera.actors.context import Clues, choose
from foedera.actors.fold import Folded, fold
from foedera.actors.leaders import with_states
from foedera.actors.lexicon import Form, Word, automaton
from foedera.actors.places import ends_the_name, not_the_state, starts_no_name
from foedera.actors.records import Mention
from foedera.actors.spans import Span

_BRIDGE = re.compile(r"[,;:()\[\]{}/|!?\"“”•*<>=+]")
_ADDRESS = frozenset("@/_\\#")


@dataclass(slots=True)
class _Hits:
    """What the automaton saw: spans of names, of organ nouns, and where the cues stand."""

    names: list[tuple[int, int, Word]]
    organs: list[tuple[int, int, bool]]
    cues: dict[str, list[int]]


def find(text: str) -> list[Mention]:
    """The actors named in `text`, in order, without overlaps; offsets are code points into `text`.

    A possessive 's is not part of a mention. Names that stay ambiguous are left out.
    """
    if not text:
        return []
    folded = fold(text)
    hits = _scan(folded)
    spans = list(_longest(hits.names, folded))
    clues = Clues(folded.text, hits.cues, [s for s in spans if s.settled])
    chosen = [c for span in spans if (c := choose(span, clues, folded)) is not None]
    joined = join_bodies(with_states(chosen, folded.plain), hits.organs, folded)
    named = with_aliases(joined, folded)
    return [_mention(span, folded, text) for span in named if not span.form.silent]


def _scan(folded: Folded) -> _Hits:
    hits = _Hits([], [], {})
    for end, word in automaton().iter(f" {folded.text} "):
        stop = end - 1
        start = stop - word.length
        if word.forms:
            hits.names.append((start, stop, word))
        if word.organ is not None:
            hits.organs.append((start, stop, word.organ.loose))
        if word.cue is not None:
            hits.cues.setdefault(word.cue, []).append(start)
    return hits


def _longest(names: list[tuple[int, int, Word]], folded: Folded) -> Iterator[Span]:
    """The longest valid span from the left, again and again."""
    names.sort(key=lambda hit: (hit[0], -hit[1]))
    free = 0
    for start, stop, word in names:
        if start < free:
            continue
        forms = _valid(word, start, stop, folded.plain)
        if forms:
            free = stop = start + forms[0].head if forms[0].head else stop
            written = folded.plain[start:stop]
            yield Span(start, stop, folded.text[start:stop], tuple(_as_written(form, written) for form in forms))


def _valid(word: Word, start: int, stop: int, plain: str) -> list[Form]:
    written = plain[start:stop]
    forms = [form for form in word.forms if _same_case(form, written)]
    forms = [form for form in forms if form.text == written] or forms
    if forms and _BRIDGE.search(written):
        forms = [form for form in forms if _BRIDGE.search(form.text)]
    if not forms or starts_no_name(plain, start) or not_the_state(plain, stop):
        return [form for form in forms if form.silent]
    if _in_handle(plain, start, stop) or (written.islower() and _in_address(plain, start, stop)):
        return []
    hyphen = ends_the_name(plain, stop)
    if not hyphen and len(forms) == 1:
        return [] if forms[0].kind == "prefix" else forms
    usable = (_with_prefix(form, hyphen) for form in forms)
    return [form for form in usable if form is not None]


def _with_prefix(form: Form, hyphen: str) -> Form | None:
    """Before a hyphen an adjective or abbreviation is a prefix ("US-led", "Franco-German")."""
    if form.kind == "prefix":
        return form if hyphen else None
    if hyphen and (form.kind == "adjective" or (form.kind == "abbreviation" and hyphen == "lower")):
        return replace(form, kind="prefix")
    return form


def _as_written(form: Form, written: str) -> Form:
    """A body is called what the text calls it."""
    return form if form.body is None or form.body == written else replace(form, body=written)


def _same_case(form: Form, written: str) -> bool:
    pattern = form.text
    if pattern == written:
        return True
    if len(pattern) != len(written):  # a spelling with characters that folding takes out
        return True
    if form.case == "exact":
        return all(a == b for a, b in zip(pattern, written, strict=True) if a.isalpha() and a.isascii())
    if all(b.isupper() for a, b in zip(pattern, written, strict=True) if a.isupper()):
        return True
    return form.case == "any" and written.islower()


def _in_address(plain: str, start: int, stop: int) -> bool:
    """Is it part of a web or mail address, or a tag?"""
    before = plain[start - 1] if start else " "
    after = plain[stop] if stop < len(plain) else " "
    dotted = after == "." and plain[stop + 1 : stop + 2].isalpha()
    return before in _ADDRESS or after in _ADDRESS or before == "." or dotted


def _in_handle(plain: str, start: int, stop: int) -> bool:
    """Is it part of a name that somebody posts under ("Yerevan_Vet")? "_Turkey_" is only emphasised."""
    after, before = plain[stop : stop + 2], plain[max(0, start - 2) : start]
    return (after[:1] == "_" and after[1:].isalnum()) or (before[1:] == "_" and before[:1].isalnum())


def _mention(span: Span, folded: Folded, text: str) -> Mention:
    form = span.form
    start, end = folded.at(span.start), folded.after(span.stop)
    if form.text.endswith((".", ")")) and text[end : end + 1] == form.text[-1]:
        end += 1
    return Mention(
        start,
        end,
        text[start:end],
        form.code,
        form.kind,
        form.body,
        form.name,
        form.place,
        form.entity,
    )
