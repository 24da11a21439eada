# Kubarium: everything a fresh Debian machine with a Swift toolchain needs, and the commands to use it.
#
#   make run     install what is missing, build, open the prompt (ARGS='run 3' for a lab)
#   make test    the same, and run every test
#   make build   only build: .build/release/kubarium

SWIFT ?= swift
CHECKS = --explicit-target-dependency-import-check error

.PHONY: run build test bench lint format setup interop soak

run: build
	@.build/release/kubarium $(ARGS)

build: setup
	@Scripts/quietly "building (release)" $(SWIFT) build -c release --product kubarium --static-swift-stdlib $(CHECKS)

test: setup
	@Scripts/test.sh

bench: build
	@.build/release/kubarium bench

soak: build
	@.build/release/kubarium soak --seeds $(or $(SEEDS),10000)
	@.build/release/kubarium soak --requests --seeds $(or $(REQUEST_SEEDS),60)

interop: build
	@Scripts/interop.sh .build/release/kubarium

lint: setup
	@Scripts/lint.sh

format:
	@$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

setup:
	@Scripts/setup.sh
