#!/usr/bin/env bash
# The one step of action.yml. Its inputs are variables (INPUT_…); none of them is ever read as a script.
set -euo pipefail

# complain TEXT: as an annotation, and in the job's summary, where no report will say it.
complain() {
    # A value's own line breaks and marks must not become commands of the workflow.
    local text=${1//'%'/'%25'}
    text=${text//$'\r'/'%0D'}
    printf '::error title=chalkstore::%s\n' "${text//$'\n'/'%0A'}"
    if [ "${INPUT_SUMMARY:-}" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
        printf '### ❌ chalkstore preflight: error\n\n%s\n\n' "${1//[$'\r\n']/ }" >>"$GITHUB_STEP_SUMMARY"
    fi
}

fail() {
    complain "$1"
    output exit-code 2
    output verdict error
    exit 2
}

# output NAME VALUE: a value of several lines could set other outputs, so that it has none.
output() {
    case $2 in *$'\n'* | *$'\r'*) return ;; esac
    printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/null}"
}

is_true() {
    case ${2:-} in
        true) return 0 ;;
        false | "") return 1 ;;
        *) fail "the input $1 is true or false" ;;
    esac
}

# each INPUT OPTION: OPTION=LINE for every line that is not empty.
each() {
    local line
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%$'\r'}
        if [ -n "$line" ]; then
            arguments+=("$2$line")
        fi
    done <<<"$1"
}

# report INPUT FORMAT FILE
report() {
    [ -n "$3" ] || return 0
    case $3 in
        -* | *,* | *$'\n'* | *$'\r'*) fail "the input $1 is the path of a file, without commas, line breaks or a dash in front" ;;
    esac
    arguments+=("--output=$2=$3")
    written+=("$1=$3")
}

program=${INPUT_BINARY:-}
if [ -z "$program" ]; then
    program=$(command -v chalkstore) || {
        command -v cargo >/dev/null || fail "there is no chalkstore on the PATH, and no cargo to build it with: say its place with the input binary"
        root=${RUNNER_TEMP:-/tmp}/chalkstore
        echo "::group::Building chalkstore"
        cargo install --quiet --locked --path "$ACTION_PATH" --root "$root" || fail "chalkstore could not be built"
        echo "::endgroup::"
        program=$root/bin/chalkstore
    }
fi
{ [ -f "$program" ] && [ -x "$program" ]; } || command -v -- "$program" >/dev/null || fail "the input binary names no program"
if [ -n "${INPUT_VERSION:-}" ]; then
    found=$("$program" --version | cut -d ' ' -f 2) || fail "the input binary names no chalkstore"
    [ "$found" = "$INPUT_VERSION" ] || fail "this is chalkstore $found, and the input version asks for another one"
fi

written=()
arguments=(preflight "--config=${INPUT_CONFIG:-chalkstore.toml}" "--fail-on=${INPUT_FAIL_ON:-fail}")
each "${INPUT_ONLY:-}" --only=
each "${INPUT_SKIP:-}" --skip=
[ -z "${INPUT_WAIT:-}" ] || arguments+=("--wait=$INPUT_WAIT")
[ -z "${INPUT_BASELINE:-}" ] || arguments+=("--baseline=$INPUT_BASELINE")
each "${INPUT_ARGS:-}" ""

# The log holds annotations, or else the text for a person, in which nothing is to be read as one.
token=""
if is_true annotations "${INPUT_ANNOTATIONS:-}"; then
    arguments+=(--output=github)
else
    arguments+=(--output=human)
    token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
fi
if is_true summary "${INPUT_SUMMARY:-}" && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    arguments+=("--output=markdown=$GITHUB_STEP_SUMMARY")
fi
report sarif sarif "${INPUT_SARIF:-}"
report junit junit "${INPUT_JUNIT:-}"
report html html "${INPUT_HTML:-}"
report json json "${INPUT_JSON:-}"
report markdown markdown "${INPUT_MARKDOWN:-}"
if [ -n "${INPUT_EVIDENCE:-}" ]; then
    arguments+=("--save-evidence=$INPUT_EVIDENCE")
    written+=("evidence=$INPUT_EVIDENCE")
fi
allow_unknown=false
if is_true allow-unknown "${INPUT_ALLOW_UNKNOWN:-}"; then
    allow_unknown=true
fi
# Behind it nothing is an option, whatever it begins with.
arguments+=(--)
each "${INPUT_ENVIRONMENTS:-}" ""

# A setting of the whole job must not add a second format to standard output.
unset CHALKSTORE_OUTPUT
# The times of what other runs have left where reports are to be written.
before=$(mktemp -d "${RUNNER_TEMP:-/tmp}/chalkstore.XXXXXX") || fail "the runner's folder for temporary files cannot be written to"
for file in ${written[@]+"${written[@]}"}; do
    [ ! -f "${file#*=}" ] || touch -r "${file#*=}" -- "$before/${file%%=*}"
done
code=0
[ -z "$token" ] || echo "::stop-commands::$token"
"$program" "${arguments[@]}" || code=$?
[ -z "$token" ] || echo "::$token::"
output exit-code "$code"
# A file is an output where this run wrote it. With 2 nothing was looked at, and with 74 perhaps nothing written: what stands
# there is then empty, or of another run.
for file in ${written[@]+"${written[@]}"}; do
    path=${file#*=}
    older=$before/${file%%=*}
    if [ "$code" != 2 ] && [ -f "$path" ] && [ -s "$path" ] && { [ ! -e "$older" ] || [ "$path" -nt "$older" ]; }; then
        output "${file%%=*}" "$path"
    fi
done
rm -rf -- "$before"
case $code in
    0) output verdict pass ;;
    1) output verdict fail ;;
    3) output verdict unknown ;;
    *)
        output verdict error
        complain "chalkstore preflight ended with exit code $code; the log of this step says why, docs/ci.md what it means"
        ;;
esac
if [ "$code" = 3 ] && [ "$allow_unknown" = true ]; then
    exit 0
fi
exit "$code"
