"""Reading: whatever holds reports becomes `Report`s, the story told from its page."""

from elchi.read.batch import read_paths
from elchi.read.encoding import decode
from elchi.read.text import read_text

__all__ = ["decode", "read_paths", "read_text"]
