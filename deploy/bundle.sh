#!/bin/sh
# Makes var/charging-bundle.tar.gz, from which a machine with the same Debian and no network installs; run by
# "./run.sh bundle" where there is a network, after "./run.sh install".
set -eu
cd "$(dirname "$0")/.."
umask 022
out=var/bundle/charging
rm -rf var/bundle
mkdir -p "$out/bundle/wheels" "$out/bundle/debs" "$out/var/fonts"

git archive HEAD | tar -x -C "$out"
cp var/fonts/*.otf var/fonts/manifest.json var/fonts/stamp "$out/var/fonts/"
.venv/bin/pip wheel -q --disable-pip-version-check -w "$out/bundle/wheels" -r requirements.lock
# Where several hosts are to share a portal: "./run.sh install hosts" before the bundle is made.
[ ! -f .venv/hosts ] ||
    .venv/bin/pip wheel -q --disable-pip-version-check -w "$out/bundle/wheels" -r requirements-hosts.lock

# With all that they depend on: the other machine may have none of it.
# shellcheck disable=SC2046
set -- $(cat deploy/packages.txt) nginx-light
apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$@" |
    grep '^[a-z0-9]' | sort -u > var/bundle/names
(cd "$out/bundle/debs" && xargs apt-get download -qq < ../../../names)
(
    cd "$out/bundle/debs"
    for deb in *.deb; do
        dpkg-deb -f "$deb"
        printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d' ' -f1)"
    done > Packages
)
tar -C var/bundle -czf var/charging-bundle.tar.gz charging
rm -rf var/bundle
echo "· var/charging-bundle.tar.gz ($(du -h var/charging-bundle.tar.gz | cut -f1))"
