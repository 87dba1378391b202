"""What comes in: bytes in, `Document` out (text, blocks, posts of a thread, metadata, hash)."""

from foedera.documents.archives import Loaded, list_files, load_all, load_all_bytes, walk
from foedera.documents.limits import Limits
from foedera.documents.load import from_text, load, load_bytes, load_stream
from foedera.documents.model import BLOCK_KINDS, Block, Document, Post, hash_bytes

__all__ = [
    "BLOCK_KINDS",
    "Block",
    "Document",
    "Limits",
    "Loaded",
    "Post",
    "from_text",
    "hash_bytes",
    "list_files",
    "load",
    "load_all",
    "load_all_bytes",
    "load_bytes",
    "load_stream",
    "walk",
]
