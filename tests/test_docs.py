"""The documents are true and complete: their commands give what they show, and they name all that there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from elchi import lexicon
from elchi.annotate import offices
from elchi.cli import app
from elchi.read import page, read_paths
from elchi.schema import record_schema
from tests.documents import DOCUMENTS, ROOT, run

DOCS = ROOT / "docs"
FOLDERS = sorted(p.name for p in lexicon.SHIPPED.iterdir() if p.is_dir())
MODULES = sorted(str(p.relative_to(ROOT / "elchi")) for p in (ROOT / "elchi").rglob("*.py") if p.name != "__init__.py")
COMMON = {"id", "ru", "yes", "no", "source", "note", "file"}
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_words(text: str) -> set[str]:
    """What stands between backquotes on one line, whole and word by word."""
    return {word for span in re.findall(r"`([^`\n]+)`", text) for word in (span, *re.findall(r"[\w:.-]+", span))}


def section(text: str, heading: str) -> str:
    """From a heading that begins with the words to the next one of its kind."""
    found = re.search(rf"^## {re.escape(heading)}.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section {heading}"
    return found[0]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_commands_give_what_the_document_shows(path: Path) -> None:
    for step in run(read(path)):
        assert step.holds, f"$ {step.command}\n{step.came}"


def test_a_shown_output_that_does_not_come_out_is_found() -> None:
    text = "```console\n$ printf 'a\\nb\\n'\na\nc\n$ printf 'a\\nb\\n'\n…b\n```\n"
    assert [step.holds for step in run(text)] == [False, True]


def test_the_documents_show_commands() -> None:
    shown = {p.name for p in DOCUMENTS if re.search(r"^\$ (?:.* )?elchi ", read(p), re.MULTILINE)}
    assert {"README.md", "tutorial.md", "adding-an-entry.md"} <= shown


@pytest.mark.parametrize("path", [*DOCUMENTS, ROOT / "CHANGELOG.md"], ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    assert [target for target in LINK.findall(read(path)) if not (path.parent / target).exists()] == []


def test_every_command_and_option_is_told() -> None:
    told = set(re.findall(r"[\w-]+", read(ROOT / "README.md") + read(DOCS / "tutorial.md")))
    command: Any = typer.main.get_command(app)
    wanted = {option for sub in (command, *command.commands.values()) for p in sub.params for option in p.opts
              if option.startswith("--")}
    assert len(wanted) > 3
    assert wanted | set(command.commands) <= told


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_lexicon_folder_is_described_with_its_fields(folder: str) -> None:
    document = "adding-a-source.md" if folder == "page" else "adding-an-entry.md"
    assert f"`{folder}/`" in read(DOCS / "adding-an-entry.md")
    told = code_words(read(DOCS / document) if folder == "page" else section(read(DOCS / document), f"`{folder}/`"))
    assert set(_fields(folder)) - COMMON <= told


def _fields(folder: str) -> Iterator[str]:
    if folder == "dates":  # one grammar, no list of entries
        grammar = yaml.safe_load(read(lexicon.SHIPPED / "dates" / "ru.yaml"))
        yield from grammar
        for rule in grammar["rules"]:
            yield from map(str, rule)
        return
    for entry in lexicon.entries(folder).values():
        yield from entry
        if isinstance(entry.get("ru"), dict):
            yield from entry["ru"]


def test_every_use_role_and_kind_of_an_entry_is_told() -> None:
    assert {*offices.USES, offices.SAME} <= code_words(section(read(DOCS / "adding-an-entry.md"), "`offices/`"))
    kinds = {entry["kind"] for entry in lexicon.entries("page").values()}
    assert kinds <= code_words(read(DOCS / "adding-a-source.md"))
    assert all(list(page.entries(kind)) for kind in kinds)


@pytest.mark.parametrize("folder", ["nouns", "verbs", "time", "speech"])
def test_every_class_of_words_is_told(folder: str) -> None:
    ids = {entry["id"] for entry in lexicon.entries(folder).values()}
    assert ids <= code_words(section(read(DOCS / "adding-an-entry.md"), f"`{folder}/`"))


def test_every_frame_is_told_here_or_in_its_note() -> None:
    table = section(read(DOCS / "adding-an-entry.md"), "`frames/`").rpartition("| frame | used for |")[2]
    told = {name for cell in re.findall(r"^\|([^|]*)\|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)}
    frames = lexicon.entries("frames").values()
    assert told <= {frame["id"] for frame in frames}
    assert {frame["id"] for frame in frames if "note" not in frame} <= told


@pytest.mark.parametrize("module", MODULES)
def test_every_module_is_named_in_the_architecture(module: str) -> None:
    assert module in code_words(read(DOCS / "architecture.md"))


def test_the_codebook_names_every_field_and_value_of_a_record() -> None:
    told = code_words(read(DOCS / "codebook.md"))
    schema = json.loads(record_schema())
    del schema["$defs"]["state"]  # the codes of ISO 3166, which a list elsewhere gives
    assert set(_words(schema)) <= told


def _words(schema: Any) -> Iterator[str]:
    """The names of fields and the values to choose from in a JSON Schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from _words(part)
    elif isinstance(schema, dict):
        yield from (value for value in schema.get("enum", ()) if value)
        properties = schema.get("properties", {})
        yield from properties
        for part in (*properties.values(), *(v for k, v in schema.items() if k not in ("properties", "enum"))):
            yield from _words(part)


def test_the_examples_are_reports_of_2025_and_2026() -> None:
    faults: list[Exception] = []
    reports = list(read_paths([str(ROOT / "examples")], faults.append))
    assert not faults
    assert len(reports) == 15
    assert all(r.title and r.language == "ru" for r in reports)
    assert all(re.search("202[56]", r.published or r.text) for r in reports)
