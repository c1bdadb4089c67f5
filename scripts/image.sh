#!/usr/bin/env bash
# Builds the container images chalkstore and chalkstore-ci, where there is an engine: image.sh [TAG]
set -euo pipefail
source "$(dirname "$0")/lib.sh"

engine=""
for candidate in docker podman; do
    if has "$candidate" && "$candidate" info >/dev/null 2>&1; then
        engine=$candidate
        break
    fi
done
[ -n "$engine" ] || die "there is no container engine here: neither docker nor podman answers"

tag=${1:-$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)}
arguments=()
# The build sees no history, so that it is told.
if commit=$(git rev-parse --short=12 HEAD 2>/dev/null); then
    arguments+=(--build-arg "CHALKSTORE_COMMIT=$commit" --build-arg "CHALKSTORE_COMMIT_DATE=$(git log -1 --format=%cs)")
fi
"$engine" build "${arguments[@]}" --tag "chalkstore:$tag" .
"$engine" build "${arguments[@]}" --target ci --tag "chalkstore:$tag-ci" .
"$engine" run --rm "chalkstore:$tag" --version
