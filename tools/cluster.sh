#!/bin/sh
# A private PostgreSQL cluster that listens on a Unix socket and nowhere else.
#
#   DIR=var tools/cluster.sh start|stop|status|conninfo
#
# DIR (default var) holds pg/ (the data), run/ (the socket), log/postgresql.log
# and conninfo, one line for libpq. Root may not run a server, so for root it
# runs as `postgres` (else `nobody`); where that user cannot reach DIR, as under
# /root, the files lie under /var/lib/jobtrend-clusters/ and DIR/pg points there.
#
# Exit status: 0 done (status: it runs), 1 failed (status: it does not), 2 usage.
#
# Safe to call at any time, also twice at once: a lock serialises the calls, a
# cluster is made aside and moved into place when whole, what a crash leaves
# behind (pid file, socket, half-made cluster) is recognised and put right.
set -eu
export LC_ALL=C
umask 077

DIR=${DIR:-var}
ROLE=jobtrend
DATABASE=jobtrend
PORT=5432               # only part of the socket's name: nothing listens on TCP
SOCKET_MAX=92           # bytes of the folder: sun_path is 108 with "/.s.PGSQL.5432" and NUL
START_S=180             # crash recovery of a large cluster takes a while
ELSEWHERE=${CLUSTER_ELSEWHERE:-/var/lib/jobtrend-clusters}

say() { echo "cluster: $*"; }
fail() { echo "cluster: $*" >&2; exit 1; }

case ${1:-} in
start | stop | status | conninfo) ;;
*)
	echo "usage: DIR=var tools/cluster.sh start|stop|status|conninfo" >&2
	exit 2
	;;
esac

# ---- who and where ------------------------------------------------------------

user=
if [ "$(id -u)" = 0 ]; then
	user=postgres
	id "$user" >/dev/null 2>&1 || user=nobody
fi

# Run a command as the server's user, in the cluster's folder, and without our
# lock: a server that inherited it would hold it for ever. Paths are given
# relative to that folder, because pg_ctl does not quote what it hands to a shell.
as_server() {
	if [ -n "$user" ]; then
		(cd "$home" && exec setpriv --reuid="$user" \
			--regid="$(id -g "$user")" --init-groups -- "$@" 9>&-)
	else
		(cd "$home" && exec "$@" 9>&-)
	fi
}

own() { # give a file or folder to the server's user
	[ -z "$user" ] || chown "$user:$(id -g "$user")" "$@"
}

# The programs of the newest PostgreSQL, or of the version that made the data.
find_programs() {
	want=${1:-}
	for bin in ${PGBIN:-} $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null |
		sort -t/ -k5,5nr) "$(pg_config --bindir 2>/dev/null || true)"; do
		[ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] || continue
		version=$("$bin/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
		[ -z "$want" ] || [ "$version" = "$want" ] || continue
		[ "$version" -ge 15 ] && return 0
	done
	fail "expected PostgreSQL ${want:-15 or newer}, found none: run 'make deps'"
}

(umask 022 && mkdir -p "$DIR")
DIR=$(cd "$DIR" && pwd -P)

# home: what holds pg/ and run/. Either DIR or a folder the server can reach.
find_home() {
	if [ -L "$DIR/pg" ]; then
		target=$(readlink "$DIR/pg")
		home=${target%/pg}
	elif [ -z "$user" ] || [ -d "$DIR/pg" ] || server_can_reach; then
		home=$DIR
	else
		home=$ELSEWHERE/none # prepare_home makes one
	fi
	set_paths
}

set_paths() {
	data=$home/pg
	sock=$home/run
	log=$home/log/postgresql.log
}

# May the server's user enter every folder on the way to DIR? DIR itself may
# be closed: it is opened for passing through.
server_can_reach() {
	home=/
	as_server test -x "$(dirname "$DIR")"
}

prepare_home() {
	if [ "$home" != "$DIR" ]; then
		make_elsewhere
	elif [ -n "$user" ]; then
		chmod a+x "$DIR"
	fi
	mkdir -p "$home/log"
	own "$home/log"
	prepare_socket
}

