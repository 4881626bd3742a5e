# What a newcomer and CI call. Everything is built for release: the code is numerical, and its tests
# run against what users get.

SWIFT ?= swift
BUILD := $(SWIFT) build --configuration release
UNREEL := .build/release/unreel

.PHONY: build demo test lint format packages clean

## Build the program: .build/release/unreel
build: packages
	$(BUILD) --product unreel

## Draw a collection of videos, learn from it, and say where the report is
demo: build
	$(UNREEL) demo --output demo

## Lint, build and run the tests, as CI does; one at a time, since LibTorch takes every core by itself
test: packages lint
	$(SWIFT) test --configuration release --disable-testable-imports --no-parallel

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

## Install the Debian packages that are missing
packages:
	@Scripts/install-packages

clean:
	rm -rf .build
