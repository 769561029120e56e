# briefqa from a checkout: `make build`, `make serve`, `make test`; `make help` says more.
# All that is needed beforehand is make and Python 3.11 to 3.14. PIP_OPTIONS is handed to pip, for
# example to name the index of PyTorch's CPU builds, which are a tenth of the size of the default.

ifndef PYTHON
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
    "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
    && echo "$$name" && break; done)
endif
PIP_OPTIONS ?=
DATA ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOG := .venv/install.log
RUN := .venv/.installed
DEV := .venv/.installed-dev

# Run a command and keep quiet, unless it fails.
quietly = { $(1); } > $(LOG) 2>&1 || { cat $(LOG) >&2; echo "briefqa: the installation failed." >&2; exit 1; }

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help build serve test lint messages check-wheel bench screenshots clean

help: ## say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

build: $(RUN) ## install into .venv and make the index of corpus/
	@$(BIN)/briefqa build

serve: build ## build, then start the chat (PORT=8080 for another port)
	@$(BIN)/briefqa serve $(if $(PORT),--port $(PORT))

test: build lint check-wheel ## build, then run every check
	@$(BIN)/python -m pytest -n auto

lint: $(DEV)
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

messages: $(DEV) ## say which words of the interface are missing, unused or untranslated
	@$(BIN)/python -m pytest -q --no-header --tb=short tests/test_messages.py

check-wheel: $(DEV) ## build the wheel and try it without the checkout
	@$(BIN)/python tests/smoke/check_wheel.py

bench: $(DEV) build ## measure speed (DATA=folder, see bench/README.md)
	@test -n "$(DATA)" || { echo "Name the folder of data: make bench DATA=folder (see bench/README.md)" >&2; exit 1; }
	@$(BIN)/python -m bench.bench_index --data "$(DATA)"
	@$(BIN)/python -m bench.bench_search --data "$(DATA)"

screenshots: $(DEV) build ## take the pictures of docs/ anew
	@$(BIN)/python docs/make_screenshots.py

clean: ## remove .venv, what was built, and the index
	rm -rf .venv build dist index/.lock index/CURRENT index/gen-* .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): pyproject.toml
	@test -n "$(PYTHON)" || { echo "briefqa needs Python 3.11 to 3.14, and none was found." \
	    "Name one: make build PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Installing into .venv; the first time this takes some minutes, mostly for PyTorch."
	@$(BIN)/python -c '' 2>/dev/null || "$(PYTHON)" -m venv --clear .venv || { rm -rf .venv; \
	    echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(call quietly,$(PIP) install $(PIP_OPTIONS) -e .)
	@touch $@

$(DEV): $(RUN)
	@echo "Installing the tools for tests into .venv; this takes a minute."
	@$(call quietly,$(PIP) install $(PIP_OPTIONS) -e ".[dev]")
	@touch $@
