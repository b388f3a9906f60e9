.DEFAULT_GOAL := help
SHELL := /bin/bash

# tools/python finds a Python that works; tools/run starts a command in the prepared environment.
SETUP := tools/python -m tools.setup
RUN := tools/run
PYTEST := $(RUN) python -m pytest

# So many deployments at a time: each waits most of the time, for AWS to become consistent.
DEPLOYMENTS ?= 3
# All changes by hand at once, in one deployment; one at a time, they take hours.
BY_HAND_TOGETHER := tests/by_hand/test_changed_by_hand.py
# The longest first, and the others one at a time to whoever is free: nobody waits for the last one.
DEPLOY_TESTS := $(PYTEST) -n $(DEPLOYMENTS) --maxschedchunk 1 $(BY_HAND_TOGETHER) tests/deploy

# Where `make lab` serves; 0: any free port.
PORT ?= 0

EXAMPLE ?= amazon_linux
CONFIRM ?= no

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## Deploy on the lab, break it six ways, watch it heal, destroy it
	@$(RUN) python -m demo

gameday: setup ## Show fifteen faults live, one after another, and how each heals
	@$(RUN) python -m demo --gameday

test: test-fast ## Run the tests: the fast ones, a part of the simulation, then cases and deploy
	@$(PYTEST) tests/simulation
	@$(PYTEST) -n $(DEPLOYMENTS) --dist loadfile tests/cases
	@$(DEPLOY_TESTS) -m "not nightly"

test-nightly: setup ## Run the deployments that test leaves out, as each seldom breaks alone
	@$(PYTEST) -n $(DEPLOYMENTS) -m nightly tests/deploy

test-by-hand: setup ## Delete or change each resource by hand, one at a time; this takes hours
	@$(PYTEST) -n $(DEPLOYMENTS) tests/by_hand

test-fast: setup-test ## Run the tests that deploy nothing: unit, heal, lab, guest, prober, first boot, plan
	@$(RUN) python -m tools.fast

test-versions: setup ## Run what depends on the releases of Terraform and the AWS provider: plan, cases, deploy
	@$(PYTEST) tests/plan
	@$(RUN) python -m tools.plan_tests
	@$(PYTEST) -n $(DEPLOYMENTS) --dist loadfile tests/cases
	@$(DEPLOY_TESTS)

test-tofu: ## Deploy, heal and destroy once with OpenTofu, which is built for it; not part of test
	@$(SETUP) tofu
	@$(PYTEST) tests/tofu

simulate: setup ## Run the whole simulation and write its figures into docs/reliability.md
	@$(RUN) python -m tests.simulation --write $(if $(SEEDS),--seeds $(SEEDS))

simulate-deep: setup ## Run its three largest products in full; this takes three hours or so
	@$(RUN) python -m tests.simulation --deep --write

mutation-test: setup ## Break the handler on purpose in every way listed: the simulation has to notice
	@$(RUN) python -m tests.simulation.mutation --write

# Old names, for one release.
prove: renamed-simulate simulate
prove-deep: renamed-simulate-deep simulate-deep
prove-mutants: renamed-mutation-test mutation-test

renamed-%:
	@echo "This target is now called $*; its old name stays for one release." >&2

lint: setup-lint ## Check formats, types, Terraform, security rules and generated docs
	@$(RUN) python -m tools.lint

fmt: setup ## Format Python, Terraform and pages in place
	@$(RUN) ruff format demo lab lambda_src tests tools
	@$(RUN) ruff check --fix demo lab lambda_src tests tools
	@$(RUN) terraform fmt -recursive
	@$(RUN) python -m tools.paragraphs

docs: setup-lint ## Write the generated parts: inputs and outputs, the tables of lab and appliances
	@$(RUN) python -m tools.docs

docs-check: setup-lint ## Check that they are what the modules say now (part of lint)
	@$(RUN) python -m tools.docs --check

bench: setup ## What each heal costs, beside its critical path and the original sample, in simulated time
	@$(RUN) python -m tests.bench

lab: ## Serve the lab until Ctrl-C; its environment goes into builds/lab.env, to be sourced (PORT=5000)
	@$(SETUP) demo >&2
	@$(RUN) python -m lab --port $(PORT) --environment builds/lab.env

setup: ## Find or get what demo needs (done by every target by itself)
	@$(SETUP) demo

setup-test: ## Find or get what the tests need on top of that: yanglint, two Debian releases' programs
	@$(SETUP) test

setup-lint: ## Find or get what lint needs on top of that
	@$(SETUP) lint

lock: ## Compile requirements*.in to pinned, hashed requirements*.txt
	@$(SETUP) lock
	@for name in requirements requirements-checkov requirements-policies requirements-lock; do \
	  .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --custom-compile-command "make lock" \
	    --output-file $$name.txt $$name.in || exit 1; \
	done

release-notes: ## Print what the changelog says of the release TAG; refused unless TAG is that release
	@tools/python -m tools.release "$(TAG)" --base "$(BASE)"

deploy-aws: confirmed setup ## Deploy EXAMPLE in your own AWS account; it costs money (CONFIRM=yes)
	@$(RUN) terraform -chdir=examples/$(EXAMPLE) init
	@$(RUN) terraform -chdir=examples/$(EXAMPLE) apply

destroy-aws: confirmed setup ## Destroy what deploy-aws made in your own AWS account (CONFIRM=yes)
	@$(RUN) terraform -chdir=examples/$(EXAMPLE) init
	@$(RUN) terraform -chdir=examples/$(EXAMPLE) destroy

verify-aws: setup ## Ask your own AWS account what AWS leaves open; it costs money (CONFIRM=yes)
	@$(RUN) python -m tools.verify_aws --confirm $(CONFIRM)

confirmed:
ifneq ($(CONFIRM),yes)
	@echo "This acts on examples/$(EXAMPLE) in the real AWS account of your credentials, and what"
	@echo "runs there is billed to it. If you mean it: make $(MAKECMDGOALS) CONFIRM=yes"
	@exit 1
endif

clean: ## Remove everything set-up and tests made in this checkout (the shared cache stays)
	rm -rf .tools .venv .venv-checkov .venv-policies .venv-lock .pytest_cache .mypy_cache .ruff_cache
	rm -rf .hypothesis demo-report.html builds
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help demo gameday test test-nightly test-by-hand test-fast test-versions test-tofu simulate simulate-deep \
  mutation-test prove prove-deep prove-mutants bench lint fmt docs docs-check lab setup \
  setup-test setup-lint lock release-notes deploy-aws destroy-aws verify-aws confirmed clean
