#!/bin/sh
# From a bare checkout to a serving portal.
#   ./run.sh          the portal, on SQLite, at http://127.0.0.1:8000
#   ./run.sh demo     the same with an invented story, in a database of its own
#   ./run.sh install  only install what the portal needs; "install hosts" also what several hosts that share it need
#   ./run.sh bundle   all of it in one file, for a machine without a network
#   ./run.sh manage   a command of the portal's, like "./run.sh manage backup"
# Environment: PORT, DATABASE_URL, DATA_DIR, FIRST_MONTH (the first month that is reported, like 2025-01)
set -eu
cd "$(dirname "$0")"
what=${1:-portal}

say() { printf '%s\n' "· $*"; }
more=  # what is wanted beside the packages of every portal

# A bundle brings its packages along (deploy/bundle.sh): nothing is fetched.
from=
if [ -d bundle/wheels ]; then
    export PIP_NO_INDEX=1 PIP_FIND_LINKS="$PWD/bundle/wheels"
    echo "deb [trusted=yes] file:$PWD/bundle/debs ./" > bundle/sources.list
    mkdir -p bundle/lists/partial
    from="-o Dir::Etc::SourceList=$PWD/bundle/sources.list -o Dir::Etc::SourceParts=- -o Dir::State::Lists=$PWD/bundle/lists -o APT::Sandbox::User=root"
fi

# The system packages that are missing, of those named.
missing() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || printf '%s ' "$package"
    done
}

# Install system packages, or print the line to type and stop.
need() {
    lacking=$(missing "$@")
    [ -z "$lacking" ] && return 0
    if [ "$(id -u)" = 0 ]; then
        say "installing system packages: $lacking"
        # shellcheck disable=SC2086
        apt-get $from update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get $from install -y -qq --no-install-recommends $lacking >/dev/null
    else
        printf 'These system packages are missing. Type this line, then start again:\n\n  sudo apt-get install %s\n\n' "$lacking"
        exit 1
    fi
}

# Install into .venv by uv, a seventh of pip's time, from where pip has packages from; fails where uv cannot be had.
with_uv() {
    [ -x .venv/bin/uv ] || .venv/bin/pip install -q --disable-pip-version-check uv 2>/dev/null || return 1
    index=$(.venv/bin/pip config get global.index-url 2>/dev/null || true)
    index=${PIP_INDEX_URL:-$index}
    .venv/bin/uv pip install -q --python .venv/bin/python ${index:+--default-index "$index"} "$@" 2>/dev/null
}

# Make .venv hold exactly the given requirements files; quick when nothing changed. Where a file has digests, a package
# with another one is refused.
environment() {
    stamp=$(cat "$@" | sha256sum | cut -d' ' -f1)
    [ "$(cat .venv/stamp 2>/dev/null || true)" = "$stamp" ] && return 0
    say "installing Python packages into .venv"
    [ -x .venv/bin/python ] || python3 -m venv .venv
    for file in "$@"; do with_uv -r "$file" || .venv/bin/pip install -q --disable-pip-version-check -r "$file"; done
    printf '%s' "$stamp" > .venv/stamp
}

if command -v dpkg-query >/dev/null 2>&1; then
    # Pango and HarfBuzz lay out the bulletins; without libharfbuzz-subset0 a PDF takes thirty times as long.
    need ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    command -v python3 >/dev/null 2>&1 || need python3 python3-venv
    python3 -c 'import ensurepip' 2>/dev/null || need python3-venv
    [ "$what" != install ] || need fonts-noto-cjk  # for the browser of the tests
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed.'; exit 1; }

# Put the fonts of a Debian package that are named so among the sources, unless they are there or installed. The package
# is unpacked and not installed: one would bring a whole typesetting system, and neither needs root.
source_of() {
    [ -z "$(find var/fonts/sources /usr/share/fonts -name "$2" 2>/dev/null | head -1)" ] || return 0
    (cd var/fonts/sources && { apt-get download -qq "$1" 2>/dev/null ||
        { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get download -qq "$1" 2>/dev/null; }; } &&
        dpkg -x "$1"_*.deb unpacked && rm "$1"_*.deb && find unpacked -name "$3" -exec mv {} . \; && rm -r unpacked)
}

