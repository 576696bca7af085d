#!/bin/sh
# Score our numbers on worlds whose truth is known, in a PostgreSQL of its own
# that is gone afterwards.
#
#   tools/bench-world.sh [OPTION...]    options of `jobtrendctl bench-world`
set -eu
build=${BUILD:-build}

# Under /tmp, so that the server's user can reach it when we are root.
dir=$(mktemp -d /tmp/jobtrend-bench-world-XXXXXX)
chmod 711 "$dir"
cleanup() {
	DIR=$dir/var sh tools/cluster.sh stop >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

# Nothing of it is to outlive a crash.
DIR=$dir/var CLUSTER_OPTIONS='-c fsync=off -c full_page_writes=off' \
	sh tools/cluster.sh start >/dev/null
TMPDIR=$dir "$build/jobtrendctl" bench-world \
	--db "$(DIR=$dir/var sh tools/cluster.sh conninfo)" "$@"
