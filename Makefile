# The daily verbs. Everything else is `python -m bot <noun> <verb>`: see docs/commands.md.
PY := .venv/bin/python
RASA_PY := .venv-rasa/bin/python
export RASA_TELEMETRY_ENABLED := false

.PHONY: up test check train chat bench evaluate soak lock clean
.DEFAULT_GOAL := up

up: .venv/ready .venv-rasa/ready ## everything, then says where to click
	@$(PY) -m bot up

test: .venv/ready .venv-rasa/ready check ## everything, the same as CI
	@echo "== tests of the assistant's environment"
	@$(RASA_PY) -m pytest -q tests/bot/assistant tests/bot/language tests/bot/safety --ran reports/ran-assistant.txt
	@echo "== tests of the app"
	@$(PY) -m pytest -q -o faulthandler_exit_on_timeout=true tests --ignore tests/bot/assistant --ran reports/ran-app.txt
	@$(PY) -m assurance ran reports/ran-assistant.txt reports/ran-app.txt

check: train ## style, types, imports, and the rules of the content
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy .
	@$(PY) -m mypy --python-executable $(RASA_PY) --python-version 3.10 --config-file mypy-assistant.ini
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m bot.safety check
	@$(PY) -m bot directory check
	@$(PY) -m assurance check

train: .venv/ready .venv-rasa/ready ## trains the assistant if anything it learns from has changed
	@$(PY) -m bot train

chat: .venv/ready ## talk to the running assistant in this terminal
	@$(PY) -m bot chat

bench: .venv/ready .venv-rasa/ready ## reply times and memory of the running assistant; how searching grows with the directory
	@$(PY) -m bench
	@$(PY) -m bench.search

evaluate: train ## what the safety screen notices and what it misses, on data/risk
	@$(PY) -m bench.screen

soak: .venv/ready .venv-rasa/ready ## servers killed at random while many disclose something: nothing may be lost
	@$(PY) -m bench.soak

.venv/ready: requirements/test.lock requirements/encoder.lock scripts/environment | uv
	@scripts/environment .venv 3.12 requirements/test.lock

.venv-rasa/ready: requirements/assistant.lock scripts/environment | uv
	@scripts/environment .venv-rasa 3.10 requirements/assistant.lock

.PHONY: uv
uv:
	@scripts/uv --version >/dev/null

lock: | uv ## new lock files from requirements/*.in
	@scripts/lock

clean: ## forget both environments and the trained model; the database stays
	rm -rf .venv .venv-rasa .tools models
