# make run    the page at http://127.0.0.1:7860        make test   lint, types and every test
# make setup  only what both need, in .venv            make lint   lint and types
# make space  rehearse a Hugging Face Space: a clean checkout, its packages, its rules, a question in a browser
# make setup-local  a small language model as well, compiled for some minutes; make test-local  the tests that ask it
# make clean  remove .venv and the tools' caches
# A Python of your choice: make PYTHON=/path/to/python3.12 run

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
READY_LOCAL := .venv/.ready-local
INSTALL := $(BIN)/python -m pip install --constraint requirements/lock.txt

.PHONY: setup setup-local run test test-local lint space clean
.DEFAULT_GOAL := setup

setup: $(READY)

setup-local: $(READY_LOCAL)

run: setup
	@$(BIN)/python -m bot index
	@$(BIN)/python -m bot serve

test: lint
	@$(BIN)/python -m pytest

test-local: setup-local
	@$(BIN)/python -m pytest -m local

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy

# Of what is committed, and with packages of its own: .venv only runs the rehearsal and its browser.
space: setup
	@$(BIN)/python -m rehearsal.space

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp comes last, so that an installation that was broken off is taken up again.
$(READY): pyproject.toml requirements/lock.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or later is needed: install it, or name it as in 'make PYTHON=/path/to/python3.11 setup'." >&2; \
		exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		if "$(PYTHON)" -c 'import ensurepip' 2>/dev/null; then \
			"$(PYTHON)" -m venv --clear .venv; \
		elif "$(PYTHON)" -m pip --version >/dev/null 2>&1; then \
			"$(PYTHON)" -m venv --clear --without-pip .venv && \
			"$(PYTHON)" -m pip --python $(BIN)/python install --quiet pip; \
		else \
			echo "Python's venv module is incomplete: install it (on Debian and Ubuntu: apt install python3-venv)." >&2; \
			exit 1; \
		fi; }
	$(INSTALL) torch==2.13.0 --editable ".[dev,evaluation]"
	@touch $@

$(READY_LOCAL): $(READY)
	$(INSTALL) --editable ".[dev,evaluation,local]" || { \
		echo "The local model could not be installed. llama-cpp-python is compiled here, which needs a C++ compiler" >&2; \
		echo "(on Debian and Ubuntu: apt install build-essential). All else works without it: make test." >&2; \
		exit 1; }
	@touch $@
