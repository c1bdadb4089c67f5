#!/usr/bin/env bash
# All tests, one step after another; the first that fails ends it. `test.sh full` makes the long ones too.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

log=$(mktemp)
steps=()

summary() {
    printf '\n%s\n' "seconds  step"
    printf '%s\n' "${steps[@]}"
}

# step NAME COMMAND…
step() {
    local name=$1 start=$SECONDS
    shift
    printf '\n== %s: %s\n' "$name" "$*"
    if ! "$@" </dev/null; then
        steps+=("$(printf '%7d  %s: FAILED' $((SECONDS - start)) "$name")")
        summary
        say "the step \"$name\" failed"
        exit 1
    fi
    steps+=("$(printf '%7d  %s' $((SECONDS - start)) "$name")")
}

tests() { cargo test --locked --no-fail-fast "$@" 2>&1 | tee -a "$log"; }

docs() { RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked; }

properties() { PROPTEST_CASES=${PROPTEST_CASES:-200000} tests --test it -- uri_properties; }

trap 'rm -f "$log"' EXIT

if [ "${1:-}" = full ]; then
    export CHALKSTORE_TEST_FULL=1
fi
# More than half of a test's time is waiting for servers, so that there may be two for each processor.
export RUST_TEST_THREADS=${RUST_TEST_THREADS:-$((2 * $(nproc)))}
step "servers" python3 scripts/servers.py fetch
step "format" cargo fmt --check
step "lints" cargo clippy --all-targets --locked -- -D warnings
step "tests" tests
step "budget" scripts/budget.py debug "${CARGO_TARGET_DIR:-target}/debug/chalkstore"
step "documentation" docs
step "dependencies" scripts/cargo-deny.sh
if [ "${1:-}" = full ]; then
    step "URI properties" properties
    step "fuzzing" env FUZZ_SECONDS="${FUZZ_SECONDS:-600}" scripts/fuzz.sh uri
fi

summary
# What a test could not look at here; it stands beside what it drew.
cat "${CARGO_TARGET_DIR:-target}"/formats/not-checked.txt 2>/dev/null || true
# The sum of what the test programs said.
awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 }
    END { printf "\n%d passed, %d failed, %d skipped\n", passed, failed, ignored; exit passed == 0 }' "$log"
