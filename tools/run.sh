#!/bin/sh
# What `make run`, `make demo` and `make stop` do.
#
#   tools/run.sh live|demo|stop        BUILD=build VAR=var
#
# live  private database, schema, daemon with the sources of share/sources, page
#       and API; daemon and page go on in the background
# demo  the same in a database of its own against boardsim: three years of
#       history are imported, today is crawled over HTTP, the result is shown;
#       the page goes on in the background
# stop  ends page, daemon, boardsim and the private database
#
# JOBTREND_DB names another database, for live also `database` in
# VAR/jobtrend.conf; RUN_WAIT the seconds that live waits for
# the first visits (90), DEMO_WORLD options of boardsim for another world,
# WEB_LISTEN where the page is served instead of web_listen. All
# files are written below VAR.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)
build=${BUILD:-build}
var=${VAR:-var}
case $build in /*) ;; *) build=$root/$build ;; esac
mkdir -p "$var/log"
var=$(cd "$var" && pwd -P)
cluster=$root/tools/cluster.sh
ctl=$build/jobtrendctl
world=${DEMO_WORLD:-}
DIR=$var
export DIR

say() { echo "$*"; }
fail() { echo "$*" >&2; exit 1; }

# Tables go straight to the terminal: nobody waits for a key.
PSQL_PAGER=cat
export PSQL_PAGER

# ---- processes ------------------------------------------------------------------

# The process that a pid file names, if it is still the program we started.
running() { # NAME
	pid=$(cat "$var/$1.pid" 2>/dev/null) || return 1
	[ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ] &&
		! grep -q '^State:.*Z' "/proc/$pid/status" 2>/dev/null
}

start() { # NAME LOG COMMAND...
	name=$1 log=$2
	shift 2
	# A session of its own: Ctrl-C and the end of the terminal pass it by.
	setsid "$@" >>"$log" 2>&1 </dev/null &
	echo $! > "$var/$name.pid"
	# For a moment it still goes by the name of the shell or of setsid.
	for _ in $(seq 100); do
		case $(cat "/proc/$!/comm" 2>/dev/null) in
		sh | dash | bash | setsid) sleep 0.02 ;;
		*) break ;;
		esac
	done
}

end() { # NAME SECONDS
	if running "$1"; then
		kill -TERM "$pid"
		for _ in $(seq $(($2 * 10))); do
			running "$1" || break
			sleep 0.1
		done
		if running "$1"; then
			say "$1 does not end; killed"
			kill -KILL "$pid"
		fi
	fi
	rm -f "$var/$1.pid"
}

# ---- database -------------------------------------------------------------------

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$db" "$@"; }

# Sets db. The private cluster has one database for live data and one for the
# demo; var/conninfo names the one used last, and jobtrendctl reads it.
open_database() { # NAME
	if [ -n "${JOBTREND_DB:-}" ]; then
		db=$JOBTREND_DB
		say "database: JOBTREND_DB"
		return
	fi
	db=$(sed -n 's/^[[:blank:]]*database[[:blank:]]*=[[:blank:]]*"\(.*\)".*/\1/p' \
		"$var/jobtrend.conf" 2>/dev/null || true)
	if [ "$1" = jobtrend ] && [ -n "$db" ]; then
		say "database: that of ${var#"$root/"}/jobtrend.conf"
		return
	fi
	"$cluster" start
	conninfo=$(sed "s/dbname=[^ ]*/dbname=$1/" "$var/conninfo")
	db=$(echo "$conninfo" | sed 's/dbname=[^ ]*/dbname=postgres/')
	if [ -z "$(sql -c "SELECT 1 FROM pg_database WHERE datname = '$1'")" ]; then
		sql -c "CREATE DATABASE $1"
	fi
	db=$conninfo
	echo "$conninfo" > "$var/conninfo"
}

psql_command() {
	if [ -n "${JOBTREND_DB:-}" ]; then
		echo "psql \"\$JOBTREND_DB\""
	else
		echo "psql \"\$(cat ${var#"$root/"}/conninfo)\""
	fi
}

# A conninfo as a string of the configuration: passwords stay outside of it.
quote() { printf '"%s"' "$(printf %s "$1" | sed 's/[\\"]/\\&/g')"; }

# ---- daemon ---------------------------------------------------------------------

