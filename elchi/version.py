"""Which coder it is: the version of Elchi, with what the lexicon and the models that it codes by hold."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from elchi import lexicon

ASKED = frozenset({"memberships", "zones"})
"""The folders of the lexicon by which a ledger is asked, or reports are taken in, and nothing is coded."""
MODELS = Path(__file__).parent / "models"


@lexicon.cached
def coder() -> str:
    """The version of Elchi, `+` and eight digits that are others where any file of the lexicon, a user's own overlay
    included, or of the models is."""
    found = hashlib.sha256()
    for file in (*sorted(MODELS.iterdir()), *(path for _, path in lexicon.files("*"))):
        if file.is_file() and file.parent.name not in ASKED:
            found.update(f"{file.parent.name}/{file.name}".encode() + b"\0" + file.read_bytes())
    return f"{version('elchi')}+{found.hexdigest()[:8]}"
