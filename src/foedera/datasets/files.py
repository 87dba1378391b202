"""Finding and reading publishers' files: a file, a folder of a download, or a zip of it.

Everything is read into memory up to `MAX_BYTES`; rows keep the line they stand on, so that a
claim can say where it comes from and a malformed row can be found again.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import IO

from foedera.errors import BadTable, TooLarge

MAX_BYTES = 600_000_000
MAX_ENTRIES = 20_000
MAX_PREAMBLE = 60  # lines looked through for the header
ENDINGS = (".csv", ".csv.gz", ".txt", ".dta", ".rda", ".xlsx")


@dataclass(frozen=True, slots=True)
class File:
    """A file in memory: its name without folders, and its bytes (already unzipped)."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a publisher's file: the line it stands on (the header is line 1) and its cells."""

    file: str
    line: int
    cells: dict[str, str]

    @property
    def locator(self) -> str:
        return f"{self.file} line {self.line}"

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file, the lines that could not be read as rows of it, and what stood above them."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    broken: tuple[tuple[str, int, str], ...] = ()
    preamble: str = ""


def candidates(path: Path) -> list[str]:
    """Names of the files at `path`: itself, the files of a folder, or the entries of a zip."""
    if not path.exists():
        raise BadTable(f"There is no file or folder '{path}': check the path.")
    if path.is_dir():
        return sorted(str(p.relative_to(path)) for p in _files_below(path))
    if zipfile.is_zipfile(path) and path.suffix.lower() == ".zip":
        return sorted(_zip_names(path))
    return [path.name]


def _files_below(folder: Path) -> Iterator[Path]:
    for count, found in enumerate(folder.rglob("*")):
        if count >= MAX_ENTRIES:
            raise TooLarge(f"'{folder}' holds over {MAX_ENTRIES} files: give the data set's own folder.")
        if found.is_file() and found.name.lower().endswith(ENDINGS):
            yield found


def _zip_names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise BadTable(f"'{path.name}' is not a zip archive that can be read ({error}).") from error
    if len(names) > MAX_ENTRIES:
        raise TooLarge(f"'{path.name}' holds over {MAX_ENTRIES} files: unpack the ones you need.")
    return [n for n in names if n.lower().endswith(ENDINGS) and not n.startswith("__MACOSX")]


def matching(names: Sequence[str], patterns: Sequence[str]) -> list[str]:
    """The `names` that fit one of `patterns`, in the order of the patterns; case does not matter."""
    out: list[str] = []
    for pattern in patterns:
        fits = (n for n in names if fnmatch(Path(n).name.lower(), pattern.lower()))
        out += [n for n in fits if n not in out]
    return out


def read(path: Path, name: str) -> File:
    """The file `name` of `candidates(path)`, unzipped; raises BadTable or TooLarge."""
    try:
        data = _bytes(path, name)
        if name.lower().endswith(".gz"):
            data = _gunzip(data, name)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise BadTable(f"'{name}' cannot be read ({error}): download it again.") from error
    return File(Path(name).name, data)


def _bytes(path: Path, name: str) -> bytes:
    if path.is_file() and path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
            return limited(stream, name)
    with (path / name if path.is_dir() else path).open("rb") as stream:
        return limited(stream, name)


def _gunzip(data: bytes, name: str) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
        return limited(stream, name)


def limited(stream: IO[bytes] | gzip.GzipFile, name: str) -> bytes:
    """All bytes of a stream; raises TooLarge beyond the limit, so that a packed bomb does no harm."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLarge(f"'{name}' is over {MAX_BYTES // 1_000_000} MB: no known version is; check the file.")
    return data


def text_of(file: File) -> str:
    """The text of a CSV file: UTF-8 (with or without a mark), UTF-16 with a mark, else Latin-1.

    Publishers' files are UTF-8 or Latin-1 (Windows-1252); Latin-1 never fails, so that a file in
    another encoding shows wrong letters in names, never wrong numbers.
    """
    if file.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return file.data.decode("utf-16", errors="replace")
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.data.decode("cp1252", errors="replace")


def parse_csv(file: File, *, header: Sequence[str] = ()) -> Rows:
    """The rows of a CSV file; a preamble above the line that holds `header`'s columns is passed over.

    Cells are separated by commas, or by semicolons or tabs where the header is only found so. A row
    with another number of cells than the header is not guessed at: it is in `broken`.
    """
    text = text_of(file)
    found = _split(file.name, text, ",", header)
    for delimiter in ";\t":
        if not found.columns:
            found = _split(file.name, text, delimiter, header)
    return found


def _split(name: str, text: str, delimiter: str, header: Sequence[str]) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    broken: list[tuple[str, int, str]] = []
    rows: list[Row] = []
    above: list[str] = []
    columns: tuple[str, ...] = ()
    try:
        for cells in reader:
            if not columns:
                columns = _header(cells, header)
                above.append(" ".join(cells))
                if len(above) > MAX_PREAMBLE:
                    break
            elif len(cells) == len(columns):
                rows.append(Row(name, reader.line_num, dict(zip(columns, cells, strict=True))))
            elif any(c.strip() for c in cells):
                broken.append((name, reader.line_num, _width(len(cells), len(columns))))
    except csv.Error as error:
        broken.append((name, reader.line_num, f"the line cannot be read as CSV ({error})"))
    return Rows(name, columns, tuple(rows), tuple(broken), "\n".join(above[:-1]))


def _width(found: int, wanted: int) -> str:
    return f"it has {found} cells where the header has {wanted}"


def _header(cells: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    names = tuple(c.strip().strip("\ufeff") for c in cells)
    if not any(names) or not set(wanted) <= set(names):
        return ()
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")  # an unnamed column is "", "_2" ...
    return tuple(out)


def _parse(file: File, header: Sequence[str]) -> Rows:
    """The rows of a file in any of the publishers' formats, by the ending of its name."""
    if file.name.lower().endswith((".csv", ".csv.gz", ".txt")):
        return parse_csv(file, header=header)
    from foedera.datasets import formats  # brings Polars, which plain CSV does without

    return formats.rows(file, header=header)


def peek(path: Path, name: str, columns: Sequence[str]) -> Rows | None:
    """The rows of file `name` at `path`; None when it lacks one of `columns` (another table's file)."""
    rows = _parse(read(path, name), columns)
    return rows if set(columns) <= set(rows.columns) else None
