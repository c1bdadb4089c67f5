#!/usr/bin/env bash
# Builds the documentation as a site: book.sh [FOLDER], by default target/book. mdBook is fetched, pinned by its sum, unless
# CHALKSTORE_MDBOOK names one.
set -euo pipefail
folder=$(realpath -m "${1:-$(dirname "${BASH_SOURCE[0]}")/../target/book}")
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mdbook=${CHALKSTORE_MDBOOK:-}
if [ -z "$mdbook" ]; then
    has python3 || die "python3 is missing: it fetches mdBook (Debian: apt-get install python3 python3-pip)"
    place=$(python3 scripts/servers.py fetch mdbook) || die "mdBook cannot be had here; CHALKSTORE_MDBOOK may name one"
    mdbook=${place#*$'\t'}/mdbook
fi

# The pages stand in several folders, and link to each other there. mdBook wants them under one: it gets links to them, and
# the table of contents as seen from there.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$PWD
mkdir -p "$work/book/docs"
cp book.toml "$work/"
for page in docs/*.md explain README.md CONTRIBUTING.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT; do
    ln -s "$root/$page" "$work/book/$page"
done
for linked in docs/schemas docs/examples docs/images docs/man deploy ci examples action.yml Dockerfile; do
    [ ! -e "$root/$linked" ] || ln -s "$root/$linked" "$work/book/$linked"
done
rm "$work/book/docs/SUMMARY.md"
# A heading without a page, `[Name]()`, stays one.
sed -e 's#](\.\./#](#' -e t -e 's#](\([^)]\)#](docs/\1#' docs/SUMMARY.md >"$work/book/SUMMARY.md"

"$mdbook" build --dest-dir "$folder" "$work"
say "the site: $folder/index.html"
