#!/bin/sh
# From a bare checkout to a finished test run.
#   ./test.sh         everything: lint, types, migrations, deployment check, tests on SQLite and on PostgreSQL; of those
#                     that take long a share, another one each day: TURN=20423 ./test.sh meets those of that day again
#   ./test.sh quick   lint, types and the tests on SQLite, without the browser
#   ./test.sh coverage   which branches of what decides and counts no test takes
#   ./test.sh years   1,000 random offices and 20 years of all units, on both engines (hours)
#   ./test.sh demo    plays the demo on the portal's pages again, and keeps it (a quarter of an hour)
#   ./test.sh long    the tests over random cases and timed trials again, over many more of them (about ten minutes)
#   ./test.sh trust   the release share of what must hold against harm: requests with something changed, tamperings, kills,
#                     lost power, load, on both engines, with a report of counts (two hours); "trust load SESSIONS SECONDS
#                     BURSTS": only many people in the portal as it is served
#   ./test.sh bench   how long everything takes, as ratios in one run, kept in docs/bench.md; what got worse fails, unless
#                     "bench keep"; "bench province": of 120 counties; "bench crowd": thirty people on PostgreSQL beside
#                     somebody with a long list
# A browser and PostgreSQL are installed where that is allowed; else what needs them is skipped, loudly. With CI=true
# nothing is skipped: what cannot run has failed.
set -eu
cd "$(dirname "$0")"
what=${1:-all}

say() { printf '\n=== %s\n' "$*"; }
skip() {
    printf '\n!!! SKIPPED: %s\n' "$*"
    [ "${CI:-}" != true ] || exit 1
}

./run.sh install tests
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && { [ "$what" = all ] || [ "$what" = trust ]; }; then
    wanted=
    command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium"
    command -v strace >/dev/null 2>&1 || wanted="$wanted strace"
    [ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null || true)" ] || wanted="$wanted postgresql"
    if [ -n "$wanted" ]; then
        say "installing for the tests:$wanted"
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
    fi
fi
PATH="$PWD/.venv/bin:$PATH"
unset DJANGO_SETTINGS_MODULE DATABASE_URL DEMO 2>/dev/null || true
unset PYTHONDONTWRITEBYTECODE  # each of a thousand processes would read all modules as text

# One for each core of a small machine, with little in hand: an eighth of the tests would wait behind the year.
workers='-n 2 --maxschedchunk 2'
turn=${TURN:-$(($(date +%s) / 86400))}  # the day: which shares of the tests are met, where not all can be

if [ "$what" = bench ]; then
    say 'benchmarks'
    [ "${2:-}" != crowd ] || exec python tests/with_postgres.py python -m tests.crowd
    exec python -m tests.bench ${2:-} ${3:-}
fi

if [ "$what" = demo ]; then
    say 'a year of an office, on the pages'
    exec python -m tests.demo
fi

if [ "$what" = coverage ]; then
    say 'branches of what decides and counts, on SQLite'
    # shellcheck disable=SC2086
    exec pytest $workers --cov --cov-report=term -m 'not browser'
fi

if [ "$what" = long ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && ! command -v soffice >/dev/null 2>&1; then
        say 'installing for the tests: libreoffice-writer-nogui'
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui >/dev/null
    fi
    command -v soffice >/dev/null 2>&1 || skip 'Word files opened by LibreOffice (apt-get install libreoffice-writer-nogui)'
    say 'random cases and timed trials, many of them'
    LONG=1 pytest tests/ledger/sheets tests/ledger/workbooks tests/ledger/pages/test_lists.py \
        tests/reports/figures/test_oracle.py tests/reports/bulletins tests/reports/press tests/walk tests/test_as_met.py \
        tests/test_restarted.py
    say 'all of it on PostgreSQL, with what reads at length'
    # shellcheck disable=SC2086
    LONG=1 python tests/with_postgres.py pytest $workers --ignore=tests/year \
        --ignore=tests/reports/figures/test_as_pressed.py
    exit 0
fi

if [ "$what" = trust ]; then
    load() {
        python -m tests.load "$@"
        python tests/with_postgres.py python -m tests.load "$@"
    }
    if [ "${2:-}" = load ]; then
        say 'many people in the portal as it is served, on both engines'
        shift 2
        load "$@"
        exit 0
    fi
    say 'what must hold against harm, on both engines: each line below is a count'
    trusted='tests/fuzz tests/archive/test_tampered.py tests/test_killed.py tests/test_power_lost.py tests/test_held.py
        tests/test_little_memory.py tests/authorization'
    # shellcheck disable=SC2086
    LONG=1 pytest $trusted
    # shellcheck disable=SC2086
    LONG=1 KILLS=100 python tests/with_postgres.py pytest $trusted
    load
    exit 0
fi

if [ "$what" = years ]; then
    say 'random offices and years of the whole office, on both engines'
    # shellcheck disable=SC2086
    LONG=1 pytest $workers tests/year tests/reports/figures/test_as_pressed.py
    # shellcheck disable=SC2086
    LONG=1 python tests/with_postgres.py pytest $workers tests/year tests/reports/figures/test_as_pressed.py
    exit 0
fi

say 'lint'
ruff check .
ruff format --check .
djangofmt --quiet --check templates templates/*/*.svg

# What one core does alone, beside the tests; told when it has ended.
beside() {
    say 'types, documents'
    mypy
    properdocs build -q -f mkdocs.yml
    [ "$what" != quick ] || return 0
    say 'migrations match the models'
    DJANGO_SETTINGS_MODULE=tests.settings python manage.py makemigrations --check --dry-run
    say 'the shipped production settings pass the deployment check'
    SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=portal.example \
        python manage.py check --deploy --fail-level WARNING
}
told=$(mktemp)
beside > "$told" 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null || :; rm -f "$told"' EXIT
found() { wait "$beside" && passed=0 || passed=$?; cat "$told"; return "$passed"; }
if [ "$what" = quick ]; then
    say "tests on SQLite, without the browser, turn $turn"
    # shellcheck disable=SC2086
    TURN=$turn pytest $workers -m 'not browser'
    found
    exit
fi

command -v strace >/dev/null 2>&1 || skip 'a disk that loses its power (apt-get install strace)'
if command -v chromium >/dev/null 2>&1; then browser=; else browser=1; skip 'browser tests (no chromium)'; fi
say "tests on SQLite, turn $turn"
# shellcheck disable=SC2086
TURN=$turn pytest $workers ${browser:+-m 'not browser'}
found
say "tests on PostgreSQL, turn $turn"
status=0
# shellcheck disable=SC2086
TURN=$turn python tests/with_postgres.py pytest $workers ${browser:+-m 'not browser'} || status=$?
if [ "$status" = 3 ]; then skip 'tests on PostgreSQL (no server found; apt-get install postgresql)'; else [ "$status" = 0 ] || exit "$status"; fi
say 'all tests have passed'
