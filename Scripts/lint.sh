#!/usr/bin/env bash
# The rules that a machine can check: formatting. Imports and warnings are checked by the build
# itself (Package.swift makes warnings errors; the build passes the import check).
set -euo pipefail
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
if ! "$swift" format lint --strict --recursive --parallel Sources Tests Package.swift 2>/tmp/kubarium-lint.$$; then
    head -40 /tmp/kubarium-lint.$$ >&2
    echo "lint: $(grep -c . /tmp/kubarium-lint.$$) findings; 'make format' mends most of them" >&2
    rm -f /tmp/kubarium-lint.$$
    exit 1
fi
rm -f /tmp/kubarium-lint.$$
echo "lint: clean"
