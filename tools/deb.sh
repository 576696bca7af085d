#!/bin/sh
# Build the Debian package in a copy of the tree; no root is needed.
#
#   tools/deb.sh BUILD       BUILD/deb/jobtrend_VERSION_ARCH.deb
#
# The copy has what git knows, changes of today included, and the page where
# BUILD/web has one.
set -eu
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's/^VERSION := //p' "$root/Makefile")
released=$(sed -n '1s/^jobtrend (\(.*\)) .*/\1/p' "$root/debian/changelog")

fail() { echo "deb: $*" >&2; exit 1; }
[ "$version" = "$released" ] ||
	fail "debian/changelog: expected version $version as in the Makefile, found $released"
for program in dpkg-buildpackage dh; do
	command -v $program >/dev/null ||
		fail "expected $program, found none: apt-get install dpkg-dev debhelper"
done

work=$build/deb/jobtrend-$version
rm -rf "$build/deb"
mkdir -p "$work"
cd "$root"
git ls-files --cached --others --exclude-standard | while read -r file; do
	[ ! -e "$file" ] || echo "$file"
done | tar -c -T - | tar -x -C "$work"
if [ -f "$build/web/index.html" ]; then
	mkdir -p "$work/build"
	cp -R "$build/web" "$work/build/web"
else
	echo "deb: there is no page in $build/web (\`make page\`); the package has the API alone"
fi
log=$build/deb/build.log
echo "deb: building in $work, log in $log"
(cd "$work" && unset MAKEFLAGS MAKELEVEL MFLAGS &&
	DEB_BUILD_OPTIONS="${DEB_BUILD_OPTIONS:-} noautodbgsym nocheck parallel=$(nproc)" \
	dpkg-buildpackage -us -uc -b -nc) >"$log" 2>&1 || {
	tail -n 40 "$log" >&2
	fail "the package does not build"
}
rm -rf "$work"
ls "$build"/deb/*.deb