# A folder that the server can reach. One that an earlier clone at the same path
# has left is not taken over: its data would be a surprise, and so would its loss.
make_elsewhere() {
	(umask 022 && mkdir -p "$ELSEWHERE")
	if [ "$home" = "$ELSEWHERE/none" ]; then
		for old in "$ELSEWHERE"/*/belongs-to; do
			[ "$(cat "$old" 2>/dev/null)" = "$DIR" ] || continue
			say "an earlier $DIR has left its data in $(dirname "$old")"
		done
		home=$(mktemp -d "$ELSEWHERE/XXXXXXXX")
		set_paths
		echo "$DIR" > "$home/belongs-to"
		ln -s "$data" "$DIR/pg"
	fi
	mkdir -p "$home"
	chmod 711 "$home"
}

# The socket's folder must be short and plain, or libpq and the server cannot
# name it; otherwise a folder under /tmp does, recorded in DIR/socket.
prepare_socket() {
	if [ -f "$DIR/socket" ]; then
		sock=$(cat "$DIR/socket")
	elif [ ${#sock} -gt $SOCKET_MAX ] ||
		[ -n "$(printf %s "$sock" | tr -d 'A-Za-z0-9._/-')" ]; then
		sock=
	fi
	# /tmp belongs to everybody and is emptied: trust only what is ours.
	case $sock in
	"$home"/*) ;;
	*)
		if [ -z "$sock" ] || [ -L "$sock" ] || [ ! -d "$sock" ] ||
			[ "$(stat -c %U "$sock")" != "${user:-$(id -un)}" ]; then
			sock=$(mktemp -d /tmp/jobtrend-XXXXXX)
			echo "$sock" > "$DIR/socket"
		fi
		;;
	esac
	mkdir -p "$sock"
	chmod 700 "$sock"
	own "$sock"
}

conninfo() { echo "host=$sock port=$PORT dbname=$DATABASE user=$ROLE"; }

# ---- is it there, does it run -------------------------------------------------

is_whole() {
	[ -s "$data/PG_VERSION" ] && [ -s "$data/global/pg_control" ] &&
		[ -f "$data/postgresql.conf" ] && [ -d "$data/base/1" ]
}

# The number in the pid file may be another program's by now, after a reboot or
# in a new container; the server is the process that stands in the data folder.
is_running() {
	pid=$(head -n 1 "$data/postmaster.pid" 2>/dev/null) || return 1
	[ -n "$pid" ] && [ -d "/proc/$pid" ] || return 1
	[ "$(readlink "/proc/$pid/cwd")" = "$(cd "$data" && pwd -P)" ] || return 1
	case $(cat "/proc/$pid/comm") in
	postgres | postmaster) ;;
	*) return 1 ;;
	esac
}

# Processes of a server whose postmaster was killed go away by themselves, and
# until they have, the data must not be opened again.
wait_for_orphans() {
	real=$(cd "$data" && pwd -P)
	for _ in $(seq 100); do
		found=
		for cwd in /proc/[0-9]*/cwd; do
			[ "$(readlink "$cwd" 2>/dev/null)" = "$real" ] && found=1
		done
		[ -z "$found" ] && return 0
		sleep 0.1
	done
	fail "$data: processes of an earlier server are still there"
}

clear_stale() {
	if [ -f "$data/postmaster.pid" ]; then
		say "the server was not stopped cleanly; recovering"
		wait_for_orphans
		rm -f "$data/postmaster.pid"
	fi
	rm -f "$sock/.s.PGSQL.$PORT" "$sock/.s.PGSQL.$PORT.lock"
}

# ---- making it ------------------------------------------------------------------

