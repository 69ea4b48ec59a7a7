# Two commands are all a newcomer needs: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# Campaigns against faults, in full; writes docs/promises.md. Some of it: make promises ARGS="--only P7 --scale 0.1"
.PHONY: run setup test promises lint screenshots clean

run: $(READY)
	@$(BIN)/python -m bot start

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Rapport needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Rapport needs into .venv (once; one to five minutes, by your network) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

test: $(READY) lint
	@$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

promises: $(READY)
	@PYTHONPATH=.:tests $(BIN)/python -m campaigns $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/deptry .

screenshots: $(READY)
	@$(BIN)/python tools/screenshots.py

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis
