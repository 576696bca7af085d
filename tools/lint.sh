#!/bin/sh
# What the compiler does not say by itself: warnings of two compilers, what the
# pure side may call, who may include whom, shell syntax, left-over words.
#
#   tools/lint.sh [BUILD]      needs the archives in BUILD (default build)
set -u
build=${1:-build}
make=${MAKE:-make}
bad=0

complain() {
	echo "lint: $1"
	[ -z "${2:-}" ] || printf '%s\n' "$2" | head -n 20 | sed 's/^/    /'
	bad=1
}

# ---- warnings are errors here, with both compilers --------------------------------

# The build's own compiler has left its words beside each object; the other one
# reads the sources without making code of them.
compile() { "$make" -j"$(nproc)" --no-print-directory -s -k "$@" objects 2>&1; }

worst() { printf '%s\n' "$1" | grep -E 'error|warning|\*\*\*' || printf '%s\n' "$1"; }

log=$(compile BUILD="$build") || complain "the build fails" "$(worst "$log")"
said=$(find "$build/obj" -name '*.said' -size +0 | while read -r file; do
	source=${file#"$build/obj/"}
	[ ! -f "${source%.said}.c" ] || cat "$file"
done)
[ -z "$said" ] || complain "the compiler warns" "$(worst "$said")"
if command -v clang >/dev/null; then
	log=$(compile BUILD="$build/lint" CC=clang CFLAGS='-fsyntax-only -Werror') ||
		complain "clang warns" "$(worst "$log")"
else
	complain "clang is not installed"
fi

# ---- the pure side acts on nothing -------------------------------------------------

acting='open|openat|creat|fopen|fdopen|freopen|read|write|pread|pwrite|unlink|rename|mkdir|opendir|stat|fstat|lstat'
acting="$acting|socket|connect|bind|send|recv|getaddrinfo|poll|select|epoll_.*|uv_.*|curl_.*|PQ.*"
acting="$acting|time|gettimeofday|clock|clock_gettime|localtime|localtime_r|mktime|tzset|sleep|usleep|nanosleep"
acting="$acting|getenv|secure_getenv|setenv|setlocale|rand|random|getrandom|arc4random.*"
acting="$acting|system|popen|fork|exec.*|pthread_create|exit|_exit|syslog|sd_.*"
output='printf|puts|putchar|fprintf|vfprintf|fputs|fputc|fwrite|perror|stdout|stderr|__printf_chk|__fprintf_chk|__vfprintf_chk'
for lib in base parsers enrich trends worlds; do
	archive=$build/lib$lib.a
	[ -f "$archive" ] || { complain "$archive is missing: run make all"; continue; }
	refused=$acting
	# Running out of memory is said in one place, base/mem.c.
	[ $lib = base ] || refused="$refused|$output"
	found=$(nm -u -A "$archive" 2>/dev/null | sed 's/@.*//' | grep -E " U ($refused)\$")
	[ -z "$found" ] || complain "lib$lib.a is pure and may not call" "$found"
done

# ---- dependencies point one way -----------------------------------------------------

found=$(grep -nE '^#include "' worlds/*.[ch] | grep -vE '#include "(base|parsers|worlds)/')
[ -z "$found" ] || complain "worlds/ may include only: base parsers" "$found"
found=$(grep -nE '^#include "' web/*.[ch] | grep -vE '#include "(base|parsers|enrich|trends|daemon|web)/')
[ -z "$found" ] || complain "web/ may include only: base parsers enrich trends daemon" "$found"
below="base"
for folder in base parsers enrich trends daemon worlds cli; do
	case " $below " in *" $folder "*) ;; *) below="$below $folder" ;; esac
	allowed=$(echo "$below" | tr ' ' '|')
	found=$(grep -nE '^#include "' "$folder"/*.[ch] 2>/dev/null |
		grep -vE "#include \"($allowed)/")
	[ -z "$found" ] || complain "$folder/ may include only: $below" "$found"
done

# ---- scripts and words -----------------------------------------------------------------

for script in $(git ls-files '*.sh' .ci/run); do
	case $(head -n 1 "$script") in *bash*) shell=bash ;; *) shell=sh ;; esac
	said=$($shell -n "$script" 2>&1) || complain "$script" "$said"
done
said=$(git ls-files '*.py' | xargs -r python3 -c '
import ast, sys
for name in sys.argv[1:]:
    try:
        ast.parse(open(name).read(), name)
    except SyntaxError as error:
        print("%s:%s: %s" % (name, error.lineno, error.msg))')
[ -z "$said" ] || complain "scripts that are no Python" "$said"

words="TO""DO|FIX""ME|(^|[^X])XX""X([^X]|$)|HA""CK|not implem""ented|unimplem""ented|/wo""rk/|/tmp/bash_""jobs"
found=$(git grep -nE "$words" -- '*.[ch]' '*.sql' '*.sh' '*.py' '*.md' '*.mk' Makefile)
[ -z "$found" ] || complain "left-over words" "$found"

found=$(git ls-files '*.[ch]' | xargs -r wc -l | awk '$2 != "total" && $1 > 600')
[ -z "$found" ] || complain "files longer than 600 lines" "$found"

# ---- advice ---------------------------------------------------------------------------

if command -v clang-format >/dev/null; then
	odd=$(git ls-files '*.[ch]' | xargs -r -n 80 -P "$(nproc)" sh -c '
		clang-format --dry-run "$@" 2>&1 |
			sed -n "s/^\([^ :]*\.[ch]\):[0-9].*/\1/p" | sort -u' sh | wc -l)
	[ "$odd" = 0 ] || echo "lint: advice: clang-format would change $odd files"
fi

[ $bad = 0 ] && echo "lint: clean"
exit $bad
