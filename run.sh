#!/bin/sh
# From a bare checkout to a serving portal.
#   ./run.sh          the portal, on SQLite, at http://127.0.0.1:8000
#   ./run.sh demo     the same with an invented story, in a database of its own
#   ./run.sh install  only install what the portal needs
#   ./run.sh manage   a command of the portal's, like "./run.sh manage backup"
# Environment: PORT, DATABASE_URL, DATA_DIR, FIRST_MONTH (the first month that is reported, like 2025-01)
set -eu
cd "$(dirname "$0")"
what=${1:-portal}

say() { printf '%s\n' "· $*"; }

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
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $lacking >/dev/null
    else
        printf 'These system packages are missing. Type this line, then start again:\n\n  sudo apt-get install %s\n\n' "$lacking"
        exit 1
    fi
}

# Make .venv hold exactly the given requirements files; quick when nothing changed.
environment() {
    stamp=$(cat "$@" | sha256sum | cut -d' ' -f1)
    [ "$(cat .venv/stamp 2>/dev/null || true)" = "$stamp" ] && return 0
    say "installing Python packages into .venv"
    [ -x .venv/bin/python ] || python3 -m venv .venv
    for file in "$@"; do .venv/bin/pip install -q --disable-pip-version-check -r "$file"; done
    printf '%s' "$stamp" > .venv/stamp
}

if command -v dpkg-query >/dev/null 2>&1; then
    # Pango and HarfBuzz lay out the bulletins; without libharfbuzz-subset0 a PDF takes thirty times as long.
    need ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk
    command -v python3 >/dev/null 2>&1 || need python3 python3-venv
    python3 -c 'import ensurepip' 2>/dev/null || need python3-venv
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed.'; exit 1; }
# The font kit of the bulletins, cut from Debian's open fonts; an office's own licensed fonts go into var/fonts/office.
fonts() {
    stamp=$(sha256sum reports/press/cutting.py requirements.txt | sha256sum | cut -d' ' -f1)
    [ "$(cat var/fonts/stamp 2>/dev/null || true)" = "$stamp" ] && return 0
    say 'cutting the font kit (50 MB of fonts are fetched the first time)'
    mkdir -p var/fonts/sources
    if [ -z "$(find var/fonts/sources -name 'FandolFang-Regular.otf')" ]; then
        # The package is unpacked and not installed: it would bring a whole typesetting system.
        (cd var/fonts/sources && apt-get download -qq texlive-lang-chinese 2>/dev/null ||
            { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get download -qq texlive-lang-chinese 2>/dev/null; })
        (cd var/fonts/sources && dpkg -x texlive-lang-chinese_*.deb unpacked && rm texlive-lang-chinese_*.deb &&
            find unpacked -name 'Fandol*.otf' -exec mv {} . \; && rm -r unpacked)
    fi
    .venv/bin/python -m reports.press.cutting var/fonts/sources
    printf '%s' "$stamp" > var/fonts/stamp
}

# Test tools come along when ./test.sh asks for them, so that the two commands share one .venv.
if [ "$what" = install ] && [ "${2:-}" = tests ] || [ -f .venv/tests ]; then
    environment requirements.txt tests/requirements.txt
    : > .venv/tests
else
    environment requirements.txt
fi
fonts
[ "$what" = install ] && exit 0

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
if [ "${DEMO:-0}" = 1 ]; then
    say 'restoring the demo (a few seconds the first time)'
    manage restore --if-empty fixtures/demo.zip
fi
say 'bringing the database up to date'
manage migrate -v 0
say 'loading the plan'
manage load_plan
if [ "${DEMO:-0}" != 1 ]; then
    first=${FIRST_MONTH:-}
    if [ -z "$first" ] && [ -t 0 ] && ! manage open_ledger --is-open; then
        printf '从哪个月起按月报送？（如 2025-01，直接回车为本月）'
        read -r first
    fi
    manage open_ledger ${first:+--first-month "$first"}
    manage create_first_administrator
fi
manage collectstatic --noinput -v 0
manage open_periods
# What a timer does, every ten minutes, beside the server; it ends with it.
(while kill -0 $$ 2>/dev/null; do manage make_rounds || :; sleep 600; done >> "$DATA_DIR/timer.log" 2>&1) &
say "serving at http://127.0.0.1:${PORT:-8000} (Ctrl-C stops it)"
exec .venv/bin/gunicorn shanyin_charging.wsgi --bind "127.0.0.1:${PORT:-8000}" --workers 2 --threads 4 \
    --access-logfile /dev/null
