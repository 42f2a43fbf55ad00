# One verb for everything. Each target does all its own set-up; none needs root or touches the system's Python.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
BIN := .venv/bin
PORT ?= 8000
DATA ?= ./data
ONLY ?=
PROCESSES ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check elsewhere nightly bench fuzz setup clean

run: .venv/.run  ## the demonstration town on loopback
	@$(BIN)/onewindow serve --demonstration --data "$(DATA)" --port "$(PORT)"

test: .venv/.test  ## everything, real browser included
	@sh tests/system_packages.sh
	@$(BIN)/ruff check -q . && $(BIN)/ruff format -q --check .
	@$(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal $(ONLY)

check: .venv/.test  ## the quick loop: format, lint, types, unit tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	@$(BIN)/python -m pytest -m "not browser and not kills" $(ONLY)

nightly: .venv/.test elsewhere  ## the long runs: three thousand random courses of fifty steps; elsewhere
	@RUNS=3000 $(BIN)/python -m pytest tests/procedure/test_case_machine.py

elsewhere: .venv/.test  ## the suite in a year without a published calendar, then in another time zone
	@TEST_CLOCK=2027-03-01 $(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal -m "not browser and not kills" $(ONLY)
	@TZ=America/New_York $(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal -m "not browser and not kills" $(ONLY)

bench: .venv/.run  ## benchmarks, or one suite with ONLY=rules: a table on the screen, the figures below build/bench/
	@$(BIN)/python -m benchmarks $(ONLY)

fuzz: .venv/.test  ## reading rules, a minute of texts nobody would write
	@$(BIN)/python -m tests.rules_dsl.support.mutating 60 $$(date +%s)

setup: .venv/.run  ## build .venv only

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新的版本，并带有 venv 模块（Debian 上的软件包名是 python3-venv）。"; exit 1; }
	@echo "正在建立 .venv …"
	@"$(PYTHON)" -m venv .venv

.venv/.run: pyproject.toml constraints.txt | .venv/bin/python
	@echo "正在安装运行所需的软件包，第一次大约需要一分钟 …"
	@$(BIN)/python -m pip install -q -c constraints.txt -e .
	@touch $@

.venv/.test: pyproject.toml constraints.txt | .venv/bin/python
	@echo "正在安装测试所需的软件包，第一次大约需要一分钟 …"
	@$(BIN)/python -m pip install -q -c constraints.txt -e '.[test]'
	@touch $@ .venv/.run

clean:  ## remove what was built; data stays
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