start_daemon() { # CONFIG
	log=$var/log/jobtrendd.log
	: >> "$log"
	JOBTREND_DB=$db start jobtrendd "$log" "$build/jobtrendd" --config "$1"
	sleep 1
	running jobtrendd || {
		tail -n 10 "$log" >&2
		fail "jobtrendd does not start; its log is $log"
	}
}

# ---- page and API ---------------------------------------------------------------

# Sets page to its address. Where the port is taken, another one serves.
start_web() { # CONFIG
	end jobtrend-web 10
	for listen in "${WEB_LISTEN:-}" 127.0.0.1:0; do
		: > "$var/log/jobtrend-web.log"
		JOBTREND_DB=$db start jobtrend-web "$var/log/jobtrend-web.log" \
			"$build/jobtrend-web" --config "$1" ${listen:+--listen "$listen"}
		for _ in $(seq 100); do
			page=$(sed -n 's/.*web: serving //p' "$var/log/jobtrend-web.log")
			[ -z "$page" ] || return 0
			running jobtrend-web || break
			sleep 0.1
		done
		end jobtrend-web 5
	done
	tail -n 5 "$var/log/jobtrend-web.log" >&2
	fail "jobtrend-web does not start; its log is $var/log/jobtrend-web.log"
}

# ---- waiting --------------------------------------------------------------------

watched="FROM jobtrend.source AS s WHERE s.is_enabled AND s.url IS NOT NULL"
unvisited="SELECT count(*) $watched AND NOT EXISTS (
	SELECT FROM jobtrend.run AS r WHERE r.source_id = s.source_id
	AND r.origin = 'live' AND r.ended_at IS NOT NULL)"
# Those of them about which there is no bad news either.
silent="$unvisited AND NOT EXISTS (
	SELECT FROM jobtrend.page AS p WHERE p.source_id = s.source_id
	AND p.error IS NOT NULL)"

# Wait until every source was visited, at most SECONDS; a line says how far.
# Where all that are left only fail, PATIENCE seconds are enough.
wait_for_visits() { # SECONDS PATIENCE
	total=$(sql -c "SELECT count(*) $watched")
	began_at=$(date +%s)
	while left=$(sql -c "$unvisited") && [ "$left" -gt 0 ]; do
		waited=$(($(date +%s) - began_at))
		[ $waited -lt "$1" ] || break
		[ $waited -lt "$2" ] || [ "$(sql -c "$silent")" -gt 0 ] || break
		running jobtrendd || fail "jobtrendd ended; its log is $var/log/jobtrendd.log"
		[ ! -t 1 ] || printf '\r%d of %d sources visited ' $((total - left)) "$total"
		sleep 0.5
	done
	[ ! -t 1 ] || printf '\r'
	say "$((total - left)) of $total sources visited"
}

# ---- the result -------------------------------------------------------------------

period=$(date -u -d "$(date -u +%Y-%m-01) -1 day" +%Y-%m)/12

# Join what the daemon has left into postings.
fold_all() {
	while [ "$(sql -c "SELECT jobtrend.fold()")" -gt 0 ]; do :; done
}

# The twelve months before this one: estimate, interval, counts, the naive ratio
# and, where boardsim has told it, the truth.
show_demand() { # [TRUTH]
	psql -X -q -v ON_ERROR_STOP=1 -d "$db" <<-SQL
	SET client_min_messages = warning;
	\pset footer off
	\pset null ''
	CREATE TEMP TABLE truth (region text, skill text, n int, n_base int, change numeric);
	\copy truth FROM '${1:-/dev/null}' WITH (FORMAT csv, DELIMITER E'\t', HEADER, NULL '')
	SELECT w.region, w.skill,
	       lpad(to_char(100 * y.value, 'FMSG99990.0'), 6) || ' %' AS change,
	       to_char(100 * y.lo, 'FMSG9990') || ' .. '
	           || to_char(100 * y.hi, 'FMSG9990') || ' %' AS "95 % interval",
	       y.n, y.n_base,
	       lpad(to_char(100 * y.naive, 'FMSG99990.0'), 6) || ' %' AS naive,
	       ${1:+lpad(to_char(100 * t.change, 'FMSG99990.0'), 6) || ' %' AS truth,}
	       array_to_string(y.flags, ' ') AS flags
	FROM (SELECT * FROM unnest(
	        ARRAY['world', 'US', 'US-CA', 'CA-ON', 'GB', 'DE', 'FR', 'IN', 'CN'])
	          WITH ORDINALITY AS r(region, i),
	      unnest(ARRAY['any', 'large-language-models', 'ai-agents', 'pytorch'])
	          WITH ORDINALITY AS s(skill, k)) AS w
	CROSS JOIN LATERAL jobtrend.yoy(w.region, w.skill, '$period') AS y
	LEFT JOIN truth AS t ON t.region = w.region AND t.skill = w.skill
	WHERE y.n > 0 OR y.n_base > 0
	ORDER BY w.i, w.k;
	SQL
}

