#!/bin/sh
# Makes the secret key of a folder of data, where there is none.
set -eu
[ -z "${SECRET_KEY:-}" ] && [ ! -s "$1/secret_key" ] || exit 0
umask 077
"$(dirname "$0")/../.venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(64))' > "$1/secret_key"
