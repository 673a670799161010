# Two targets are enough for a newcomer: make run, make test.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# A checkout owned by another user has no version to stamp; that must not stop a build.
export GOFLAGS ?= -buildvcs=false
# One static binary, and no C compiler needed anywhere (sqlc brings PostgreSQL's parser as WebAssembly).
export CGO_ENABLED ?= 0
export REDOCLY_TELEMETRY := off
export REDOCLY_SUPPRESS_UPDATE_NOTICE := true

TOOL := go tool -modfile=$(CURDIR)/tools/go.mod
SQLC := CGO_ENABLED=0 $(TOOL) sqlc
OAPI := $(TOOL) oapi-codegen

PAGES := web/dist/app/index.html
PAGE_SOURCES = $(shell find web/src web/public web/index.html web/vite.config.ts web/package.json -type f 2>/dev/null)

.PHONY: help run run-two build web gen verify lint test test-go test-web browser walks two gates ready bench soak demo clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Start a whole hub for development: database, logins, mails, pages, demo story
	@scripts/setup.sh run
	@scripts/pages.sh
	go run ./cmd/hub dev $(ARGS)

run-two: ## Start two hubs of two provinces that trust one another, with a line that can be cut
	@scripts/setup.sh run
	@scripts/pages.sh
	go run ./cmd/hub dev --hubs 2 --dir .hub-two $(ARGS)

build: $(PAGES) ## Build bin/hub with the pages inside
	go build -o bin/hub ./cmd/hub

web: $(PAGES) ## Build the pages into web/dist/app

$(PAGES): web/node_modules/.package-lock.json $(PAGE_SOURCES)
	cd web && npm run build
	@touch $@

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --ignore-scripts
	@touch $@

tools/node_modules/.package-lock.json: tools/package-lock.json
	cd tools && npm ci --ignore-scripts
	@touch $@

gen: web/node_modules/.package-lock.json ## Run every generator: contract, SQL, types of the pages
	cd store && $(SQLC) generate
	go run ./cmd/hub openapi --out api/openapi.yaml
	cd web && npm run gen
	OAPI="$(OAPI)" scripts/generated.sh client client/hubapi
	scripts/generated.sh sums

verify: $(PAGES) web/node_modules/.package-lock.json ## Run every generator into a scratch folder and compare
	SQLC="$(SQLC)" OAPI="$(OAPI)" scripts/generated.sh compare

lint: $(PAGES) web/node_modules/.package-lock.json tools/node_modules/.package-lock.json ## Format, vet, staticcheck, rules, contract, types
	@unformatted="$$(gofmt -l $$(git ls-files '*.go'))"; if [ -n "$$unformatted" ]; then echo "gofmt these: $$unformatted"; exit 1; fi
	go vet ./...
	$(TOOL) staticcheck ./...
	go run ./cmd/hub rules check
	scripts/contract.sh
	cd web && npm run typecheck

test: ## Everything that must hold before a change is merged (at most 20 minutes on two cores)
	@scripts/setup.sh test
	@$(MAKE) test-go
	@$(MAKE) -j3 walks two gates lint verify test-web # a browser waits more than it works

test-go:
	go test -timeout 15m ./...

test-web: build
	cd web && npm test

browser: walks two gates ## Part of test: procedures in Chromium as every organ, and the gates of every page

walks: ready build
	scripts/e2e.sh walks

two: ready build
	scripts/e2e.sh two

gates: ready build
	scripts/e2e.sh gates

ready:
	@scripts/setup.sh test

bench: ## Measure; docs/benchmarks.md says how to read the figures
	@scripts/setup.sh run
	ARGS="$(ARGS)" scripts/bench.sh

soak: ## The promised counts, for hours; writes out/soak-*.txt
	@scripts/setup.sh run
	scripts/soak.sh

demo: ## Play a criminal referral through a throw-away hub and verify its record
	@scripts/setup.sh run
	go run ./cmd/hub demo $(ARGS)

clean: ## Remove what was built; the data of make run stay in .hub
	rm -rf bin out web/dist/app
