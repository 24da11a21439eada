#!/usr/bin/env bash
# Builds everything once, under the import check, and runs every test.
set -euo pipefail
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
Scripts/quietly "building the tests" "$swift" build --build-tests --explicit-target-dependency-import-check error
if [ $# -gt 0 ]; then exec "$swift" test --skip-build --parallel "$@"; fi
"$swift" test --skip-build --parallel --skip EtcdGRPCTests
# gRPC needs the threads that the other tests keep busy: alone it is quick, beside them it starves.
exec "$swift" test --skip-build --no-parallel --filter EtcdGRPCTests
