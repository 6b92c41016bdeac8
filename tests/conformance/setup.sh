#!/usr/bin/env bash
# Install the conformance suite's tools into cargo's target directory, from PyPI and npm alone.
#
#   tests/conformance/setup.sh            everything that the suite needs
#   tests/conformance/setup.sh programs   also what tests/programs needs (Spark, some 400 MB)
#
# Run again it does nothing, unless a list of versions has changed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=${CARGO_TARGET_DIR:-$here/../../target}/conformance
python=${PYTHON:-python3}

fail() {
  echo "setup.sh: $*" >&2
  exit 1
}

# Run a command unless it has succeeded before with this very file. A stamp in the directory that
# the command fills says so, and goes with it.
once() {
  local stamp="$tools/$1.stamp" sum
  sum=$(cksum <"$2")
  shift 2
  if [[ ! -f $stamp || $(<"$stamp") != "$sum" ]]; then
    "$@"
    printf '%s\n' "$sum" >"$stamp"
  fi
}

install_python() {
  "$tools/venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$1"
}

install_schemas() {
  rm -rf "$tools/npm"
  mkdir -p "$tools/npm"
  local package
  while read -r package; do
    (cd "$tools/npm" && npm pack --loglevel=error "$package" >/dev/null)
  done < <(grep -v '^#' "$here/npm-packages.txt")
}

install_modules() {
  mkdir -p "$tools/node"
  cp "$here/package.json" "$tools/node/"
  (cd "$tools/node" && npm install --loglevel=error --ignore-scripts --no-audit --no-fund)
}

command -v "$python" >/dev/null || fail "$python is missing: install Python 3.10 or later"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
  fail "$("$python" --version) is too old: set PYTHON to Python 3.10 or later"
[[ -x $tools/venv/bin/python ]] || "$python" -m venv "$tools/venv"

once venv/python "$here/requirements.txt" install_python "$here/requirements.txt"
command -v npm >/dev/null || fail "npm is missing: install Node.js 20 (apt-get install npm)"
once npm/schemas "$here/npm-packages.txt" install_schemas
once node/modules "$here/package.json" install_modules
if [[ ${1:-} == programs ]]; then
  once venv/programs "$here/../programs/requirements.txt" install_python "$here/../programs/requirements.txt"
fi
