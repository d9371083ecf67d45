"""The ledger for programs: a REST API with the questions of the command line, read-only, described by OpenAPI."""

from elchi.desk.api.application import create_api

__all__ = ["create_api"]
