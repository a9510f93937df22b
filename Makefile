# Nothing is assumed but make and python3 (3.11 or newer). Every target makes what it needs; stamps keep repeats quick.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
DBT_VENV := .venv-dbt
DBT_STAMP := $(DBT_VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test dbt lint types layers check samples bench clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "jixiao needs Python 3.11 or newer; name one with make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(RUN_STAMP): pyproject.toml | $(BIN)/python
	@$(PIP) -e '.[warehouse]'
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	@$(PIP) -e '.[dev]'
	@touch $@ $(RUN_STAMP)

# dbt wants older versions of libraries that development needs, so it has an environment of its own.
$(DBT_STAMP): docs/dbt/requirements.txt | $(BIN)/python
	@$(BIN)/python -m venv $(DBT_VENV)
	@$(DBT_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r docs/dbt/requirements.txt
	@touch $@

setup: $(DEV_STAMP) ## make .venv and install everything that development needs

run: $(RUN_STAMP) ## read the sample documents into output/, print the summary, load the warehouse
	@$(BIN)/jixiao extract samples/ -o output/
	@$(BIN)/jixiao load output/

test: $(DEV_STAMP) $(DBT_STAMP) ## run the tests
	@$(BIN)/python -m pytest -n auto --dist worksteal

dbt: $(DBT_STAMP) ## build and test the dbt marts over output/warehouse.duckdb
	@$(DBT_VENV)/bin/dbt build --project-dir docs/dbt --profiles-dir docs/dbt

lint: $(DEV_STAMP) ## ruff
	@$(BIN)/ruff check .

types: $(DEV_STAMP) ## mypy --strict
	@$(BIN)/mypy

layers: $(DEV_STAMP) ## the import directions of docs/architecture.md
	@$(BIN)/lint-imports

check: lint types layers test ## lint, types, layers and test

samples: $(DEV_STAMP) ## print the sample documents anew (needs LibreOffice and Chromium)
	@$(BIN)/python -m samples.make

bench: $(DEV_STAMP) ## run the benchmarks
	@for main in benchmarks/*/__main__.py; do \
		name=$$(basename "$$(dirname "$$main")"); echo "== $$name"; $(BIN)/python -m "benchmarks.$$name" || exit 1; \
	done

clean: ## remove .venv, caches and everything in output/
	@rm -rf $(VENV) $(DBT_VENV) docs/dbt/target docs/dbt/logs .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
	@find extractor rules tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@find output -mindepth 1 ! -name .gitkeep -delete
