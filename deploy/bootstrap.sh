#!/bin/sh
# Make .venv and install one pinned requirements file into it, only when that file changed.
#   sh deploy/bootstrap.sh requirements.txt
# uv does the work where it is present, otherwise `python3 -m venv` and pip; both check every hash.
set -eu

cd "$(dirname "$0")/.."
wanted=${1:-requirements.txt}
stamp=.venv/installed-$(basename "$wanted")
modern='import sys; sys.exit(sys.version_info < (3, 11))'

fits() { "$1" -c "$modern" >/dev/null 2>&1; }

# A name on PATH is not yet a Python: version managers leave shims that only print an error.
find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        if fits "$name"; then
            command -v "$name"
            return
        fi
    done
    echo "No Python 3.11 or newer found: tried python3.11, python3.12, python3.13 and python3." >&2
    echo "Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13) and try again." >&2
    return 1
}

make_venv() {
    python=$(find_python) || exit 1
    rm -rf .venv
    echo "Making .venv with $("$python" --version)" >&2
    if command -v uv >/dev/null 2>&1 && uv venv --quiet --python "$python" .venv >&2; then
        return
    fi
    rm -rf .venv
    if ! "$python" -m venv .venv >&2; then
        rm -rf .venv
        echo "Could not make .venv: on Debian and Ubuntu the package python3-venv is needed." >&2
        exit 1
    fi
}

install_with_pip() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$wanted" >&2
}

# uv does not read pip's configuration: behind a mirror known to pip alone, pip is tried next.
install_wanted() {
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python .venv/bin/python --require-hashes -r "$wanted" >&2 && return
        echo "uv could not install $wanted; trying pip." >&2
    fi
    install_with_pip
}

fits .venv/bin/python || make_venv
if ! cmp -s "$wanted" "$stamp"; then
    echo "Installing $wanted (once, until it changes)" >&2
    rm -f "$stamp"
    install_wanted
    cp "$wanted" "$stamp"
fi
