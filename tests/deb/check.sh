#!/bin/sh
# Install, upgrade, remove and purge the package in a fresh Debian, and let
# lintian read it. Needs root, debootstrap, lintian and a mirror.
#
#   tests/deb/check.sh BUILD
#
# MIRROR (default http://deb.debian.org/debian) and SUITE (bookworm) say which.
# BASE names a folder to keep the bare system in for the next time.
set -eu
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
mirror=${MIRROR:-http://deb.debian.org/debian}
suite=${SUITE:-bookworm}
passed=0

fail() { echo "not ok - $*"; exit 1; }
ok() { passed=$((passed + 1)); echo "ok $passed - $*"; }

[ "$(id -u)" = 0 ] || fail "expected root, which debootstrap and chroot need"
for program in debootstrap lintian dpkg-deb; do
	command -v $program >/dev/null || fail "expected $program, found none: apt-get install $program"
done
[ -n "$(ls "$build"/deb/*.deb 2>/dev/null)" ] || sh "$root/tools/deb.sh" "$build"
deb=$(ls "$build"/deb/jobtrend_*.deb)

top=$(mktemp -d /var/tmp/jobtrend-deb-XXXXXX)
trap 'umount "$top/root/proc" 2>/dev/null || true; rm -rf "$top"' EXIT
trap 'exit 143' TERM INT
at=$top/root
in_it() { chroot "$at" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
	DEBIAN_FRONTEND=noninteractive "$@"; }

# ---- what lintian says ----

lintian --allow-root --fail-on error "$deb" > "$top/lintian" 2>&1 || {
	cat "$top/lintian"
	fail "lintian finds errors"
}
sed 's/^/# /' "$top/lintian"
ok "lintian finds no error"

# ---- a bare system ----

if [ -n "${BASE:-}" ] && [ -d "$BASE/root" ]; then
	cp -a "$BASE/root" "$at"
else
	debootstrap --variant=minbase "$suite" "$at" "$mirror" > "$top/debootstrap.log" 2>&1 || {
		tail -n 20 "$top/debootstrap.log"
		fail "debootstrap ends with an error"
	}
	[ -z "${BASE:-}" ] || { mkdir -p "$BASE" && cp -a "$at" "$BASE/root"; }
fi
mount -t proc proc "$at/proc"
printf '#!/bin/sh\nexit 101\n' > "$at/usr/sbin/policy-rc.d" # nothing is started
chmod 755 "$at/usr/sbin/policy-rc.d"
cp "$deb" "$at/first.deb"

# The same as a newer version.
dpkg-deb -R "$deb" "$top/newer"
sed -i 's/^Version: .*/&+newer1/' "$top/newer/DEBIAN/control"
echo '# of a newer version' >> "$top/newer/etc/jobtrend/jobtrend.conf"
(cd "$top/newer" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' |
	xargs -0 md5sum > DEBIAN/md5sums)
dpkg-deb -b --root-owner-group "$top/newer" "$at/newer.deb" >/dev/null

find_ours() { (cd "$at" && find etc usr lib var/lib -path '*jobtrend*' ! -path 'var/lib/dpkg/*' \
	! -path 'var/lib/systemd/*' 2>/dev/null | sort); }

# ---- install ----

in_it apt-get -q update > "$top/apt.log" 2>&1 || { tail "$top/apt.log"; fail "apt-get update"; }
in_it apt-get -q -y --no-install-recommends install /first.deb > "$top/apt.log" 2>&1 || {
	tail -n 30 "$top/apt.log"
	fail "the package does not install"
}
ok "it installs with its dependencies"
for program in jobtrendd jobtrendctl jobtrend-web; do
	in_it $program --version >/dev/null || fail "$program does not run"
done
in_it jobtrendd --check-config >/dev/null || fail "the configuration is not sound"
echo 'Machine Learning Engineer in Berlin' > "$at/text"
in_it sh -c 'echo Berlin | jobtrendctl locate' | grep -q '"DE-BE"' ||
	fail "the dictionary is not found"
ok "programs run with the dictionary and configuration that were installed"
for user in jobtrend jobtrend-web; do
	in_it getent passwd $user >/dev/null || fail "no user $user"
done
[ "$(in_it stat -c '%U %a' /var/lib/jobtrend)" = "jobtrend 750" ] || fail "/var/lib/jobtrend"
ok "users and folders are there"
for file in lib/systemd/system/jobtrendd.service lib/systemd/system/jobtrend-web.service \
	usr/share/man/man8/jobtrendd.8.gz usr/share/man/man1/jobtrendctl.1.gz \
	usr/share/man/man5/jobtrend.conf.5.gz usr/share/man/man8/jobtrend-web.8.gz \
	usr/share/bash-completion/completions/jobtrendctl \
	usr/share/zsh/vendor-completions/_jobtrendctl \
	usr/share/fish/vendor_completions.d/jobtrendctl.fish \
	usr/share/jobtrend/schema.sql usr/share/jobtrend/sources/hn.conf \
	usr/share/jobtrend/grafana/jobtrend-demand.json \
	usr/share/jobtrend/prometheus/jobtrend.rules.yml \
	usr/share/doc/jobtrend/operations.md usr/share/doc/jobtrend/copyright; do
	[ -f "$at/$file" ] || fail "$file is missing"
done
zcat "$at/usr/share/man/man5/jobtrend.conf.5.gz" | grep -q '^\.It Ic backoff_max$' ||
	fail "the manual of the configuration has no keys"
if [ -f "$build/web/index.html" ]; then
	[ -f "$at/usr/share/jobtrend/web/index.html" ] || fail "the page is missing"
fi
[ -z "$(find_ours | grep /usr/local)" ] || fail "files under /usr/local"
ok "manuals, completion, dashboards, rules and data are there"
grep -rl /usr/local "$at/lib/systemd/system/jobtrendd.service" \
	"$at/usr/share/jobtrend/grafana/provisioning" "$at/usr/share/man/man8" &&
	fail "a path of another prefix"
ok "paths are those of the package"
[ -z "$(find "$at/etc/systemd/system" -name 'jobtrend*')" ] || fail "a unit was enabled"
ok "nothing is enabled before it is configured"

# ---- upgrade ----

echo 'delay = "9 s"' >> "$at/etc/jobtrend/jobtrend.conf"
echo 'spooled' > "$at/var/lib/jobtrend/kept"
in_it dpkg --force-confold -i /newer.deb > "$top/dpkg.log" 2>&1 || {
	cat "$top/dpkg.log"
	fail "the upgrade fails"
}
grep -q '^delay = "9 s"' "$at/etc/jobtrend/jobtrend.conf" || fail "the configuration was overwritten"
[ -f "$at/etc/jobtrend/jobtrend.conf.dpkg-dist" ] || fail "the newer configuration is not beside it"
[ -f "$at/var/lib/jobtrend/kept" ] || fail "the state is gone"
ok "an upgrade keeps configuration and state"

# ---- remove, purge ----

in_it dpkg -r jobtrend > "$top/dpkg.log" 2>&1 || { cat "$top/dpkg.log"; fail "removing fails"; }
[ -f "$at/etc/jobtrend/jobtrend.conf" ] && [ -f "$at/var/lib/jobtrend/kept" ] ||
	fail "removing took configuration or state"
[ ! -e "$at/usr/bin/jobtrendd" ] || fail "jobtrendd is still there"
ok "removing keeps configuration and state"
in_it dpkg -P jobtrend > "$top/dpkg.log" 2>&1 || { cat "$top/dpkg.log"; fail "purging fails"; }
left=$(find_ours)
[ -z "$left" ] || fail "left behind: $left"
ok "purging leaves nothing"
in_it dpkg -i /newer.deb > "$top/dpkg.log" 2>&1 || { cat "$top/dpkg.log"; fail "installing again"; }
ok "it installs again"
echo "$passed passed, 0 failed"
