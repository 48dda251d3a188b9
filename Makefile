# The README's commands. Needs Python 3.11 or later, pip and make; everything else is installed into .venv. The tests drive
# a Chromium: one on the path, else Debian's where one may install it, else the one that Playwright fetches.
PYTHON ?= python3
BIN := .venv/bin
CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))

.PHONY: report test lab clean

report: .venv/run.installed  ## environment, install, run on seeds/
	$(BIN)/framing run seeds --out outputs/seeds

test: .venv/test.installed .venv/browser.installed  ## the same, then every test and check
	$(BIN)/python -m pytest

lab: .venv/run.installed  ## JupyterLab in the notebooks folder
	$(BIN)/framing lab

.venv/run.installed: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/test.installed: .venv/run.installed requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

.venv/browser.installed: .venv/test.installed
	test -n "$(CHROMIUM)" \
		|| { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install chromium; } >/dev/null 2>&1 \
		|| $(BIN)/python -m playwright install chromium
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
