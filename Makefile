# What a newcomer and CI call. Everything is built for release: the code is numerical, and its tests
# run against what users get.

SWIFT ?= swift
BUILD := $(SWIFT) build --configuration release
UNREEL := .build/release/unreel
SOURCES := Package.swift Sources Tests Benchmarks

.PHONY: build demo test bench-ucf101 lint format packages clean

## Build the program: .build/release/unreel
build: packages
	$(BUILD) --product unreel

## Draw a collection of videos, learn from it, and say where the report is
demo: build
	$(UNREEL) demo --output demo

## Lint, build and run the tests, as CI does; one at a time, since LibTorch takes every core by itself
test: packages lint
	$(SWIFT) test --configuration release --disable-testable-imports --no-parallel

## Prepare, audit and evaluate as many clips as UCF101 has; says how long each took, in what memory
bench-ucf101: build
	$(BUILD) --product miniature-ucf101
	python3 Benchmarks/ucf101_size.py --programs .build/release --folder .bench/ucf101

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

format:
	$(SWIFT) format --in-place --recursive $(SOURCES)

## Install the Debian packages that are missing
packages:
	@Scripts/install-packages

clean:
	rm -rf .build
