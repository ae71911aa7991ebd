#!/bin/sh
# manage.py as the service has it: its user, its settings. Type it as root: deploy/manage.sh doctor
set -eu
cd "$(dirname "$0")/.."
settings=${SETTINGS:-/etc/charging/portal.env}
[ -r "$settings" ] || { echo "读不到 $settings；请用 root 运行，或先运行 deploy/install.sh"; exit 1; }
# A line is a name and its value as it stands, which may be quoted, as for the service: nothing in it is the shell's.
while IFS= read -r line || [ -n "$line" ]; do
    value=${line#*=}
    case $line in \#* | \;* | "" | [!A-Za-z_]*) continue ;; *=*) ;; *) continue ;; esac
    case $value in \'*\' | \"*\") value=${value#?} value=${value%?} ;; esac
    export "${line%%=*}=$value"
done < "$settings"
[ ! -t 2 ] || export LOG_JSON=0  # who types it reads sentences; a log keeps its lines
if [ "$(id -un)" != root ]; then exec .venv/bin/python manage.py "$@"; fi
runuser -u charging -- deploy/key.sh "$DATA_DIR"
exec runuser -u charging -- .venv/bin/python manage.py "$@"