make_cluster() {
	if [ -e "$data" ]; then
		aside=$data.broken-$(date -u +%Y%m%dT%H%M%SZ)
		say "$data is not a whole cluster; moved to $aside"
		mv "$data" "$aside"
	fi
	rm -rf "$data.new" # what an interrupted call left
	mkdir "$data.new"
	own "$data.new"
	find_programs
	say "making a PostgreSQL $version cluster in $data"
	as_server "$bin/initdb" -D pg.new -U $ROLE -A trust -E UTF8 \
		--locale=C.UTF-8 >"$home/log/initdb.log" 2>&1 || {
		cat "$home/log/initdb.log" >&2
		fail "initdb failed"
	}
	echo "include_if_exists = 'jobtrend.conf'" >> "$data.new/postgresql.conf"
	sync -f "$data.new"
	mv "$data.new" "$data"
}

# Written anew at each start, so that an older cluster gets newer settings.
# trust is sound: only the server's user and root pass the socket's folder.
write_settings() {
	total_mb=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
	buffers_mb=$((total_mb / 8))
	[ $buffers_mb -lt 64 ] && buffers_mb=64
	[ $buffers_mb -gt 1024 ] && buffers_mb=1024
	cat > "$data/jobtrend.conf" <<CONF
# Written by tools/cluster.sh at each start.
listen_addresses = ''
port = $PORT
unix_socket_directories = '$sock'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = ${buffers_mb}MB
effective_cache_size = $((total_mb / 2))MB
work_mem = 32MB
maintenance_work_mem = 128MB
default_toast_compression = lz4
wal_compression = lz4
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
log_autovacuum_min_duration = -1
client_min_messages = warning
CONF
	own "$data/jobtrend.conf"
}

ensure_database() {
	psql="psql -X -q -A -t -h $sock -p $PORT -U $ROLE -d postgres"
	if [ -z "$($psql -c "SELECT 1 FROM pg_database
		WHERE datname = '$DATABASE'")" ]; then
		$psql -c "CREATE DATABASE $DATABASE"
	fi
	conninfo > "$DIR/conninfo"
}

# ---- verbs ----------------------------------------------------------------------

start() {
	if is_whole && is_running; then
		ensure_database
		say "runs already"
		return 0
	fi
	prepare_home
	is_whole || make_cluster
	find_programs "$(cat "$data/PG_VERSION")"
	clear_stale
	write_settings
	# An unwanted server that reaches our data must not: -w waits until ours
	# answers. The log is the server's, so a shell of its user opens it.
	as_server "$bin/pg_ctl" -s -w -t $START_S -D pg -l log/postgresql.log \
		-o "${CLUSTER_OPTIONS:-}" start >/dev/null </dev/null || {
		tail -n 20 "$log" >&2
		fail "the server does not start; its log is $log"
	}
	ensure_database
	say "PostgreSQL $version runs: psql '$(conninfo)'"
}

stop() {
	if ! is_whole || ! is_running; then
		say "does not run"
		return 0
	fi
	find_programs "$(cat "$data/PG_VERSION")"
	as_server "$bin/pg_ctl" -s -w -t 60 -m fast -D pg stop ||
		as_server "$bin/pg_ctl" -s -w -t 60 -m immediate -D pg stop ||
		fail "the server does not stop"
	say "stopped"
}

case $1 in
start | stop)
	exec 9>"$DIR/cluster.lock"
	flock -w 300 9 || fail "another call holds $DIR/cluster.lock"
	;;
esac
find_home
[ ! -f "$DIR/socket" ] || sock=$(cat "$DIR/socket")

# Data made by somebody else keeps its user; only root can act for that user.
if is_whole; then
	owner=$(stat -L -c %U "$data")
	if [ -n "$user" ] && [ "$owner" != root ]; then
		user=$owner
	elif [ "$owner" != "${user:-$(id -un)}" ]; then
		fail "$data belongs to $owner, and this is $(id -un)"
	fi
fi

case $1 in
start | stop) "$1" ;;
status)
	if is_whole && is_running; then
		say "runs: $(conninfo)"
	else
		say "does not run"
		exit 1
	fi
	;;
conninfo)
	if [ -f "$DIR/conninfo" ]; then
		cat "$DIR/conninfo"
	else
		fail "$DIR has no cluster: run 'tools/cluster.sh start'"
	fi
	;;
esac
