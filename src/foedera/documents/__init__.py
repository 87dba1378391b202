"""What comes in: bytes in, `Document` out (text, blocks, posts of a thread, metadata, hash)."""

from foedera.documents.limits import Limits
from foedera.documents.load import from_text, load, load_bytes, load_stream
from foedera.documents.model import BLOCK_KINDS, Block, Document, Post, hash_bytes

__all__ = [
    "BLOCK_KINDS",
    "Block",
    "Document",
    "Limits",
    "Post",
    "from_text",
    "hash_bytes",
    "load",
    "load_bytes",
    "load_stream",
]
