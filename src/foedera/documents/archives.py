"""Files that hold many documents: directories, zips, WARCs, feeds. One bad member never stops the rest."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from foedera.documents.feeds import is_feed, read_feed
from foedera.documents.limits import DEFAULT, Limits
from foedera.documents.load import is_word_document, open_bytes, read_file
from foedera.documents.mail import read_attachments
from foedera.documents.model import Document
from foedera.documents.opened import Opened
from foedera.documents.warc import is_warc, read_warc
from foedera.errors import BadInput, TooLarge, UnreadableDocument

# Zips in zips in zips are taken for an attack.
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Loaded:
    """One document of a walk, or why it could not be read. `where` is its path, `archive!member` inside one."""

    where: str
    document: Document | None = None
    error: BadInput | None = None


def walk(paths: Iterable[str | Path], *, limits: Limits = DEFAULT) -> Iterator[Loaded]:
    """Every document of files, directories, zips, WARCs and feeds, in order of path."""
    for path in list_files(paths):
        yield from load_all(path, limits=limits)


def list_files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files below `paths`, sorted, hidden ones left out; a path that is no directory is given as it is."""
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*")):
            parts = found.relative_to(path).parts
            if found.is_file() and not any(part.startswith(".") for part in parts):
                yield found


def load_all(path: str | Path, *, limits: Limits = DEFAULT) -> Iterator[Loaded]:
    """Every document of one file; an error is given in the place of the document that has it."""
    try:
        data = read_file(Path(path), limits, archive=True)
    except BadInput as error:
        yield Loaded(str(path), error=error)
        return
    yield from _load_members(data, Path(path).name, str(path), limits, 0)


def load_all_bytes(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Iterator[Loaded]:
    """Every document in `data`, as `load_all` gives them of a file."""
    yield from _load_members(data, name, name, limits, 0)


def _load_members(data: bytes, name: str, where: str, limits: Limits, depth: int) -> Iterator[Loaded]:
    try:
        yield from _members(data, name, where, limits, depth)
    except BadInput as error:
        yield Loaded(where, error=error)


def _members(data: bytes, name: str, where: str, limits: Limits, depth: int) -> Iterator[Loaded]:
    if data.startswith(b"PK\x03\x04") and not is_word_document(data):
        yield from _zip(data, name, where, limits, depth)
    elif is_warc(data):
        for opened in read_warc(data, name, limits):
            yield _one(opened, where, limits)
    elif is_feed(data):
        for opened in read_feed(data, name, limits):
            yield _one(opened, where, limits)
    else:
        yield _one(Opened(data, name), where, limits, alone=True)
        for opened in read_attachments(data, name, limits):
            yield _one(opened, where, limits)


def _one(opened: Opened | BadInput, where: str, limits: Limits, *, alone: bool = False) -> Loaded:
    if isinstance(opened, BadInput):
        return Loaded(where, error=opened)
    inside = where if alone else f"{where}!{opened.name.split('!')[-1]}"
    try:
        return Loaded(inside, open_bytes(opened, limits))
    except BadInput as error:
        return Loaded(inside, error=error)


# -- zips ----------------------------------------------------------------------------------------


def _zip(data: bytes, name: str, where: str, limits: Limits, depth: int) -> Iterator[Loaded]:
    if depth >= DEEPEST:
        raise TooLarge(f"{where}: archives stand inside each other more than {DEEPEST} deep; unpack them first.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableDocument(f"{where}: this zip is damaged; pack it again.") from error
    if len(members) > limits.max_members:
        raise TooLarge(
            f"{where}: {len(members):,} files are over the limit of {limits.max_members:,} for one archive; "
            f"raise the limit on members, or split the archive."
        )
    expanded = 0
    for info in sorted(members, key=lambda info: info.filename):
        if _is_clutter(info.filename):
            continue
        left = replace(limits, max_expanded_bytes=limits.max_expanded_bytes - expanded)
        loaded = list(_zip_member(archive, info, name, where, left, depth))
        expanded += info.file_size
        yield from loaded
        if expanded > limits.max_expanded_bytes:
            raise too_expanded(where, limits)


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, where: str, limits: Limits, depth: int
) -> Iterator[Loaded]:
    inside = f"{where}!{info.filename}"
    try:
        _refuse_path(info.filename, where)
        content = _read_member(archive, info, inside, limits)
    except BadInput as error:
        yield Loaded(inside, error=error)
        return
    member = PurePosixPath(info.filename)
    yield from _load_members(content, f"{name}!{member}", inside, limits, depth + 1)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inside: str, limits: Limits) -> bytes:
    """The bytes of a member, read no further than the limit, whatever its header says of its size."""
    if info.flag_bits & 1:
        raise UnreadableDocument(f"{inside}: this file is locked with a password; unpack it first.")
    most = min(limits.max_bytes, limits.max_expanded_bytes)
    try:
        with archive.open(info) as stream:
            content = stream.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise UnreadableDocument(f"{inside}: this file in the zip is damaged; pack it again.") from error
    if len(content) > most:
        raise TooLarge(f"{inside}: it unpacks to more than {most:,} bytes; raise the limit on bytes, or unpack it.")
    return content


def _refuse_path(filename: str, where: str) -> None:
    parts = (*PurePosixPath(filename).parts, *PureWindowsPath(filename).parts)
    if ".." in parts or filename.startswith(("/", "\\")) or PureWindowsPath(filename).drive:
        shown = filename[:80]
        raise UnreadableDocument(f"{where}: the path {shown!r} climbs out of the archive; this file was left out.")


def _is_clutter(filename: str) -> bool:
    parts = PurePosixPath(filename).parts
    return any(part == "__MACOSX" or (part[0] == "." and not part.startswith("..")) for part in parts)


def too_expanded(where: str, limits: Limits) -> TooLarge:
    """The error for an archive that unpacks to too much."""
    return TooLarge(
        f"{where}: it unpacks to more than {limits.max_expanded_bytes:,} bytes; raise the limit on expanded "
        f"bytes, or split the archive."
    )
