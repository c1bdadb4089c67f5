#!/usr/bin/env bash
# Says which programs are missing for a purpose: prerequisites.sh build|test|fuzz|demo|bench|book|dist
set -euo pipefail
source "$(dirname "$0")/lib.sh"

purpose=${1:-build}
missing=0

# need PROGRAM WHAT-FOR HOW-TO-GET-IT
need() {
    has "$1" && return
    say "missing: $1, for $2; $3"
    missing=1
}

# need_version NAME WANTED FOUND WHAT-FOR HOW-TO-GET-IT
need_version() {
    at_least "$2" "${3:-0}" && return
    say "too old: $1 ${3:-of an unknown version}, for $4 it takes $2; $5"
    missing=1
}

if [ "$purpose" = book ]; then
    need python3 "fetching mdBook" "on Debian: apt-get install python3 python3-pip"
    exit "$missing"
fi

rust_version=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
get_rust="install Rust $rust_version or later (https://rustup.rs)"
need cargo "building" "$get_rust"
need rustc "building" "$get_rust"
if has rustc; then
    need_version rustc "$rust_version" "$(rustc --version | cut -d ' ' -f 2)" "building" "rustup update stable"
fi
if ! has cc && ! has gcc && ! has clang; then
    say "missing: a C compiler, for the crypto library; on Debian: apt-get install gcc"
    missing=1
fi

case $purpose in
    build) ;;
    dist)
        need git "telling the commit" "on Debian: apt-get install git"
        need python3 "holding the build to its budget" "on Debian: apt-get install python3"
        need strip "the same" "on Debian: apt-get install binutils"
        need sha256sum "checksums" "it is part of coreutils"
        ;;
    fuzz)
        need c++ "libFuzzer" "on Debian: apt-get install g++"
        need timeout "stopping in time" "it is part of coreutils"
        ;;
    bench) need python3 "measuring the program" "on Debian: apt-get install python3" ;;
    demo | test)
        need python3 "fetching the servers to run against" "on Debian: apt-get install python3 python3-pip"
        if has python3; then
            version=$(python3 -c 'import platform; print(platform.python_version())')
            need_version python3 3.10 "$version" "the AWS emulators" "install a newer Python"
            if ! python3 -m pip --version >/dev/null 2>&1; then
                say "missing: pip, for fetching the servers to run against; on Debian: apt-get install python3-pip"
                missing=1
            fi
        fi
        ;;
    *) die "no such purpose: $purpose" ;;
esac

if [ "$purpose" = test ]; then
    need cargo-fmt "checking the format" "rustup component add rustfmt"
    need cargo-clippy "the lints" "rustup component add clippy"
    # rustup has stand-ins for components that are not installed.
    if has cargo-fmt && ! cargo fmt --version >/dev/null 2>&1; then
        say "missing: rustfmt, for checking the format; rustup component add rustfmt"
        missing=1
    fi
    if has cargo-clippy && ! cargo clippy --version >/dev/null 2>&1; then
        say "missing: clippy, for the lints; rustup component add clippy"
        missing=1
    fi
    need npm "fetching DynamoDB Local and the HTML checker" "on Debian: apt-get install nodejs npm"
    need node "npm" "on Debian: apt-get install nodejs npm"
    need java "running DynamoDB Local and the HTML checker" "on Debian: apt-get install openjdk-17-jre-headless"
    if has java; then
        version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9.]*\).*/\1/p' | head -n 1)
        need_version java 17 "$version" "DynamoDB Local" "on Debian: apt-get install openjdk-17-jre-headless"
    fi
    # Not every machine has a browser: without one the HTML report is checked by the Nu HTML checker alone.
    if ! has chromium && [ -z "${CHALKSTORE_CHROMIUM:-}" ]; then
        say "not there: chromium, for looking at the HTML report; it is left out (on Debian: apt-get install chromium)"
    fi
    # Redis 7.0 and Valkey 8.0 come from Debian's packages, which are unpacked and not installed.
    need apt-get "fetching Redis 7.0 and Valkey 8.0" "run the tests on Debian 12 or a system like it"
    need dpkg "unpacking Redis 7.0 and Valkey 8.0" "run the tests on Debian 12 or a system like it"
fi

exit "$missing"
