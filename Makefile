# What a newcomer and CI call. Everything is built for release: the code is numerical, and its tests
# run against what users get.

SWIFT ?= swift
BUILD := $(SWIFT) build --configuration release
UNREEL := .build/release/unreel
SOURCES := Package.swift Sources Tests Benchmarks Examples

# Package.swift reads it: the folder of another LibTorch than Debian's.
ifdef LIBTORCH
export LIBTORCH := $(abspath $(LIBTORCH))
endif

.PHONY: build libtorch libtorch-cuda demo test test-libtorch check-cuda docs bench bench-ucf101 torture fuzz lint format packages clean

## Build the program, .build/release/unreel, and the library with LibTorch's functions beside it
build: packages
	$(BUILD) --product unreel
	$(BUILD) --product UnreelTorch

## Fetch a newer LibTorch with pip; then make LIBTORCH=… builds with it. Says its size before
libtorch:
	Scripts/fetch-libtorch .build/libtorch

## Fetch one for NVIDIA's GPUs; says its size before
libtorch-cuda:
	Scripts/fetch-libtorch --cuda .build/libtorch-cuda

## Draw a collection of videos, learn from it, and say where the report is
demo: build
	$(UNREEL) demo --output demo

## Lint, build and run the tests, as CI does
test: packages lint
	@Scripts/install-packages ffmpeg nodejs chromium
	$(BUILD) --build-tests
	Scripts/run-tests

## Run the tests with a newer LibTorch, which it fetches
test-libtorch: libtorch
	$(MAKE) test LIBTORCH=.build/libtorch/torch

## Build with a LibTorch for CUDA, which it fetches, and try what a machine without a GPU can: versions and refusals
check-cuda: libtorch-cuda
	$(MAKE) build LIBTORCH=.build/libtorch-cuda/torch
	Scripts/check-cuda $(UNREEL)

LIBRARY := Basics Tracking Tensors Videos Datasets Networks Training Numerics Evaluation Reports Runs UnreelKit

## Make the library's documentation with DocC, a module a folder below .build/documentation; a warning fails
docs: packages
	@mkdir -p .build/documentation
	@for module in $(LIBRARY); do \
	  UNREEL_DOCS=1 $(SWIFT) package --scratch-path .build/docs --allow-writing-to-directory .build \
	    generate-documentation --target $$module --warnings-as-errors \
	    --output-path .build/documentation/$$module || exit 1; \
	done
	@echo "Documentation: .build/documentation"

DRAWN := .bench/demo/drawn-videos
VIDEOS ?= $(DRAWN)
TEST_LIST ?=
ONLY ?=
ROUNDS ?= 5

## Time Unreel beside its peers in turn; VIDEOS names clips of 320×240, ONLY some rows, as map,prepare. TEST_LIST adds a whole run
bench: build
	@Scripts/install-packages ffmpeg python3-venv
	$(BUILD) --product bench-parts
	test "$(VIDEOS)" != "$(DRAWN)" || test -d $(DRAWN) || $(UNREEL) demo --output .bench/demo --max-steps 1
	test -d .bench/venv || python3 -m venv .bench/venv
	.bench/venv/bin/pip install --quiet --requirement Benchmarks/Peers/requirements.txt
	python3 Benchmarks/compare.py --programs .build/release --folder .bench --videos $(VIDEOS) --only "$(ONLY)" --rounds $(ROUNDS) \
	  $(if $(TEST_LIST),--test-list $(TEST_LIST))

## Prepare, audit and evaluate as many clips as UCF101 has; says how long each took, in what memory
bench-ucf101: build
	$(BUILD) --product miniature-ucf101
	python3 Benchmarks/ucf101_size.py --programs .build/release --folder .bench/ucf101

## What takes longer than CI has: kills, full disks, broken videos, memory, random commands, crowds of viewers, tracking; a row of figures each
torture: build
	@Scripts/install-packages ffmpeg openssl
	$(BUILD) --product miniature-ucf101
	@echo '| what | found | time |'; echo '| --- | --- | --- |'
	@for script in kill_training kill_tracking kill_preparing mutated_videos flat_memory full_disk monkey viewers watched_speed; do \
	  python3 Tests/Torture/$$script.py --programs .build/release --folder .torture \
	    --more ../shared/data || exit 1; \
	done

FUZZ_SECONDS ?= 60

## Give every reader of files what libFuzzer makes up, FUZZ_SECONDS each
fuzz: packages
	UNREEL_FUZZ=1 $(BUILD) --scratch-path .build/fuzz --product fuzz -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
	@for reader in npy ledger frames store list ucf101 settings checkpoint metrics audit map split \
	  confusion log names journal sink followed; do \
	  mkdir -p .torture/fuzz/$$reader; \
	  .build/fuzz/release/fuzz $$reader -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=512 -timeout=10 \
	    -verbosity=0 -print_final_stats=1 -artifact_prefix=.torture/fuzz/$$reader- \
	    .torture/fuzz/$$reader Tests/Fuzz/Corpus/$$reader >.torture/fuzz/$$reader.log 2>&1 \
	    || { tail -n 40 .torture/fuzz/$$reader.log; exit 1; }; \
	  echo "$$reader: $$(sed -n 's/.*executed_units: *//p' .torture/fuzz/$$reader.log) inputs, no finding"; \
	done

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

format:
	$(SWIFT) format --in-place --recursive $(SOURCES)

## Install the Debian packages that are missing
packages:
	@Scripts/install-packages

clean:
	rm -rf .build
