"""Publishers' formats as Polars tables: CSV (zipped or not), Stata .dta, R .rda, Excel .xlsx."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from foedera.datasets.files import MAX_BYTES, MAX_PREAMBLE, File, Row, Rows, limited, text_of
from foedera.errors import BadTable, MissingExtra, TooLarge

MISSING = ["", "NA", "NaN"]
_LOOKED_AT = 2000  # rows from which the types of columns are guessed at first


def frame(file: File, *, header: Sequence[str] = (), only: Sequence[str] | None = None) -> pl.DataFrame:
    """The file as a table with the publisher's columns, unchanged; raises BadTable.

    Blank and `NA` cells are null; the publishers' own codes for missing (-9, -8 ...) stay. With
    `only`, a CSV file gives those of its columns alone, as text: a wide file is then read at once.
    """
    name = file.name.lower()
    try:
        if name.endswith(".dta"):
            return _dta(file)
        if name.endswith(".rda"):
            return _rda(file)
        if name.endswith(".xlsx"):
            return _xlsx(file, header)
        return _csv(file, header, only)
    except (BadTable, MissingExtra, TooLarge):
        raise
    except Exception as error:  # readers of foreign formats raise whatever they like
        what = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise BadTable(f"'{file.name}' cannot be read as a table ({what}): download it again.") from error


def rows(file: File, *, header: Sequence[str] = ()) -> Rows:
    """The rows of a file that is no CSV, as text cells; `line` counts from 2 below the header."""
    table = frame(file, header=header)
    columns = tuple(table.columns)
    found = tuple(
        Row(file.name, line, {c: _cell(v) for c, v in zip(columns, values, strict=True)})
        for line, values in enumerate(table.iter_rows(), start=2)
    )
    return Rows(file.name, columns, found)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv(file: File, header: Sequence[str], only: Sequence[str] | None) -> pl.DataFrame:
    text = text_of(file).replace("\r\n", "\n").replace("\r", "\n")
    text = text[_start_of_header(text, header) :]
    data = text.encode("utf-8")
    if only is not None:
        names = next(csv.reader([text.split("\n", 1)[0]]), [])
        wanted = [name for name in names if name in only]
        return pl.read_csv(data, columns=wanted, null_values=MISSING, infer_schema=False)
    try:
        return pl.read_csv(data, null_values=MISSING, infer_schema_length=_LOOKED_AT)
    except pl.exceptions.ComputeError:  # a later row does not fit: look at them all, ten times slower
        return pl.read_csv(data, null_values=MISSING, infer_schema_length=None)


def _start_of_header(text: str, header: Sequence[str]) -> int:
    """Where the line that holds all of `header` starts: SIPRI's register has lines above it."""
    at = 0
    for line in text.split("\n", MAX_PREAMBLE)[:MAX_PREAMBLE]:
        cells = {c.strip().casefold() for c in next(csv.reader([line]), [])}
        if {c.casefold() for c in header} <= cells:
            return at
        at += len(line) + 1
    return 0


def _dta(file: File) -> pl.DataFrame:
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.dta"
        path.write_bytes(file.data)
        table, _ = pyreadstat.read_dta(str(path), output_format="polars")
    return pl.DataFrame(table)


def _rda(file: File) -> pl.DataFrame:
    try:
        import rdata
    except ImportError as error:
        raise MissingExtra("Reading .rda files needs the package rdata: pip install rdata.") from error
    values = rdata.conversion.convert(rdata.parser.parse_data(_plain(file)))
    tables = [v for v in values.values() if hasattr(v, "columns")]
    if len(tables) != 1:
        raise BadTable(f"'{file.name}' holds {len(tables)} tables where one was expected.")
    columns = {str(c): tables[0][c].tolist() for c in tables[0].columns}
    return pl.DataFrame(columns, strict=False)


def _plain(file: File) -> bytes:
    """The R file's bytes, unpacked within the limit; R packs with gzip, bzip2 or xz."""
    raw, magic = io.BytesIO(file.data), file.data[:2]
    if magic == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=raw) as stream:
            return limited(stream, file.name)
    if magic in (b"BZ", b"\xfd7"):
        with bz2.BZ2File(raw) if magic == b"BZ" else lzma.LZMAFile(raw) as stream:
            return limited(stream, file.name)
    return file.data


def _xlsx(file: File, header: Sequence[str]) -> pl.DataFrame:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(file.data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_BYTES:
            raise TooLarge(f"'{file.name}' unpacks to over {MAX_BYTES // 1_000_000} MB: no known version does.")
    book = openpyxl.load_workbook(io.BytesIO(file.data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines = sheet.iter_rows(values_only=True)
        for number, cells in enumerate(lines):
            names = [str(c).strip() if c is not None else "" for c in cells]
            if any(names) and set(header) <= set(names):
                return _sheet(names, list(lines))
            if number >= MAX_PREAMBLE:
                break
    raise BadTable(f"'{file.name}' has no sheet with the columns {', '.join(header[:4])}.")


def _sheet(names: list[str], body: list[tuple[Any, ...]]) -> pl.DataFrame:
    keep = [i for i, name in enumerate(names) if name]
    columns = {names[i]: [line[i] if i < len(line) else None for line in body] for i in keep}
    return pl.DataFrame(columns, strict=False, infer_schema_length=None)
