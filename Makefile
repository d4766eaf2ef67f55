# What there is to do here. `make` lists it. Needs Python 3.11 or newer and nothing else:
# every target sets up its own environment in .venv, and again when the lock file changes.

PYTHON ?= python3
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := .venv/.installed
UV := uv==0.13.9
export NO_MKDOCS_2_WARNING = 1

.DEFAULT_GOAL := help
.PHONY: help site test serve check fmt accept links bench lint hooks lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 10

# Built beside site/ and moved: a failing check or build leaves the site of before as it was.
# tests/conftest.py builds with the same commands.
site: check ## build the site into site/
	@$(BIN)/mkdocs build --strict --site-dir site.next
	@$(BIN)/hkai export site.next
	@$(BIN)/hkai inside site.next
	@rm -rf site && mv site.next site

# Arguments for pytest in ARGS, as in: make test ARGS="-k search -x"
test: $(READY) ## run all tests: data and code first, then the built site, then the browser
	@$(BIN)/python tests/browser/find_browser.py --install >/dev/null
	@$(BIN)/pytest --numprocesses auto --dist worksteal $(ARGS)

serve: $(READY) ## show the site on this machine; it follows every edit
	@$(BIN)/mkdocs serve --livereload

check: $(READY) ## check the data only (seconds)
	@$(BIN)/hkai check $(ARGS)

fmt: $(READY) ## put the files of data in their one form
	@$(BIN)/hkai fmt $(ARGS)

accept: $(READY) ## take the present output as the golden output (look at git diff afterwards)
	@$(BIN)/pytest --accept $(ARGS)

# Arguments in ARGS, as in: make links ARGS="--host example.com"; docs/contribute/links.md has them all
links: $(READY) ## try the outside links in the data, politely (minutes), and report the dead
	@$(BIN)/hkai links $(ARGS)

# Arguments in ARGS, as in: make bench ARGS="--sizes 300 1000 --only ours hugo"; docs/contribute/speed.md has more
bench: $(READY) ## compare speed and size with Hugo, Eleventy and plain Material (an hour; installs them)
	@$(BIN)/python tests/bench/bench.py $(ARGS)

lint: $(READY) ## check style and format of the Python code
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

hooks: $(READY) ## check before every commit from now on (.pre-commit-config.yaml)
	@$(BIN)/pre-commit install

# uv resolves for every system and Python at once, which pip cannot, with the same versions for all
# of them (fewest forks); it lives in a throwaway environment. What is locked stays as it is unless
# pyproject.toml says otherwise; to take newer versions of everything: make lock ARGS=--upgrade
lock: ## lock the dependencies in pyproject.toml, with hashes, into requirements.lock
	@$(PYTHON) -m venv --clear .cache/lock && .cache/lock/$(notdir $(BIN))/pip install -qq $(UV)
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])' \
	  > .cache/lock/build.in
	@.cache/lock/$(notdir $(BIN))/uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-header --no-annotate --extra test pyproject.toml .cache/lock/build.in \
	  -o requirements.lock $(ARGS)
	@rm -rf .cache/lock

clean: ## remove everything made here, the environment included
	@rm -rf .venv site site.next build .cache .hypothesis .pytest_cache .ruff_cache *.egg-info

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Python 3.11 or newer is needed. If it has another name than $(PYTHON): make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python lacks its venv module. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@echo 'Setting up the environment (once, about a minute) ...'
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@
