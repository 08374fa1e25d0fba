# Two commands do everything on a bare machine with Python 3.11 or newer: `make run` and `make test`.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
DATA   ?= data
# Where this is set, every process would compile every module anew: two seconds each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run setup setup-dev test test-fast lint check hooks bench serve-demo screens contact-sheet picture lock clean help

help:            ## say what each command does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: setup       ## open the dashboard (PORT=8501 DATA=data)
	$(BIN)/kyakhta run --port $(PORT) --data $(DATA)

setup: $(VENV)/.ready      ## make the environment of the program

setup-dev: $(VENV)/.ready-dev   ## the same with what tests need, Chromium included

$(BIN)/uv:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Kyakhta needs Python 3.11 or newer; name one with: make run PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python cannot make an environment. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.ready: requirements.lock pyproject.toml | $(BIN)/uv
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --require-hashes --requirement requirements.lock
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock pyproject.toml | $(BIN)/uv
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --require-hashes --requirement requirements-dev.lock
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --no-deps --editable .
	bash .ci/chromium
	@touch $(VENV)/.ready $@

test: setup-dev  ## run every test, in Chromium too
	$(BIN)/python -m pytest

test-fast: setup-dev ## the tests of the rooms that changed since the last commit, or of one: ROOM=etl/store
	$(BIN)/python -m tests.changed $(ROOM)

lint: setup-dev  ## lint, format, the order of the rooms, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.rooms_picture --check
	$(BIN)/mypy

check: lint      ## the same, and that a rebuild of data/processed changes nothing
	$(BIN)/kyakhta build --data data
	git diff --exit-code -- data/processed

hooks: setup-dev ## run lint before each commit from now on
	$(BIN)/uv tool run pre-commit install

picture: setup-dev ## write docs/rooms.svg anew from the imports
	$(BIN)/python -m tests.rooms_picture

bench: setup-dev ## measure against a plain Streamlit page; prints ratios and the machine
	$(BIN)/python -m bench

serve-demo: setup-dev ## the dashboard as an office has it: sign-in, people with roles, a copy of the data
	$(BIN)/python -m tests.serve_demo

screens: setup-dev ## write docs/screens/*.png: every page, two sizes, light and dark
	$(BIN)/python -m tests.browser.screens

contact-sheet: setup-dev ## write build/contact-sheet/*.png: every chart with every pick, at slide and phone size
	$(BIN)/python -m tests.browser.contact_sheet

lock: $(BIN)/uv  ## write both lock files anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url pyproject.toml --group dev -o requirements-dev.lock

clean:           ## remove the environment
	rm -rf $(VENV)
