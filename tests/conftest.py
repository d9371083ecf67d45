"""Before anything loads numpy or jax: one thread, so that the times that tests measure are those of the work alone, and
a folder for what jax compiles, so that networks that differ in their weights alone are compiled once."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

COMPILED = TemporaryDirectory(prefix="elchi-jax-")
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
os.environ["JAX_COMPILATION_CACHE_DIR"] = COMPILED.name
