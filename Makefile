# `make report` and `make test` set everything up on a fresh clone: Python, git and make suffice.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
OUT ?= report
# Options of JupyterLab, such as --no-browser.
LAB ?=

.PHONY: help report lab check-data test fast test-airflow nbval browser check fix notebooks generated \
	bench requirements audit mutants mutation soak faults kills clean

help:  ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# ---- set up ----------------------------------------------------------------------------------

.venv/runtime: requirements.txt pyproject.toml $(wildcard labextension/static/*)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

.venv/development: .venv/runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# A smaller plotly.js where npm can bring it; the page uses the whole one otherwise.
.venv/bundle: package.json .venv/runtime
	@if command -v npm >/dev/null 2>&1; then \
		npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error \
		|| echo "no smaller plotly.js: the page will hold the whole one" >&2; fi
	@touch $@

.venv/browser: .venv/development
	$(BIN)/python tests/browser/install.py
	@touch $@

.venv/recipes: .venv/development tests/schedules/install.py
	$(BIN)/python tests/schedules/install.py
	@touch $@

# Airflow has an environment of its own: its pins are not the report's.
.venv-airflow/ready: .venv/development tests/schedules/airflow.txt
	$(BIN)/uv venv --quiet --clear .venv-airflow
	$(BIN)/uv pip install --quiet --python .venv-airflow/bin/python -r tests/schedules/airflow.txt
	@touch $@

# ---- use -------------------------------------------------------------------------------------

report: .venv/runtime .venv/bundle  ## render the report from the shipped claims
	$(BIN)/market-report render --out $(OUT)

lab: .venv/runtime  ## open the start notebook in JupyterLab
	$(BIN)/jupyter lab $(LAB) notebooks/00_start.ipynb

check-data: .venv/runtime  ## validate the shipped claims
	$(BIN)/market-report check

# ---- test ------------------------------------------------------------------------------------

test: .venv/development .venv/bundle .venv/browser .venv/recipes  ## run every test, notebooks and browser included
	$(BIN)/python -m pytest -n auto --timeout 300
	MARKET_REPORT_CHROME= $(BIN)/python -m pytest --nbval --nbval-cell-timeout 120 notebooks

fast: .venv/development  ## run the tests that need no kernel, no browser and no other program
	$(BIN)/python -m pytest -q -n auto --timeout 300 -m "not kernel and not browser and not slow"

test-airflow: .venv-airflow/ready  ## run the recipe for Airflow in a real Airflow, apart from the rest
	$(BIN)/python -m pytest --timeout 900 tests/schedules/airflow_checks.py

check: .venv/development  ## format, lint, types, and generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@if [ -x $(BIN)/biome ]; then $(BIN)/biome check --error-on-warnings; \
		else echo "no biome for this machine: JavaScript and CSS are not checked" >&2; fi
	$(BIN)/python -m pytest -q tests/claims/test_datapackage.py tests/audit/test_rule_catalogue.py \
		tests/audit/test_audit_accuracy.py

fix: .venv/development  ## format, and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@if [ -x $(BIN)/biome ]; then $(BIN)/biome check --write; fi

# ---- maintain --------------------------------------------------------------------------------

notebooks: .venv/runtime  ## run the notebooks and keep their outputs, which nbval compares
	MARKET_REPORT_STATIC=1 $(BIN)/jupyter nbconvert --log-level=ERROR --to notebook --execute --inplace \
		--ExecutePreprocessor.record_timing=False notebooks/*.ipynb

generated: .venv/development  ## rewrite the data package, rules, accuracy, the page's formulas, JupyterLab's styles
	$(BIN)/python -m report_helpers.claims.datapackage
	$(BIN)/python -m report_helpers.audit.rule_catalogue
	$(BIN)/python benchmarks/audit_accuracy.py
	$(BIN)/python tools/python_to_javascript.py
	$(BIN)/python tools/lab_styles.py

bench: .venv/development .venv/bundle .venv/browser  ## time claims, reports against the usual ways, the page
	$(BIN)/python benchmarks/rows.py
	$(BIN)/python benchmarks/reports.py --quick
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/lab.py

requirements: .venv/development  ## pin what pyproject.toml asks for, with hashes
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --upgrade \
		--python-version 3.11 --extra build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 --all-extras -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/python tools/bill_of_materials.py

# Asks the advisory service of the package index, so it needs a network that reaches it.
audit: .venv/development  ## look for known vulnerabilities in the pinned packages
	$(BIN)/uv tool run --quiet pip-audit==2.10.1 --strict --require-hashes --disable-pip --progress-spinner off \
		--timeout 30 -r requirements.txt

mutants: .venv/development .venv/bundle .venv/browser  ## take each protection away and see its tests fail
	$(BIN)/python tests/mutants/run_mutants.py

# Ten thousand changes take a night: make mutation SAMPLE=0. Another SEED draws others.
SAMPLE ?= 400
SEED ?= 1
mutation: .venv/development  ## change claims, analysis and audit in small ways and see tests fail
	$(BIN)/python tests/mutants/run_mutmut.py --sample $(SAMPLE) --seed $(SEED)

# An hour of runs with kills, full disks, slow addresses and other dates: make soak SECONDS=300
SECONDS ?= 3600
soak: .venv/development  ## publish on a schedule under faults, and see that nothing leaks
	$(BIN)/python -m tests.soak.soak --seconds $(SECONDS)

# Some ten minutes: every call of publishing with each error, and a sample of those of whole runs.
faults: .venv/development  ## let calls into the system fail one by one, and see that nothing is lost
	$(BIN)/python -m tests.faults.publishing --thorough
	$(BIN)/python -m tests.faults.publishing --thorough --command batch
	$(BIN)/python -m tests.faults.whole_runs

kills: .venv/development  ## kill 200 runs at random moments, and see that nothing is lost
	$(BIN)/python -m tests.faults.kills

clean:  ## remove what can be made again; a report stays, for its earlier runs cannot
	rm -rf .venv .venv-airflow node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis mutants
