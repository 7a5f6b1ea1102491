# Two commands for a newcomer: `make demo` and `make test`. They need Python 3.11+, make and a package index.
# `make site` builds the documentation, `make docs` writes those parts of it anew that come from the code or from runs.
# `make hindcast DATA=…` forecasts the 1990s from public files anew, and puts the page into the documentation.
# `make mutants` puts faults into rules and kernels and asks the tests (NAMES="rules.contact …", MINUTES=10; WRITE=1: the page).
# `make experiments` answers the questions in experiments/ anew (NAMES="…" for some; WRITE=1 puts the READMEs in place).
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
DEMO ?= results/demo

.PHONY: demo test lint docs site experiments hindcast bench mutants clean

demo: .venv/.installed
	@mkdir -p results
	@if [ -f $(DEMO)/manifest.json ]; then echo "$(DEMO) is there already; remove it to run again"; \
	else $(BIN)/exchsim run nato_1980 --out $(DEMO); fi
	@echo; echo "Figures:"; ls $(DEMO)/figures/*.png

test: .venv/.dev
	$(BIN)/python -m pytest $(PYTEST)

lint: .venv/.dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

docs: .venv/.dev
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/lessons.py
	$(BIN)/python docs/pages.py

site: .venv/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "Open build/site/index.html"

experiments: .venv/.installed
	$(BIN)/python experiments/run.py $(if $(WRITE),--write) $(NAMES)

hindcast: .venv/.installed
	$(BIN)/exchsim world record --from $(DATA) --to build/record --overwrite
	$(BIN)/exchsim hindcast build/record $(foreach file,$(wildcard experiments/hindcast_1989/*.yaml),--numbers $(file)) --out build/hindcast --overwrite
	@mkdir -p docs/site/hindcast && cp build/hindcast/hindcast.md build/hindcast/*.png docs/site/hindcast/

bench: .venv/.dev
	$(BIN)/python benchmarks/run.py

mutants: .venv/.dev
	$(BIN)/python tests/mutation/run.py $(NAMES) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(WRITE),--write)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[app]'
	@touch $@

.venv/.dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[app,dev,docs,worlds]'
	@touch $@

clean:
	rm -rf .venv build dist src/*.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
