# What the other scripts share. Sourced; it changes into the project's folder.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$(basename "$0"): $*"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# at_least WANTED FOUND: whether a version is at least another.
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# What is fetched once and used by every clone of this user.
cache_folder() { printf '%s\n' "${CHALKSTORE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/chalkstore}"; }
