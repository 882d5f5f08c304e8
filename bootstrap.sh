#!/bin/sh
# Prepares the virtual environment .venv/ on a bare machine, then hands over to deploy/launcher.
# The same as make where make is missing:
#
#   sh bootstrap.sh run [PORT=8000] [DATA=folder]
#   sh bootstrap.sh test | test-fast | test-slow | check | assets | bench | clean
#
# Needs python3 >= 3.11. A second call repeats nothing that has not changed.
set -eu

caller=$PWD
cd "$(dirname "$0")"

say() { printf '%s\n' "== $*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

command=${1:-help}
[ $# -eq 0 ] || shift
for word in "$@"; do
    case $word in
        [A-Z]*=*) export "${word?}" ;;
        *) printf 'Not understood: %s\n' "$word" >&2; exit 2 ;;
    esac
done

case $command in
    run | test | test-fast | test-slow | check | assets | bench | clean | lock) ;;
    help) sed -n '2,8s/^# \{0,1\}//p' bootstrap.sh; exit 0 ;;
    *) printf 'No such command: %s\n' "$command" >&2; exit 2 ;;
esac

case ${DATA:-} in
    "" | /*) ;;
    *) DATA=$caller/$DATA; export DATA ;;
esac
: "${PORTAL_VAR:=var}"
case $PORTAL_VAR in
    /*) ;;
    var) PORTAL_VAR=$PWD/var ;;
    *) PORTAL_VAR=$caller/$PORTAL_VAR ;;
esac
export PORTAL_VAR

clean() {
    [ -d "$PORTAL_VAR" ] || { say "nothing to clean: $PORTAL_VAR does not exist"; return; }
    [ -f "$PORTAL_VAR/.portal" ] || [ "$PORTAL_VAR" = "$PWD/var" ] ||
        die "$PORTAL_VAR was not made by this portal (it has no .portal); delete it yourself."
    if [ -s "$PORTAL_VAR/run.pid" ] && kill -0 "$(cat "$PORTAL_VAR/run.pid")" 2>/dev/null; then
        die "The portal is running in $PORTAL_VAR (process $(cat "$PORTAL_VAR/run.pid")); stop it first."
    fi
    rm -rf "${PORTAL_VAR:?}"
    say "removed $PORTAL_VAR"
}
if [ "$command" = clean ]; then clean; exit 0; fi

have() { command -v "$1" >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if have "$name" && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    die "Python 3.11 or newer is needed (python3 was not found or is older)."
}

apt_line='apt-get update && apt-get install -y --no-install-recommends python3-venv'

# The order: an environment that works; uv; Python's own; Debian's package; else say what is missing.
make_environment() {
    if .venv/bin/python -c 'import django' 2>/dev/null; then return; fi
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then return; fi
    rm -rf .venv # nothing, or one that Python left behind without pip
    python=$(find_python)
    say "making .venv with $($python --version)"
    if have uv && uv venv --quiet --python "$python" .venv; then return; fi
    rm -rf .venv
    if "$python" -c 'import ensurepip' 2>/dev/null && "$python" -m venv .venv; then return; fi
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && have apt-get; then
        say "this Python cannot make virtual environments; installing Debian's python3-venv"
        DEBIAN_FRONTEND=noninteractive sh -c "$apt_line" >/dev/null && "$python" -m venv .venv && return
        rm -rf .venv
    fi
    die "This Python cannot make virtual environments. Install its package and start again:
    $apt_line"
}

digest() {
    .venv/bin/python -c 'import hashlib, sys
print(sys.version_info[:2], hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"
}
is_installed() {
    [ -f ".venv/.installed-$1" ] && [ "$(cat ".venv/.installed-$1")" = "$(digest "requirements/$1.txt")" ]
}
find_uv() {
    if have uv; then
        uv=uv
    elif [ -x .venv/bin/uv ] ||
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt; then
        uv=.venv/bin/uv
    else
        uv=
    fi
}
install() {
    if is_installed "$1"; then return; fi
    say "installing the Python packages of requirements/$1.txt"
    find_uv
    if [ -z "$uv" ] || ! UV_SYSTEM_CERTS=1 UV_LINK_MODE=copy "$uv" pip install --python .venv/bin/python \
        --quiet --require-hashes -r "requirements/$1.txt"; then
        .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r "requirements/$1.txt"
    fi
    digest "requirements/$1.txt" >".venv/.installed-$1"
}

make_environment
case $command in
    run | assets) is_installed dev || install base ;;
    *) install dev ;;
esac
exec .venv/bin/python -m deploy.launcher "$command"
