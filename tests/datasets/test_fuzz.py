"""Damaged files: a sentence or skipped rows, never a traceback and never a claim that is no claim."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import Claim, faults
from foedera.datasets import dataset, load
from foedera.datasets.importing import _importer
from foedera.datasets.intake import Intake
from foedera.dates import Date
from foedera.errors import FoederaError

from .samples import SAMPLES

Files = dict[str, bytes]


@cache
def originals(name: str) -> tuple[tuple[str, bytes], ...]:
    """The sample's files, unpacked."""
    with tempfile.TemporaryDirectory() as folder:
        SAMPLES[name](Path(folder))
        found = []
        for file in sorted(Path(folder).iterdir()):
            data = file.read_bytes()
            found.append((file.name.removesuffix(".gz"), gzip.decompress(data) if file.suffix == ".gz" else data))
        return tuple(found)


def claims_of(name: str, files: Files) -> list[Claim]:
    """What the importer makes of these files; every claim it gives must be sound."""
    with tempfile.TemporaryDirectory() as folder:
        for file, data in files.items():
            (Path(folder) / file).write_bytes(data)
        found = dataset(name)
        reading = _importer(found)(Intake(found, Path(folder)))
    claims = [claim for _, claim in reading.pairs]
    for claim in claims:
        assert faults(claim) == []
        for text in (claim.date, claim.period):
            if text:
                Date.parse(text)
    return claims


def never_a_traceback(name: str, files: Files) -> None:
    sentence = "fine"
    try:
        claims_of(name, files)
    except FoederaError as error:
        sentence = str(error)
    assert sentence
    assert "\n" not in sentence


names = st.sampled_from(sorted(SAMPLES))


@given(names, st.data())
def test_truncated_files(name: str, data: st.DataObject) -> None:
    files = dict(originals(name))
    for file, content in files.items():
        files[file] = content[: data.draw(st.integers(0, len(content)))]
    never_a_traceback(name, files)


@given(names, st.data())
def test_files_with_bytes_changed_or_put_in(name: str, data: st.DataObject) -> None:
    files = dict(originals(name))
    file = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[file])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        junk = data.draw(st.binary(max_size=4) | st.sampled_from([b",", b'"', b"\n", b"\r", b"-", b"9", b"/", b"NA"]))
        content[at : at + data.draw(st.integers(0, 3))] = junk
    files[file] = bytes(content)
    never_a_traceback(name, files)


CELLS = st.sampled_from(["", "-1", "1e9", "99999999999999", "0", "13", "3.5", "x" * 300, "\u0661", "1/2", "NaN", "inf"])


@given(names, st.data())
def test_cells_that_hold_something_else(name: str, data: st.DataObject) -> None:
    files = dict(originals(name))
    file = data.draw(st.sampled_from(sorted(files)))
    table = rows_of(files[file])
    for _ in range(data.draw(st.integers(1, 5))):
        row = data.draw(st.integers(1, len(table) - 1))
        if table[row]:
            table[row][data.draw(st.integers(0, len(table[row]) - 1))] = data.draw(CELLS | st.text(max_size=8))
    files[file] = packed(table)
    never_a_traceback(name, files)


@given(names, st.sampled_from(["utf-16", "latin-1", "utf-8-sig", "utf-32", "cp037"]))
def test_files_in_another_encoding(name: str, encoding: str) -> None:
    files = {f: c.decode("latin-1").encode(encoding, errors="replace") for f, c in originals(name)}
    never_a_traceback(name, files)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("latin-1"), newline="")))


def packed(table: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue().encode("utf-8", errors="replace")


@given(names.filter(lambda n: n != "sipri"), st.data())
def test_columns_in_another_order_and_new_ones_change_nothing(name: str, data: st.DataObject) -> None:
    files = dict(originals(name))
    for file, content in files.items():
        table = [[*row, "new"] if n else [*row, "a column of tomorrow"] for n, row in enumerate(rows_of(content))]
        order = data.draw(st.permutations(range(len(table[0]))))
        if name == "mme":  # participants are listed in the order of their columns
            order = sorted(order, key=lambda i: table[0][i].startswith("State") and i)
        files[file] = packed([[row[i] for i in order] for row in table])
    kept = [(c.actors, c.date, c.period, c.terms, c.amount) for c in claims_of(name, dict(originals(name)))]
    assert [(c.actors, c.date, c.period, c.terms, c.amount) for c in claims_of(name, files)] == kept


@pytest.mark.filterwarnings("ignore:Unknown file type")
@given(names, st.sampled_from([".dta", ".rda", ".xlsx", ".csv.gz", ".zip", ".csv"]), st.binary(max_size=200))
def test_junk_under_any_ending(name: str, ending: str, junk: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"junk{ending}"
        path.write_bytes(junk)
        with pytest.raises(FoederaError):
            load(name, path)
        with pytest.raises(FoederaError):
            _importer(dataset(name))(Intake(dataset(name), path))
