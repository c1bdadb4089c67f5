#!/usr/bin/env bash
# Fuzzes a target for FUZZ_SECONDS (60): fuzz.sh uri|lines|replies|items|otel [libFuzzer's own options]
set -euo pipefail
source "$(dirname "$0")/lib.sh"

target=$1
shift
host=$(rustc -vV | sed -n 's/^host: //p')

# What cargo-fuzz would pass, without what takes a nightly toolchain: the address sanitizer finds nothing in a
# crate that forbids unsafe code. The explicit target keeps the flags away from build scripts and macros.
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1"
# Without --locked: a new dependency of the main crate is added to fuzz/Cargo.lock, all else stays.
cargo build --release --manifest-path fuzz/Cargo.toml --target-dir fuzz/target --target "$host" --bin "$target"

# What is found goes to the first folder; the committed corpus is only read.
found=fuzz/target/corpus/$target
mkdir -p "$found" "fuzz/artifacts/$target"
exec "fuzz/target/$host/release/$target" "$found" "fuzz/corpus/$target" \
    -dict=fuzz/uri.dict -artifact_prefix="fuzz/artifacts/$target/" -max_total_time="${FUZZ_SECONDS:-60}" \
    -max_len=2048 -timeout=10 -print_final_stats=1 "$@"
