# Two commands matter most: `make demo` and `make test`. CONTRIBUTING.md explains the others.
PORT ?= 8000
PYTHON = .venv/bin/python
# Tools that load the settings without serving anything: test settings, files under .var/check.
QUIET_ENV = DJANGO_SETTINGS_MODULE=tests.settings VAR_DIR=.var/check
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --quiet $(if $(UPGRADE),--upgrade)

.PHONY: help demo demo-reset test check bench format messages requirements screenshots clean

help:
	@echo "make demo          start the demo on http://127.0.0.1:$(PORT) (PORT= changes it)"
	@echo "make demo-reset    the same, from fresh demo data"
	@echo "make test          all tests: SQLite first, then PostgreSQL"
	@echo "make check         format, lint, types, templates, migrations, structure, translations"
	@echo "make bench         measurements"
	@echo "make format        let the formatters rewrite"
	@echo "make messages      collect and compile the translations (needs gettext)"
	@echo "make requirements  pin the dependencies again (needs uv; UPGRADE=1 takes newer ones)"
	@echo "make screenshots   pictures for the README, from a demo that is running on PORT"
	@echo "make clean         remove .venv and caches; data in .var stays"

demo:
	@sh deploy/bootstrap.sh requirements.txt
	@DEMO=1 PORT=$(PORT) $(PYTHON) manage.py demo

demo-reset:
	@sh deploy/bootstrap.sh requirements.txt
	@DEMO=1 PORT=$(PORT) $(PYTHON) manage.py demo --reset

test:
	@sh deploy/bootstrap.sh requirements-dev.txt
	@$(PYTHON) -m tests.run $(ARGS)

check:
	@sh deploy/bootstrap.sh requirements-dev.txt
	@mkdir -p .var/check
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(QUIET_ENV) $(PYTHON) -m mypy .
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	$(QUIET_ENV) $(PYTHON) manage.py makemigrations --check --dry-run
	$(QUIET_ENV) $(PYTHON) -m pytest -q tests/architecture

bench:
	@sh deploy/bootstrap.sh requirements-dev.txt
	$(PYTHON) -m pytest -q -s -o python_files='bench_*.py' tests/benchmarks

format:
	@sh deploy/bootstrap.sh requirements-dev.txt
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

messages:
	@sh deploy/bootstrap.sh requirements-dev.txt
	@command -v msgfmt >/dev/null || { echo "Install gettext first."; exit 1; }
	@mkdir -p .var/check
	$(QUIET_ENV) $(PYTHON) manage.py makemessages -l nl -l fr -l en --no-obsolete \
		--add-location file --ignore '.*' --ignore 'requirements*.txt' --ignore 'tests/*' \
		--ignore 'deploy/*' --ignore '*/static/*'
	$(QUIET_ENV) $(PYTHON) manage.py compilemessages -l nl -l fr -l en --ignore '.*'

requirements:
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group dev -o requirements-dev.txt

screenshots:
	@sh deploy/bootstrap.sh requirements-dev.txt
	$(PYTHON) -m tests.journeys.pictures http://127.0.0.1:$(PORT)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .var/check .var/test
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
