#!/bin/sh
# Puts the portal up as services of a Debian machine; run as root from the checkout, again after each update. It changes
# no settings that are there.
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo '请用 root 运行：sudo deploy/install.sh'; exit 1; }
case $PWD in /home/* | /root/*) echo "请先把程序放到 /srv/charging：服务读不到 $PWD"; exit 1 ;; esac

./run.sh install
id charging >/dev/null 2>&1 || useradd --system --home-dir /var/lib/charging --shell /usr/sbin/nologin charging
runuser -u charging -- .venv/bin/python -c '' || {
    echo "服务的账户 charging 用不了 $PWD/.venv（它的 Python 在 $(readlink -f .venv/bin/python)）。"
    echo '请用系统自带的 Python：apt-get install python3-venv，删去 .venv 再运行'
    exit 1
}
install -d -o charging -g charging -m 700 /var/lib/charging
install -d -o root -g charging -m 750 /etc/charging
[ -e /etc/charging/portal.env ] || install -o root -g charging -m 640 deploy/portal.env /etc/charging/portal.env
chown -R charging: var/fonts
bind=$(sed -n 's/^BIND=//p' /etc/charging/portal.env)
for unit in deploy/*.service deploy/*.socket deploy/*.timer; do
    sed "s|/srv/charging|$PWD|g; s|^ListenStream=.*|ListenStream=${bind:-127.0.0.1:8000}|" "$unit" > "/etc/systemd/system/$(basename "$unit")"
done
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
cat <<'NEXT'
已装好。接下来：
  1. 改设置：/etc/charging/portal.env
  2. 第一次：deploy/manage.sh bring_up --first-month 2027-01    （从哪个月起按月报送；一次性密码只显示这一次）
  3. 启动：  systemctl enable --now charging.socket charging.service charging-rounds.timer
  4. 体检：  deploy/manage.sh doctor
NEXT
