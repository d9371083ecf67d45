PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
SYSTEM_PACKAGES := postgresql chromium

.PHONY: demo test system accuracy corpora speed extraction scale torture desk screenshots fuzz picture clean

demo: $(VENV)/installed
	$(BIN)/elchi code examples/

test: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses 2 --dist loadfile

system:
ifneq ($(strip $(SYSTEM_PACKAGES)),)
	command -v apt-get && apt-get update && apt-get install --yes --no-install-recommends $(SYSTEM_PACKAGES)
endif

accuracy: $(VENV)/installed
	$(BIN)/python -m benchmarks.accuracy $(ARGS)

corpora: $(VENV)/dev
	$(BIN)/python -m benchmarks.corpora $(ARGS)

speed: $(VENV)/dev
	$(BIN)/python -m benchmarks.speed $(ARGS)

scale: $(VENV)/installed
	$(BIN)/python -m benchmarks.scale $(ARGS)

torture: $(VENV)/installed
	$(BIN)/python -m benchmarks.torture $(ARGS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when what it must hold has changed, so that nothing stale is left in it.
$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/dev: $(VENV)/installed
	$(PIP) --editable .[dev]
	touch $@

extraction: $(VENV)/installed
	$(BIN)/python -m benchmarks.extraction

fuzz: $(VENV)/dev
	$(BIN)/python -m benchmarks.fuzz $(ARGS)

picture: $(VENV)/installed
	$(BIN)/python -m benchmarks.picture

desk: $(VENV)/installed
	$(BIN)/python -m benchmarks.desk $(ARGS)

screenshots: $(VENV)/dev
	$(BIN)/python -m benchmarks.screenshots $(ARGS)
