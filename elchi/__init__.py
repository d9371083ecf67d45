"""Elchi reads diplomatic reports and keeps the ledger of who contacted whom, did what and said what."""

from __future__ import annotations