# ---- live -----------------------------------------------------------------------

live() {
	if running jobtrendd && running boardsim; then
		end jobtrendd 30
		end boardsim 5
	fi
	open_database jobtrend
	"$ctl" schema init --db "$db"
	if [ ! -f "$var/jobtrend.conf" ]; then
		cat > "$var/jobtrend.conf" <<-CONF
		# Made by \`make run\`; yours to change.
		state_dir = $(quote "$var/state")
		sources_dir = $(quote "$root/share/sources")
		taxonomy_dir = $(quote "$root/share/taxonomy")
		CONF
	fi
	mkdir -p "$var/state"
	if running jobtrendd; then
		say "jobtrendd runs already (process $pid)"
	else
		start_daemon "$var/jobtrend.conf"
		say "jobtrendd runs (process $pid), its log is ${var#"$root/"}/log/jobtrendd.log"
		sleep 2
	fi
	wait_for_visits "${RUN_WAIT:-90}" 15
	say
	show_sources
	say
	"$ctl" status --once --db "$db" || true
	say
	fold_all
	if [ "$(sql -c "SELECT count(*) FROM jobtrend.ad")" -gt 0 ]; then
		show_demand
	else
		say "No ad was seen yet, so there is no number."
		say
	fi
	start_web "$var/jobtrend.conf"
	say "The page is $page, the API below ${page}api/v1/."
	say "Daemon and page go on in the background until \`make stop\`. Next:"
	say "  build/jobtrendctl status"
	say "  build/jobtrendctl yoy --region world --skill any --period $period"
	say "  $(psql_command) -c 'SELECT * FROM jobtrend.demand_now LIMIT 20'"
}

# One line a source: what its last visit came to, and why when not ok. Of a whole
# catalogue one line a kind and outcome, with an example of what failed.
show_sources() {
	if [ "$(sql -c "SELECT count(*) $watched")" -gt "${RUN_LIST:-60}" ]; then
		show_kinds
	else
		show_each
	fi
}

show_kinds() {
	psql -X -q -d "$db" -P footer=off -c "
	SELECT s.kind, CASE WHEN r.state IS NULL THEN 'not begun'
	            WHEN r.state <> 'open' THEN r.state
	            WHEN p.error IS NULL THEN 'under way'
	            ELSE 'failing, tried again later' END AS visit,
	       count(*) AS sources, sum(r.ads_seen) AS ads,
	       left(COALESCE(min(s.id || ': ' || r.reason),
	            min(s.id || ': ' || p.error), ''), 100) AS one_of_them
	FROM jobtrend.source AS s
	LEFT JOIN LATERAL (SELECT * FROM jobtrend.run AS r
	    WHERE r.source_id = s.source_id AND r.origin = 'live'
	    ORDER BY r.started_at DESC LIMIT 1) AS r ON true
	LEFT JOIN LATERAL (SELECT min(p.error) AS error FROM jobtrend.page AS p
	    WHERE p.source_id = s.source_id AND p.error IS NOT NULL) AS p ON true
	WHERE s.is_enabled AND s.url IS NOT NULL
	GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
}

show_each() {
	psql -X -q -d "$db" -P footer=off -c "
	SELECT s.id AS source,
	       CASE WHEN r.state IS NULL THEN 'not begun'
	            WHEN r.state <> 'open' THEN r.state
	            WHEN p.error IS NULL THEN 'under way'
	            ELSE 'failing, tried again later' END AS visit,
	       r.ads_seen AS ads,
	       COALESCE(r.reason, p.error, '') AS what_failed
	FROM jobtrend.source AS s
	LEFT JOIN LATERAL (SELECT * FROM jobtrend.run AS r
	    WHERE r.source_id = s.source_id AND r.origin = 'live'
	    ORDER BY r.started_at DESC LIMIT 1) AS r ON true
	LEFT JOIN LATERAL (SELECT * FROM jobtrend.page AS p
	    WHERE p.source_id = s.source_id AND p.error IS NOT NULL
	    ORDER BY p.fetched_at DESC NULLS LAST LIMIT 1) AS p ON true
	WHERE s.is_enabled
	ORDER BY s.id"
}