# The font kit of the bulletins, cut from Debian's open fonts; an office's own licensed fonts go into var/fonts/office.
fonts() (
    mkdir -p var/fonts/sources
    exec 9> var/fonts/lock
    flock 9  # one cuts, who comes meanwhile finds them cut
    stamp=$(sha256sum reports/press/cutting.py requirements.txt | sha256sum | cut -d' ' -f1)
    [ "$(cat var/fonts/stamp 2>/dev/null || true)" = "$stamp" ] && return 0
    say 'cutting the font kit (100 MB of fonts are fetched the first time)'
    source_of texlive-lang-chinese FandolFang-Regular.otf 'Fandol*.otf'
    source_of fonts-noto-cjk NotoSerifCJK-Bold.ttc 'NotoSerifCJK-*.ttc'
    .venv/bin/python -m reports.press.cutting var/fonts/sources
    printf '%s' "$stamp" > var/fonts/stamp
)

# Test tools come along when ./test.sh asks for them, so that the two commands share one .venv.
# What has come once stays: a portal of several hosts is brought up to date by the same commands.
wanted=requirements.lock
for kind in hosts tests; do
    if [ "$what" = install ] && [ "${2:-}" = "$kind" ] || [ -f ".venv/$kind" ]; then more="$more $kind"; fi
done
case $more in *hosts* | *tests*) wanted="$wanted requirements-hosts.lock" ;; esac
case $more in *tests*) wanted="$wanted tests/requirements.txt" ;; esac
# shellcheck disable=SC2086
environment $wanted
for kind in $more; do : > ".venv/$kind"; done
case $what in install | manage | bundle) fonts ;; esac
# A service's account writes nothing here: unless it is kept now, each of its processes would read all modules as text.
if [ "$what" = install ]; then
    .venv/bin/python -m compileall -q -j 0 .venv/lib manage.py ledger reports shanyin_charging targets >/dev/null 2>&1 || :
    exit 0
fi
[ "$what" != bundle ] || exec deploy/bundle.sh

[ "$what" != demo ] || export DEMO=1
if [ "${DEMO:-0}" = 1 ]; then
    export DATA_DIR="${DATA_DIR:-$PWD/var/demo}"
else
    export DATA_DIR="${DATA_DIR:-$PWD/var/portal}"
fi
export PLAIN_HTTP="${PLAIN_HTTP:-1}"  # this command serves 127.0.0.1 only; behind TLS set PLAIN_HTTP=0
mkdir -p "$DATA_DIR"
if [ "$what" != manage ] && ! .venv/bin/python -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1])))' "${PORT:-8000}" 2>/dev/null; then
    echo "端口 ${PORT:-8000} 用不了：不是端口号，或者已被占用。先停掉占用它的程序，或换一个：PORT=8001 ./run.sh"
    exit 1
fi
chmod 700 "$DATA_DIR"
if [ ! -s "$DATA_DIR/secret_key" ]; then
    (umask 077; .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))' > "$DATA_DIR/secret_key")
fi
if [ "${DEMO:-0}" = 1 ]; then
    # The demo's clock stood at 2025-12-10 09:00 when the demo was made, and runs on.
    [ -s "$DATA_DIR/started_at" ] || date -Iseconds > "$DATA_DIR/started_at"
    CLOCK_STARTED_AT=$(cat "$DATA_DIR/started_at")
    export CLOCK_STARTED_AT CLOCK_STARTS_AT=2025-12-10T09:00:00+08:00
fi

manage() { .venv/bin/python manage.py "$@"; }
if [ "$what" = manage ]; then
    shift
    manage "$@"
    exit
fi
# The portal serves before its fonts are cut; until then the press says that they are not ready.
fonts >> "$DATA_DIR/fonts.log" 2>&1 &
say 'bringing the portal up to date (the first time it takes half a minute)'
# What a timer does, every ten minutes, beside the server and once that is there; it ends with it.
(sleep 60; while kill -0 $$ 2>/dev/null; do manage make_rounds || :; sleep 600; done >> "$DATA_DIR/timer.log" 2>&1) &
exec .venv/bin/python manage.py serve --bind "127.0.0.1:${PORT:-8000}" --first-month "${FIRST_MONTH:-}"
