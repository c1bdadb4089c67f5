#!/usr/bin/env bash
# Builds the program as it is released: the same for the same source, wherever it lies.
#
#   build_release.sh TARGET SOURCE BUILD
#
# TARGET is a system that rustup has (x86_64-unknown-linux-gnu), SOURCE the folder of this project, BUILD the folder to
# build in. Its last line is the path of the program.
set -euo pipefail

target=$1 source=$2 build=$3
# Paths of this machine stand in messages of panics and of the C crypto library; they are replaced by fixed ones.
rust="" c=""
for map in "${CARGO_HOME:-$HOME/.cargo}=/cargo" "$source=/chalkstore" "$build=/build"; do
    rust+=" --remap-path-prefix=$map"
    c+=" -ffile-prefix-map=$map"
done
cd "$source"
RUSTFLAGS="$rust" CFLAGS="$c" CARGO_INCREMENTAL=0 \
    cargo build --release --locked --bin chalkstore --target "$target" --target-dir "$build" >&2
printf '%s\n' "$build/$target/release/chalkstore"
