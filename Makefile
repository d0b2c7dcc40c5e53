# Every way into the project. Each target installs what it needs first, into .venv and nowhere else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
BENCH := $(VENV)/.bench
DOCS := $(VENV)/docs
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Labelled sets that live outside the project; left out where they are not there.
CORPUS ?= ../shared/corpus

.PHONY: help install run demo test lint format catalogues score bench replay chaos docs lock clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*##/\t/' | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ratingwire needs Python 3.11 or newer; name one with: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "make: python's venv module is missing (Debian: apt install python3-venv)" >&2; exit 1; }

$(RUN): requirements/run.txt | $(BIN)/python
	@echo "installing what the bot needs into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/run.txt
	@touch $@

$(DEV): requirements/dev.txt | $(RUN)
	@echo "installing what the checks need into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(BENCH): requirements/bench.txt | $(DEV)
	@echo "installing what the benchmarks compare with into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

# apart from the bot's own packages, whose versions it must not change
$(DOCS)/.done: requirements/docs.txt | $(RUN)
	@echo "installing what the docs need into $(DOCS) ..."
	@$(BIN)/python -m venv --clear $(DOCS)
	@$(DOCS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/docs.txt
	@touch $@

install: $(RUN)  ## build .venv

run: $(RUN)  ## the bot, with config.toml
	@$(BIN)/python -m bot run

demo: $(RUN)  ## the bot in this terminal, without token or internet
	@$(BIN)/python -m bot demo

test: $(DEV)  ## every test
	@$(BIN)/python -m pytest

lint: $(DEV)  ## style, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tools.make_catalogues --check

format: $(DEV)  ## let ruff lay out the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

catalogues: $(DEV)  ## new texts into the translations, old ones out of them
	@$(BIN)/python -m tools.make_catalogues

score: $(RUN)  ## how well stories are read, on every labelled set there is
	@$(BIN)/python -m benchmarks.score --corpus $(CORPUS)

bench: $(BENCH)  ## how fast it is
	@worst=0; for part in benchmarks benchmarks.feeds benchmarks.commands; do $(BIN)/python -m $$part || worst=1; done; exit $$worst

replay: $(RUN)  ## a month of made-up news with known truth, through the whole bot
	@$(BIN)/python -m benchmarks.replay

chaos: $(RUN)  ## 200 kills and an hour of faults: what is lost, what comes twice
	@$(BIN)/python -m benchmarks.chaos

docs: $(DOCS)/.done  ## the pages of docs/ as a site, in the folder site
	@$(BIN)/python -m tools.make_reference
	@NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --quiet --strict

lock:  ## pin requirements/*.in again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q requirements/run.in -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q requirements/dev.in -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q requirements/docs.in -o requirements/docs.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q requirements/bench.in -o requirements/bench.txt

clean:  ## forget .venv and the caches, never the data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache site
	find . -name __pycache__ -prune -exec rm -rf {} +
