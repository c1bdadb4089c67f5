#!/usr/bin/env bash
# Builds what is released, into target/dist: an archive for each system, checksums, and what it is built from (CycloneDX).
#
#   dist.sh            glibc, and static musl where rustup has that target
#   dist.sh --twice    the same, and once more from another folder: both must be the same, byte by byte
set -euo pipefail
source "$(dirname "$0")/lib.sh"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
host=$(rustc --print host-tuple)
root=$PWD
out=target/dist

if [ -n "$(git status --porcelain)" ]; then
    say "the tree has changes that are not committed: the archive tells of a commit that it is not made from"
fi
CHALKSTORE_COMMIT=$(git rev-parse --short=12 HEAD)
CHALKSTORE_COMMIT_DATE=$(git log -1 --format=%cs)
# The times of files are the commit's own.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export CHALKSTORE_COMMIT CHALKSTORE_COMMIT_DATE SOURCE_DATE_EPOCH

# pack TARGET PROGRAM: the archive, the same for the same program.
pack() {
    local name=chalkstore-$version-$1 folder
    folder=$(mktemp -d)
    mkdir "$folder/$name"
    install -m 0755 "$2" "$folder/$name/chalkstore"
    cp -R README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT completions docs/man "$folder/$name/"
    chmod -R u=rwX,go=rX "$folder"
    tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=ustar \
        --directory "$folder" "$name" | gzip --no-name --best >"$out/$name.tar.gz"
    rm -rf "$folder"
}

# again TARGET PROGRAM: builds it from another folder, and compares.
again() {
    local other program
    other=$(mktemp -d)
    git clone --quiet --no-hardlinks "$root" "$other/source"
    program=$(scripts/build_release.sh "$1" "$other/source" "$other/build")
    cmp "$2" "$program" || die "the same source made another program for $1; the other is $program"
    rm -rf "$other"
    say "built twice, in two folders: the same program for $1"
}

# bill: what the program is built from, with licences and sums.
bill() {
    local wanted=0.5.9 folder
    folder=$(cache_folder)/tools/cargo-cyclonedx-$wanted
    if ! [ -x "$folder/bin/cargo-cyclonedx" ]; then
        cargo install cargo-cyclonedx --locked --quiet --version "$wanted" --root "$folder"
    fi
    "$folder/bin/cargo-cyclonedx" cyclonedx --format json --spec-version 1.5 --target "$host" \
        --override-filename "chalkstore-$version.cdx" --quiet
    # Its references name the folder that the source lies in; where that was is nobody's business.
    sed "s|path+file://$root#|path+file:///chalkstore#|g" "chalkstore-$version.cdx.json" >"$out/chalkstore-$version.cdx.json"
    rm "chalkstore-$version.cdx.json"
}

rm -rf "$out"
mkdir -p "$out"
for target in "$host" "${host%-gnu}-musl"; do
    if ! [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
        say "not built: $target, for this Rust has no such target (rustup target add $target)"
        continue
    fi
    program=$(scripts/build_release.sh "$target" "$root" "$root/target/dist-build")
    "$program" --version
    scripts/budget.py release "$program"
    pack "$target" "$program"
    if [ "${1:-}" = --twice ]; then
        again "$target" "$program"
    fi
done
bill
(cd "$out" && sha256sum -- * >SHA256SUMS)
cat "$out/SHA256SUMS"
