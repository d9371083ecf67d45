"""Reading: a file, a folder or a line of JSON becomes a `Report`, the story told from its page."""

from elchi.read.batch import read_paths
from elchi.read.encoding import decode
from elchi.read.text import read_text

__all__ = ["decode", "read_paths", "read_text"]
