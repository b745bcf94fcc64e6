# What one types at Qingting. Everything is set up from nothing but Python 3.11 or newer (PYTHON=... names another).

PYTHON ?= python3
BIN := .venv/bin
# A file stays with one worker; the files in the order of pyproject.toml, the longest first.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo test setup check test-sqlite test-postgres test-long test-browser bench messages

# Tests leave the demonstration's database and files alone.
check test-sqlite test-postgres test-long test-browser bench: export VAR ?= $(CURDIR)/var/tests

help:  ## print this list
	@sed -nE 's/^([a-z-]+):.*  ## (.*)/  make \1\t\2/p' Makefile | expand -t 24

demo: export DEMO := 1
demo:  ## set up, load the demo district and serve it on http://127.0.0.1:8000
	@echo "Setting up"
	@$(PYTHON) ops/setup.py
	$(BIN)/qingting migrate --verbosity 0
	$(BIN)/qingting createcachetable
	$(BIN)/qingting demo
	$(BIN)/qingting serve

test: setup check test-sqlite test-postgres  ## set up, then run every check and every test, on SQLite and on PostgreSQL

setup:  ## set up everything, with the browser that the tests drive
	@echo "Setting up"
	@$(PYTHON) ops/setup.py --browser

check:  ## style, layers, types, migrations, deployment settings, generated documents
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/qingting makemigrations --check --dry-run
	@echo "qingting check --deploy, as on a server"
	@key() { $(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))"; }; \
		TLS=1 ALLOWED_HOSTS=qingting.example SECRET_KEY=$$(key) VAULT_KEYS=2026=$$(key) VAULT_INDEX_KEY=$$(key) \
		$(BIN)/qingting check --deploy --fail-level WARNING
	$(BIN)/qingting documents --check

test-sqlite:  ## the tests on SQLite alone
	@echo "== The tests on SQLite"
	env -u DATABASE_URL $(PYTEST)

test-postgres:  ## the tests on PostgreSQL alone; it is started for them and removed again
	@echo "== The tests on PostgreSQL"
	$(BIN)/python ops/postgres.py $(PYTEST)

test-long:  ## the tests that take minutes, which `make test` leaves out, on both engines
	env -u DATABASE_URL $(BIN)/pytest -m long
	$(BIN)/python ops/postgres.py $(BIN)/pytest -m long

test-browser:  ## the tests that drive a browser alone, on SQLite
	env -u DATABASE_URL $(BIN)/pytest -m browser

bench:  ## measure, and print a table for each thing measured
	@set -e; for table in $$(grep -l __main__ bench/*.py); do echo "== $$table"; $(BIN)/python $$table; done

messages:  ## bring the English catalogue in step with the code, and list what lacks English
	$(BIN)/python ops/messages.py
