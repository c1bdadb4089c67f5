# `make help` lists the targets. What is longer than a line or two is in scripts/.

.DEFAULT_GOAL := help
.PHONY: help build demo test test-full fuzz bench generate book dist image pictures check-%

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="	" read -r target text; do \
		printf '  make %-10s %s\n' "$$target" "$$text"; done

build: check-build ## The program: target/release/chalkstore
	cargo build --release --locked

demo: check-demo build ## A real Valkey cluster on this machine, and chalkstore at work on it
	python3 scripts/demo.py

test: check-test ## Everything that CI checks: format, lints, tests against real servers, docs, dependencies
	scripts/test.sh

test-full: check-test check-fuzz ## The same with every server version and layout, long properties, ten minutes of fuzzing
	scripts/test.sh full

fuzz: check-fuzz ## Fuzz the URI checks, the line splitter, the reply readers, the item scanner and collectors' files for FUZZ_SECONDS (60) each
	scripts/fuzz.sh uri
	scripts/fuzz.sh lines
	scripts/fuzz.sh replies
	scripts/fuzz.sh items
	scripts/fuzz.sh otel

bench: check-bench build ## Benchmarks of the library and of the program
	cargo bench --locked
	python3 scripts/bench_cli.py
	python3 scripts/bench_topology.py
	python3 scripts/bench_items.py

generate: check-test ## Write anew what is made: completions, man pages, list of checks, schemas, pictures, what examples in the docs print
	CHALKSTORE_GENERATE=1 TRYCMD=overwrite cargo test --locked --test it -- generated:: captured:: docs::readme_and_docs

book: check-book ## The documentation as a site: target/book/index.html
	scripts/book.sh

pictures: ## The README's picture of the report that `make demo` left, by a headless Chromium: docs/images
	python3 scripts/pictures.py

dist: check-dist ## What is released: archives, checksums, bill of materials (CycloneDX): target/dist
	scripts/dist.sh

image: ## The container images chalkstore and chalkstore-ci, where there is a container engine
	scripts/image.sh

check-%:
	@scripts/prerequisites.sh $*
