# Two commands: `make run` serves, `make test` checks. Both make .venv first where it is missing.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# Nothing reaches out unless it was asked for.
export ANONYMIZED_TELEMETRY = False
export LANGGRAPH_STRICT_MSGPACK = true
export LANGSMITH_TEST_TRACKING ?= $(if $(LANGSMITH_API_KEY),true,false)
STUDIO := LANGGRAPH_CLI_NO_ANALYTICS=1 LANGGRAPH_NO_VERSION_CHECK=true LANGSMITH_TRACING=false

.PHONY: help run test demo eval train-emotion studio readme clean

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Rapport needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once, a minute or two) ..."
	@$(PIP) .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@echo "Installing the test tools ..."
	@$(PIP) '.[test]'
	@touch $@

run: $(VENV)/.run  ## serve on http://localhost:5000 (PORT, HOST, DATA_DIR and more in README)
	@exec $(BIN)/python -m server

test: $(VENV)/.test  ## every check and the whole suite
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --cov --cov-report=term-missing

demo: $(VENV)/.run  ## two stories and two bookings, with synthetic callers
	@exec $(BIN)/python -m server.demo

eval: $(VENV)/.test  ## the eval suites; DATA=FOLDER adds the public sets; report in out/
	@exec $(BIN)/python -m evals $(if $(DATA),--data $(DATA))

TRAIN := .venv-train
$(TRAIN)/.train: pyproject.toml constraints.txt
	@test -x $(TRAIN)/bin/python || $(PYTHON) -m venv $(TRAIN)
	@echo "Installing the training tools into $(TRAIN) (torch is large) ..."
	@$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt '.[train]'
	@touch $@

train-emotion: $(TRAIN)/.train  ## train the emotion model again; DATA=FOLDER, OUT=FOLDER
	@OMP_WAIT_POLICY=PASSIVE HF_HUB_OFFLINE=1 exec $(TRAIN)/bin/python -u -m evals.train_emotion \
		--data $(or $(DATA),../shared/data) --out $(or $(OUT),providers/emotion/model)

studio: $(VENV)/.test  ## LangGraph Studio on a copy of the recordings
	@$(STUDIO) exec $(BIN)/langgraph dev --no-browser

readme: $(VENV)/.run  ## draw the graphs and the settings table into README.md again
	@exec $(BIN)/python -m server.readme

clean:  ## remove .venv and what tests left; recordings in DATA_DIR stay
	rm -rf $(VENV) $(TRAIN) .pytest_cache .ruff_cache .hypothesis .coverage .langgraph_api
