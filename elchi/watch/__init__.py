"""Feeds that are read again and again, and the pages that they name."""