# ---- demo -----------------------------------------------------------------------

start_boardsim() {
	end boardsim 5
	for port in $(seq 18080 18099); do
		: > "$var/demo/boardsim.log"
		start boardsim "$var/demo/boardsim.log" "$build/tests/boardsim" serve --port "$port" $world
		for _ in $(seq 100); do
			grep -q serving "$var/demo/boardsim.log" && return 0
			running boardsim || break
			sleep 0.1
		done
		end boardsim 5
	done
	cat "$var/demo/boardsim.log" >&2
	fail "boardsim finds no free port from 18080 to 18099"
}

# What the daemon does by itself a minute after its start.
publish() {
	"$ctl" recompute --all --db "$db" > /dev/null
	"$ctl" recompute --db "$db" --lifetimes > /dev/null
}

# Only what an earlier demo made is ever removed.
clear_demo() {
	if [ -n "$(sql -c "SELECT to_regclass('jobtrend.source')")" ]; then
		other=$(sql -c "SELECT id FROM jobtrend.source
			WHERE url IS NOT NULL AND url NOT LIKE 'http://127.0.1.%' LIMIT 1")
		[ -z "$other" ] || fail "demo: the database holds $other, which is no demo's; expected another database in JOBTREND_DB"
		sql -c "DROP SCHEMA jobtrend CASCADE" 2>/dev/null
	fi
}

demo() {
	began=$(date +%s)
	mkdir -p "$var/demo"
	end jobtrend-web 10
	end jobtrendd 30
	say "== 1. a private PostgreSQL"
	open_database jobtrend_demo
	clear_demo
	"$ctl" schema init --db "$db"
	say
	say "== 2. three years of ads, imported from an archive"
	start_boardsim
	cat "$var/demo/boardsim.log"
	"$build/tests/boardsim" archive --port "$port" $world > "$var/demo/past.jsonl"
	"$ctl" import --db "$db" --format archive "$var/demo/past.jsonl"
	say
	say "== 3. today, crawled over HTTP by jobtrendd"
	rm -rf "$var/demo/state"
	mkdir -p "$var/demo/state" "$var/demo/sources.d"
	"$build/tests/boardsim" config --port "$port" $world > "$var/demo/sources.d/boards.conf"
	cat > "$var/demo/jobtrend.conf" <<-CONF
	# Made by \`make demo\`: the boards are our own and on this machine.
	state_dir = $(quote "$var/demo/state")
	taxonomy_dir = $(quote "$root/share/taxonomy")
	exempt_hosts = { "127.0.1.0/24" }
	delay = "0 ms"
	delay_factor = 0.0
	fold_every = "1 s"
	CONF
	start_daemon "$var/demo/jobtrend.conf"
	wait_for_visits 240 240
	end jobtrendd 30
	end boardsim 5
	fold_all
	sql -c ANALYZE
	publish
	say
	say "== 4. how demand changed within a year, and what naive counting says"
	"$build/tests/boardsim" truth $world --end "$(date -u +%Y-%m-01)" > "$var/demo/truth.tsv"
	show_demand "$var/demo/truth.tsv"
	start_web "$var/demo/jobtrend.conf"
	say "done in $(($(date +%s) - began)) s. The page is $page"
	say "and goes on in the background; \`make stop\` ends it and the database. Next:"
	say "  build/jobtrendctl yoy --region DE --skill large-language-models --period $period"
	say "  build/jobtrendctl explain --region CA-ON --skill any --period $period"
	say "  $(psql_command)"
	say "    SELECT * FROM jobtrend.yoy('world', 'ai-agents', '$period');"
	say "    SELECT * FROM jobtrend.region_ranking LIMIT 20;"
	say "    \\d+ jobtrend.*"
}

# ---- stop -----------------------------------------------------------------------

stop() {
	end jobtrend-web 10
	end jobtrendd 30
	end boardsim 5
	"$cluster" stop
}

case ${1:-} in
live | demo | stop) "$1" ;;
*)
	echo "usage: tools/run.sh live|demo|stop" >&2
	exit 2
	;;
esac
