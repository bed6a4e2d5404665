# Everything a contributor runs. Each target installs what it lacks: npm packages
# from the lock file, and Chromium with apt-get where the browser specs need it.

PORT     ?= 4000
FUZZTIME ?= 20s
SOAK     ?= 10m

.PHONY: help dev test assets bench fuzz soak vuln binaries

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dev: assets binaries ## serve the showcase on http://localhost:4000 (PORT=… for another port)
	@PORT=$(PORT) exec bin/showcase

test: ## vet, staticcheck, types, Go tests with -race, client tests, browser specs
	@scripts/test

assets: ## build assets/dist/azu-spark.js and print its size
	@scripts/npm-packages
	@go run ./cmd/azu assets

bench: ## all benchmarks, ours beside the others: code, Chromium, a server under load; takes 10 minutes
	@scripts/bench

fuzz: ## every fuzz target for FUZZTIME each (default 20s)
	@FUZZTIME=$(FUZZTIME) scripts/fuzz

soak: ## sessions come and go on a real server for SOAK (default 10m), and nothing may grow
	@SOAK=$(SOAK) scripts/soak

vuln: ## known vulnerabilities in what the modules import (VULNDB=file:///… for a local database)
	@scripts/vuln

# What make dev serves and the browser specs start.
binaries:
	@go -C examples/showcase build -o ../../bin/showcase .
	@go build -o bin/site ./e2e/site
