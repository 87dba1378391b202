# Needs Python 3.11+, make and a package index; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help setup demo test test-slow lint docs clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready  ## make .venv with the `foedera` command and the tools for tests

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Foedera needs Python 3.11 or newer: run make PYTHON=python3.12, say.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,cluster]'
	@touch $@

demo: setup  ## check an example forum post against an example embassy page
	@$(BIN)/foedera check examples/forum-post.txt --against examples/embassy-page.txt --as-of 2025-08-28

test: setup lint  ## all tests but the slow ones, in random order
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist worksteal

test-slow: setup  ## the slow tests alone
	$(BIN)/python -m pytest -m slow -n 2 --dist worksteal

lint: setup  ## style, types, and who may import whom
	$(BIN)/ruff check src tests bench tools
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup  ## run the examples of README and docs again and write their output into the pages
	$(BIN)/python tools/refresh_docs.py

clean:  ## remove what setup and tests made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
