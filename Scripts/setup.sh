#!/usr/bin/env bash
# Makes sure that this machine can build Kubarium; installs the C libraries that are missing.
set -euo pipefail

fail() { echo "kubarium: $*" >&2; exit 1; }

[ "$(uname -s)" = Linux ] || fail "this set-up is for Debian and its relatives; on $(uname -s) use a Debian container or virtual machine."

swift=${SWIFT:-swift}
command -v "$swift" >/dev/null || fail "no Swift compiler found; install Swift 6.2 or newer from https://www.swift.org/install/linux and put it on your PATH."
version=$("$swift" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -1)
read -r major minor <<<"${version:-0 0}"
if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
    fail "Swift $major.$minor is too old; install Swift 6.2 or newer from https://www.swift.org/install/linux."
fi

missing=()
for package in libreadline-dev libsqlite3-dev pkg-config zlib1g-dev; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

command -v apt-get >/dev/null || fail "please install ${missing[*]} (or your system's names for them) and try again."
sudo=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "please run as root: apt-get install ${missing[*]}"
    sudo=sudo
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq && $sudo apt-get install -y -qq "${missing[@]}" >/dev/null ||
    fail "could not install ${missing[*]}; try: apt-get install ${missing[*]}"
