#!/usr/bin/env bash
# Builds everything once, under the import check, and runs every test.
set -euo pipefail
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
Scripts/quietly "building the tests" "$swift" build --build-tests --explicit-target-dependency-import-check error
exec "$swift" test --skip-build --parallel "$@"
