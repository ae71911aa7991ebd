#!/bin/sh
# Serves the portal under systemd or in a container: brings the database up to date, then gunicorn takes this process.
# Environment: that of docs/operations.md; BIND (127.0.0.1:8000), WORKERS (2), THREADS (4).
set -eu
cd "$(dirname "$0")/.."
umask 077

: "${DATA_DIR:?要在设置里写 DATA_DIR}"
deploy/key.sh "$DATA_DIR"
.venv/bin/python manage.py bring_up
# not preloaded: on a reload (HUP) workers take up the new code one after the other, and no request is lost
exec .venv/bin/gunicorn shanyin_charging.wsgi --worker-class shanyin_charging.patience.PatientWorker \
    --bind "${BIND:-127.0.0.1:8000}" --no-control-socket \
    --workers "${WORKERS:-2}" --threads "${THREADS:-4}" --graceful-timeout 60 --worker-tmp-dir /dev/shm
